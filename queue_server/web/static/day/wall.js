/** The supervisor's page: the hall comes by socket, its figures by HTTP, deeds go up by HTTP. */
import { send } from "../shared/js/api.js";
import { clock, clockWithZone, longServiceDay } from "../shared/js/format.js";
import { watch } from "../shared/js/screen.js";
import { t } from "../shared/js/words.js";
import { Devices } from "../staff/devices.js";
import { pageFacts, role, say } from "../staff/dom.js";
import { sentenceOf } from "../staff/refusals.js";
import { careOf } from "./care.js";
import { paintCare } from "./care-view.js";
import { closeDay } from "./closing.js";
import { findPrinters } from "./find.js";
import { flowChart } from "./flow.js";
import { paintCounters, paintFigures, paintMeans, paintQueues, tickCounters } from "./hall-view.js";
import { decideIssuing, paintIssuing } from "./issuing.js";
import { paintPapers } from "./papers-view.js";
import { paintPrinters } from "./printers-view.js";
import { endQuiet, paintQuiet, quieten } from "./quiet.js";
import { printSign, printTest } from "./signs.js";
import { showSlips } from "./slips.js";
import { voicelessSince } from "./voices.js";
import { paintVoices } from "./voices-view.js";

const TALLY_MS = 15000;
const BLINK_MS = 800;
const place = pageFacts("wall-place");
const isSupervisor = place.role === "supervisor";
const root = document.getElementById("wall");
const wall = { state: null, seq: -1, told: -1, busy: false, lostTimer: 0, voiceless: new Map(), quietByHours: null };
const devices = new Devices(document.getElementById("devices"), place);

