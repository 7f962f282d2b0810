/** The hall itself: six figures, counters, queues by their oldest. */
import { aboutWait, duration, figure } from "../shared/js/format.js";
import { pick, t } from "../shared/js/words.js";
import { chip, hidden, icon, make, role, say } from "../staff/dom.js";
import { lateness, oldestSeconds } from "../staff/lateness.js";
import { counterSeconds, isTooLong } from "./care.js";

const CHIPS = {
  serving: ["serving", "person"], called: ["called", "bell"], open: ["good", "check"], paused: ["break", "pause"],
  closing: ["break", "pause"], closed: ["closed", "cross"],
};
const REASONS = ["break", "prayer", "admin", "away"];
const BAR_TARGET = 0.75;

/** Figures that the state knows by itself. */
export function paintFigures(root, state) {
  const working = state.counters.filter((counter) => !["closed", "paused"].includes(counter.status)).length;
  say(role(root, "waiting"), figure(state.waiting));
  say(role(root, "working"), figure(working));
  say(role(root, "of-counters"), t("day.wall.of_counters", { n: figure(state.counters.length) }));
  say(role(root, "completed"), figure(state.completed));
  say(role(root, "of-issued"), t("day.wall.of_issued", { n: figure(state.issued) }));
  say(role(root, "no-show"), figure(state.no_show));
}

/** Figures that the tally knows; dashes until it came. */
export function paintMeans(root, tally) {
  const mean = tally ? tally.waiting_time_s.mean : null;
  const within = tally && tally.within_target.of > 0 ? tally.within_target : null;
  say(role(root, "mean-wait"), mean === null ? "–" : figure(mean / 60));
  role(root, "mean-wait-unit").hidden = mean === null;
  say(role(root, "within"), within === null ? "–" : figure((100 * within.count) / within.of));
  role(root, "within-unit").hidden = within === null;
}

/** One cell a counter; built once a change, its clock told by `tickCounters`. */
export function paintCounters(root, state, now) {
  const list = role(root, "counters");
  const print = JSON.stringify([document.documentElement.lang, state.counters, state.counters.map((counter) => isTooLong(counter, now))]);
  role(root, "counters-none").hidden = state.counters.length > 0;
  if (list.dataset.print === print) return;
  list.dataset.print = print;
  list.dataset.many = String(state.counters.length > 12);
  list.replaceChildren(...state.counters.map((counter) => cell(counter, isTooLong(counter, now))));
}

/** What a counter does; one that pauses says why. */
function wordOf(counter) {
  if (counter.status !== "paused" || !counter.reason) return t(`common.counter_status.${counter.status}`);
  return REASONS.includes(counter.reason) ? t(`common.pause_reason.${counter.reason}`) : counter.reason;
}

function cell(counter, late) {
  const [kind, picture] = late ? ["late", "warning"] : CHIPS[counter.status] || CHIPS.closed;
  const time = make("small");
  time.dataset.role = "counter-time";
  const head = make("span", "wall-counter__head", make("span", "wall-counter__name", counter.name), time);
  const number = make("b", "number wall-counter__number", counter.number || "–");
  const word = late ? t("day.wall.too_long") : wordOf(counter);
  const item = make("li", "wall-counter", head, number, make("span", "", chip(kind, picture, word)));
  item.dataset.counter = counter.counter;
  item.dataset.status = counter.status;
  item.dataset.late = String(late);
  return item;
}

/** How long each counter has been as it is. */
export function tickCounters(root, state, now) {
  role(root, "counters").querySelectorAll("[data-role=counter-time]").forEach((element, place) => {
    const counter = state.counters[place];
    say(element, counter && counter.since && counter.status !== "closed" ? duration(counterSeconds(counter, now)) : "");
  });
}

/** Queues, the longest wait first, those without anybody last. */
export function paintQueues(root, state, now) {
  const sorted = [...state.queues].sort((one, other) => oldestSeconds(other, now) - oldestSeconds(one, now));
  const rows = sorted.map((queue) => [queue, lateness(queue, now), Math.floor(oldestSeconds(queue, now) / 60)]);
  const body = role(root, "queues");
  const print = JSON.stringify([document.documentElement.lang, rows]);
  if (body.dataset.print === print) return;
  body.dataset.print = print;
  body.replaceChildren(...rows.map((row) => queueRow(...row)));
}

function queueRow(queue, late, age) {
  const name = make("th", "", make("span", "queue-name", make("span", "plate-letter", queue.series), make("span", "", pick(queue.name))));
  name.scope = "row";
  const row = make("tr", "", name, make("td", "figure", make("b", "", figure(queue.count))), make("td", "wall-queues__bar", bar(queue, late, age)), ageCell(queue, late, age));
  row.append(make("td", "figure second-text", queue.target_s ? t("common.minutes_short", { n: Math.round(queue.target_s / 60) }) : "–"));
  row.append(make("td", "figure wall-queues__wait", aboutWait(queue.wait_low_s, queue.wait_high_s) || "–"));
  row.id = `queue-${queue.service}`;
  row.tabIndex = -1;
  return row;
}

function bar(queue, late, age) {
  const track = make("span", `wait-bar ${late ? `is-${late}` : ""}`, make("span", "wait-bar__fill"));
  const share = queue.target_s ? Math.min(1, ((age * 60) / queue.target_s) * BAR_TARGET) : 0;
  track.style.setProperty("--share", `${share * 100}%`);
  if (queue.target_s) track.append(make("i", "wait-bar__target"));
  track.setAttribute("aria-hidden", "true");
  return track;
}

function ageCell(queue, late, age) {
  const words = queue.oldest_at ? t("common.minutes_short", { n: age }) : "–";
  if (!late) return make("td", "wall-queues__age", words);
  return make("td", `wall-queues__age is-${late}`, icon(late === "past" ? "warning" : "clock"), words, hidden(`, ${t(`day.wall.${late}`)}`));
}
