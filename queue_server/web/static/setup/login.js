/** Log in, then go where one wanted to, or where one's work begins. */
import { send } from "../shared/js/api.js";
import { t } from "../shared/js/words.js";
import { pageFacts, role, say } from "../staff/dom.js";
import { sentenceOf } from "../staff/refusals.js";
import { showErrors, working } from "./form.js";

const place = pageFacts("login-place");
const form = role(document, "form");
const button = form.querySelector("[data-action=log-in]");
let busy = false;

function refuse(sentence) {
  role(document, "refusal").hidden = sentence === null;
  say(role(document, "refusal-text"), sentence);
}

function setBusy(value) {
  busy = value;
  working(button, role(button, "deed-word"), t(value ? "setup.login.doing" : "setup.login.do"), value);
}

async function logIn() {
  const username = form.elements.username.value.trim();
  const password = form.elements.password.value;
  const empty = t("setup.required");
  if (showErrors(form, { username: username ? null : empty, password: password ? null : empty })) return;
  setBusy(true);
  refuse(null);
  try {
    const session = await send("POST", "/api/v1/session", { username, password });
    window.sessionStorage.setItem("antrean.csrf", session.csrf_token);
    window.location.assign(place.next || place.homes[session.user.role] || "/");
  } catch (refusal) {
    refuse(sentenceOf(refusal));
    setBusy(false);
    form.elements.password.select();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!busy) logIn();
});
role(form, "show").addEventListener("change", (event) => {
  form.elements.password.type = event.target.checked ? "text" : "password";
});