const screen = watch({
  screen: "supervision",
  auth: { screen: "supervision", branch: place.branch },
  onState(state, envelope) {
    const first = wall.state === null;
    wall.state = state;
    wall.seq = envelope.seq;
    wall.voiceless = voicelessSince(wall.voiceless, state, screen.now());
    paint();
    second();
    if (first) readTally();
  },
  onConnection(news) {
    window.clearTimeout(wall.lostTimer);
    root.dataset.connection = news.connected ? "connected" : "lost";
    const chip = role(root, "connection");
    chip.dataset.line = news.connected ? "connected" : "lost";
    say(role(chip, "connection-word"), t(news.connected ? "common.connected" : "common.lost"));
    if (news.refused === "unauthenticated") window.location.assign(`/login?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
    if (news.connected) role(root, "band-lost").hidden = true;
    else wall.lostTimer = window.setTimeout(() => showLost(news.since), BLINK_MS);
  },
});

function showLost(since) {
  const time = clock(since, place.timezone);
  say(role(root, "lost-title"), t("common.lost.since", { time }));
  say(role(root, "lost-text"), t("day.wall.lost_advice", { time }));
  role(root, "band-lost").hidden = false;
}

function paint() {
  const state = wall.state;
  const now = screen.now();
  root.dataset.status = state.day_status;
  role(root, "loading").hidden = true;
  role(root, "work").hidden = false;
  say(role(root, "day-line"), t(`day.wall.day.${state.day_status}`, { day: longServiceDay(state.service_day) }));
  root.querySelector(".wall-bar [data-action=open-day]").hidden = !isSupervisor || state.day_status !== "not_open";
  root.querySelector("[data-action=close-day]").hidden = !isSupervisor || state.day_status !== "open";
  paintFigures(root, state);
  paintPrinters(root, state);
  paintPapers(root, state, isSupervisor);
  tick(now);
}

function tick(now) {
  paintIssuing(root, wall.state, isSupervisor, now);
  paintQuiet(root, wall.state, now, wall.quietByHours);
  paintVoices(root, wall.state, now);
  paintCounters(root, wall.state, now);
  tickCounters(root, wall.state, now);
  paintQueues(root, wall.state, now);
  paintCare(root, careOf(wall.state, now, isSupervisor, wall.voiceless), wall.state.branch.timezone);
}

/** The tally is a file of the day; it is read again only when something happened. */
async function readTally() {
  if (wall.state && wall.seq !== wall.told) {
    const seq = wall.seq;
    try {
      const tally = await send("GET", `/api/v1/branches/${encodeURIComponent(place.branch)}/days/${wall.state.service_day}/tally?format=json`, null, { patience: 0 });
      wall.told = seq;
      showTally(tally);
    } catch (refusal) {
      if (refusal.status === 404) showTally(null);
    }
  }
}

function showTally(tally) {
  paintMeans(root, tally);
  const chart = tally && tally.by_hour.length > 0 ? flowChart(tally.by_hour) : null;
  role(root, "flow").replaceChildren(...(chart ? [chart] : []));
  role(root, "flow-none").hidden = chart !== null;
}

/** Do one thing at a time and say how it went. */
async function deed(work, news) {
  if (wall.busy) return;
  wall.busy = true;
  root.dataset.busy = "true";
  dismiss();
  try {
    if (await work() && news) tell(news);
  } catch (refusal) {
    say(role(root, "refusal-title"), refusal.title ? `${refusal.title}.` : "");
    say(role(root, "refusal-text"), sentenceOf(refusal));
    role(root, "band-refusal").hidden = false;
  }
  wall.busy = false;
  root.dataset.busy = "false";
}

function tell(news) {
  say(role(root, "news-text"), news);
  role(root, "band-news").hidden = false;
}

function dismiss() {
  role(root, "band-news").hidden = true;
  role(root, "band-refusal").hidden = true;
}

async function openDay() {
  await send("POST", `/api/v1/branches/${encodeURIComponent(place.branch)}/days/open`, {});
  return true;
}

/** Print a ticket's slip again, or without a ticket the day's tally. */
async function reprint(ticket) {
  const day = `/api/v1/branches/${encodeURIComponent(place.branch)}/days/${wall.state.service_day}`;
  await send("POST", ticket ? `/api/v1/tickets/${encodeURIComponent(ticket)}/reprint` : `${day}/print`, {});
  return true;
}

/** Ask for a sign and say where it goes. */
async function sign() {
  await deed(async () => {
    const counter = await printSign(wall.state);
    if (counter !== null) tell(t("day.sign.done", { counter }));
  });
}

/** Let calls sound again; where the office's hours keep it silent, say so. */
async function soundAgain() {
  await deed(async () => {
    const { news, until } = await endQuiet(wall.state);
    wall.quietByHours = until;
    tell(news);
    tick(screen.now());
  });
}

function nameOfPrinter(id) {
  return wall.state.printers.find((printer) => printer.id === id).name;
}

function look(at) {
  const target = document.getElementById(at);
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.tabIndex = -1;
  target.focus();
}

const DEEDS = {
  "open-day": () => deed(openDay, t("day.open.done")),
  "close-day": () => deed(() => closeDay(wall.state), t("day.close.done")),
  issuing: (button) => deed(() => decideIssuing(wall.state, button.dataset.wish), t(`day.issuing.${button.dataset.wish}.done`)),
  reprint: (button) => deed(() => reprint(button.dataset.ticket), t("day.wall.reprinted", { number: button.dataset.number })),
  "print-test": ({ dataset }) => deed(() => printTest(place.branch, dataset.printer), t("day.printers.tested", { printer: nameOfPrinter(dataset.printer) })),
  sign,
  quiet: () => deed(() => quieten(wall.state, screen.now())),
  "end-quiet": soundAgain,
  "find-printers": () => findPrinters(place.branch),
  slips: () => showSlips(wall.state.branch),
  look: (button) => look(button.dataset.at),
  devices: () => devices.open({ ...place, counters: wall.state ? wall.state.counters : null }),
  dismiss,
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (button && event.detail < 2 && button.dataset.action in DEEDS) DEEDS[button.dataset.action](button);
});
paintMeans(root, null);
function second() {
  say(role(root, "clock-now"), clockWithZone(screen.now(), place.timezone));
  if (wall.state) tick(screen.now());
}

second();
window.setInterval(second, 1000);
window.setInterval(readTally, TALLY_MS);
