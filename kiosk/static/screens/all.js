/** Which screen stands now, and the whole glass around it. */
import { h } from "../dom.js";
import { closedNotice, serviceOf } from "../menu.js";
import { agenciesScreen, servicesScreen } from "./choices.js";
import { closedScreen } from "./closed.js";
import { foot, idleDialog, lostBand } from "./frame.js";
import { missedScreen, returnNoAnswerScreen, returnRefusedScreen, returnedScreen } from "./returned.js";
import { requirementsScreen } from "./requirements.js";
import { startScreen } from "./start.js";
import { ticketScreen } from "./ticket.js";
import { loadingScreen, noAnswerScreen, offlineScreen, pairingScreen, refusedScreen } from "./trouble.js";

const SCREENS = {
  pairing: pairingScreen, loading: loadingScreen, offline: offlineScreen, closed: closedScreen, start: startScreen,
  agencies: agenciesScreen, services: servicesScreen, requirements: requirementsScreen, ticket: ticketScreen,
  refused: refusedScreen, no_answer: noAnswerScreen, missed: missedScreen, returned: returnedScreen,
  return_refused: returnRefusedScreen, return_no_answer: returnNoAnswerScreen,
};
const WITHOUT_FOOT = ["pairing", "loading"];

export function screenOf(app) {
  const { step, service } = app.visit;
  if (app.pairing) return "pairing";
  if (!app.menu) return "loading";
  if (step === "start") {
    if (lostFor(app) >= app.rhythm.offlineAfter) return "offline";
    return closedNotice(app.menu) ? "closed" : "start";
  }
  // the menu was loaded anew without the service that was being looked at
  if (step === "requirements" && !serviceOf(app.menu, service)) return "services";
  return step;
}

/** Seconds since the connection was lost; 0 while it stands. */
export function lostFor(app) {
  return app.connection.lostAt === null ? 0 : (performance.now() - app.connection.lostAt) / 1000;
}

export function viewOf(app, screen) {
  const asking = app.idleLeft !== null;
  const showsLost = !["pairing", "loading", "offline"].includes(screen) && lostFor(app) >= app.rhythm.offlineAfter;
  return h("div", { class: `screen screen--${screen}`, "data-key": screen },
    h("div", { class: "screen__body", inert: asking, "aria-hidden": asking ? "true" : null },
      h("main", { class: "screen__main" }, SCREENS[screen](app)),
      showsLost ? lostBand(app) : null,
      WITHOUT_FOOT.includes(screen) ? null : foot(app)),
    asking ? idleDialog(app) : null);
}
