/** A missed number: how it comes back, that it is back, or why it is not. */
import { pick, t } from "/static/shared/js/words.js";
import { h, icon } from "../dom.js";
import { closedNotice, serviceOf } from "../menu.js";
import { finishButton, head, mainButton, panel, secondButton, title } from "./frame.js";
import { aheadText, boldText, expectedText, whole } from "./text.js";
import { trouble } from "./trouble.js";

const STILL_COUNTS = ["still_waiting", "called_now", "being_served"];
const STEPS = ["scan", "line", "called"];

/** The button that leads here; only where a line is there to come back to. */
export function missedButton(menu) {
  if (menu.day_status !== "open") return null;
  return secondButton("missed", h("span", null, t("kiosk.missed.button"), h("small", null, t("kiosk.missed.button_why"))), "again");
}

export function missedScreen(app) {
  const { waiting, slow } = app.visit;
  return [head(app), h("div", { class: "content content--missed" },
    h("div", { class: "missed" },
      h("span", { class: "photo__disc missed__disc" }, icon(waiting ? "hourglass" : "scan")),
      title(t(waiting ? "kiosk.missed.checking" : "kiosk.missed.title")),
      h("p", { class: "missed__text", role: "status" }, boldText(t(slow ? "kiosk.issuing.slow" : "kiosk.missed.text")))),
    h("ol", { class: "pair-steps missed__steps" }, STEPS.map((step, index) => h("li", null,
      h("span", { class: "disc", "aria-hidden": "true" }, index + 1), boldText(t(`kiosk.missed.step.${step}`, { n: app.menu.max_calls }))))),
    h("p", { class: "band kiosk-band" }, icon("info"), h("span", null, t("kiosk.missed.no_code"))),
    h("div", { class: "pair pair--deeds" }, secondButton("start-over", t("common.back"), "back", waiting ? { "aria-disabled": "true" } : null)))];
}

export function returnedScreen(app) {
  const { returned, closesIn } = app.visit;
  const service = serviceOf(app.menu, returned.service);
  const range = expectedText(app.visit.returnedAt, returned.wait_low_s, returned.wait_high_s, app.menu.branch.timezone);
  return [
    panel(app, "ticket", title(t("kiosk.returned.title", { number: returned.number }), "ticket-title returned-title"),
      h("div", { class: "plate ticket-plate" },
        h("p", { class: "number", "data-role": "number", "data-length": returned.number.length > 5 ? "long" : null }, returned.number),
        h("div", { class: "plate__tear", "aria-hidden": "true" }),
        h("p", { class: "ticket-plate__service" }, whole(service ? pick(service.name) : returned.service)))),
    h("div", { class: "content content--ticket" },
      h("dl", { class: "facts returned-facts" },
        returned.ahead === null ? null : [h("dt", null, t("kiosk.ahead")), h("dd", { class: "facts__large", "data-role": "ahead" }, aheadText(returned.ahead))],
        range ? [h("dt", null, t("kiosk.expected")), h("dd", { "data-role": "expected" }, range)] : null),
      h("p", { class: "band kiosk-band kiosk-band--large" }, icon("slip"), boldText(t("kiosk.returned.same"))),
      h("ul", { class: "checks checks--hints" }, h("li", null, icon("bell"), h("span", null, t("kiosk.ticket.called_by"))),
        h("li", null, icon("person"), h("span", null, t("kiosk.returned.stay")))),
      finishButton(t("kiosk.ticket.done"), closesIn === null ? null : t("kiosk.ticket.closes", { n: closesIn }))),
  ];
}

export function returnRefusedScreen(app) {
  const { refusal } = app.visit;
  return trouble(app, "warning", refusal.title || t("kiosk.missed.refused"), [refusal.detail || t("common.refusal.internal"), t("kiosk.missed.ask")], [
    secondButton("start-over", t("common.back"), "back"), wayOn(app, refusal)]);
}

// whose number still counts needs no new one
function wayOn(app, refusal) {
  if (STILL_COUNTS.includes(refusal.reason)) return mainButton("finish", t("kiosk.ticket.done"), "check");
  return closedNotice(app.menu) === null ? mainButton("start", t("kiosk.missed.take_new"), "touch") : null;
}

export function returnNoAnswerScreen(app) {
  const { waiting } = app.visit;
  return trouble(app, "offline", t("kiosk.no_answer.title"), [t("kiosk.missed.no_answer"), t("kiosk.missed.ask")], [
    secondButton("start-over", t("common.back"), "back"),
    mainButton("return-again", t("kiosk.no_answer.again"), "again", waiting ? { "aria-disabled": "true", "aria-busy": "true" } : null)]);
}
