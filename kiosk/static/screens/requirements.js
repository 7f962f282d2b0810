/** What to bring, asked before a number is spent; and who needs to go first. */
import { people } from "/static/shared/js/format.js";
import { language, pick, t } from "/static/shared/js/words.js";
import { h, icon } from "../dom.js";
import { needsAgency, serviceOf } from "../menu.js";
import { head, mainButton, secondButton, steps, title } from "./frame.js";
import { peopleStepper } from "./people.js";
import { expectedText, whole } from "./text.js";

const CLASSES = ["elderly", "disability", "pregnant", "infant"];

export function requirementsScreen(app) {
  const service = serviceOf(app.menu, app.visit.service);
  const open = service.available && !app.visit.looking;
  return [head(app), steps(app, needsAgency(app.menu) ? 2 : 1), h("div", { class: "content content--requirements" },
    h("div", { class: "service-title" }, h("span", { class: "letter" }, service.series), title(whole(pick(service.name)))),
    service.available ? factsOf(app, service) : reasonBand(service),
    requirements(service, open),
    open ? peopleStepper(app, service) : null,
    open ? priorities(app) : null,
    h("div", { class: "pair pair--deeds" },
      secondButton("back", t("common.back"), "back", app.visit.waiting ? { "aria-disabled": "true" } : null),
      service.available ? readyButton(app) : null))];
}

function factsOf(app, service) {
  const now = app.now();
  const expected = expectedText(now, service.wait_low_s, service.wait_high_s, app.menu.branch.timezone);
  return h("dl", { class: "three" },
    fact(t("kiosk.requirements.duration"), t("kiosk.requirements.minutes", { n: Math.max(1, Math.round(service.service_minutes)) })),
    fact(t("kiosk.requirements.waiting"), people(service.waiting)),
    expected ? fact(t("kiosk.expected"), expected, "three__wide") : null);
}

function fact(label, value, className) {
  return h("div", { class: className || null }, h("dt", null, label), h("dd", null, value));
}

function reasonBand(service) {
  return h("p", { class: "band band--caution kiosk-band", "data-role": "reason" }, icon("warning"), h("span", null, pick(service.sentence) || t("kiosk.closed.fallback")));
}

function requirements(service, open) {
  const items = service.requirements[language()] || service.requirements.id || [];
  const heading = items.length ? (open ? "title" : "list") : "none";
  return h("section", { class: "to-bring", tabindex: "0", "aria-labelledby": "to-bring" },
    h("h2", { class: "part-title", id: "to-bring" }, t(`kiosk.requirements.${heading}`)),
    items.length ? h("ul", { class: "checks" }, items.map((item) => h("li", null, icon("check"), h("span", null, item)))) : null);
}

function priorities(app) {
  return h("section", { class: "priorities", role: "group", "aria-labelledby": "first" },
    h("h2", { class: "part-title", id: "first" }, t("kiosk.priority.title")),
    h("p", { class: "lead" }, t("kiosk.priority.text")),
    h("div", { class: "ticks" }, CLASSES.map((name) => h("button", {
      class: "tick", type: "button", "data-action": "priority", "data-priority": name, "aria-pressed": String(app.visit.priority === name),
    }, h("span", { class: "tick__box" }, app.visit.priority === name ? icon("check") : null), h("span", null, t(`common.priority.${name}`))))));
}

function readyButton(app) {
  if (app.visit.looking) return mainButton("start", t("kiosk.start.button"), "touch");
  if (!app.visit.waiting) return mainButton("ready", t("kiosk.requirements.ready"), "forward");
  const label = h("span", { role: "status" }, t(app.visit.slow ? "kiosk.issuing.slow" : "kiosk.issuing"));
  return h("button", { class: "button button--main kiosk-main is-waiting", type: "button", "data-action": "ready", "aria-disabled": "true", "aria-busy": "true" }, label, icon("hourglass"));
}
