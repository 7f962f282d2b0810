/** A missed number comes back: the QR of its slip is read, the server puts it into the line again. */
import { newKey, send } from "/static/shared/js/api.js";
import { freshVisit } from "./visit.js";

const PATIENCE_MS = 20000;
const LISTENS = ["start", "closed", "missed", "returned", "return_refused", "return_no_answer"];

/** Does a scan mean anything on the screen that stands? Not while somebody else takes a number. */
export function listens(app) {
  return app.menu !== null && LISTENS.includes(app.shown) && !app.visit.waiting && app.idleLeft === null;
}

/** Bring back the number of a scanned code; the visit shows the outcome. */
export function bringBack(app, code) {
  const visit = freshVisit();
  Object.assign(visit, { step: "missed", waiting: true, wish: { key: newKey(), body: { token: code } } });
  app.visit = visit;
  app.touched();
  return ask(app, visit);
}

/** Ask once more for what nobody answered, with the same key. */
export function bringBackAgain(app) {
  const { visit } = app;
  if (visit.waiting || !visit.wish) return Promise.resolve();
  visit.waiting = true;
  return ask(app, visit);
}

function ask(app, visit) {
  app.render();
  const path = `/api/v1/branches/${encodeURIComponent(app.menu.branch.code)}/returns`;
  const options = { token: app.token, key: visit.wish.key, patience: PATIENCE_MS, onRetry: () => { visit.slow = true; app.render(); } };
  return send("POST", path, visit.wish.body, options).then(
    (answer) => settle(app, visit, { step: "returned", returned: answer.ticket, returnedAt: app.now(), wish: null }),
    (refusal) => settle(app, visit, outcomeOf(refusal)),
  );
}

function outcomeOf(refusal) {
  const isLost = refusal.status === 0 || refusal.status >= 500;
  return isLost ? { step: "return_no_answer", refusal } : { step: "return_refused", refusal, wish: null };
}

function settle(app, visit, outcome) {
  visit.waiting = false;
  if (app.visit !== visit) return;
  Object.assign(visit, outcome);
  app.touched();
  app.render();
}
