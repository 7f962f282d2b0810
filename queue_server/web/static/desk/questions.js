/** What the desk asks before it acts: transfer, hold, break, no-show, close, return, and the list of all keys. */
import { clock, figure } from "../shared/js/format.js";
import { pick, t } from "../shared/js/words.js";
import { ask } from "../staff/dialog.js";
import { make } from "../staff/dom.js";
import { KEYS, actionsOf, missedOf } from "./rules.js";

const HOLD_REASONS = ["copies", "papers", "system", "other"];
const PAUSE_REASONS = ["break", "prayer", "admin"];

/** Where to: resolves to {service} or {to_counter}, or null. */
export async function askTransfer(state) {
  const ticket = state.in_hand.ticket;
  const services = state.services.filter((service) => service.code !== ticket.service).map((service) => serviceOption(state, service));
  const counters = state.counters.filter((counter) => counter.code !== state.counter).map(counterOption);
  const groups = [{ label: t("desk.transfer.services"), options: services }, { label: t("desk.transfer.counters"), options: counters }]
    .filter((group) => group.options.length > 0);
  const chosen = await ask({
    name: "transfer", title: t("desk.transfer.title", { number: ticket.number }), advice: t("desk.transfer.advice"),
    icon: "transfer", groups, deed: (option) => t("desk.transfer.do", { name: option.title }),
  });
  if (chosen === null) return null;
  const [kind, code] = [chosen.slice(0, 1), chosen.slice(2)];
  return kind === "s" ? { service: code } : { to_counter: code };
}

function serviceOption(state, service) {
  const queue = state.queues.find((one) => one.service === service.code);
  const note = queue ? t("desk.transfer.waiting", { n: figure(queue.count) }) : "";
  return { value: `s:${service.code}`, title: pick(service.name), letter: service.series, note };
}

function counterOption(counter) {
  const note = counter.status ? t(`common.counter_status.${counter.status}`) : "";
  return { value: `c:${counter.code}`, title: pick(counter.name), note };
}

/** Why on hold: resolves to a reason, or null. */
export function askHold(state) {
  const options = HOLD_REASONS.map((reason) => ({ value: reason, title: t(`desk.hold_reason.${reason}`) }));
  return ask({
    name: "hold", title: t("desk.hold.title", { number: state.in_hand.ticket.number }), advice: t("desk.hold.advice"), icon: "hourglass",
    groups: [{ options }], preset: HOLD_REASONS[0], deed: (option) => t("desk.hold.do", { reason: option.title }),
  });
}

/** Why a break: resolves to a reason, or null. */
export function askPause() {
  const options = PAUSE_REASONS.map((reason) => ({ value: reason, title: t(`desk.pause_reason.${reason}`) }));
  return ask({
    name: "pause", title: t("desk.pause.title"), advice: t("desk.pause.advice"), icon: "pause",
    groups: [{ options }], preset: PAUSE_REASONS[0], deed: (option) => t("desk.pause.do", { reason: option.title }),
  });
}

/** Really a no-show? The same key says yes. */
export function askNoShow(state) {
  const { number, call_count: n } = state.in_hand.ticket;
  return ask({
    name: "no-show", title: t("desk.no_show.title", { number }), advice: t("desk.no_show.advice", { n }), danger: true, icon: "absent",
    again: KEYS["no-show"], deed: () => t("desk.no_show.do", { number }),
  });
}

/** Really close the counter? */
export function askClose(state) {
  const counter = state.name;
  const advice = state.in_hand
    ? t("desk.close.advice_in_hand", { number: state.in_hand.ticket.number })
    : t("desk.close.advice");
  return ask({
    name: "close", title: t("desk.close.title", { counter }), advice, danger: true, icon: "cross", again: KEYS.close,
    deed: () => t("desk.close.do", { counter }),
  });
}

/** Which no-show came back: resolves to the ticket's id, or null. */
export function askReturn(state) {
  const zone = state.branch.timezone;
  const options = missedOf(state).map((ticket) => ({
    value: ticket.id, title: ticket.number,
    note: ticket.ended_at ? t("desk.return.missed_at", { time: clock(ticket.ended_at, zone) }) : "",
  }));
  return ask({
    name: "return", title: t("desk.return.title"), advice: t("desk.return.advice"), groups: [{ options }], icon: "back",
    preset: options[0].value, deed: (option) => t("desk.return.do", { number: option.title }),
  });
}

/** Show every key and whether it does something now. */
export function showKeys(state, now) {
  const dialog = make("dialog", "dialog staff-dialog");
  dialog.dataset.dialog = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = make("h2", "dialog__title", t("desk.keys.title"));
  title.id = "keys-title";
  const button = make("button", "button", t("common.close"), make("kbd", "", "Esc"));
  button.addEventListener("click", () => dialog.close());
  dialog.append(title, make("p", "dialog__text second-text", t("desk.keys.advice")), keyList(state, now), make("div", "staff-dialog__deeds", button));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  button.focus();
}

function keyList(state, now) {
  const actions = actionsOf(state, now);
  const list = make("dl", "key-list");
  const add = (key, words, rests) => list.append(make("div", rests ? "is-resting" : "", make("dt", "", make("kbd", "", key)), make("dd", "", words)));
  add(t("desk.key.space"), t("desk.keys.step"));
  Object.keys(KEYS).forEach((name) => {
    const action = actions[name];
    if (name === "return" && !action.available) return;
    if (name === "requeue" && !action.available && actions.return.available) return;
    add(KEYS[name], action.available || !action.note ? t(action.word) : `${t(action.word)}: ${t(action.note, action.values)}`, !action.available);
  });
  add("1–3", t("desk.keys.outcome"));
  return list;
}
