/** What surrounds every screen: head, steps, foot, the idle question, the lost connection. */
import { clockWithZone, longDay } from "/static/shared/js/format.js";
import { language, t, tIn } from "/static/shared/js/words.js";
import { bar, h, icon } from "../dom.js";
import { needsAgency, officeName } from "../menu.js";
import { boldText } from "./text.js";

export function head(app) {
  const { branch } = app.menu;
  const [office, place] = officeName(branch.name);
  const now = app.now();
  return h("header", { class: "head" },
    icon("crest", "crest head__crest"),
    h("p", { class: "head__name" }, h("b", null, office), place ? h("span", null, place) : null),
    h("p", { class: "head__clock" }, h("b", null, clockWithZone(now, branch.timezone)), h("span", null, longDay(now, branch.timezone))));
}

/** The nila panel with the one ornament at its foot. */
export function panel(app, name, ...children) {
  return h("div", { class: `panel panel--${name} nila nila--kawung` }, head(app), children, h("div", { class: "shoots panel__edge", "aria-hidden": "true" }));
}

export function stepNames(menu) {
  return needsAgency(menu) ? ["agency", "service", "take"] : ["service", "prepare", "take"];
}

export function steps(app, now) {
  return h("ol", { class: "steps kiosk-steps" }, stepNames(app.menu).map((name, index) => h("li", {
    class: index < now ? "is-done" : index === now ? "is-now" : null, "aria-current": index === now ? "step" : null,
  }, `${index + 1} ${t(`kiosk.step.${name}`)}`)));
}

export function title(text, className = "title") {
  return h("h1", { class: className, tabindex: "-1" }, text);
}

/** The same foot on every screen: language, letters, reach. */
export function foot(app) {
  const codes = app.menu.branch.languages.length > 1 ? app.menu.branch.languages : [];
  return h("footer", { class: "foot" },
    codes.map((code) => h("button", {
      class: "foot__key", type: "button", "data-action": "language", "data-language": code, lang: code,
      "aria-pressed": String(code === language()),
    }, h("b", null, code.toUpperCase()), h("span", null, tIn(code, `common.language.${code}`)))),
    h("button", { class: "foot__key", type: "button", "data-action": "letters", "aria-pressed": String(app.comfort.letters) },
      icon("letters"), h("span", null, t("kiosk.letters"))),
    h("button", { class: "foot__key", type: "button", "data-action": "lower", "aria-pressed": String(app.comfort.lower) },
      icon("lower"), h("span", null, t("kiosk.lower"))));
}

export function mainButton(action, label, picture, attributes) {
  return h("button", { class: "button button--main kiosk-main", type: "button", "data-action": action, ...attributes }, label, picture ? icon(picture) : null);
}

/** The button that ends a visit, with the seconds until it ends by itself. */
export function finishButton(label, closing) {
  return mainButton("finish", h("span", null, label, closing ? h("span", { class: "kiosk-main__note" }, closing) : null), "check");
}

export function secondButton(action, label, picture, attributes) {
  return h("button", { class: "button kiosk-second", type: "button", "data-action": action, ...attributes }, picture ? icon(picture) : null, label);
}

export function idleDialog(app) {
  const left = app.idleLeft;
  return h("div", { class: "veil kiosk-veil" },
    h("div", { class: "dialog kiosk-dialog", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "idle-title", "aria-describedby": "idle-text" },
      h("h1", { class: "title", id: "idle-title" }, t("kiosk.idle.title")),
      h("p", { class: "kiosk-dialog__text", id: "idle-text" }, boldText(t("kiosk.idle.text", { n: left })), " ", t("kiosk.idle.nothing_taken")),
      bar("time", left / app.rhythm.grace),
      mainButton("still-here", t("kiosk.idle.yes"), "forward"),
      secondButton("start-over", t("kiosk.idle.start_over"), "cross")));
}

export function lostBand(app) {
  return h("p", { class: "band band--lost band--flat kiosk-lost", role: "status" }, icon("offline"),
    h("span", null, h("b", null, t("common.lost.since", { time: clockWithZone(app.connection.since, app.menu.branch.timezone) })), " ", t("kiosk.lost.do")));
}
