/** Every action of the desk with its key, to press or only to look up: for fingers, and for who forgot a key. */
import { t } from "../shared/js/words.js";
import { make } from "../staff/dom.js";
import { actionsOf } from "./actions.js";
import { actionButton, paintAction } from "./buttons.js";
import { meantBy } from "./keys.js";
import { KEYS, kindOf } from "./rules.js";

/**
 * Show all actions; `act(name)` does the one that is pressed. `moment` is {press, free}: what is under way, and whether
 * anything else may be pressed.
 */
export function showMore(state, now, moment, act) {
  const actions = actionsOf(state, now);
  const dialog = make("dialog", "dialog staff-dialog more");
  dialog.dataset.dialog = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = make("h2", "dialog__title", t("desk.keys.title"));
  title.id = "keys-title";
  const finish = (name) => { dialog.close(); if (name) act(name); };
  const list = make("ul", "more__list", ...namesOf(state, actions).map((name) => {
    const button = actionButton("desk-action");
    paintAction(button, name, { actions, ...moment });
    button.addEventListener("click", () => { if (actions[name].available) finish(name); });
    return make("li", "", button);
  }));
  const close = make("button", "button", t("common.close"), make("kbd", "", "Esc"));
  close.type = "button";
  close.addEventListener("click", () => finish());
  dialog.append(title, make("p", "dialog__text second-text", t("desk.keys.advice")), list, make("div", "staff-dialog__deeds", hints(), close));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => pressIn(event, state, actions, finish));
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

/** Two actions of one key: only the one it means now. */
function namesOf(state, actions) {
  const kind = kindOf(state);
  return Object.keys(KEYS).filter((name) => name !== "keys" && meantBy(KEYS[name], kind) === name)
    .filter((name) => name !== "take-over" || actions[name].available);
}

function hints() {
  const hint = (key, words) => make("span", "more__hint", make("kbd", "", key), words);
  return make("p", "more__hints second-text", hint(t("desk.key.space"), t("desk.keys.step")), hint("1–3", t("desk.keys.outcome")));
}

function pressIn(event, state, actions, finish) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const name = event.key === " " ? null : meantBy(event.key, kindOf(state));
  if (name === null || !actions[name].available) return;
  event.preventDefault();
  event.stopPropagation();
  finish(name === "keys" ? null : name);
}
