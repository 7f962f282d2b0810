/** Small hands for building pages: elements, icons, texts that change only when they differ. */

const SPRITE = "/static/shared/icons.svg";

/** An element with a class and children; strings become text. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  children.forEach((child) => { if (child !== null && child !== undefined) element.append(child); });
  return element;
}

/** An icon of the sprite; decoration only, a word always stands beside it. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

/** Point an existing icon at another picture. */
export function setIcon(svg, name) {
  const use = svg.querySelector("use");
  const address = `${SPRITE}#${name}`;
  if (use.getAttribute("href") !== address) use.setAttribute("href", address);
}

/** Set a text only when it differs, so that screen readers and selections are left in peace. */
export function say(element, text) {
  const words = text === null || text === undefined ? "" : String(text);
  if (element.textContent !== words) element.textContent = words;
}

/** The one element below `root` with this data-role. */
export function role(root, name) {
  return root.querySelector(`[data-role="${name}"]`);
}

/** A chip: icon and word. */
export function chip(kind, iconName, text) {
  return make("span", `chip chip--${kind}`, icon(iconName), text);
}

/** Words for screen readers only. */
export function hidden(text) {
  return make("span", "visually-hidden", text);
}

/** What the server wrote into the page: the JSON inside the element with this id. */
export function pageFacts(id) {
  return JSON.parse(document.getElementById(id).textContent);
}
