/** Leaving and the language, on every page of people. */
import { send } from "../shared/js/api.js";
import { t } from "../shared/js/words.js";

const YEAR_S = 31536000;

async function leave(button) {
  try {
    await send("DELETE", "/api/v1/session", null, { patience: 3000 });
  } catch (refusal) {
    // A session that is gone already is what was wanted; without an answer one is still logged in and must know it.
    if (refusal.status === 0 || refusal.status >= 500) {
      button.textContent = t("common.refusal.no_answer");
      return;
    }
  }
  window.sessionStorage.clear();
  window.location.assign("/login");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-language]");
  if (link) document.cookie = `lang=${link.dataset.language}; path=/; max-age=${YEAR_S}; samesite=lax`;
  const exit = event.target.closest("[data-action=log-out]");
  if (exit) leave(exit);
  document.querySelectorAll("details[data-role=menu][open]").forEach((menu) => {
    if (!menu.contains(event.target) || event.target.closest("[data-action=keys]")) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details[data-role=menu][open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
