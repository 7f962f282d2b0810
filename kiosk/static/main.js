/** The kiosk: takes the menu by socket, leads a resident through it, asks for the ticket by HTTP. */
import { loadIcons } from "/static/shared/js/icons.js";
import { deviceToken, pair } from "/static/shared/js/pairing.js";
import { watch } from "/static/shared/js/screen.js";
import { language, setLanguage } from "/static/shared/js/words.js";
import { actions } from "./actions.js";
import { calibrate, freshComfort, makeHasteGuard, tick } from "./comfort.js";
import { morph, setShares } from "./dom.js";
import { bringBack, listens } from "./returning.js";
import { listenToScanner } from "./scanner.js";
import { screenOf, viewOf } from "./screens/all.js";
import { makeClock } from "./time.js";
import { freshVisit } from "./visit.js";

const root = document.getElementById("kiosk");
const started = language();
const hasty = makeHasteGuard();

const app = {
  root, token: null, menu: null, visit: freshVisit(), comfort: freshComfort(),
  connection: { connected: false, since: null, refused: null, lostAt: performance.now() },
  pairing: null, view: null, idleLeft: null, shown: null, clock: null,
  rhythm: {
    choices: Number(root.dataset.choices), choicesLarge: Number(root.dataset.choicesLarge),
    idle: Number(root.dataset.idleS), grace: Number(root.dataset.graceS), ticket: Number(root.dataset.ticketS),
    ticketNoPaper: Number(root.dataset.ticketNoPaperS), offlineAfter: Number(root.dataset.offlineAfterS),
  },
  language,
  now: () => (app.view ? app.view.now() : new Date()),
  touched: () => app.clock.touched(),
  startOver() {
    app.visit = freshVisit();
    app.comfort = freshComfort();
    app.idleLeft = null;
    if (language() !== homeLanguage()) setLanguage(homeLanguage());
    app.render();
  },
  render,
};

function homeLanguage() {
  return app.menu ? app.menu.branch.languages[0] || started : started;
}

function render() {
  const screen = screenOf(app);
  const changed = screen !== app.shown;
  const focused = root.contains(document.activeElement);
  app.shown = screen;
  root.dataset.screen = screen;
  root.classList.toggle("glass--large", app.comfort.letters);
  root.classList.toggle("glass--lower", app.comfort.lower);
  const wanted = viewOf(app, screen);
  if (root.firstElementChild) morph(root.firstElementChild, wanted);
  else root.append(wanted);
  setShares(root);
  if (changed && focused) focusTitle();
  askIfThere();
}

// A new screen is read out from its title; the first paint leaves the focus alone.
function focusTitle() {
  const title = root.querySelector("h1");
  if (title) title.focus({ preventScroll: true });
}

function askIfThere() {
  const stay = root.querySelector('[data-action="still-here"]');
  if (stay && !root.contains(document.activeElement?.closest?.(".dialog"))) stay.focus({ preventScroll: true });
}

root.addEventListener("click", (event) => {
  const target = event.target.closest("[data-action]");
  app.clock.touched();
  if (!target || hasty(event, app.shown) || target.getAttribute("aria-disabled") === "true") return;
  tick();
  actions[target.dataset.action](app, target);
});
for (const sign of ["pointerdown", "keydown"]) root.addEventListener(sign, () => app.clock.touched());
listenToScanner(() => listens(app), (code) => { tick(); bringBack(app, code); });
// a kiosk is no browser: no menus under a long press, no dragging, no zoom by two fingers
for (const habit of ["contextmenu", "dragstart", "gesturestart"]) root.addEventListener(habit, (event) => event.preventDefault());

function live(token) {
  app.token = token;
  app.pairing = null;
  app.view = watch({
    auth: () => ({ token: app.token }),
    screen: "menu",
    onState(menu) {
      const first = app.menu === null;
      app.menu = menu;
      if (first && language() !== homeLanguage() && !window.location.search.includes("lang=")) setLanguage(homeLanguage());
      render();
    },
    onConnection(connection) {
      app.connection = { ...connection, lostAt: connection.connected ? null : performance.now() };
      if (connection.refused === "unauthenticated" && !app.pairing) showCode();
      else if (connection.connected && app.pairing) endPairing();
      render();
    },
  });
  render();
}

function endPairing() {
  app.pairing.wait.stop();
  app.pairing = null;
}

// Also when a token is no longer taken; should it be taken again, the page goes back by itself.
function showCode() {
  app.pairing = { code: null, expiresAt: null, silent: false, wait: null };
  app.pairing.wait = pair({
    kind: "kiosk",
    onCode: (pairing) => { Object.assign(app.pairing, pairing, { silent: false }); render(); },
    onTrouble: () => { app.pairing.silent = true; render(); },
    onToken: (token) => {
      if (app.view) app.view.stop();
      live(token);
    },
  });
  render();
}

loadIcons();
calibrate();
app.clock = makeClock(app);
const token = deviceToken("kiosk");
if (token) live(token);
else showCode();
