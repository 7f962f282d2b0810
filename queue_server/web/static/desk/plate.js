/** The plate: the one ticket this desk is about, its state, its clock. Reads a desk state, writes texts. */
import { clock, duration } from "../shared/js/format.js";
import { pick, t } from "../shared/js/words.js";
import { role, say, setIcon } from "../staff/dom.js";
import { noteOf, paintChips, paintFacts } from "./facts.js";
import { kindOf, missedOf, recallWait, servedSeconds } from "./rules.js";

const BAND_ICONS = { taken: "lock", closed: "cross", paused: "pause", open: "person", called: "bell", serving: "person" };
const TARGET_SHARE = 0.8;

/** Paint what changes only with the state. */
export function paintPlate(plate, state) {
  const kind = kindOf(state);
  const nobody = kind === "open" && !state.next;
  plate.dataset.kind = nobody ? "nobody" : kind;
  setIcon(role(plate, "state-icon"), BAND_ICONS[kind]);
  say(role(plate, "state"), stateWords(state, kind));
  const shown = shownTicket(state);
  const number = shown.number || "";
  say(role(plate, "number"), number);
  role(plate, "number").dataset.long = String(number.length > 5);
  say(role(plate, "lead"), kind === "open" ? t("desk.next") : "");
  const service = number ? serviceName(state, shown) : "";
  say(role(plate, "service"), service);
  role(plate, "service").hidden = service === "";
  paintChips(plate, shown, kind);
  paintNote(plate, number ? noteOf(state, shown) : null);
  paintSentence(plate, state, kind, nobody);
  role(plate, "facts").hidden = !(kind === "called" || (kind === "open" && state.next_ticket));
  role(plate, "clock-box").hidden = kind !== "serving";
  paintFoot(plate, state, kind);
}

/** Paint what changes with the time. */
export function tickPlate(plate, state, now) {
  const kind = kindOf(state);
  const zone = state.branch.timezone;
  say(role(plate, "state-note"), note(state, kind, now, zone));
  if (kind === "serving") tickClock(plate, state.in_hand, now);
  if (!role(plate, "facts").hidden) paintFacts(plate, state, shownTicket(state), now);
  if (kind === "called") tickCalled(plate, state.in_hand, now);
}

function shownTicket(state) {
  if (state.in_hand) return state.in_hand.ticket;
  return state.status === "open" ? state.next_ticket || { number: state.next } : {};
}

function stateWords(state, kind) {
  if (kind === "called") return t("desk.state.called", { count: state.in_hand.ticket.call_count, limit: state.in_hand.max_calls });
  return t(`desk.state.${kind}`);
}

function serviceName(state, ticket) {
  if (state.in_hand) return pick(state.in_hand.service_name);
  const named = ticket.service
    ? state.services.filter((service) => service.code === ticket.service)
    : state.queues.filter((queue) => queue.own && ticket.number.startsWith(`${queue.series}-`));
  return named.length === 1 ? pick(named[0].name) : "";
}

function paintNote(plate, note) {
  role(plate, "note").hidden = !note;
  say(role(plate, "note-words"), note || "");
}

function paintSentence(plate, state, kind, nobody) {
  const box = role(plate, "sentence");
  const empty = nobody || ["closed", "paused", "taken"].includes(kind);
  box.hidden = !empty;
  role(plate, "ticket").hidden = empty;
  if (!empty) return;
  const dayClosed = kind === "closed" && state.day_status === "closed";
  const name = nobody ? "nobody" : kind;
  const values = { counter: state.name, officer: state.officer };
  const titles = { taken: "desk.taken_lead", nobody: "desk.state.nobody", paused: "desk.paused_lead", closed: dayClosed ? "desk.day_closed_lead" : "desk.closed_lead" };
  const advice = { taken: "desk.taken_advice", nobody: "desk.nobody_advice", paused: "desk.paused_advice", closed: dayClosed ? "desk.day_closed_advice" : "desk.closed_advice" };
  say(role(plate, "sentence-title"), t(titles[name], values) + (nobody ? "." : ""));
  say(role(plate, "sentence-text"), t(advice[name]));
}

function note(state, kind, now, zone) {
  const after = { paused: "desk.note.pausing", closing: "desk.note.closing" }[state.status];
  if (kind === "serving") return after ? t(after) : t("desk.note.started", { time: clock(state.in_hand.ticket.started_at, zone) });
  if (kind === "called") {
    if (after) return t(after);
    const at = state.in_hand.last_called_at || state.in_hand.ticket.called_at;
    return t("desk.note.ago", { time: duration((now - new Date(at)) / 1000) });
  }
  if (kind === "open") return state.free_since ? t("desk.note.free", { time: duration((now - new Date(state.free_since)) / 1000) }) : "";
  if (!state.since || kind !== "paused") return "";
  const time = duration((now - new Date(state.since)) / 1000);
  return state.reason ? t("desk.note.paused", { reason: pauseReason(state.reason), time }) : time;
}

function pauseReason(reason) {
  const word = t(`desk.pause_reason.${reason}`);
  return word.startsWith("desk.") ? reason : word;
}

function tickClock(plate, hand, now) {
  const served = servedSeconds(hand, now);
  const target = hand.service_minutes * 60;
  const whole = Math.round(hand.service_minutes);
  say(role(plate, "clock"), duration(served));
  say(role(plate, "clock-of"), t("desk.clock.of", { minutes: whole }));
  say(role(plate, "clock-target"), t("common.minutes_short", { n: whole }));
  const bar = role(plate, "clock-bar");
  const past = served > target;
  bar.classList.toggle("is-past", past);
  bar.style.setProperty("--share", `${Math.min(100, (served / target) * TARGET_SHARE * 100)}%`);
  const over = role(plate, "clock-over");
  over.hidden = !past;
  if (past) say(role(plate, "clock-over-text"), t("desk.clock.over", { minutes: Math.max(1, Math.floor((served - target) / 60)) }));
}

function paintFoot(plate, state, kind) {
  const missed = missedOf(state)[0];
  role(plate, "foot-called").hidden = kind !== "called";
  role(plate, "foot-outcome").hidden = kind !== "serving";
  role(plate, "foot-missed").hidden = kind === "called" || kind === "serving";
  plate.dataset.foot = kind === "taken" ? "none" : "some";
  say(role(plate, "missed-lead"), t(missed ? "desk.foot.missed" : state.figures.completed > 0 ? "desk.foot.all_here" : "desk.foot.nobody_yet"));
  say(role(plate, "missed-number"), missed ? missed.number : "");
}

function tickCalled(plate, hand, now) {
  const wait = recallWait(hand, now);
  const spent = hand.ticket.call_count >= hand.max_calls;
  say(role(plate, "called-seconds"), wait > 0 && !spent ? `${t("common.seconds", { n: wait })}.` : "");
  const word = spent ? "desk.foot.no_show_now" : wait > 0 ? "desk.foot.recall_in" : "desk.foot.recall_now";
  say(role(plate, "called-lead"), t(word, { limit: hand.max_calls }));
}
