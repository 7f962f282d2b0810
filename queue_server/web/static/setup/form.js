/** What the forms of the way in share: an error under its field, in words; a button that says what it waits for. */
import { say } from "../staff/dom.js";

/** Put a sentence under a field, or take it away with null. */
export function fieldError(form, name, sentence) {
  const input = form.elements[name];
  const line = document.getElementById(`${input.id}-error`);
  if (sentence) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  line.hidden = !sentence;
  say(line.querySelector("span"), sentence);
}

/** Put sentences under the fields of `errors` {name: sentence|null} and the focus on the first that has one. */
export function showErrors(form, errors) {
  Object.entries(errors).forEach(([name, sentence]) => fieldError(form, name, sentence));
  const first = Object.keys(errors).find((name) => errors[name]);
  if (first) form.elements[first].focus();
  return first !== undefined;
}

/** A button that works says so and cannot be pressed twice. */
export function working(button, word, text, busy) {
  button.setAttribute("aria-disabled", String(busy));
  button.classList.toggle("is-waiting", busy);
  say(word, text);
}
