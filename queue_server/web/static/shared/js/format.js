/**
 * Times, ranges, durations, dates and figures as people of the hall write them: 09.41 WIB, 10.20–10.45, 4:12,
 * Senin, 23 November 2026, 17,3. Instants are RFC 3339 strings, Dates or milliseconds; zones are IANA names. ES2015.
 */
import { language, t } from "./words.js";

const MINUTE = 60;
const STEP_S = 5 * MINUTE;
const LONG_MINUTES = 100;
const FIXED = {
  "Asia/Jakarta": ["WIB", 7], "Asia/Pontianak": ["WIB", 7], "Asia/Makassar": ["WITA", 8], "Asia/Jayapura": ["WIT", 9],
};

function two(value) {
  return value < 10 ? `0${value}` : String(value);
}

function instantOf(value) {
  return value instanceof Date ? value : new Date(value);
}

/** Year, month 1–12, day, weekday 0 = Sunday, hour, minute, second of an instant on the zone's clock. */
export function onClock(value, zone) {
  const instant = instantOf(value);
  const shifted = new Date(instant.getTime() + offsetMinutes(instant, zone) * 60000);
  return {
    year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate(), weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(), minute: shifted.getUTCMinutes(), second: shifted.getUTCSeconds(),
  };
}

// Indonesia's three zones need no tables (no daylight saving time); any other zone asks the browser.
function offsetMinutes(instant, zone) {
  if (FIXED[zone]) return FIXED[zone][1] * 60;
  const parts = {};
  new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hour12: false, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(instant).forEach((part) => { parts[part.type] = Number(part.value); });
  const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour % 24, parts.minute, parts.second);
  return Math.round((local - instant.getTime()) / 60000);
}

/** "WIB", "WITA", "WIT"; empty elsewhere. */
export function zoneName(zone) {
  return FIXED[zone] ? FIXED[zone][0] : "";
}

function withZone(text, zone) {
  const name = zoneName(zone);
  return name ? `${text} ${name}` : text;
}

/** "09.41" */
export function clock(value, zone) {
  const at = onClock(value, zone);
  return `${two(at.hour)}.${two(at.minute)}`;
}

/** "09.41 WIB" */
export function clockWithZone(value, zone) {
  return withZone(clock(value, zone), zone);
}

/** "09.58.12" */
export function clockWithSeconds(value, zone) {
  return `${clock(value, zone)}.${two(onClock(value, zone).second)}`;
}

/** "Senin, 23 November 2026" in the page's language. */
export function longDay(value, zone) {
  const at = onClock(value, zone);
  return t("common.long_day", { weekday: t(`common.weekday.${at.weekday}`), day: at.day, month: t(`common.month.${at.month}`), year: at.year });
}

/** The long form of a "2026-11-23" day, which has no zone. */
export function longServiceDay(day) {
  return longDay(`${day}T12:00:00Z`, "UTC");
}

/** "10.20–10.45 WIB": `low` and `high` seconds after `from`, on five minutes: begins early rather than late, never before `from`; null when unknown. */
export function expectedRange(from, low, high, zone) {
  if (low === null || low === undefined || high === null || high === undefined) return null;
  const base = instantOf(from).getTime() / 1000;
  const first = Math.floor((base + low) / STEP_S) * STEP_S;
  const last = Math.max(Math.round((base + high) / STEP_S) * STEP_S, first + STEP_S);
  return withZone(`${clock(Math.max(first, base) * 1000, zone)}–${clock(last * 1000, zone)}`, zone);
}

/** "20–30 mnt" for cards, "1–2 jam" beyond, the word for "at once" when both ends are near zero; null when unknown. */
export function waitRange(low, high) {
  if (low === null || low === undefined || high === null || high === undefined) return null;
  const from = Math.floor(low / STEP_S) * 5;
  const to = Math.max(Math.ceil(high / STEP_S) * 5, from + 5);
  if (high < MINUTE) return t("common.at_once");
  if (to >= LONG_MINUTES) return t("common.hours_short", { n: hours(from, to) });
  return t("common.minutes_short", { n: `${from}–${to}` });
}

/** "± 20–30 mnt": about how long somebody waits who comes now; empty where too little is known. */
export function aboutWait(low, high) {
  const range = waitRange(low, high);
  return range === null ? "" : t("common.about", { range });
}

// in half hours, rounded outwards
function hours(from, to) {
  return [Math.floor(from / 30) / 2, Math.ceil(to / 30) / 2].map((count) => figure(count, count % 1 ? 1 : 0)).join("–");
}

/** "38 menit": whole minutes, at least one. */
export function minutes(seconds) {
  const count = Math.max(1, Math.round(seconds / MINUTE));
  return t(count === 1 ? "common.minute" : "common.minutes", { n: count });
}

/** "4:12" or "1:04:12"; a colon, so that it never looks like an hour of the day. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest.replace(/^0/, "");
}

/** "1.200" and "17,3" in Indonesian, "1,200" and "17.3" in English. */
export function figure(value, decimals) {
  const parts = Number(value).toFixed(decimals || 0).split(".");
  const english = language() === "en";
  const whole = parts[0].replace(/\B(?=(\d{3})+(?!\d))/g, english ? "," : ".");
  return parts[1] ? whole + (english ? "." : ",") + parts[1] : whole;
}

/** "9 orang" */
export function people(count) {
  return t(count === 1 ? "common.person" : "common.people", { n: figure(count) });
}
