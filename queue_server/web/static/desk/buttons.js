/** The next step and every action beside it: words, keys, reasons, and the press that is still on its way. */
import { t } from "../shared/js/words.js";
import { icon, make, role, say, setIcon } from "../staff/dom.js";
import { actionsOf } from "./actions.js";
import { ICONS, KEYS, SHOWN, kindOf, missedOf, nextStep } from "./rules.js";

const PLACES = 4;
const LOCAL = ["keys", "change-counter"];

/** A button with an icon, two lines of words and its key. */
export function actionButton(className) {
  const words = make("span", "desk-action__words", make("span", "desk-action__word"), make("small"));
  const key = make("kbd");
  key.setAttribute("aria-hidden", "true");
  const button = make("button", `button ${className}`, icon("more"), words, key);
  button.type = "button";
  return button;
}

/** Build the buttons once; they are repainted in place so that focus stays where it is. */
export function buildActions(root) {
  for (let place = 0; place < PLACES; place += 1) role(root, "actions").append(actionButton("desk-action"));
  ["complete-only", "keys"].forEach((name) => role(root, "beside").append(named(actionButton("desk-beside"), name)));
  ["return", "note", "undo"].forEach((name) => role(root, "foot-deeds").append(named(actionButton("desk-small"), name)));
}

function named(button, name) {
  button.dataset.action = name;
  return button;
}

/**
 * Paint the next step. `press` is the press under way or null, `line` whether the server is connected. Without the line
 * the next step can still be pressed, once: it is kept and says what it waits for.
 */
export function paintStep(button, state, press, line) {
  const step = nextStep(state);
  const label = t(step.word, step.values);
  const mine = press !== null && press.name === step.name;
  button.dataset.step = step.name || "";
  const waits = mine && (press.tries > 0 || !line);
  rest(button, step.name === null || press !== null || state.passive);
  button.classList.toggle("is-waiting", mine && !waits);
  button.classList.toggle("is-quiet", press !== null && !mine && line);
  // Both pictures stand in the page already: without the line none can be fetched.
  role(button, "step-icon").hidden = waits;
  role(button, "step-offline").hidden = !waits;
  setIcon(role(button, "step-icon").querySelector(".icon"), step.icon || ICONS[step.name]);
  say(role(button, "step-word"), waits ? t("desk.waiting_line", { label }) : label);
}

/** Paint every action that this moment shows. */
export function paintActions(root, state, press, line, now) {
  const actions = actionsOf(state, now);
  const moment = { actions, press, free: press === null && line && !state.passive };
  const names = SHOWN[kindOf(state)];
  Array.from(role(root, "actions").children).forEach((button, place) => {
    const name = names[place];
    button.hidden = name === undefined;
    if (name !== undefined) paintAction(button, name, moment);
  });
  const shown = besides(state, actions, press);
  root.querySelectorAll(".desk-beside, .desk-small").forEach((button) => {
    const name = button.dataset.action;
    button.hidden = !shown[name];
    if (shown[name]) paintAction(button, name, moment);
  });
}

/** Which of the buttons outside the row of four are of use now. */
function besides(state, actions, press) {
  const kind = kindOf(state);
  const asks = (name) => press !== null && press.name === name;
  return {
    keys: true,
    "complete-only": kind === "serving" && (actions["complete-only"].available || asks("complete-only")),
    return: (kind === "open" || kind === "paused") && missedOf(state).length > 0,
    note: kind === "serving",
    undo: actions.undo.available || asks("undo"),
  };
}

/** Paint one action; `moment` is {actions, press, free}. */
export function paintAction(button, name, moment) {
  const action = moment.actions[name];
  const press = moment.press;
  const waits = press !== null && press.name === (action.instead || name);
  button.dataset.action = name;
  button.setAttribute("aria-keyshortcuts", name === "add-service" ? "Shift++" : KEYS[name]);
  rest(button, !action.available || (!LOCAL.includes(name) && !moment.free));
  setIcon(button.querySelector(".icon"), ICONS[action.instead || name]);
  say(button.querySelector(".desk-action__word"), t(action.word));
  const small = button.querySelector("small");
  const note = waits ? t("desk.sending") : action.note ? t(action.note, action.values) : "";
  say(small, note);
  small.hidden = note === "";
  say(button.querySelector("kbd"), KEYS[name]);
}

/** Rest a button without taking the focus from it. */
function rest(button, resting) {
  const value = String(resting);
  if (button.getAttribute("aria-disabled") !== value) button.setAttribute("aria-disabled", value);
}
