/*
 * Ground of the TV page: words, memory, elements. Classic scripts in ES2015 without destructuring, default
 * parameters or spread, so that TV browsers from Chrome 47 on run them. Everything hangs on window.Antrean.
 */
(function () {
  "use strict";
  const Antrean = window.Antrean = {};
  const SVG = "http://www.w3.org/2000/svg";
  const SMALLEST_REM = 0.24;
  const XLINK = "http://www.w3.org/1999/xlink";

  const book = JSON.parse(document.getElementById("words").textContent);
  const asked = /[?&]lang=(\w+)/.exec(window.location.search);
  let language = document.documentElement.lang;

  Antrean.rules = JSON.parse(document.getElementById("rules").textContent);

  /* ---- words ---- */

  Antrean.t = function (key, values) {
    const text = (book.words[language] || {})[key] || book.words.id[key] || key;
    return text.replace(/\{(\w+)\}/g, function (gap, name) {
      return values && values[name] !== undefined ? String(values[name]) : gap;
    });
  };

  /* One of {id, en} from the wire; an empty English falls back to Indonesian. */
  Antrean.pick = function (texts) {
    return texts ? texts[language] || texts.id || "" : "";
  };

  /* The branch's own language, unless the address asks for one. True when it changed. */
  Antrean.speak = function (languages) {
    const wanted = asked && book.words[asked[1]] ? asked[1] : languages[0];
    if (!book.words[wanted] || wanted === language) return false;
    language = wanted;
    document.documentElement.lang = wanted;
    Antrean.fill();
    return true;
  };

  Antrean.fill = function () {
    Antrean.each(document.querySelectorAll("[data-t]"), function (element) {
      Antrean.write(element, Antrean.t(element.getAttribute("data-t")));
    });
    Antrean.each(document.querySelectorAll("[data-t-label]"), function (element) {
      element.setAttribute("aria-label", Antrean.t(element.getAttribute("data-t-label")));
    });
  };

  /* ---- memory: a TV in private mode has none, and still works ---- */

  Antrean.recall = function (key) {
    try {
      return window.localStorage.getItem("antrean.display." + key);
    } catch (error) {
      return null;
    }
  };

  Antrean.remember = function (key, value) {
    try {
      if (value === null) window.localStorage.removeItem("antrean.display." + key);
      else window.localStorage.setItem("antrean.display." + key, value);
    } catch (error) {
      return false;
    }
    return true;
  };

  /* ---- elements ---- */

  Antrean.find = function (id) {
    return document.getElementById(id);
  };

  Antrean.each = function (list, deed) {
    Array.prototype.forEach.call(list, deed);
  };

  /* Set a text, only when it differs; line breaks become lines. True when it changed. */
  Antrean.write = function (element, text) {
    const now = String(text);
    if (element.antreanText === now) return false;
    element.antreanText = now;
    element.textContent = "";
    now.split("\n").forEach(function (line, index) {
      if (index) element.appendChild(document.createElement("br"));
      element.appendChild(document.createTextNode(line));
    });
    return true;
  };

  Antrean.make = function (tag, className) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    return element;
  };

  Antrean.icon = function () {
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("class", "ikon");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    icon.appendChild(document.createElementNS(SVG, "use"));
    return icon;
  };

  Antrean.draw = function (icon, name) {
    icon.firstChild.setAttributeNS(XLINK, "xlink:href", "#i-" + name);
  };

  /* Shrink a text until it fits its box, down to the smallest size a hall can read; then CSS shortens it. */
  Antrean.fit = function (element) {
    element.style.fontSize = "";
    const room = element.clientWidth;
    const need = element.scrollWidth;
    if (!room || need <= room) return;
    const size = parseFloat(window.getComputedStyle(element).fontSize);
    const least = parseFloat(window.getComputedStyle(document.documentElement).fontSize) * SMALLEST_REM;
    // a pixel less, for a browser that draws the dots of a cut as soon as a fraction is missing
    element.style.fontSize = Math.max(Math.floor(size * (room - 1) / need * 100) / 100, Math.min(least, size)) + "px";
  };

  /* What tests and technicians may look at: <html data-…>. */
  Antrean.expose = function (name, value) {
    document.documentElement.setAttribute("data-" + name, value);
  };
}());
