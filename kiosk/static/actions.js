/** What each touch does; the names are the `data-action` of the buttons. */
import { setLanguage } from "/static/shared/js/words.js";
import { needsAgency, serviceOf } from "./menu.js";
import { bringBackAgain } from "./returning.js";
import { freshVisit, issue } from "./visit.js";

const BACK = { agencies: "start", services: "agencies", requirements: "services" };

function go(app, change) {
  Object.assign(app.visit, change);
  app.render();
}

function begin(app, looking) {
  app.visit = freshVisit();
  const step = needsAgency(app.menu) ? "agencies" : "services";
  go(app, { step, looking });
}

function back(app) {
  const { step, page } = app.visit;
  if (step !== "requirements" && page > 0) {
    go(app, { page: page - 1 });
    return;
  }
  let before = BACK[step] || "start";
  if (before === "agencies" && !needsAgency(app.menu)) before = "start";
  if (before === "start") app.visit = freshVisit();
  go(app, { step: before, page: step === "requirements" ? app.visit.servicesPage || 0 : 0, priority: "regular", people: 1, wish: null });
}

function count(app, difference) {
  const most = serviceOf(app.menu, app.visit.service)?.max_people || 1;
  if (!app.visit.waiting) go(app, { people: Math.min(Math.max(app.visit.people + difference, 1), most) });
}

export const actions = {
  start: (app) => begin(app, false),
  look: (app) => begin(app, true),
  agency: (app, target) => go(app, { step: "services", agency: target.dataset.agency, page: 0 }),
  service: (app, target) => go(app, { step: "requirements", service: target.dataset.service, servicesPage: app.visit.page, page: 0, people: 1 }),
  next: (app) => go(app, { page: app.visit.page + 1 }),
  back,
  priority(app, target) {
    const chosen = target.dataset.priority;
    if (!app.visit.waiting) go(app, { priority: app.visit.priority === chosen ? "regular" : chosen });
  },
  fewer: (app) => count(app, -1),
  more: (app) => count(app, 1),
  ready: issue,
  "try-again": issue,
  "other-service": (app) => begin(app, false),
  missed(app) {
    app.visit = freshVisit();
    go(app, { step: "missed" });
  },
  "return-again": bringBackAgain,
  finish: (app) => app.startOver(),
  "start-over": (app) => app.startOver(),
  "still-here"(app) {
    app.touched();
    app.render();
  },
  language(app, target) {
    setLanguage(target.dataset.language);
    app.render();
  },
  letters(app) {
    app.comfort.letters = !app.comfort.letters;
    go(app, { page: 0 });
  },
  lower(app) {
    app.comfort.lower = !app.comfort.lower;
    app.render();
  },
  reload: () => window.location.reload(),
};
