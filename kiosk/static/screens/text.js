/** Sentences with bold parts, and the facts that several screens tell. */
import { clock, expectedRange, longDay, onClock, people } from "/static/shared/js/format.js";
import { hasWord, rich, t } from "/static/shared/js/words.js";
import { h } from "../dom.js";

const DAY_MS = 24 * 3600 * 1000;

export function boldText(text) {
  return h("span", null, rich(text));
}

/** Words with a hyphen ("KTP-el", "C-028") stay on one line. */
export function whole(text) {
  return text.split(/(\s+)/).map((word) => (word.includes("-") ? h("span", { class: "together" }, word) : word));
}

/** "12 orang", or that nobody is before them. */
export function aheadText(count) {
  return count === 0 ? t("kiosk.nobody_ahead") : people(count);
}

export function expectedText(from, low, high, zone) {
  return expectedRange(from, low, high, zone);
}

/** "13.00" today, "Selasa, 24 November 2026, 08.00" on another day. */
export function openingText(opensAt, now, zone) {
  const opening = onClock(opensAt, zone);
  const today = onClock(now, zone);
  const hour = clock(opensAt, zone);
  return opening.day === today.day && opening.month === today.month ? hour : `${longDay(opensAt, zone)}, ${hour}`;
}

/** When a card says that numbers are given again: "13.00" today, "Sel 07.30" within the week, "24 Des" after that. */
export function openingMark(opensAt, now, zone) {
  const opening = onClock(opensAt, zone);
  const today = onClock(now, zone);
  const hour = clock(opensAt, zone);
  if (opening.day === today.day && opening.month === today.month) return hour;
  const days = (new Date(opensAt).getTime() - now.getTime()) / DAY_MS;
  if (days < 6) return `${short(t(`common.weekday.${opening.weekday}`))} ${hour}`;
  return `${opening.day} ${short(t(`common.month.${opening.month}`))}`;
}

function short(name) {
  return name.slice(0, 3);
}

/** The short word of a reason code. */
export function reasonWord(reason) {
  const key = `kiosk.reason.${reason}`;
  return t(hasWord(key) ? key : "kiosk.reason.service_closed");
}

/** A sentence of two parts: what is so, and what to do. */
export function splitSentence(text) {
  const found = /^(.+?)[.]\s+(.+)$/s.exec(text.trim());
  return found ? [found[1], found[2]] : [text.trim().replace(/\.$/, ""), ""];
}
