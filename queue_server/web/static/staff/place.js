/** Where a display hangs and what panel it has: the words in its row, and the question that changes them. */
import { figure } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { ask } from "./dialog.js";
import { icon, make, say } from "./dom.js";
import { PANELS_INCH, reach, readableTo } from "./panels.js";

const OTHER = "other";
/** What the server takes. */
const LIMITS = { panel_inch: [5, 200], farthest_m: [0.5, 100], margin_percent: [0, 5] };

/** "55 inci · kursi terjauh 9 m · tepi 2 %": what is told of a display besides its counter; a list of words. */
export function placeWords(device, nameOfCounter) {
  return [
    device.counter && nameOfCounter(device.counter),
    device.panel_inch && t("day.place.inch", { n: short(device.panel_inch) }),
    device.farthest_m && t("day.place.seat", { n: short(device.farthest_m) }),
    device.margin_percent > 0 && t("day.place.edge", { n: short(device.margin_percent) }),
    device.is_silent && t("day.place.silent_word"),
  ].filter(Boolean);
}

/** Up to where the number can be read: {enough, text}; null while the panel is unknown, and for the screen of one counter. */
export function readable(place) {
  if (!place.panel_inch || place.counter) return null;
  if (!place.farthest_m) return { enough: true, text: t("day.place.readable", { m: short(readableTo(place.panel_inch)) }) };
  const seen = reach(place.panel_inch, place.farthest_m);
  const facts = { m: short(seen.readable), seat: short(place.farthest_m), inch: seen.inch };
  if (!seen.enough) return { enough: false, text: `${t("day.place.too_far", facts)} ${t(seen.inch ? "day.place.too_far_panel" : "day.place.too_far_move", facts)}` };
  return { enough: true, text: t(seen.far ? "day.place.readable_far" : "day.place.readable", facts) };
}

/** Ask how a display hangs. `counters` are {counter, name}, null where this page does not know them. Resolves to its fields, or null. */
export async function askPlace(device, counters) {
  const fields = new PlaceFields(device, counters);
  const asked = ask({
    name: "place", title: t("day.place.title", { name: device.name }), advice: t("day.place.advice", { zone: device.zone || t("day.pair.all_zones") }),
    icon: "screen", extra: fields.element, lacking: () => fields.wrong(), deed: () => t("day.place.do"),
  });
  fields.counter.focus();
  return (await asked) ? fields.read() : null;
}

class PlaceFields {
  constructor(device, counters) {
    const usual = device.panel_inch === null || PANELS_INCH.includes(device.panel_inch);
    const places = counters || (device.counter ? [{ counter: device.counter, name: device.counter }] : []);
    this.counter = select("place-counter", [["", t("day.place.no_counter")], ...places.map((one) => [one.counter, one.name])], device.counter || "");
    this.panel = select("place-panel", [["", t("day.place.unknown")], ...PANELS_INCH.map((inch) => [String(inch), t("day.place.inch", { n: inch })]), [OTHER, t("day.place.other")]],
      usual ? String(device.panel_inch || "") : OTHER);
    this.inch = number("place-inch", usual ? null : device.panel_inch, LIMITS.panel_inch);
    this.farthest = number("place-farthest", device.farthest_m, LIMITS.farthest_m);
    this.margin = number("place-margin", device.margin_percent, LIMITS.margin_percent);
    this.silent = make("input");
    Object.assign(this.silent, { type: "checkbox", id: "place-silent", checked: device.is_silent });
    this.other = field(this.inch, t("day.place.other_inch"));
    this.said = make("p", "place__said");
    this.said.setAttribute("role", "status");
    this.element = make("div", "place",
      field(this.counter, t("day.place.counter"), t(counters ? "day.place.counter_hint" : "day.place.counter_elsewhere")),
      make("div", "place__row", field(this.panel, t("day.place.panel")), this.other, field(this.farthest, t("day.place.farthest"))), this.said,
      field(this.margin, t("day.place.margin"), t("day.place.margin_hint")),
      make("label", "place__silent", this.silent, make("span", "", make("b", "", t("day.place.silent")), make("small", "second-text", t("day.place.silent_hint")))));
    this.element.addEventListener("input", () => this.paint());
    this.element.addEventListener("keydown", (event) => saveByEnter(event));
    this.paint();
  }

  /** The fields of the command. */
  read() {
    const inch = this.panel.value === OTHER ? this.inch.value : this.panel.value;
    return {
      counter: this.counter.value || null, panel_inch: inch === "" ? null : Number(inch), farthest_m: this.farthest.value === "" ? null : Number(this.farthest.value),
      margin_percent: Number(this.margin.value), is_silent: this.silent.checked,
    };
  }

  /** What does not fit, in words, or null. */
  wrong() {
    const checks = [[this.inch, "panel", this.panel.value !== OTHER, true], [this.farthest, "farthest"], [this.margin, "margin"]];
    const bad = checks.filter(([input, , skipped, needed]) => !skipped && (!input.validity.valid || (needed && input.value === "")));
    checks.forEach((check) => check[0].setAttribute("aria-invalid", String(bad.includes(check))));
    return bad.length > 0 ? t(`day.place.wrong.${bad[0][1]}`) : null;
  }

  paint() {
    this.other.hidden = this.panel.value !== OTHER;
    const seen = this.wrong() === null ? readable(this.read()) : null;
    this.said.classList.toggle("is-wrong", seen !== null && !seen.enough);
    const print = seen === null ? "" : seen.text;
    if (this.said.dataset.print === print) return;
    this.said.dataset.print = print;
    this.said.replaceChildren(...(seen === null ? [] : [icon(seen.enough ? "check" : "warning"), make("span", "", seen.text)]));
  }
}

/** Enter saves, as the deed says, where the browser would open the choice; the space bar opens it. */
function saveByEnter(event) {
  if (event.key !== "Enter" || event.target.tagName !== "SELECT") return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

function short(value) {
  return figure(value, value % 1 ? 1 : 0);
}

function select(id, options, value) {
  const element = make("select", "", ...options.map(([code, words]) => { const option = make("option", "", words); option.value = code; return option; }));
  element.id = id;
  element.value = value;
  // a counter that the office no longer has is none
  if (element.selectedIndex === -1) element.value = "";
  return element;
}

function number(id, value, [least, most]) {
  const element = make("input");
  Object.assign(element, { id, type: "number", inputMode: "decimal", min: least, max: most, step: "any", value: value === null ? "" : value });
  return element;
}

function field(control, words, hint) {
  const label = make("label", "", words);
  label.htmlFor = control.id;
  const box = make("div", "field", label, control);
  if (hint) {
    const note = make("p", "field__hint");
    note.id = `${control.id}-hint`;
    say(note, hint);
    control.setAttribute("aria-describedby", note.id);
    box.append(note);
  }
  return box;
}
