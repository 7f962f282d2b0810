/** A dialog to look at rather than to answer: a title, what it is, contents, and the way out. */
import { t } from "../shared/js/words.js";
import { make } from "./dom.js";

/** Open a sheet: {name, title, text, wide}, holding `contents`. Returns the dialog, which is gone once closed. */
export function openSheet({ name, title, text, wide }, ...contents) {
  const dialog = make("dialog", `dialog staff-dialog sheet${wide ? " sheet--wide" : ""}`);
  const heading = make("h2", "dialog__title", title);
  const close = make("button", "button", t("common.close"), escapeKey());
  dialog.dataset.dialog = name;
  heading.id = "sheet-title";
  dialog.setAttribute("aria-labelledby", heading.id);
  close.type = "button";
  close.dataset.action = "close-sheet";
  close.addEventListener("click", () => dialog.close());
  dialog.append(make("div", "sheet__head", heading, close), make("p", "dialog__text second-text", text), ...contents);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function escapeKey() {
  const key = make("kbd", "", "Esc");
  key.setAttribute("aria-hidden", "true");
  return key;
}
