/** How many come with one number, where the office lets several. */
import { figure, people } from "/static/shared/js/format.js";
import { t } from "/static/shared/js/words.js";
import { h, icon } from "../dom.js";

export function peopleStepper(app, service) {
  if (!(service.max_people > 1)) return null;
  const count = app.visit.people;
  return h("section", { class: "people", role: "group", "aria-labelledby": "people" },
    h("div", null, h("h2", { class: "part-title", id: "people" }, t("kiosk.people.title")),
      h("p", { class: "lead" }, t("kiosk.people.text"))),
    h("div", { class: "stepper" },
      step("fewer", "minus", count > 1),
      h("p", { class: "stepper__value", role: "status", "aria-label": people(count), "data-role": "people" }, figure(count)),
      step("more", "plus", count < service.max_people)));
}

function step(action, picture, possible) {
  return h("button", { class: "button stepper__key", type: "button", "data-action": action, "aria-label": t(`kiosk.people.${action}`), "aria-disabled": possible ? null : "true" }, icon(picture));
}
