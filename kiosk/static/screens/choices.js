/** Choosing: the agency in a hall of many, then the service. At most eight at once. */
import { figure, people, waitRange } from "/static/shared/js/format.js";
import { pick, t } from "/static/shared/js/words.js";
import { h, icon } from "../dom.js";
import { agencies, needsAgency, pageOf, peopleWaiting, servicesOf } from "../menu.js";
import { head, secondButton, steps, title } from "./frame.js";
import { openingMark, reasonWord, whole } from "./text.js";

const LETTERS_A_LINE = 18;
const LINES_LEFT = [3, 2, 0];

export function agenciesScreen(app) {
  const shown = pageOf(agencies(app.menu), app.visit.page, choices(app));
  return [head(app), steps(app, 0), h("div", { class: "content" },
    h("div", { class: "content__top" }, title(t("kiosk.agencies.title"))),
    h("div", { class: "grid" }, shown.items.map((agency) => agencyCard(app, agency))),
    navigation(app, shown, "agencies"))];
}

export function servicesScreen(app) {
  const shown = pageOf(servicesOf(app.menu, app.visit.agency), app.visit.page, choices(app));
  return [head(app), steps(app, needsAgency(app.menu) ? 1 : 0), h("div", { class: "content" },
    h("div", { class: "content__top" }, title(t("kiosk.services.title")), h("p", { class: "lead" }, t(leadOf(app, shown.items)))),
    h("div", { class: "grid" }, shown.items.map((service) => serviceCard(app, service))),
    navigation(app, shown, "services"))];
}

// what the figures on the cards are; there are no times while too few waits have ended
function leadOf(app, services) {
  if (app.visit.looking) return "kiosk.services.looking";
  return services.some((service) => service.available && waitOf(service)) ? "kiosk.services.times" : "kiosk.services.people";
}

function choices(app) {
  return app.comfort.letters ? app.rhythm.choicesLarge : app.rhythm.choices;
}

function agencyCard(app, agency) {
  const services = servicesOf(app.menu, agency.code);
  return h("button", { class: "card choice choice--agency", type: "button", "data-action": "agency", "data-agency": agency.code },
    h("span", { class: "choice__top" }, h("span", { class: "choice__name" }, h("b", null, pick(agency.name)),
      h("span", { class: "choice__text choice__text--2" }, services.slice(0, 4).map((service) => pick(service.name)).join(", ")))),
    h("span", { class: "choice__foot" }, h("span", null, t("kiosk.agencies.services", { n: figure(services.length) })), waitingMark(peopleWaiting(services))));
}

function serviceCard(app, service) {
  return service.available ? openCard(service) : closedCard(app, service);
}

// nobody waits, and nothing is known or nothing to wait for: all counters may be busy all the same, or in a break
function waitOf(service) {
  const isSoon = service.wait_high_s === null || service.wait_low_s === 0;
  return service.waiting === 0 && isSoon ? t("common.at_once") : waitRange(service.wait_low_s, service.wait_high_s);
}

function openCard(service) {
  const wait = waitOf(service);
  return h("button", { class: "card choice", type: "button", "data-action": "service", "data-service": service.code },
    cardTop(service, null, 0),
    h("span", { class: "choice__foot" }, waitingMark(service.waiting), wait ? h("span", null, icon("clock"), wait) : null));
}

function closedCard(app, service) {
  return h("button", { class: "card card--closed choice choice--closed", type: "button", "data-action": "service", "data-service": service.code, "data-closed": service.reason },
    cardTop(service, pick(service.sentence), LINES_LEFT[linesOf(pick(service.name)) - 1]),
    h("span", { class: "choice__foot" },
      h("span", { class: "choice__reason" }, icon("warning"), reasonWord(service.reason)),
      again(app, service)));
}

// When numbers are given again; where nobody knows, what a touch shows instead.
function again(app, service) {
  if (!service.opens_at) return h("span", { class: "choice__link" }, t("kiosk.services.read"));
  const time = openingMark(service.opens_at, app.now(), app.menu.branch.timezone);
  return h("span", { class: "choice__again", "data-role": "opens" }, t("kiosk.services.again", { time }));
}

// The name leaves so much of the card for the reason, which the next screen tells in full.
function linesOf(name) {
  return Math.min(LINES_LEFT.length, Math.max(1, Math.ceil(name.length / LETTERS_A_LINE)));
}

function cardTop(service, text, lines) {
  return h("span", { class: "choice__top" }, h("span", { class: "letter" }, service.series),
    h("span", { class: "choice__name" }, h("b", null, whole(pick(service.name))), text && lines > 0 ? h("span", { class: `choice__text choice__text--${lines}` }, text) : null));
}

function waitingMark(count) {
  return h("span", null, icon("person"), t("kiosk.services.waiting", { n: figure(count) }), h("span", { class: "visually-hidden" }, ` (${people(count)})`));
}

function navigation(app, shown, kind) {
  const more = shown.page + 1 < shown.pages;
  return h("div", { class: "content__foot" },
    shown.pages > 1 ? h("p", { class: "page-line" }, h("span", null, t(`kiosk.${kind}.range`, shown)), h("b", null, `${shown.page + 1} / ${shown.pages}`)) : null,
    h("nav", { class: "pair", "aria-label": t("kiosk.navigation") },
      secondButton("back", t("common.back"), "back"),
      more ? h("button", { class: "button kiosk-second kiosk-second--more", type: "button", "data-action": "next" }, t(`kiosk.${kind}.more`), icon("forward")) : notListed()));
}

function notListed() {
  return h("p", { class: "hint" }, icon("info"), h("span", null, h("b", null, t("kiosk.not_listed.what")), h("span", null, t("kiosk.not_listed.do"))));
}
