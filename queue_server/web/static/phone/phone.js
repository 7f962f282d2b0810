/**
 * Makes the track page live. Small changes (people ahead, expected time) are written in place; a change of state fetches the
 * page again, so that what it says is written in one place only, by the server.
 */
import { clockWithSeconds, clockWithZone, expectedRange, people } from "/static/shared/js/format.js";
import { watch } from "/static/shared/js/screen.js";
import { t } from "/static/shared/js/words.js";
import { allowSound, chime, forbidSound, soundIsOn } from "./chime.js";
import { drawShoots } from "./shoots.js";

const token = window.location.pathname.split("/")[2];
const RETRY_MS = [500, 1000, 2000, 4000];
const ENDED = ["completed", "cancelled", "expired"];
const SOON = 3;
const POLL_MS = 15000;
const now = { state: null, envelope: null, connected: false, reading: false };

function page() {
  return document.getElementById("phone");
}

function role(name) {
  return page().querySelector(`[data-role="${name}"]`);
}

const view = page().dataset.living === "yes" ? watch({
  auth: { track: token },
  screen: "track",
  onState(state, envelope) {
    Object.assign(now, { state, envelope });
    const shown = page().dataset;
    if (shown.status === state.status && Number(shown.calls) === state.call_count) {
      renew();
      return;
    }
    if (state.status === "called") chime(shown.status === "called");
    readAgain(0);
  },
  onConnection({ connected, since, refused }) {
    now.connected = connected;
    showConnection(since);
    // the token has ended: the page says so itself
    if (refused) readAgain(0);
  },
}) : null;

function renew() {
  const { state, envelope } = now;
  const zone = state.branch.timezone;
  page().classList.toggle("is-live", now.connected);
  const updated = role("updated");
  if (updated && now.connected) updated.textContent = t("common.live", { time: clockWithSeconds(envelope.at, zone) });
  if (state.status === "waiting" && state.ahead !== null && role("shoots")) {
    writeAhead(state.ahead);
    writeExpected(expectedRange(envelope.at, state.wait_low_s, state.wait_high_s, zone));
  }
  nameTab(state);
  showSound();
}

function writeAhead(count) {
  const line = role("ahead");
  const large = document.createElement("b");
  large.textContent = count === 0 ? t("phone.next") : people(count);
  const rest = document.createElement("span");
  rest.textContent = count === 0 ? "" : t("phone.ahead");
  line.textContent = "";
  line.append(large, " ", rest);
  line.dataset.count = count;
  drawShoots(role("shoots"), page().dataset.number, count);
  role("shoots").setAttribute("aria-label", t("phone.shoots", { n: count }));
  const soon = role("soon");
  soon.hidden = count > SOON;
  soon.querySelector("span").textContent = count === 0 ? t("phone.soon_next") : t("phone.soon", { n: count });
}

function writeExpected(range) {
  role("expected-block").hidden = range === null;
  role("expected").textContent = range || "";
}

function nameTab(state) {
  if (state.status === "called") document.title = `${t("phone.called.title")} ${state.counter_name || state.counter || ""}`;
  else if (state.status === "waiting" && state.ahead !== null) document.title = `(${state.ahead}) ${state.number}`;
  else document.title = t("phone.title", { number: state.number });
}

function showConnection(since) {
  const band = document.querySelector('[data-role="lost"]');
  band.hidden = now.connected || now.state === null;
  page().classList.toggle("is-live", now.connected);
  if (!band.hidden) {
    const updated = role("updated");
    if (updated) updated.textContent = t("phone.as_of", { time: clockWithSeconds(now.envelope.at, now.state.branch.timezone) });
    band.querySelector('[data-role="lost-since"]').textContent = t("common.lost.since", { time: clockWithZone(since, now.state.branch.timezone) });
  }
}

/** Fetch this page and put its main part in the place of ours. */
function readAgain(count) {
  if (count === 0 && now.reading) return;
  now.reading = true;
  fetch(window.location.pathname + window.location.search, { cache: "no-store" }).then((response) => {
    if (response.status >= 500) throw new Error(String(response.status));
    return response.text();
  }).then(
    (html) => {
      now.reading = false;
      replace(new DOMParser().parseFromString(html, "text/html"));
    },
    () => window.setTimeout(() => readAgain(count + 1), RETRY_MS[Math.min(count, RETRY_MS.length - 1)]),
  );
}

function replace(fresh) {
  const wanted = fresh.getElementById("phone");
  if (!wanted) return;
  const { status: before, calls } = page().dataset;
  const changed = before !== wanted.dataset.status || calls !== wanted.dataset.calls;
  page().replaceWith(document.importNode(wanted, true));
  document.title = fresh.title;
  const { status } = page().dataset;
  if (changed) {
    page().classList.toggle("is-new", status === "called");
    const title = page().querySelector("h1[tabindex]");
    if (title) title.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  if (ENDED.includes(status) || status === "unknown") view.stop();
  if (now.connected && status === now.state.status) renew();
  // a state that came while the page was on its way
  else if (now.connected && status !== "unknown") window.setTimeout(() => readAgain(0), RETRY_MS[1]);
  showSound();
}

function showSound() {
  const button = page().querySelector('[data-action="sound"]');
  if (!button) return;
  button.hidden = !(window.AudioContext || window.webkitAudioContext);
  button.setAttribute("aria-pressed", String(soundIsOn()));
  button.querySelector("span").textContent = t(soundIsOn() ? "phone.sound.on" : "phone.sound.off");
}

document.addEventListener("click", (event) => {
  if (!event.target.closest('[data-action="sound"]')) return;
  (soundIsOn() ? forbidSound() : allowSound()).then(showSound);
});
// a phone that slept shows at once what it missed
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && view && !view.socket.connected) view.socket.connect();
});
// where sockets do not come through, the page is fetched as without script
window.setInterval(() => {
  if (view && !now.connected && !document.hidden && !ENDED.includes(page().dataset.status)) readAgain(0);
}, POLL_MS);
showSound();
