/** Small fields for the desk's questions: one of a few, a count, a few lines of text. */
import { make, say } from "../staff/dom.js";

let made = 0;

/** One of a few: {element, read()}; nothing is chosen when `preset` is null. */
export function segments(name, label, options, preset) {
  const row = make("span", "segments");
  options.forEach((option) => {
    const input = make("input", "visually-hidden");
    input.type = "radio";
    input.name = name;
    input.value = option.value;
    input.checked = option.value === preset;
    const key = option.key ? make("span", "", `${option.key} `) : null;
    if (key) key.setAttribute("aria-hidden", "true");
    row.append(make("label", "segment", input, make("span", "", key, option.title)));
  });
  const element = make("fieldset", "field-row", make("legend", "field-row__label", label), row);
  // Within the row its figures choose.
  element.addEventListener("keydown", (event) => {
    const found = options.findIndex((option) => option.key === event.key);
    if (found === -1) return;
    const input = row.querySelectorAll("input")[found];
    event.preventDefault();
    input.click();
    input.focus();
  });
  return {
    element,
    read() {
      const checked = row.querySelector("input:checked");
      return checked ? checked.value : null;
    },
  };
}

/** A whole number between `least` and `most`: {element, read(), limit(most)}. */
export function numberField(name, label, { value, least, most }) {
  const input = make("input", "input field-row__number");
  const lower = stepButton("−", () => set(Number(input.value) - 1));
  const higher = stepButton("+", () => set(Number(input.value) + 1));
  const words = make("label", "field-row__label", label);
  let top = most;
  const within = () => Math.min(top, Math.max(least, Math.round(Number(input.value)) || least));
  function set(count) {
    input.value = String(count);
    input.value = String(within());
  }
  made += 1;
  Object.assign(input, { id: `field-${made}`, name, type: "number", min: String(least), inputMode: "numeric" });
  words.htmlFor = input.id;
  set(value);
  return {
    element: make("div", "field-row", words, lower, input, higher),
    read: within,
    limit(count) {
      top = count;
      input.max = String(count);
      set(within());
    },
  };
}

/** For fingers; the keyboard has the field's own arrows. */
function stepButton(sign, deed) {
  const button = make("button", "button field-row__step", sign);
  button.type = "button";
  button.tabIndex = -1;
  button.setAttribute("aria-hidden", "true");
  button.addEventListener("click", deed);
  return button;
}

/** A few lines of text with a hint and, when there was one, the sentence that refused it: {element, read()}. */
export function textField(label, hint, { value, most, wrong }) {
  made += 1;
  const area = make("textarea", "input");
  Object.assign(area, { id: `field-${made}`, rows: 3, maxLength: most, value });
  const words = make("label", "field-row__label", label);
  words.htmlFor = area.id;
  const advice = make("p", "field__hint", hint);
  const left = make("span", "field__left");
  const count = () => say(left, `${area.value.length} / ${most}`);
  area.addEventListener("input", count);
  count();
  advice.append(" ", left);
  advice.id = `${area.id}-hint`;
  area.setAttribute("aria-describedby", advice.id);
  const element = make("div", "field", words, area, advice);
  if (wrong) {
    area.setAttribute("aria-invalid", "true");
    const error = make("p", "field__error", wrong);
    error.id = `${area.id}-error`;
    error.setAttribute("role", "alert");
    area.setAttribute("aria-describedby", `${error.id} ${advice.id}`);
    element.append(error);
  }
  return { element, read: () => area.value.trim() };
}
