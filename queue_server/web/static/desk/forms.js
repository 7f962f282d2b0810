/** Questions with fields of their own: a chosen number, somebody without a ticket, a note, the counter's services. */
import { figure } from "../shared/js/format.js";
import { pick, t } from "../shared/js/words.js";
import { ask } from "../staff/dialog.js";
import { make } from "../staff/dom.js";
import { priorityWords } from "./facts.js";
import { numberField, segments, textField } from "./fields.js";
import { ownServices } from "./rules.js";

const PICK_REASONS = ["papers", "urgent", "supervisor", "other"];
const PRIORITIES = ["regular", "elderly", "disability", "pregnant", "infant"];
const NOTE_MOST = 200;
const FULL_NUMBER = /^[A-Z]{1,3}-?\d+$/;

/** Which number, and why it comes before its turn: resolves to {number, reason}, or null. */
export async function askPick(state, now) {
  const options = state.upcoming.map((waiting) => waitingOption(state, waiting, now));
  const why = segments("reason", t("desk.pick.reason"),
    PICK_REASONS.map((value, place) => ({ value, title: t(`desk.pick_reason.${value}`), key: String(place + 1) })), null);
  const number = await ask({
    name: "pick", title: t("desk.pick.title"), advice: t("desk.pick.advice"), icon: "bell", groups: [{ options }],
    filtered: t("desk.pick.filter"), typed: typedNumber, choose: t("desk.pick.choose"),
    extra: make("div", "staff-dialog__extra", why.element),
    lacking: () => (why.read() === null ? t("desk.pick.choose_reason") : null),
    deed: (option) => t("desk.step.call", { number: option.title }),
  });
  return number === null ? null : { number, reason: why.read() };
}

function waitingOption(state, { ticket, joined_at: joined, overdue }, now) {
  const service = state.services.find((one) => one.code === ticket.service);
  const age = t("common.minutes_short", { n: figure(Math.max(0, Math.floor((now - new Date(joined)) / 60000))) });
  const late = overdue ? `${age}, ${t("desk.pick.overdue")}` : age;
  const urgent = ticket.priority === "regular" ? "" : priorityWords(ticket.priority);
  const note = [service ? pick(service.name) : "", late, urgent].filter(Boolean).join(" · ");
  return { value: ticket.number, title: ticket.number, note };
}

/** A whole number that is not in the list may still wait elsewhere or be on hold. */
function typedNumber(text) {
  const number = text.toUpperCase();
  return FULL_NUMBER.test(number) ? { value: number, title: number } : null;
}

/** Who stands there without a ticket: resolves to {service, priority, people}, or null. */
export async function askWalkIn(state) {
  const options = ownServices(state).map((service) => ({ value: service.code, title: pick(service.name), letter: service.series }));
  const most = Math.max(1, ...options.map((option) => state.max_people[option.value] || 1));
  const priority = segments("priority", t("common.priority"), PRIORITIES.map((value) => ({ value, title: t(`common.priority.${value}`) })), "regular");
  const people = numberField("people", t("desk.walk_in.people"), { value: 1, least: 1, most });
  people.element.hidden = most === 1;
  const service = await ask({
    name: "walk-in", title: t("desk.walk_in.title"), advice: t("desk.walk_in.advice"), icon: "person", groups: [{ options }],
    preset: options[0].value, extra: make("div", "staff-dialog__extra", priority.element, people.element),
    deed(option) {
      people.limit(state.max_people[option.value] || 1);
      return t("desk.walk_in.do", { name: option.title });
    },
  });
  if (service === null) return null;
  people.limit(state.max_people[service] || 1);
  return { service, priority: priority.read(), people: people.read() };
}

/** Which class this resident belongs to, as the officer sees it: resolves to another class than the present, or null. */
export function askClass(state) {
  const { number, priority } = state.in_hand.ticket;
  const options = PRIORITIES.filter((value) => value !== priority).map((value) => ({ value, title: t(`common.priority.${value}`) }));
  return ask({
    name: "classify", title: t("desk.classify.title", { number }), icon: "person", groups: [{ options }],
    advice: t("desk.classify.advice", { name: t(`common.priority.${priority}`) }), choose: t("desk.classify.choose"),
    deed: (option) => t("desk.classify.do", { name: option.title }),
  });
}

/** What to remember about this visit: resolves to the text ("" removes it), or null. `written`: {text, wrong} of a refused one. */
export async function askNote(state, written) {
  const hand = state.in_hand;
  const before = hand.note || "";
  const field = textField(t("desk.note_form.label"), t("desk.note_form.hint"),
    { value: written ? written.text : before, most: NOTE_MOST, wrong: written ? written.wrong : null });
  const answer = await ask({
    name: "note", title: t("desk.note_form.title", { number: hand.ticket.number }), advice: t("desk.note_form.advice"), icon: "note",
    extra: field.element, deed: () => t(field.read() === "" && before !== "" ? "desk.note_form.remove" : "desk.note_form.do"),
    lacking: () => (field.read() === "" && before === "" ? t("desk.note_form.empty") : null),
  });
  return answer === null ? null : field.read();
}

/** What this counter takes for the rest of the day: resolves to codes (none: as the office says), or null. */
export async function askServices(state) {
  const options = state.services.map((service) => {
    const queue = state.queues.find((one) => one.service === service.code);
    const note = queue ? t("desk.transfer.waiting", { n: figure(queue.count) }) : "";
    return { value: service.code, title: pick(service.name), letter: service.series, note };
  });
  const back = make("input");
  back.type = "checkbox";
  const words = make("label", "field-row field-row--check", back, make("span", "", t("desk.services.reset")));
  words.hidden = !state.services_switched;
  const chosen = await ask({
    name: "services", title: t("desk.services.title", { counter: state.name }), advice: t("desk.services.advice"), icon: "list",
    groups: [{ options }], many: true, preset: state.own_services, choose: t("desk.services.choose"),
    extra: make("div", "staff-dialog__extra", words),
    deed: (codes) => (back.checked ? t("desk.services.do_reset") : t("desk.services.do", { n: figure(codes.length) })),
  });
  return chosen !== null && back.checked ? [] : chosen;
}
