/** One resident's visit to the glass: from the first touch until the screen is clean again. */
import { newKey, send } from "/static/shared/js/api.js";

const ISSUE_PATIENCE_MS = 20000;

export function freshVisit() {
  return {
    step: "start", agency: null, service: null, page: 0, priority: "regular", people: 1,
    looking: false, wish: null, waiting: false, slow: false, issued: null, refusal: null, paper: null, paperAt: null, closesIn: null, returned: null, returnedAt: null,
  };
}

/**
 * Ask for the ticket. The wish (body and Idempotency-Key) is fixed by the first press and sent again unchanged, so that
 * ten taps and a lost answer give one ticket. Resolves when the visit shows the outcome.
 */
export function issue(app) {
  const { visit } = app;
  if (visit.waiting) return Promise.resolve();
  visit.wish = visit.wish || {
    key: newKey(),
    body: { service: visit.service, priority: visit.priority, language: app.language(), people: visit.people },
  };
  Object.assign(visit, { waiting: true, slow: false, refusal: null });
  app.render();
  const path = `/api/v1/branches/${encodeURIComponent(app.menu.branch.code)}/tickets`;
  const options = { token: app.token, key: visit.wish.key, patience: ISSUE_PATIENCE_MS, onRetry: () => { visit.slow = true; app.render(); } };
  return send("POST", path, visit.wish.body, options).then(
    (issued) => settle(app, visit, { step: "ticket", issued, wish: null }),
    (refusal) => settle(app, visit, outcomeOf(refusal)),
  );
}

// Nobody answered: whether there is a ticket is unknown, so the same wish stays for "try again".
function outcomeOf(refusal) {
  if (refusal.status === 0 || refusal.status >= 500) return { step: "no_answer", refusal };
  return { step: "refused", refusal, wish: null };
}

function settle(app, visit, outcome) {
  visit.waiting = false;
  if (app.visit !== visit) return;
  Object.assign(visit, outcome);
  app.touched();
  app.render();
}
