/**
 * What the desk offers, read from a desk state and the time: the usual next step, every action, and why one rests.
 * Pure: no page, no network. The server decides; this only spares the officer a refusal. `state.may_call` is false for
 * a supervisor, who helps with a number in hand but neither opens counters nor calls.
 */

/** Where the counter stands: "closed", "paused", "open", "called" or "serving". */
export function kindOf(state) {
  if (state.in_hand) return state.in_hand.ticket.status === "serving" ? "serving" : "called";
  if (state.status === "paused" || state.status === "open") return state.status;
  return "closed";
}

/** The four buttons beside the next step. */
export const SHOWN = {
  closed: ["change-counter", "keys"],
  paused: ["close", "return", "change-counter", "keys"],
  open: ["return", "pause", "close", "keys"],
  called: ["recall", "no-show", "transfer", "requeue"],
  serving: ["hold", "transfer", "pause", "close"],
};

/** Keys in the order of the list of all keys. */
export const KEYS = {
  recall: "U", "no-show": "X", transfer: "A", hold: "T", resume: "L", requeue: "K", return: "K", pause: "J", close: "F9",
  "change-counter": "G", keys: "?",
};

export const ICONS = {
  recall: "again", "no-show": "absent", transfer: "transfer", hold: "hourglass", resume: "play", requeue: "back",
  return: "back", pause: "pause", close: "cross", "change-counter": "desk", keys: "key",
  open: "check", "call-next": "bell", start: "person", complete: "check",
};

/** The usual next step: {name, word, values} with name null when there is nothing to press. */
export function nextStep(state) {
  const counter = state.name;
  const kind = kindOf(state);
  if (kind === "serving") return { name: "complete", word: "desk.step.complete" };
  if (kind === "called") return { name: "start", word: "desk.step.start" };
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

/** Whole seconds until the number may be called again, 0 when it may. */
export function recallWait(hand, now) {
  if (!hand.recall_at) return 0;
  return Math.max(0, Math.ceil((new Date(hand.recall_at) - now) / 1000));
}

/** No-shows of this counter, the latest first. */
export function missedOf(state) {
  return [...state.recent_no_shows].sort((one, other) => String(other.ended_at).localeCompare(String(one.ended_at)));
}

/** Seconds of service so far, holds excluded. */
export function servedSeconds(hand, now) {
  if (!hand.ticket.started_at) return 0;
  const until = hand.held_since ? new Date(hand.held_since) : now;
  return Math.max(0, (until - new Date(hand.ticket.started_at)) / 1000 - hand.held_s);
}

/**
 * Every action now: name → {word, note, values, available}. `note` is the small line: a reason while it rests,
 * else an explanation or null.
 */
export function actionsOf(state, now) {
  const kind = kindOf(state);
  return {
    recall: recall(state, kind, now),
    "no-show": noShow(state, kind),
    transfer: transfer(state, kind),
    requeue: only(kind === "called", "desk.action.requeue", "desk.reason.mistake", "desk.reason.only_called"),
    return: comeBack(state, kind),
    hold: only(kind === "serving", "desk.action.hold", null, "desk.reason.only_serving"),
    resume: resume(state, kind),
    pause: pause(state, kind),
    close: close(state, kind),
    "change-counter": { word: "desk.action.change_counter", note: null, available: true },
    keys: { word: "desk.action.keys", note: null, available: true },
  };
}

function only(available, word, note, reason) {
  return { word, note: available ? note : reason, available };
}

function rest(word, note, values) {
  return { word, note, values, available: false };
}

function recall(state, kind, now) {
  const word = "desk.action.recall";
  if (kind !== "called") return rest(word, "desk.reason.only_called");
  const hand = state.in_hand;
  if (hand.ticket.call_count >= hand.max_calls) return rest(word, "desk.reason.limit", { n: hand.ticket.call_count });
  const wait = recallWait(hand, now);
  return wait > 0 ? rest(word, "desk.reason.in_seconds", { n: wait }) : { word, note: null, available: true };
}

function noShow(state, kind) {
  const word = "desk.action.no_show";
  if (kind !== "called") return rest(word, "desk.reason.only_called");
  const hand = state.in_hand;
  const offered = hand.actions.includes("no-show") || hand.ticket.call_count >= hand.max_calls;
  return offered ? { word, note: null, available: true } : rest(word, "desk.reason.after_calls", { n: hand.max_calls });
}

function transfer(state, kind) {
  const word = "desk.action.transfer";
  if (kind !== "called" && kind !== "serving") return rest(word, "desk.reason.nothing_in_hand");
  const elsewhere = state.services.some((service) => service.code !== state.in_hand.ticket.service)
    || state.counters.some((counter) => counter.code !== state.counter);
  return elsewhere ? { word, note: null, available: true } : rest(word, "desk.reason.nowhere");
}

function comeBack(state, kind) {
  const word = "desk.action.return";
  if (state.recent_no_shows.length === 0) return rest(word, "desk.reason.none_missed");
  return only(kind !== "closed", word, "desk.reason.missed", "desk.reason.counter_closed");
}

function resume(state, kind) {
  const word = "desk.action.resume";
  if (state.on_hold.length === 0) return rest(word, "desk.reason.nothing_held");
  if (state.in_hand) return rest(word, "desk.reason.in_hand", { number: state.in_hand.ticket.number });
  return only(kind === "open", word, null, "desk.reason.counter_closed");
}

function pause(state, kind) {
  if (!state.may_call) return rest("desk.action.pause", "desk.reason.officers_only");
  if (state.in_hand && state.status === "paused") return { word: "desk.action.open", note: null, available: true, instead: "open" };
  const word = state.in_hand ? "desk.action.pause_after" : "desk.action.pause";
  return only(kind !== "closed" && state.status === "open", word, null, "desk.reason.not_now");
}

function close(state, kind) {
  if (!state.may_call) return rest("desk.action.close", "desk.reason.officers_only");
  if (state.in_hand && state.status === "closing") return { word: "desk.action.open", note: null, available: true, instead: "open" };
  const word = state.in_hand ? "desk.action.close_after" : "desk.action.close";
  return only(kind !== "closed", word, null, "desk.reason.not_now");
}
