/** Building and renewing the page without a framework and without markup from data. */

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("button", {class: "x", "data-action": "start"}, "text", node, [nodes], null)`. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  dress(element, attributes);
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

export function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  dress(element, attributes);
  element.append(...children);
  return element;
}

/** An icon of the sprite that `loadIcons` has put into the page. */
export function icon(name, className = "icon") {
  return s("svg", { class: className, "aria-hidden": "true", focusable: "false" }, s("use", { href: `#${name}` }));
}

/** A bar of `share` (0–1); the width travels as a custom property because inline styles are refused. */
export function bar(kind, share) {
  return h("div", { class: `bar bar--${kind}`, "data-share": share.toFixed(3), "aria-hidden": "true" }, h("span", { class: "bar__fill" }));
}

/**
 * Make `current` look like `wanted`, keeping its elements: a finger already on a button, the focus and a running transition
 * survive a new state. Elements with another tag or `data-key` are replaced.
 */
export function morph(current, wanted) {
  if (current.nodeName !== wanted.nodeName || keyOf(current) !== keyOf(wanted)) {
    current.replaceWith(wanted);
    return;
  }
  if (current.nodeType === Node.TEXT_NODE) {
    if (current.data !== wanted.data) current.data = wanted.data;
    return;
  }
  sameAttributes(current, wanted);
  const have = [...current.childNodes];
  const want = [...wanted.childNodes];
  want.forEach((child, index) => (have[index] ? morph(have[index], child) : current.append(child)));
  have.slice(want.length).forEach((child) => child.remove());
}

function keyOf(node) {
  return node.dataset ? node.dataset.key : undefined;
}

function sameAttributes(current, wanted) {
  for (const { name } of [...current.attributes]) {
    if (!wanted.hasAttribute(name) && name !== "style") current.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (current.getAttribute(name) !== value) current.setAttribute(name, value);
  }
}

/** Write the shares of all bars below `root` where styles may read them. */
export function setShares(root) {
  for (const element of root.querySelectorAll("[data-share]")) {
    element.style.setProperty("--share", `${(Number(element.dataset.share) * 100).toFixed(1)}%`);
  }
}
