/**
 * Every action of the desk and why it rests, read from a desk state and the time. Pure. The server decides; this only
 * spares the officer a refusal.
 */
import { KEYS, callsNext, kindOf, missedOf, ownServices, recallWait, shownTickets, undoLeft } from "./rules.js";

const UNDOES = ["call", "start", "complete", "no-show"];
const EVERYWHERE = ["change-counter", "keys"];

/**
 * Every action now: name → {word, note, values, available}. `note` is the small line: a reason while it rests, else an
 * explanation or null. `instead`: the key does this now.
 */
export function actionsOf(state, now) {
  const kind = kindOf(state);
  const actions = {
    ...inHand(state, kind, now), ...besides(state, kind),
    undo: undo(state, now),
    pause: pause(state, kind),
    close: close(state, kind),
    "take-over": only(kind === "taken", "desk.action.take_over", null, "desk.reason.not_needed"),
    "change-counter": can("desk.action.change_counter"),
    keys: can("desk.action.more"),
  };
  if (kind === "taken") silence(actions);
  return actions;
}

function silence(actions) {
  Object.keys(KEYS).filter((name) => name !== "take-over" && !EVERYWHERE.includes(name)).forEach((name) => {
    actions[name] = rest(actions[name].word, "desk.reason.taken");
  });
}

/** What concerns the number in hand. */
function inHand(state, kind, now) {
  const serving = kind === "serving";
  return {
    "complete-only": completeOnly(state, serving),
    recall: recall(state, kind, now),
    "no-show": noShow(state, kind),
    requeue: only(kind === "called", "desk.action.requeue", "desk.reason.mistake", "desk.reason.only_called"),
    hold: only(serving, "desk.action.hold", null, "desk.reason.only_serving"),
    transfer: transfer(state, kind),
    "add-service": addService(state, serving),
    classify: only(Boolean(state.in_hand), "desk.action.classify", null, "desk.reason.nothing_in_hand"),
    note: only(Boolean(state.in_hand), "desk.action.note", null, "desk.reason.nothing_in_hand"),
  };
}

/** What concerns somebody else. */
function besides(state, kind) {
  return {
    return: comeBack(state, kind),
    resume: resume(state, kind),
    pick: pick(state, kind),
    "walk-in": walkIn(state, kind),
    reprint: reprint(state),
    services: can("desk.action.services", state.services_switched ? "desk.reason.switched" : null),
  };
}

function can(word, note, values) {
  return { word, note: note || null, values, available: true };
}

function rest(word, note, values) {
  return { word, note, values, available: false };
}

function only(available, word, note, reason) {
  return available ? can(word, note) : rest(word, reason);
}

/** A branch may begin the service with the call; then a served number can still be called again or missed. */
function offers(state, kind, verb) {
  return kind === "called" || (kind === "serving" && state.in_hand.actions.includes(verb));
}

function completeOnly(state, serving) {
  const word = "desk.action.complete_only";
  if (!serving) return rest(word, "desk.reason.only_serving");
  if (!callsNext(state)) return rest(word, "desk.reason.space_does");
  return state.auto_call ? rest(word, "desk.reason.auto_call") : can(word);
}

function recall(state, kind, now) {
  const word = "desk.action.recall";
  if (!offers(state, kind, "recall")) return rest(word, "desk.reason.only_called");
  const hand = state.in_hand;
  if (hand.ticket.call_count >= hand.max_calls) return rest(word, "desk.reason.limit", { n: hand.ticket.call_count });
  const wait = recallWait(hand, now);
  return wait > 0 ? rest(word, "desk.reason.in_seconds", { n: wait }) : can(word);
}

function noShow(state, kind) {
  const word = "desk.action.no_show";
  if (!offers(state, kind, "no-show")) return rest(word, "desk.reason.only_called");
  const hand = state.in_hand;
  const offered = hand.actions.includes("no-show") || hand.ticket.call_count >= hand.max_calls;
  if (!offered) return rest(word, "desk.reason.after_calls", { n: hand.max_calls });
  return callsNext(state) ? can(word, "desk.reason.then_calls", { number: state.next }) : can(word);
}

function transfer(state, kind) {
  const word = "desk.action.transfer";
  if (kind !== "called" && kind !== "serving") return rest(word, "desk.reason.nothing_in_hand");
  const elsewhere = state.services.some((service) => service.code !== state.in_hand.ticket.service)
    || state.counters.some((counter) => counter.code !== state.counter);
  return only(elsewhere, word, null, "desk.reason.nowhere");
}

function addService(state, serving) {
  const word = "desk.action.add_service";
  if (!serving) return rest(word, "desk.reason.only_serving");
  return only(ownServices(state).some((one) => one.code !== state.in_hand.ticket.service), word, null, "desk.reason.no_other_service");
}

function comeBack(state, kind) {
  const word = "desk.action.return";
  const missed = missedOf(state)[0];
  if (!missed) return rest(word, "desk.reason.none_missed");
  return kind === "closed" ? rest(word, "desk.reason.counter_closed") : can(word, "desk.reason.missed", { number: missed.number });
}

/** An open counter with nothing in hand, or why not. */
function freeToCall(state, kind, word) {
  if (!state.may_call) return rest(word, "desk.reason.officers_only");
  if (state.in_hand) return rest(word, "desk.reason.in_hand", { number: state.in_hand.ticket.number });
  return only(kind === "open", word, null, "desk.reason.counter_closed");
}

function resume(state, kind) {
  const word = "desk.action.resume";
  if (state.on_hold.length === 0) return rest(word, "desk.reason.nothing_held");
  return freeToCall({ ...state, may_call: true }, kind, word);
}

function pick(state, kind) {
  return freeToCall(state, kind, "desk.action.pick");
}

function walkIn(state, kind) {
  const word = "desk.action.walk_in";
  const free = freeToCall(state, kind, word);
  return free.available && ownServices(state).length === 0 ? rest(word, "desk.reason.no_service") : free;
}

function reprint(state) {
  const word = "desk.action.reprint";
  if (state.printer === null) return rest(word, "desk.reason.no_printer");
  return only(shownTickets(state).length > 0, word, null, "desk.reason.no_number");
}

function undo(state, now) {
  const word = "desk.action.undo";
  const left = undoLeft(state, now);
  if (left === 0) return rest(word, "desk.reason.nothing_to_undo");
  return can(word, UNDOES.includes(state.undo.deed) ? `desk.undo.${state.undo.deed}` : "desk.undo.other", { number: state.undo.number, n: left });
}

function pause(state, kind) {
  if (!state.may_call) return rest("desk.action.pause", "desk.reason.officers_only");
  if (state.in_hand && state.status === "paused") return { ...can("desk.action.stay"), instead: "open" };
  const word = state.in_hand ? "desk.action.pause_after" : "desk.action.pause";
  return only(kind !== "closed" && state.status === "open", word, null, "desk.reason.not_now");
}

function close(state, kind) {
  if (!state.may_call) return rest("desk.action.close", "desk.reason.officers_only");
  if (state.in_hand && state.status === "closing") return { ...can("desk.action.stay_open"), instead: "open" };
  const word = state.in_hand ? "desk.action.close_after" : "desk.action.close";
  return only(kind !== "closed", word, null, "desk.reason.not_now");
}
