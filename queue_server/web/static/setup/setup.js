/** The first account, by the one-time link; then log in with it and show what follows. */
import { send, useCsrf } from "../shared/js/api.js";
import { t } from "../shared/js/words.js";
import { role, say } from "../staff/dom.js";
import { sentenceOf } from "../staff/refusals.js";
import { fieldError, showErrors, working } from "./form.js";

const SHORTEST = 8;
const FIELDS = { weak_password: "password", username_taken: "username", username_invalid: "username" };
const root = document.getElementById("setup");
const form = role(root, "form");
const button = form.querySelector("[data-action=create]");
const token = takeToken();
let busy = false;

/** The token is taken out of the address, so that nobody reads it over a shoulder or in the history. */
function takeToken() {
  const found = new URLSearchParams(window.location.hash.slice(1)).get("token") || new URLSearchParams(window.location.search).get("token");
  if (found) {
    window.sessionStorage.setItem("antrean.setup", found);
    window.history.replaceState(null, "", window.location.pathname);
  }
  return found || window.sessionStorage.getItem("antrean.setup");
}

function setBusy(value) {
  busy = value;
  working(button, role(button, "create-word"), t(value ? "setup.creating" : "setup.create"), value);
}

function wrongs(username, password, repeat) {
  return {
    username: username ? null : t("setup.required"),
    password: !password ? t("setup.required") : password.length < SHORTEST ? t("setup.too_short") : null,
    repeat: repeat === password ? null : t("setup.repeat_differs"),
  };
}

async function create() {
  const username = form.elements.username.value.trim();
  const password = form.elements.password.value;
  role(root, "refusal").hidden = true;
  if (showErrors(form, wrongs(username, password, form.elements.repeat.value))) return;
  setBusy(true);
  try {
    const account = await send("POST", "/api/v1/setup", { token, username, password });
    window.sessionStorage.removeItem("antrean.setup");
    await logIn(account && account.username ? account.username : username, password);
  } catch (refusal) {
    show(refusal);
  }
  setBusy(false);
}

/** A refusal about one field stands under it. */
function show(refusal) {
  const named = refusal.errors.length > 0 ? refusal.errors[0].field : null;
  const name = FIELDS[refusal.code] || (named && form.elements[named] ? named : null);
  if (name) {
    showErrors(form, { [name]: sentenceOf(refusal) });
    return;
  }
  say(role(root, "refusal-text"), sentenceOf(refusal));
  role(root, "refusal").hidden = false;
}

async function logIn(username, password) {
  try {
    const session = await send("POST", "/api/v1/session", { username, password });
    useCsrf(session.csrf_token);
    window.sessionStorage.setItem("antrean.csrf", session.csrf_token);
  } catch {
    // The account stands; logging in is one more step by hand.
    say(role(root, "made-lead"), t("setup.made_login"));
    role(root, "onward").href = "/login";
    say(role(root, "onward-word"), t("setup.to_login"));
  }
  next(username);
}

function next(username) {
  say(role(root, "made"), t("setup.made", { username }));
  role(root, "step-account").hidden = true;
  role(root, "step-next").hidden = false;
  root.dataset.step = "next";
  document.querySelectorAll(".entry-steps li").forEach((item) => {
    if (item.dataset.step === "2") item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    item.classList.toggle("is-done", item.dataset.step === "1");
  });
  role(root, "made").focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!busy && token) create();
});
form.addEventListener("input", (event) => {
  if (event.target.hasAttribute("aria-invalid")) fieldError(form, event.target.name, null);
});
if (!token) {
  role(root, "no-token").hidden = false;
  button.setAttribute("aria-disabled", "true");
}
