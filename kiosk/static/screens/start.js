/** The first screen: what this machine does, how full the hall is, one large button. */
import { clock, figure, onClock, people } from "/static/shared/js/format.js";
import { pick, t } from "/static/shared/js/words.js";
import { h, icon } from "../dom.js";
import { partOfDay, peopleWaiting } from "../menu.js";
import { mainButton, panel, stepNames, title } from "./frame.js";
import { missedButton } from "./returned.js";

export function startScreen(app) {
  const { branch } = app.menu;
  const hour = onClock(app.now(), branch.timezone).hour;
  return [
    panel(app, "start",
      h("div", { class: "panel__text" },
        h("p", { class: "panel__lead" }, t(`kiosk.greeting.${partOfDay(hour)}`)),
        title(t("kiosk.start.title"), "title title--start"),
        h("ul", { class: "facts-row" }, facts(app.menu).map(([value, label]) => h("li", null, h("b", null, value), h("span", null, label)))))),
    h("div", { class: "content content--start" },
      mainButton("start", t("kiosk.start.button"), "touch"),
      missedButton(app.menu),
      notice(app.menu),
      h("ol", { class: "three-steps" }, stepNames(app.menu).map((name, index) => h("li", null, h("span", { class: "disc", "aria-hidden": "true" }, index + 1), t(`kiosk.step.${name}`)))),
      h("p", { class: "quiet-line" }, t("kiosk.start.private"))),
  ];
}

function facts(menu) {
  const waiting = peopleWaiting(menu.services);
  const known = [[people(waiting), t("kiosk.start.waiting")]];
  if (menu.counters_open) known.push([t("kiosk.start.counters", { n: figure(menu.counters_open) }), t("kiosk.start.serving")]);
  if (menu.last_number_at) known.push([endOfDay(clock(menu.last_number_at, menu.branch.timezone)), t("kiosk.start.last_number")]);
  return known;
}

// what is special today: a meeting that ends it early, a holiday that is worked all the same
function notice(menu) {
  if (!menu.notice) return null;
  return h("p", { class: "band kiosk-band", "data-role": "notice" }, icon("info"), h("span", null, t("kiosk.start.notice", { text: pick(menu.notice) })));
}

// a hall that never closes stops at midnight, which is not the beginning of this day
function endOfDay(hour) {
  return hour === "00.00" ? "24.00" : hour;
}
