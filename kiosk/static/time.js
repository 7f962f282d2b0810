/** Everything that happens by itself: idle question, closing of the ticket, the clock in the head. */

const RESTING = ["start", "closed", "offline", "pairing", "loading"];

/** Beat four times a second on the monotonic clock; render when a second has passed. Returns {touched()}. */
export function makeClock(app) {
  const beat = { touchedAt: performance.now(), second: -1, issued: null, startedAt: performance.now() };
  app.age = () => (performance.now() - beat.startedAt) / 1000;
  window.setInterval(() => {
    const second = Math.floor(performance.now() / 1000);
    if (second === beat.second) return;
    beat.second = second;
    pass(app, (performance.now() - beat.touchedAt) / 1000);
  }, 250);
  return {
    touched() {
      beat.touchedAt = performance.now();
      app.idleLeft = null;
    },
  };
}

function pass(app, quiet) {
  app.idleLeft = null;
  if (app.shown === "ticket" || app.shown === "returned") closeTicket(app, quiet);
  else if (!RESTING.includes(app.shown) && !app.visit.waiting) askOrReset(app, quiet);
  else if (app.shown === "start" || app.shown === "closed") forgetComfort(app, quiet);
  app.render();
}

function closeTicket(app, quiet) {
  const stands = app.visit.paper === "coming" || app.shown === "returned" ? app.rhythm.ticket : app.rhythm.ticketNoPaper;
  app.visit.closesIn = Math.max(0, Math.ceil(stands - quiet));
  if (quiet >= stands) app.startOver();
}

function askOrReset(app, quiet) {
  const { idle, grace } = app.rhythm;
  if (quiet >= idle + grace) app.startOver();
  else if (quiet >= idle) app.idleLeft = Math.ceil(idle + grace - quiet);
}

// Somebody switched the language or the letters and walked away: the next resident finds the usual screen.
function forgetComfort(app, quiet) {
  const changed = app.comfort.letters || app.comfort.lower || app.language() !== (app.menu?.branch.languages[0] || app.language());
  if (changed && quiet >= app.rhythm.idle + app.rhythm.grace) app.startOver();
}
