/** What needs a hand, read from the hall's state and the time. Pure: what is listed, in which order, and what may be done. */
import { isHelpless, isMild, isWell } from "../staff/printers.js";
import { lateness, oldestSeconds } from "../staff/lateness.js";
import { voiceCare } from "./voices.js";

const TOO_LONG_S = 20 * 60;
const CALLED_TOO_LONG_S = 3 * 60;
const BREAK_TOO_LONG_S = 30 * 60;
const PAPERS_SHOWN = 3;
const QUEUED_TOO_LONG_S = 60;

/** Seconds since a counter came into its present state. */
export function counterSeconds(counter, now) {
  return counter.since ? Math.max(0, (now - new Date(counter.since)) / 1000) : 0;
}

/** Does a counter serve or call for longer than anybody should? */
export function isTooLong(counter, now) {
  const seconds = counterSeconds(counter, now);
  return (counter.status === "serving" && seconds > TOO_LONG_S) || (counter.status === "called" && seconds > CALLED_TOO_LONG_S);
}

/**
 * The list, gravest first: {kind, grave, icon, ...facts, deed}. `deed` is {action, …} or null; `isSupervisor` whether who
 * looks may open days and desks and print again; `voiceless` since when zones have had no voice.
 */
export function careOf(state, now, isSupervisor, voiceless = new Map()) {
  return [
    ...dayCare(state, isSupervisor), ...counterlessCare(state), ...state.queues.filter((queue) => lateness(queue, now) === "past").map((queue) => ({
      kind: "queue", grave: true, icon: "warning", queue, seconds: oldestSeconds(queue, now), deed: { action: "look", at: `queue-${queue.service}` },
    })),
    ...counterCare(state, now, isSupervisor), ...voiceCare(state, now, voiceless), ...printerCare(state), ...countCare(state), ...queuedCare(state, now),
    ...paperCare(state, isSupervisor),
  ].sort((one, other) => Number(other.grave) - Number(one.grave));
}

function dayCare(state, isSupervisor) {
  const deed = isSupervisor ? { action: "open-day" } : null;
  return state.day_status === "not_open" ? [{ kind: "not_open", grave: false, icon: "clock", deed }] : [];
}

function counterlessCare(state) {
  const working = state.counters.some((counter) => !["closed", "paused"].includes(counter.status));
  return state.waiting > 0 && !working ? [{ kind: "nobody", grave: true, icon: "desk", n: state.waiting, deed: { action: "look", at: "counters-title" } }] : [];
}

function counterCare(state, now, isSupervisor) {
  return state.counters.flatMap((counter) => {
    const seconds = counterSeconds(counter, now);
    const deed = isSupervisor ? { action: "desk", counter: counter.counter } : { action: "look", at: "counters-title" };
    const care = { grave: true, icon: "hourglass", counter, seconds, deed };
    if (isTooLong(counter, now)) return [{ ...care, kind: counter.status }];
    if (counter.status === "paused" && seconds > BREAK_TOO_LONG_S && state.waiting > 0) return [{ ...care, kind: "paused", grave: false, icon: "pause" }];
    return [];
  });
}

function printerCare(state) {
  const other = state.printers.find((printer) => printer.is_fallback && isWell(printer));
  return state.printers.filter((printer) => !isWell(printer)).map((printer) => ({
    kind: "printer", grave: !isMild(printer), icon: "printer", printer, deed: look(printer),
    other: other && !printer.is_fallback && isHelpless(printer) ? other : null,
  }));
}

/** Two counts of the same papers that differ: a paper that nobody here knows of, or one that was lost. */
function countCare(state) {
  return state.printers.filter((printer) => printer.papers && printer.papers.differs)
    .map((printer) => ({ kind: "count", grave: true, icon: "warning", printer, deed: look(printer) }));
}

function look(printer) {
  return { action: "look", at: `printer-${printer.id}` };
}

/** Papers that no printer takes. */
function queuedCare(state, now) {
  const since = state.print_queued_since && new Date(state.print_queued_since);
  if (!since || (now - since) / 1000 < QUEUED_TOO_LONG_S) return [];
  return [{ kind: "queued", grave: true, icon: "hourglass", n: state.print_queued, since, deed: { action: "look", at: "printers-title" } }];
}

/** Papers that did not surely come out, by number; the whole list stands with the printers. */
function paperCare(state, mayReprint) {
  const named = state.print_jobs.slice(0, PAPERS_SHOWN).map((job) => ({
    kind: "paper", grave: true, icon: "slip", job,
    deed: mayReprint ? { action: "reprint", job } : { action: "look", at: "papers-title" },
  }));
  const rest = state.print_trouble - named.length;
  return rest > 0 ? [...named, { kind: "papers", grave: true, icon: "slip", n: rest, deed: { action: "look", at: "papers-title" } }] : named;
}
