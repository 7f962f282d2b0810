/** The officer's desk: state comes down by the socket, presses go up by HTTP, the view is painted from both. */
import { send } from "../shared/js/api.js";
import { clock } from "../shared/js/format.js";
import { watch } from "../shared/js/screen.js";
import { asking, withdraw } from "../staff/dialog.js";
import { pageFacts } from "../staff/dom.js";
import { Bands } from "./bands.js";
import { buildActions } from "./buttons.js";
import { Presses, counterCommand, ticketCommand } from "./commands.js";
import { listenToKeys } from "./keys.js";
import { askClose, askHold, askNoShow, askPause, askReturn, askTransfer, showKeys } from "./questions.js";
import { actionsOf, kindOf, nextStep } from "./rules.js";
import { Picture } from "./view.js";

const BOUNCE_MS = 300;
const SETTLE_MS = 700;
const place = pageFacts("desk-place");
const root = document.getElementById("desk");
const desk = { state: null, seq: -1, line: false, quietUntil: 0, settling: 0 };

const bands = new Bands(root, { onRetry: retry });
const picture = new Picture(root);
const presses = new Presses(`antrean.press.${place.branch}.${place.counter}`, {
  onChange: paint,
  onAnswer(press, answer) { bands.clearRefusal(); settle(answer); },
  onRefusal(press, refusal) { bands.refuse(refusal); settle(null); },
  onSession(press) { press.tries += 1; bands.askToLogIn(); paint(); },
});

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
  desk.state = { ...envelope.state, may_call: place.role === "officer" };
  window.clearTimeout(desk.settling);
  if (before && stepPlace(before) !== stepPlace(desk.state)) {
    desk.quietUntil = Date.now() + BOUNCE_MS;
    window.setTimeout(paint, BOUNCE_MS + 10);
    if (asking()) withdraw();
    picture.announce(desk.state);
  } else if (before && kindOf(desk.state) === "open" && !before.next && desk.state.next) {
    picture.announce(desk.state);
  }
  if (!before) {
    presses.takeUp();
    window.localStorage.setItem(`antrean.desk.${place.branch}`, place.counter);
  }
  paint();
  tick();
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

function retry() {
  presses.hurry();
  if (!screen.socket.connected) screen.socket.disconnect().connect();
}

function paint() {
  if (!desk.state) return;
  const busy = presses.current !== null || Date.now() < desk.quietUntil;
  root.dataset.status = kindOf(desk.state);
  root.dataset.next = desk.state.next || "";
  root.dataset.busy = String(busy);
  picture.paint(desk.state, presses.current, desk.line, screen.now());
}

/** May the next step be pressed now? Also without the line: the press is kept. */
function free() {
  return desk.state !== null && presses.current === null && Date.now() >= desk.quietUntil;
}

/** May anything else be pressed now? Not without the line: what one asks for may have changed when it comes back. */
function ready() {
  return free() && desk.line;
}

function counterPress(name, body) {
  presses.press({ name, ...counterCommand(desk.state, name, body) });
}

function ticketPress(name, verb, body, ticket) {
  presses.press({ name, ...ticketCommand(desk.state, ticket || desk.state.in_hand.ticket, verb, body) });
}

function step() {
  if (!free()) return;
  const { name } = nextStep(desk.state);
  if (name === "open" || name === "call-next") counterPress(name);
  else if (name === "start") ticketPress(name, name, {});
  else if (name === "complete") ticketPress(name, name, { outcome: picture.outcome() });
}

const DEEDS = {
  recall: () => ticketPress("recall", "recall", {}),
  requeue: () => ticketPress("requeue", "requeue", {}),
  resume: (ticketId) => ticketPress("resume", "resume", {}, { id: ticketId || desk.state.on_hold[0].ticket.id }),
  "no-show": async () => { if (await askNoShow(desk.state) && ready()) ticketPress("no-show", "no-show", {}); },
  hold: async () => whenChosen(await askHold(desk.state), (reason) => ticketPress("hold", "hold", { reason })),
  transfer: async () => whenChosen(await askTransfer(desk.state), (where) => ticketPress("transfer", "transfer", where)),
  return: async () => whenChosen(await askReturn(desk.state), (id) => ticketPress("return", "requeue", {}, { id })),
  pause: async () => whenChosen(await askPause(), (reason) => counterPress("pause", { reason })),
  close: async () => { if (await askClose(desk.state) && ready()) counterPress("close"); },
  open: () => counterPress("open"),
};

function whenChosen(answer, deed) {
  if (answer !== null && ready()) deed(answer);
}

function act(name, ticketId) {
  if (name === "keys") showKeys(desk.state, screen.now());
  else if (name === "change-counter") window.location.assign(place.choose);
  else if (ready()) {
    const action = actionsOf(desk.state, screen.now())[name];
    if (action.available) DEEDS[action.instead || name](ticketId);
  }
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  // The second click of a double click was meant for the first.
  if (!button || event.detail > 1 || !desk.state) return;
  if (button.dataset.action === "next-step") step();
  else if (button.dataset.action in DEEDS || button.dataset.action === "keys" || button.dataset.action === "change-counter") {
    act(button.dataset.action, button.dataset.ticket);
  }
});
listenToKeys({ state: () => desk.state, step, act, outcome: (value) => picture.chooseOutcome(value) });
buildActions(root.querySelector("[data-role=actions]"));
bands.begin();
function tick() {
  root.querySelector("[data-role=clock-now]").textContent = clock(screen.now(), place.timezone);
  if (desk.state) picture.tick(desk.state, presses.current, desk.line, screen.now());
}

tick();
window.setInterval(tick, 500);
