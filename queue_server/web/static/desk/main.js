/** The officer's desk: state comes down by the socket, presses go up by HTTP, the view is painted from both. */
import { send } from "../shared/js/api.js";
import { clock } from "../shared/js/format.js";
import { watch } from "../shared/js/screen.js";
import { asking, withdraw } from "../staff/dialog.js";
import { pageFacts } from "../staff/dom.js";
import { sentenceOf } from "../staff/refusals.js";
import { actionsOf } from "./actions.js";
import { Bands } from "./bands.js";
import { buildActions } from "./buttons.js";
import { Presses, counterCommand } from "./commands.js";
import { deedsOf, pressStep } from "./deeds.js";
import { listenToKeys } from "./keys.js";
import { showMore } from "./more.js";
import { askOtherTab } from "./questions.js";
import { kindOf } from "./rules.js";
import { Seat } from "./tabs.js";
import { Picture } from "./view.js";

const BOUNCE_MS = 300;
const SETTLE_MS = 700;
const TELL_MS = 400;
const place = pageFacts("desk-place");
const root = document.getElementById("desk");
const desk = { state: null, seq: -1, line: false, quietUntil: 0, settling: 0, deed: null };

const bands = new Bands(root, { onRetry: retry, onTake: () => seat.take() });
const picture = new Picture(root);
const seat = new Seat(`antrean.desk.${place.branch}.${place.counter}`, { onChange: onSeat, onAsk: askForSeat });
const presses = new Presses(`antrean.press.${place.branch}.${place.counter}`, {
  onChange: paint,
  onAnswer(press, answer) { bands.clearRefusal(); picture.confirm(press); settle(answer); window.setTimeout(tellDeed, TELL_MS, desk.deed); },
  onRefusal: refused,
  onSession(press) { press.tries += 1; bands.askToLogIn(); paint(); },
});
const hooks = {
  state: () => desk.state,
  now: () => screen.now(),
  ready,
  press(command) { if (presses.press(command)) desk.deed = command; },
  outcome: () => picture.outcome(),
};
const deeds = deedsOf(hooks);

const screen = watch({
  screen: "desk",
  auth: { screen: "desk", branch: place.branch, counter: place.counter },
  onState: (state, envelope) => take(envelope),
  onConnection(news) {
    desk.line = news.connected;
    if (news.connected) presses.hurry();
    bands.line(news, place.timezone);
    root.dataset.connection = news.connected ? "connected" : "lost";
    paint();
  },
});

/** Take a whole state. A socket that came back may rightly show a lower seq (a restored server). */
function take(envelope) {
  const before = desk.state;
  desk.seq = envelope.seq;
  desk.state = seen(envelope.state, before, envelope.at);
  window.clearTimeout(desk.settling);
  if (before && stepPlace(before) !== stepPlace(desk.state)) {
    desk.quietUntil = Date.now() + BOUNCE_MS;
    window.setTimeout(paint, BOUNCE_MS + 10);
    if (asking() && !seat.passive) withdraw();
    picture.announce(desk.state, desk.deed);
    desk.deed = null;
  } else if (before && kindOf(desk.state) === "open" && !before.next && desk.state.next) {
    picture.announce(desk.state, null);
  }
  if (!before) {
    if (!seat.passive) presses.takeUp();
    window.localStorage.setItem(`antrean.desk.${place.branch}`, place.counter);
  }
  paint();
  tick();
}

/** What was done is said with the state that comes of it; where nothing moved, by itself. */
function tellDeed(deed) {
  if (deed === null || desk.deed !== deed) return;
  picture.tell(deed);
  desk.deed = null;
}

/** A state as this officer in this tab sees it. */
function seen(state, before, at) {
  const mayCall = place.role === "officer";
  const free = state.in_hand === null && state.status === "open";
  const began = before && (before.in_hand || before.status !== "open") ? at : before && before.free_since;
  return {
    ...state, may_call: mayCall, passive: seat.passive, free_since: free ? began : null,
    foreign: mayCall && state.status !== "closed" && Boolean(state.officer) && state.officer !== place.me,
  };
}

