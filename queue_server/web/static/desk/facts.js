/** What the plate tells of the ticket beside its number: how long, why this one, who after it, whether the screens show it. */
import { clock, minutes, people } from "../shared/js/format.js";
import { hasWord, t } from "../shared/js/words.js";
import { icon, make, role, say } from "../staff/dom.js";
import { shownOf } from "./rules.js";

/** Paint the facts of a ticket that is next or called. */
export function paintFacts(plate, state, ticket, now) {
  const called = state.in_hand !== null;
  const until = called ? new Date(ticket.called_at) : now;
  const waited = minutes((until - new Date(ticket.issued_at)) / 1000);
  say(role(plate, "waited"), t("desk.fact.waited_since", { minutes: waited, time: clock(ticket.issued_at, state.branch.timezone) }));
  say(role(plate, "why-label"), t(called ? "desk.fact.priority" : "desk.fact.why"));
  say(role(plate, "why"), called ? priorityWords(ticket.priority) : why(state, ticket));
  role(plate, "why").classList.toggle("is-priority", called ? ticket.priority !== "regular" : state.next_why === "priority");
  role(plate, "why").classList.toggle("is-late", !called && state.next_why === "overdue");
  paintAfter(plate, called ? null : afterNext(state, ticket));
  paintShown(plate, state);
}

/** A class of priority in words. */
export function priorityWords(priority) {
  if (priority === "regular") return t("desk.priority.none");
  const key = `common.priority.${priority}`;
  return hasWord(key) ? t(key) : priority;
}

/** "lansia" stands in the middle of a line. */
function within(words) {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The rule that puts this one first. */
function why(state, ticket) {
  switch (state.next_why) {
    case "overdue": return t("desk.why.overdue");
    case "burst": return t("desk.why.burst");
    case "priority": return t("desk.why.priority");
    default: {
      const oldest = state.queues.filter((queue) => queue.own && queue.oldest_at).map((queue) => queue.oldest_at).sort()[0];
      return t(oldest && ticket.issued_at <= oldest ? "desk.why.oldest" : "desk.why.order");
    }
  }
}

/** Who comes after the next one: somebody with priority if anybody has, else whoever is second. */
function afterNext(state, next) {
  const others = state.upcoming.map((waiting) => waiting.ticket).filter((ticket) => ticket.id !== next.id);
  const urgent = others.find((ticket) => ticket.priority !== "regular");
  if (urgent) return { label: "desk.fact.priority_after", words: `${urgent.number}, ${within(priorityWords(urgent.priority))}` };
  return others.length > 0 ? { label: "desk.fact.after", words: others[0].number } : null;
}

function paintAfter(plate, after) {
  role(plate, "after-box").hidden = after === null;
  if (after === null) return;
  say(role(plate, "after-label"), t(after.label));
  say(role(plate, "after"), after.words);
}

/** Have the screens of the hall painted this call? */
function paintShown(plate, state) {
  const seen = shownOf(state);
  role(plate, "shown-box").hidden = seen === null;
  const box = role(plate, "shown");
  if (seen === null) return;
  const { displays, shown } = seen;
  const is = displays === 0 ? "none" : shown >= displays ? "all" : "some";
  const print = `${document.documentElement.lang} ${is} ${shown} ${displays}`;
  if (box.dataset.print === print) return;
  box.dataset.print = print;
  box.dataset.shown = is;
  const words = { none: t("desk.shown.none"), all: t("desk.shown.all", { n: displays }), some: someWords(shown, displays) };
  box.replaceChildren(icon({ none: "offline", all: "check", some: "clock" }[is]), make("span", "", words[is]));
}

function someWords(shown, displays) {
  return shown === 0 ? t("desk.shown.waiting") : t("desk.shown.some", { shown, displays });
}

/** How many came with this number, and its class where no fact says it: chips under the service. */
export function paintChips(plate, ticket, kind) {
  const crowd = ticket.people > 1;
  const urgent = kind !== "called" && ticket.priority && ticket.priority !== "regular";
  role(plate, "people").hidden = !crowd;
  if (crowd) say(role(plate, "people-words"), people(ticket.people));
  role(plate, "class").hidden = !urgent;
  if (urgent) say(role(plate, "class-words"), priorityWords(ticket.priority));
}

/** The note that stands with the ticket. */
export function noteOf(state, ticket) {
  if (state.in_hand) return state.in_hand.note;
  const waiting = state.upcoming.find((one) => one.ticket.id === ticket.id);
  return waiting ? waiting.note : null;
}
