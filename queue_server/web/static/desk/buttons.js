/** The next step and the four actions beside it: words, keys, reasons, and the press that is still on its way. */
import { t } from "../shared/js/words.js";
import { icon, make, role, say, setIcon } from "../staff/dom.js";
import { ICONS, KEYS, SHOWN, actionsOf, kindOf, nextStep } from "./rules.js";

/** Build the four action buttons once; they are repainted in place so that focus stays where it is. */
export function buildActions(row) {
  for (let place = 0; place < 4; place += 1) {
    const words = make("span", "desk-action__words", make("span", "desk-action__word"), make("small"));
    const key = make("kbd");
    key.setAttribute("aria-hidden", "true");
    const button = make("button", "button desk-action", icon("key"), words, key);
    button.type = "button";
    row.append(button);
  }
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
  rest(button, step.name === null || press !== null);
  button.classList.toggle("is-waiting", mine && !waits);
  button.classList.toggle("is-quiet", press !== null && !mine && line);
  // Both pictures stand in the page already: without the line none can be fetched.
  role(button, "step-icon").hidden = waits;
  role(button, "step-offline").hidden = !waits;
  setIcon(role(button, "step-icon").querySelector(".icon"), step.icon || ICONS[step.name]);
  say(role(button, "step-word"), waits ? t("desk.waiting_line", { label }) : label);
}

/** Paint the actions for this kind of moment. */
export function paintActions(row, state, press, line, now) {
  const actions = actionsOf(state, now);
  SHOWN[kindOf(state)].concat([null, null]).slice(0, 4).forEach((name, place) => {
    const button = row.children[place];
    button.hidden = name === null;
    if (name === null) return;
    paintAction(button, name, actions[name], press, line);
  });
}

function paintAction(button, name, action, press, line) {
  const local = name === "keys" || name === "change-counter";
  const waits = press !== null && press.name === (action.instead || name);
  button.dataset.action = name;
  button.setAttribute("aria-keyshortcuts", KEYS[name]);
  rest(button, !action.available || (!local && (press !== null || !line)));
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
