/** What the desk asks before it acts, where a choice or a yes is enough: hold, break, close, return, taking over. */
import { clock } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { ask } from "../staff/dialog.js";
import { sentenceOf } from "../staff/refusals.js";
import { KEYS, missedOf, shownTickets } from "./rules.js";

const HOLD_REASONS = ["copies", "papers", "system", "other"];
const PAUSE_REASONS = ["break", "prayer", "admin"];

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

/** Whose slip to print again: resolves to the ticket, or null. The number in hand is chosen already. */
export async function askReprint(state) {
  const shown = shownTickets(state);
  const options = shown.map(({ ticket, place }) => ({ value: ticket.id, title: ticket.number, note: t(`desk.reprint.${place}`) }));
  const id = await ask({
    name: "reprint", title: t("desk.reprint.title"), advice: t("desk.reprint.advice"), icon: "printer", groups: [{ options }],
    preset: state.in_hand ? state.in_hand.ticket.id : undefined, choose: t("desk.reprint.choose"),
    deed: (option) => t("desk.reprint.do", { number: option.title }),
  });
  return id === null ? null : shown.find(({ ticket }) => ticket.id === id).ticket;
}

/**
 * Sit here although somebody else does, or although one sits elsewhere? `refusal` is the server's when opening was
 * refused; its sentence names who and where. Resolves to "take", "both" or null.
 */
export async function askTakeOver(state, refusal) {
  if (refusal && refusal.reason === "officer_elsewhere") return askMove(state.name, refusal);
  const values = { counter: state.name, officer: state.officer || "" };
  const answer = await ask({
    name: "take-over", title: t(state.officer ? "desk.take_over.title" : "desk.take_over.title_nobody", values),
    advice: t("desk.take_over.happens"), icon: "desk", danger: true, deed: () => t("desk.take_over.do", values),
  });
  return answer === null ? null : "take";
}

/** One officer moves to another counter, or staffs both as small offices do. */
function askMove(counter, refusal) {
  const options = [
    { value: "take", title: t("desk.take_over.move", { counter }), note: t("desk.take_over.move_note") },
    { value: "both", title: t("desk.take_over.both"), note: t("desk.take_over.both_note") },
  ];
  return ask({
    name: "take-over", title: t("desk.take_over.title_moves", { counter }), advice: sentenceOf(refusal), icon: "desk",
    groups: [{ options }], preset: "take", deed: (option) => option.title,
  });
}

/** This counter is open in another tab: work here instead? */
export function askOtherTab(counter) {
  return ask({
    name: "other-tab", title: t("desk.other_tab.title", { counter }), advice: t("desk.other_tab.advice"), icon: "screen",
    deed: () => t("desk.other_tab.do"),
  });
}