/** What the officer's finger is on; when it changes, a second press within a blink was meant for the one before. */
function stepPlace(state) {
  return `${kindOf(state)}:${state.in_hand ? state.in_hand.ticket.id : ""}`;
}

/** After an answer the new state is on its way; if the socket is slow, fetch it. */
function settle(answer) {
  const newer = answer && answer.state && answer.seq >= desk.seq && answer.state.queues ? answer : null;
  if (newer) take(newer);
  window.clearTimeout(desk.settling);
  desk.settling = window.setTimeout(fetchState, SETTLE_MS);
}

async function fetchState() {
  try {
    const envelope = await send("GET", counterCommand({ branch: { code: place.branch }, counter: place.counter }, "desk").path, null, { patience: 0 });
    if (envelope.state && envelope.seq >= desk.seq) take(envelope);
  } catch (refusal) {
    if (refusal.status === 401) bands.askToLogIn();
  }
}

/** Some refusals are questions; the others stand across the desk. */
function refused(press, refusal) {
  desk.deed = null;
  settle(null);
  if (refusal.code === "counter_taken" && !seat.passive) deeds["take-over"](null, refusal);
  else if (press.name === "note" && refusal.code === "invalid_field" && desk.state.in_hand && ready()) {
    deeds.note(null, { text: press.body.text, wrong: sentenceOf(refusal) });
  } else bands.refuse(refusal);
}

function retry() {
  presses.hurry();
  if (!screen.socket.connected) screen.socket.disconnect().connect();
}

/** This tab begins to work at the counter, or another one does. */
function onSeat() {
  bands.passive(seat.state === "passive");
  if (desk.state) {
    desk.state = { ...desk.state, passive: seat.passive };
    if (!seat.passive) presses.takeUp();
  }
  if (seat.state === "passive" && asking()) withdraw();
  paint();
}

async function askForSeat() {
  if (await askOtherTab(picture.counter())) seat.take();
}

function paint() {
  if (!desk.state) return;
  const busy = presses.current !== null || Date.now() < desk.quietUntil || seat.state === "asking";
  root.dataset.status = kindOf(desk.state);
  root.dataset.next = desk.state.next || "";
  root.dataset.busy = String(busy);
  picture.paint(desk.state, presses.current, desk.line, screen.now());
}

/** May the next step be pressed now? Also without the line: the press is kept. */
function free() {
  return desk.state !== null && presses.current === null && Date.now() >= desk.quietUntil && !seat.passive;
}

/** May anything else be pressed now? Not without the line: what one asks for may have changed when it comes back. */
function ready() {
  return free() && desk.line;
}

function step() {
  if (free()) pressStep(hooks);
}

function act(name, ticketId) {
  if (name === "keys") showMore(desk.state, screen.now(), { press: presses.current, free: ready() }, act);
  else if (name === "change-counter") window.location.assign(place.choose);
  else if (ready()) {
    const action = actionsOf(desk.state, screen.now())[name];
    if (action.available) deeds[action.instead || name](ticketId);
  }
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  // The second click of a double click was meant for the first.
  if (!button || event.detail > 1 || !desk.state) return;
  const name = button.dataset.action;
  if (name === "next-step") step();
  else if (name in deeds || name === "keys" || name === "change-counter") act(name, button.dataset.ticket);
});
listenToKeys({ state: () => desk.state, step, act, outcome: (value) => picture.chooseOutcome(value) });
buildActions(root);
bands.begin();
function tick() {
  root.querySelector("[data-role=clock-now]").textContent = clock(screen.now(), place.timezone);
  if (desk.state) picture.tick(desk.state, presses.current, desk.line, screen.now());
}

tick();
seat.ask();
window.setInterval(tick, 500);
