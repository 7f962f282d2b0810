/** The officer's keyboard. Space is the usual next step; letters are the actions; nothing repeats while a key is held. */
import { asking } from "../staff/dialog.js";
import { KEYS, kindOf } from "./rules.js";

const OUTCOMES = { 1: "done", 2: "papers_missing", 3: "referred" };
/** Where + stands without Shift. */
const SAME = { "=": "+" };

/**
 * Listen. hooks: `state()` → the desk state or null, `step()`, `act(name)`, `outcome(value)`.
 */
export function listenToKeys(hooks) {
  document.addEventListener("keydown", (event) => {
    const state = hooks.state();
    if (!state || asking() || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (event.key === " ") pressSpace(event, hooks);
    else if (!event.repeat) pressKey(event, state, hooks);
  });
  // A button that was clicked or touched keeps the focus; Space would press it again instead of the next step.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && event.detail > 0 && !button.closest("dialog")) button.blur();
  });
}

/** The action that a key means now, or null. One key may stand for two that are never both of use. */
export function meantBy(key, kind) {
  const pressed = SAME[key] || key.toUpperCase();
  const names = Object.keys(KEYS).filter((name) => KEYS[name] === pressed);
  if (names.length === 0) return null;
  return names.length > 1 && kind !== "called" ? names[1] : names[0];
}

function isTyping(element) {
  return element.matches("input:not([type=radio]), textarea, select, [contenteditable]");
}

/** Space belongs to a control that was reached with Tab. */
function pressSpace(event, hooks) {
  const control = event.target.closest("button, a, summary, input");
  if (control && control.dataset.action !== "next-step" && control.type !== "radio") return;
  event.preventDefault();
  if (!event.repeat) hooks.step();
}

function pressKey(event, state, hooks) {
  const kind = kindOf(state);
  if (kind === "serving" && OUTCOMES[event.key]) {
    event.preventDefault();
    hooks.outcome(OUTCOMES[event.key]);
    return;
  }
  const name = meantBy(event.key, kind);
  if (name === null) return;
  event.preventDefault();
  hooks.act(name);
}
