/**
 * Where a desk stands and what its usual next step is, read from a desk state and the time. Pure: no page, no network.
 * `state.may_call` is false for a supervisor, who helps with a number in hand but neither opens counters nor calls;
 * `state.foreign` is true while another officer sits at this counter.
 */

/** Where the counter stands: "taken" by somebody else, "closed", "paused", "open", "called" or "serving". */
export function kindOf(state) {
  if (state.foreign) return "taken";
  if (state.in_hand) return state.in_hand.ticket.status === "serving" ? "serving" : "called";
  if (state.status === "paused" || state.status === "open") return state.status;
  return "closed";
}

/** The four buttons beside the next step; every other action is under "more". */
export const SHOWN = {
  taken: ["take-over", "change-counter"],
  closed: ["services", "change-counter"],
  paused: ["return", "services", "close", "change-counter"],
  open: ["pick", "walk-in", "pause", "close"],
  called: ["recall", "no-show", "transfer", "requeue"],
  serving: ["hold", "transfer", "add-service", "pause"],
};

/** Keys in the order of the list of all keys. */
export const KEYS = {
  "complete-only": "S", undo: "Z", recall: "U", "no-show": "X", requeue: "K", return: "K", hold: "T", resume: "L",
  transfer: "A", "add-service": "+", note: "N", classify: "P", reprint: "R", pick: "C", "walk-in": "W", pause: "J", services: "F8", close: "F9",
  "change-counter": "G", "take-over": "O", keys: "?",
};

export const ICONS = {
  recall: "again", "no-show": "absent", transfer: "transfer", hold: "hourglass", resume: "play", requeue: "back",
  return: "back", pause: "pause", close: "cross", "change-counter": "forward", keys: "more", "complete-only": "check",
  undo: "undo", "add-service": "plus", note: "note", classify: "person", reprint: "printer", pick: "search", "walk-in": "person", services: "list", "take-over": "desk",
  open: "check", "call-next": "bell", start: "person", complete: "check",
};

/** Would freeing this counter call somebody at once? */
export function callsNext(state) {
  return state.may_call && state.status === "open" && Boolean(state.next);
}

/** The usual next step: {name, word, values, body} with name null when there is nothing to press. */
export function nextStep(state) {
  const counter = state.name;
  const kind = kindOf(state);
  if (kind === "taken") return { name: null, word: "desk.step.taken", values: { counter }, icon: "lock" };
  if (kind === "serving") return completion(state);
  if (kind === "called") return { name: "start", word: "desk.step.start", body: {} };
  if (!state.may_call) return { name: null, word: "desk.step.officers_only", icon: "lock" };
  switch (kind) {
    case "paused": return { name: "open", word: "desk.step.reopen" };
    case "open": return state.next
      ? { name: "call-next", word: "desk.step.call", values: { number: state.next } }
      : { name: null, word: "desk.step.nobody", icon: "clock" };
    default: return state.day_status === "closed"
      ? { name: null, word: "desk.step.day_closed", icon: "lock" }
      : { name: "open", word: "desk.step.open", values: { counter } };
  }
}

function completion(state) {
  if (!callsNext(state)) return { name: "complete", word: "desk.step.complete", body: {} };
  return { name: "complete", word: "desk.step.complete_call", values: { number: state.next }, body: { then_call: true } };
}

/** Whole seconds until the number may be called again, 0 when it may. */
export function recallWait(hand, now) {
  return hand.recall_at ? secondsTo(hand.recall_at, now) : 0;
}

/** Whole seconds in which the last step can still be taken back, 0 when it cannot. */
export function undoLeft(state, now) {
  return state.undo ? secondsTo(state.undo.until, now) : 0;
}

function secondsTo(instant, now) {
  return Math.max(0, Math.ceil((new Date(instant) - now) / 1000));
}

/** No-shows of this counter, the latest first. */
export function missedOf(state) {
  return [...state.recent_no_shows].sort((one, other) => String(other.ended_at).localeCompare(String(one.ended_at)));
}

/** Tickets that this desk shows, each once, the one in hand first: {ticket, place} with place a key of `desk.reprint`. */
export function shownTickets(state) {
  const all = [
    ...(state.in_hand ? [{ ticket: state.in_hand.ticket, place: "in_hand" }] : []),
    ...state.on_hold.map(({ ticket }) => ({ ticket, place: "held" })),
    ...missedOf(state).map((ticket) => ({ ticket, place: "missed" })),
    ...state.upcoming.map(({ ticket }) => ({ ticket, place: "waiting" })),
  ];
  return all.filter(({ ticket }, index) => all.findIndex((one) => one.ticket.id === ticket.id) === index);
}

/** The services this counter takes now, as choices. */
export function ownServices(state) {
  return state.services.filter((service) => state.own_services.includes(service.code));
}

/** Seconds of service so far, holds excluded. */
export function servedSeconds(hand, now) {
  if (!hand.ticket.started_at) return 0;
  const until = hand.held_since ? new Date(hand.held_since) : now;
  return Math.max(0, (until - new Date(hand.ticket.started_at)) / 1000 - hand.held_s);
}

/** How the screens of the hall have taken the call in hand: {displays, shown}, or null when there is no call to show. */
export function shownOf(state) {
  if (!state.in_hand || state.in_hand.call_seq === null) return null;
  const { displays, painted } = state.shown;
  return { displays, shown: painted.filter((seq) => seq >= state.in_hand.call_seq).length };
}
