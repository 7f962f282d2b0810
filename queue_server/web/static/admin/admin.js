/** Accounts and devices of this server. Lists come from the API; every deed says how it went. */
import { send } from "../shared/js/api.js";
import { t } from "../shared/js/words.js";
import { Devices } from "../staff/devices.js";
import { ask } from "../staff/dialog.js";
import { chip, make, pageFacts, role, say } from "../staff/dom.js";
import { sentenceOf } from "../staff/refusals.js";

const EVERYWHERE = ["admin", "auditor"];
const place = pageFacts("admin-place");
const root = document.getElementById("admin");
const devices = new Devices(document.getElementById("devices"), { branch: "", timezone: "Asia/Jakarta" });
const userForm = role(root, "user-form");
const deviceForm = role(root, "device-form");

function tell(news, refusal) {
  role(root, "band-news").hidden = !news;
  say(role(root, "news-text"), news);
  role(root, "band-refusal").hidden = !refusal;
  say(role(root, "refusal-text"), refusal);
}

async function listUsers() {
  try {
    const { users } = await send("GET", "/api/v1/users");
    role(root, "users").replaceChildren(...users.map(userRow));
    role(root, "users-table").hidden = false;
    role(root, "users-loading").hidden = true;
  } catch (refusal) {
    say(role(root, "users-loading"), `${t("day.admin.failed")} ${sentenceOf(refusal)}`);
  }
}

function userRow(user) {
  const active = user.disabled_at === null;
  const name = make("th", "", user.username);
  name.scope = "row";
  if (user.username === place.me) name.append(" ", make("span", "second-text", `(${t("day.admin.you")})`));
  const state = make("td", "", active ? chip("good", "check", t("day.admin.active")) : chip("closed", "cross", t("day.admin.disabled")));
  const deeds = make("td", "figure");
  if (active && user.username !== place.me) deeds.append(disableButton(user.username));
  const branch = user.branch === null ? t("day.admin.every_branch") : place.names[user.branch] || user.branch;
  const row = make("tr", active ? "" : "is-off", name, make("td", "", t(`day.role.${user.role}`)), make("td", "", branch), state, deeds);
  row.dataset.username = user.username;
  return row;
}

function disableButton(username) {
  const button = make("button", "button button--danger", t("day.admin.disable"));
  button.type = "button";
  button.setAttribute("aria-label", t("day.admin.disable_do", { username }));
  button.addEventListener("click", () => disable(username));
  return button;
}

async function disable(username) {
  const sure = await ask({
    name: "disable-user", title: t("day.admin.disable_title", { username }), advice: t("day.admin.disable_advice"), danger: true, icon: "cross",
    deed: () => t("day.admin.disable_do", { username }),
  });
  if (!sure) return;
  try {
    await send("POST", `/api/v1/users/${encodeURIComponent(username)}/disable`, {});
    tell(t("day.admin.user_disabled", { username }), null);
  } catch (refusal) {
    tell(null, sentenceOf(refusal));
  }
  listUsers();
}

function formError(form, sentence) {
  role(form, "form-error").hidden = sentence === null;
  say(role(form, "form-error-text"), sentence);
}

/** Send a form once; its refusal stands under it. */
async function submit(form, work) {
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  formError(form, null);
  tell(null, null);
  try {
    await work();
  } catch (refusal) {
    formError(form, sentenceOf(refusal));
  }
  button.setAttribute("aria-disabled", "false");
}

async function addUser() {
  const { username, password, role: kind, branch } = userForm.elements;
  const name = username.value.trim();
  await send("POST", "/api/v1/users", { username: name, password: password.value, role: kind.value, branch: branch.value || null });
  userForm.reset();
  paintBranchChoice();
  tell(t("day.admin.user_added", { username: name }), null);
  await listUsers();
}

/** Officers and supervisors work at one office; others may see all. */
function paintBranchChoice() {
  const anywhere = EVERYWHERE.includes(userForm.elements.role.value);
  role(userForm, "every-branch").hidden = !anywhere;
  role(userForm, "every-branch").disabled = !anywhere;
  const select = userForm.elements.branch;
  if (anywhere) select.value = "";
  else if (select.value === "") select.selectedIndex = 0;
}

async function addDevice() {
  const { branch, kind, name } = deviceForm.elements;
  const made = await send("POST", `/api/v1/branches/${encodeURIComponent(branch.value)}/devices`, { kind: kind.value, name: name.value.trim(), zone: null });
  say(role(root, "token-title"), `${t("day.admin.token_title", { name: made.device.name })}.`);
  say(role(root, "token"), made.token);
  say(role(root, "copy-word"), t("day.admin.token_copy"));
  role(root, "token-box").hidden = false;
  name.value = "";
}

async function copyToken() {
  const code = role(root, "token");
  window.getSelection().selectAllChildren(code);
  // Plain http on a hall's LAN has no clipboard; the selection stays for Ctrl+C.
  if (!window.navigator.clipboard) return;
  await window.navigator.clipboard.writeText(code.textContent);
  say(role(root, "copy-word"), t("day.admin.token_copied"));
}

function openDevices(button) {
  const { branch, timezone } = button.dataset;
  devices.offerZones(place.zones[branch] || []);
  devices.open({ branch, timezone });
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (!button) return;
  if (button.dataset.action === "devices") openDevices(button);
  if (button.dataset.action === "copy-token") copyToken();
});
userForm.addEventListener("submit", (event) => { event.preventDefault(); submit(userForm, addUser); });
userForm.elements.role.addEventListener("change", paintBranchChoice);
if (deviceForm) deviceForm.addEventListener("submit", (event) => { event.preventDefault(); submit(deviceForm, addDevice); });
paintBranchChoice();
listUsers();
