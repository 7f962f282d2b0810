/** Right of the plate: who waits, who is on hold, this counter's day. */
import { aboutWait, clock, duration, figure } from "../shared/js/format.js";
import { hasWord, pick, t } from "../shared/js/words.js";
import { hidden, icon, make, role, say } from "../staff/dom.js";
import { lateness, oldestSeconds } from "../staff/lateness.js";
import { actionsOf } from "./actions.js";

/** Paint everything at the side. */
export function paintSide(aside, state, now) {
  paintQueues(aside, state, now);
  paintHeld(aside, state);
  paintFigures(aside, state);
}

/** Ages grow by themselves. */
export function tickSide(aside, state, now) {
  paintQueues(aside, state, now);
}

/** Own services always, the others while somebody waits there. */
function paintQueues(aside, state, now) {
  const shown = state.queues.filter((queue) => queue.own).concat(state.queues.filter((queue) => !queue.own && queue.count > 0));
  const rows = shown.map((queue) => [queue, lateness(queue, now), ageWords(queue, now)]);
  const body = role(aside, "queues");
  const print = JSON.stringify([document.documentElement.lang, rows]);
  if (body.dataset.print === print) return;
  body.dataset.print = print;
  body.replaceChildren(...rows.map((row) => queueRow(...row)));
  role(aside, "queues-empty").hidden = rows.length > 0;
}

function queueRow(queue, late, age) {
  const letter = make("span", queue.own ? "plate-letter" : "plate-letter plate-letter--other", queue.series);
  const name = make("th", "", make("span", "queue-name", letter, make("span", "", pick(queue.name))));
  name.scope = "row";
  name.append(hidden(` (${t(queue.own ? "desk.queue.own" : "desk.queue.other")})`));
  const oldest = make("td", `queue-age ${late ? `is-${late}` : ""}`);
  if (late) oldest.append(icon(late === "past" ? "warning" : "clock"), age, hidden(`, ${t(`desk.queue.${late}`)}`));
  else oldest.append(age);
  const wait = aboutWait(queue.wait_low_s, queue.wait_high_s);
  if (wait) oldest.append(make("span", "queue-wait", hidden(`, ${t("desk.queue.newcomer")} `), wait));
  const row = make("tr", "", name, make("td", "queue-count", figure(queue.count)), oldest);
  row.dataset.service = queue.service;
  return row;
}

function ageWords(queue, now) {
  if (!queue.oldest_at) return "–";
  return t("common.minutes_short", { n: Math.floor(oldestSeconds(queue, now) / 60) });
}

function paintHeld(aside, state) {
  const list = role(aside, "held");
  const print = JSON.stringify([document.documentElement.lang, state.on_hold.map((held) => [held.ticket.id, held.reason, held.held_since, held.owner])]);
  if (list.dataset.print === print) return;
  list.dataset.print = print;
  const zone = state.branch.timezone;
  role(aside, "held-none").hidden = state.on_hold.length > 0;
  list.hidden = state.on_hold.length === 0;
  list.replaceChildren(...state.on_hold.map((held, place) => heldRow(held, place, zone)));
}

function heldRow(held, place, zone) {
  const reason = hasWord(`desk.hold_reason.${held.reason}`) ? t(`desk.hold_reason.${held.reason}`) : held.reason || "";
  const since = held.held_since ? t("desk.held.since", { time: clock(held.held_since, zone) }) : "";
  const owner = held.owner ? t("desk.held.by", { since, officer: held.owner }) : since;
  const words = make("span", "held__words", make("span", "", reason), make("span", "", owner));
  const button = make("button", "button held__resume", t("desk.action.resume"), hidden(` ${held.ticket.number}`));
  button.type = "button";
  button.dataset.action = "resume";
  button.dataset.ticket = held.ticket.id;
  if (place === 0) {
    const key = make("kbd", "", "L");
    key.setAttribute("aria-hidden", "true");
    button.append(key);
    button.setAttribute("aria-keyshortcuts", "L");
  }
  return make("li", "held", make("b", "number", held.ticket.number), words, button);
}

/** Rest or wake the resume buttons. */
export function paintResume(aside, state, press, line, now) {
  const resume = actionsOf(state, now).resume;
  const free = resume.available && press === null && line && !state.passive;
  say(role(aside, "held-why"), state.on_hold.length > 0 && resume.note ? t(resume.note, resume.values) : "");
  aside.querySelectorAll("[data-action=resume]").forEach((button) => button.setAttribute("aria-disabled", String(!free)));
}

function paintFigures(aside, state) {
  const figures = state.figures;
  say(role(aside, "figures-title"), t("desk.figures.title", { counter: state.name }));
  say(role(aside, "figures-since"), figures.since ? t("desk.figures.since", { time: clock(figures.since, state.branch.timezone) }) : "");
  say(role(aside, "completed"), figure(figures.completed));
  say(role(aside, "mean"), figures.mean_service_s === null ? "–" : duration(figures.mean_service_s));
  say(role(aside, "no-shows"), figure(figures.no_show));
}
