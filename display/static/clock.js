/* The hall's time: the server's instant in the branch's zone, never this TV's own clock or zone. */
(function () {
  "use strict";
  const A = window.Antrean;
  const HOUR_MS = 3600000;
  const STEP_MS = 2000;
  const MORNING_H = 11, NOON_H = 15, AFTERNOON_H = 18;

  /* Indonesia has three zones and no summer time; the table spares old TVs their zone files. */
  const ZONES = {
    "Asia/Jakarta": [7, "WIB"], "Asia/Pontianak": [7, "WIB"], "Asia/Makassar": [8, "WITA"], "Asia/Jayapura": [9, "WIT"],
  };
  let zone = "Asia/Jakarta";
  let skew = null;

  const clock = A.clock = {};

  /* A state said what time it is. It arrives late, never early: of near values the later one is right. */
  clock.sync = function (at, timezone) {
    const measured = Date.parse(at) - Date.now();
    if (timezone) zone = timezone;
    if (isNaN(measured)) return;
    if (skew === null || measured > skew || skew - measured > STEP_MS) skew = measured;
  };

  /* How long this page has lived, in seconds: no clock that anybody sets. */
  clock.elapsed = function () {
    return window.performance.now() / 1000;
  };

  clock.now = function () {
    return Date.now() + (skew || 0);
  };

  function offsetMs(instant) {
    if (ZONES[zone]) return ZONES[zone][0] * HOUR_MS;
    try {
      const options = { timeZone: zone, hour12: false, year: "numeric", month: "numeric", day: "numeric",
        hour: "numeric", minute: "numeric", second: "numeric" };
      const part = new Date(instant).toLocaleString("en-US", options).match(/\d+/g).map(Number);
      return Date.UTC(part[2], part[0] - 1, part[1], part[3] % 24, part[4], part[5]) - Math.floor(instant / 1000) * 1000;
    } catch (error) {
      return 0;
    }
  }

  /* The branch's wall clock at an instant (ms): a Date to be read by its getUTC… methods. */
  clock.local = function (instant) {
    return new Date(instant + offsetMs(instant));
  };

  clock.zoneName = function () {
    return ZONES[zone] ? ZONES[zone][1] : "";
  };

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  /* 09.41 */
  clock.hour = function (instant) {
    const local = clock.local(instant);
    return two(local.getUTCHours()) + "." + two(local.getUTCMinutes());
  };

  /* Senin, 23 November 2026 */
  clock.day = function (instant) {
    const local = clock.local(instant);
    return A.t("common.long_day", {
      weekday: A.t("common.weekday." + local.getUTCDay()), day: local.getUTCDate(),
      month: A.t("common.month." + (local.getUTCMonth() + 1)), year: local.getUTCFullYear(),
    });
  };

  clock.sameDay = function (one, other) {
    return clock.local(one).toISOString().slice(0, 10) === clock.local(other).toISOString().slice(0, 10);
  };

  clock.greeting = function (instant) {
    const hour = clock.local(instant).getUTCHours();
    if (hour < MORNING_H) return A.t("display.greeting.morning");
    if (hour < NOON_H) return A.t("display.greeting.noon");
    return A.t(hour < AFTERNOON_H ? "display.greeting.afternoon" : "display.greeting.evening");
  };

  /* 4:12 */
  clock.stopwatch = function (ms) {
    const seconds = Math.max(Math.ceil(ms / 1000), 0);
    return Math.floor(seconds / 60) + ":" + two(seconds % 60);
  };
}());
