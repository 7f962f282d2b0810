/**
 * The words of a page, from the one catalogue. The page embeds them in `<script type="application/json" id="words">` as
 * {"language": "id", "words": {"id": {key: text}, "en": {key: text}}}; texts carry {name} placeholders and **bold** parts.
 * Written in ES2015 so that old TVs can load it.
 */

const listeners = [];
let book = null;

function open() {
  if (book === null) {
    const element = document.getElementById("words");
    book = element ? JSON.parse(element.textContent) : { language: document.documentElement.lang || "id", words: {} };
  }
  return book;
}

/** The language now shown: "id" or "en". */
export function language() {
  return open().language;
}

/** The languages whose words the page carries. */
export function languages() {
  return Object.keys(open().words);
}

/** Switch the language without a reload; fills every [data-t] again and tells the listeners. */
export function setLanguage(code) {
  open().language = code;
  document.documentElement.lang = code;
  fill(document);
  listeners.forEach((listener) => listener(code));
}

export function onLanguage(listener) {
  listeners.push(listener);
}

export function hasWord(key) {
  const now = open().words[language()] || {};
  return Object.prototype.hasOwnProperty.call(now, key);
}

/** The text of `key` in the page's language, with `{name}` replaced from `values`. An unknown key shows itself. */
export function t(key, values) {
  return tIn(language(), key, values);
}

/** Like `t` in a given language. */
export function tIn(code, key, values) {
  const texts = open().words;
  const text = (texts[code] || {})[key] || (texts.id || {})[key] || key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (values && values[name] !== undefined ? String(values[name]) : whole));
}

/** One of `{id, en}` from the wire; an empty English falls back to Indonesian. */
export function pick(texts) {
  if (!texts) return "";
  return texts[language()] || texts.id || "";
}

/** A text with **bold** parts as nodes; never markup, so data stays data. */
export function rich(text) {
  const fragment = document.createDocumentFragment();
  text.split("**").forEach((part, index) => {
    if (part === "") return;
    if (index % 2 === 0) {
      fragment.appendChild(document.createTextNode(part));
    } else {
      const bold = document.createElement("b");
      bold.textContent = part;
      fragment.appendChild(bold);
    }
  });
  return fragment;
}

/** Put a rich text into an element, replacing what it held. */
export function write(element, text) {
  element.textContent = "";
  element.appendChild(rich(text));
}

/** Fill every [data-t="key"] (text) and [data-t-label="key"] (aria-label) below `root`. */
export function fill(root) {
  Array.prototype.forEach.call(root.querySelectorAll("[data-t]"), (element) => write(element, t(element.dataset.t)));
  Array.prototype.forEach.call(root.querySelectorAll("[data-t-label]"), (element) => {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  });
}
