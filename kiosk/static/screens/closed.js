/** The whole hall gives no numbers now: why, until when, what one may do meanwhile. */
import { minutes } from "/static/shared/js/format.js";
import { pick, t } from "/static/shared/js/words.js";
import { bar, h } from "../dom.js";
import { closedNotice, openingShare } from "../menu.js";
import { panel, secondButton, title } from "./frame.js";
import { missedButton } from "./returned.js";
import { openingText, reasonWord, splitSentence } from "./text.js";

const BREAKS = ["on_break", "prayer_break"];
const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export function closedScreen(app) {
  const notice = closedNotice(app.menu);
  const [what, then] = splitSentence(pick(notice.sentence) || fallback(app, notice));
  return [
    panel(app, "closed",
      h("div", { class: "panel__text" },
        h("p", { class: "panel__lead", "data-role": "why" }, kicker(app.menu, notice)),
        title(what, "title title--closed"),
        then ? h("p", { class: "panel__more" }, then) : null,
        timeLeft(app, notice))),
    h("div", { class: "content content--closed" },
      app.menu.services.length ? [h("h2", { class: "part-title" }, t("kiosk.closed.meanwhile")),
        h("div", { class: "pair" }, secondButton("look", h("span", null, t("kiosk.closed.look"), h("small", null, t("kiosk.closed.look_why"))), "info"), missedButton(app.menu))] : null,
      hours(app.menu),
      app.menu.branch.channels.length ? h("p", { class: "channels" }, t("kiosk.closed.channels", { channels: app.menu.branch.channels.join(" · ") })) : null),
  ];
}

// a break has its own name; what else is special stands in the sentence already
function kicker(menu, notice) {
  if (BREAKS.includes(notice.reason) && menu.notice) return pick(menu.notice);
  return reasonWord(notice.reason);
}

function fallback(app, notice) {
  if (!notice.opensAt) return t("kiosk.closed.fallback");
  return t("kiosk.closed.opens", { time: openingText(notice.opensAt, app.now(), app.menu.branch.timezone) });
}

function timeLeft(app, notice) {
  const share = openingShare(notice.opensAt, app.now());
  if (share === null) return null;
  const left = (new Date(notice.opensAt).getTime() - app.now().getTime()) / 1000;
  return h("div", { class: "time-left" }, bar("now", share), h("b", null, t("kiosk.closed.left", { time: minutes(left) })));
}

function hours(menu) {
  const lines = hourLines(menu.service_hours || {});
  if (lines.length === 0) return null;
  return [h("h2", { class: "part-title" }, t("kiosk.closed.hours")),
    h("ul", { class: "checks checks--hours" }, lines.map(([days, spans]) => h("li", { class: spans ? null : "is-closed" },
      spans ? h("b", null, days) : h("span", null, days), h("span", null, spans || t("kiosk.closed.no_hours")))))];
}

// Neighbouring days with the same hours share a line: Senin–Kamis, Jumat, Sabtu–Minggu.
function hourLines(spansByDay) {
  if (!WEEK.some((day) => (spansByDay[day] || []).length)) return [];
  const groups = [];
  for (const day of WEEK) {
    const spans = (spansByDay[day] || []).map((span) => span.replace(/:/g, ".").replace("-", "–")).join(` ${t("kiosk.and")} `);
    const last = groups[groups.length - 1];
    if (last && last.spans === spans) last.to = day;
    else groups.push({ from: day, to: day, spans });
  }
  return groups.map((group) => [dayRange(group), group.spans]);
}

function dayRange({ from, to }) {
  const name = (day) => t(`common.weekday.${(WEEK.indexOf(day) + 1) % 7}`);
  return from === to ? name(from) : `${name(from)}–${name(to)}`;
}
