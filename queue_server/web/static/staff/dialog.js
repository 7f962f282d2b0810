/** One question at a time in a native dialog: choices with number keys, a deed that names its object, Batal left of it. */
import { t } from "../shared/js/words.js";
import { icon, make, say } from "./dom.js";

const NUMBERED = 9;

/** Is a question being asked? */
export function asking() {
  return document.querySelector("dialog[open]") !== null;
}

/**
 * Ask. question: {name, title, advice, deed(option) → label, icon, danger, lines: [[term, text]], groups: [{label, options}], preset, again}
 * where an option is {value, title, note, letter}. Without options the deed alone is asked. `again` is a key that
 * also says yes. `extra` is an element with further fields, placed under the choices and read by whoever asked;
 * `lacking(option)` says what is still missing. `filtered` begins in the filter; `typed(text)` makes an option of what
 * was typed there. `many` lets several be chosen: `preset` and the answer are lists.
 * Resolves to the chosen value (true without options), or null.
 */
export function ask(question) {
  return new Promise((resolve) => { new Question(question, resolve).open(); });
}

/** Close whatever is asked: what it was about has changed. */
export function withdraw() {
  const open = document.querySelector("dialog[open]");
  if (open) open.close();
}

class Question {
  constructor(question, resolve) {
    this.question = question;
    this.resolve = resolve;
    this.answer = null;
    this.groups = question.groups || [];
    this.group = 0;
    this.chosen = null;
    this.several = new Set(question.many ? question.preset : []);
  }

  open() {
    const question = this.question;
    this.dialog = make("dialog", "dialog staff-dialog");
    this.dialog.dataset.dialog = question.name;
    this.dialog.setAttribute("aria-labelledby", "dialog-title");
    const title = make("h2", "dialog__title", question.title);
    title.id = "dialog-title";
    this.form = make("form", "staff-dialog__form", title, make("p", "dialog__text second-text", question.advice));
    this.form.method = "dialog";
    this.form.noValidate = true;
    if (question.lines) this.form.append(lineList(question.lines));
    if (this.groups.length > 1) this.form.append(this.tabs());
    if (this.groups.length > 0) this.addChoices();
    if (question.extra) this.form.append(question.extra);
    this.form.append(this.deeds());
    this.dialog.append(this.form);
    document.body.append(this.dialog);
    this.listen();
    this.dialog.showModal();
    this.settle(question.preset === undefined ? null : question.preset);
    this.focusFirst();
  }

  listen() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.agree(); });
    this.form.addEventListener("input", () => this.paintDeed());
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => { this.dialog.remove(); this.resolve(this.answer); });
  }

  tabs() {
    const row = make("fieldset", "segments", make("legend", "visually-hidden", t("desk.transfer.to")));
    this.groups.forEach((group, place) => {
      const input = make("input", "visually-hidden");
      input.type = "radio";
      input.name = "group";
      input.checked = place === 0;
      input.addEventListener("change", () => this.turnTo(place));
      row.append(make("label", "segment", input, make("span", "", group.label)));
    });
    return row;
  }

  addChoices() {
    this.filter = make("input", "input staff-dialog__filter");
    this.filter.type = "search";
    this.filter.placeholder = this.question.filtered || t("desk.transfer.filter");
    this.filter.setAttribute("aria-label", this.filter.placeholder);
    this.filter.addEventListener("input", () => this.fill());
    this.options = make("fieldset", "options");
    this.nothing = make("p", "second-text", t("desk.transfer.nothing"));
    this.form.append(this.filter, this.options, this.nothing);
  }

  turnTo(place) {
    this.group = place;
    this.filter.value = "";
    this.settle(null);
  }

  settle(value) {
    this.chosen = null;
    if (this.groups.length > 0) this.fill(value);
    this.paintDeed();
  }

  fill(value) {
    const all = this.groups[this.group].options;
    const wanted = this.filter.value.trim().toLowerCase();
    const shown = all.filter((option) => wanted === "" || `${option.letter || ""} ${option.title}`.toLowerCase().includes(wanted));
    this.filter.hidden = all.length <= NUMBERED && !this.question.filtered;
    this.nothing.hidden = shown.length > 0 || this.question.typed !== undefined;
    this.options.replaceChildren(make("legend", "visually-hidden", this.question.title), ...shown.map((option, place) => this.option(option, place)));
    if (this.question.many) return;
    const kept = shown.find((option) => option.value === (value === undefined ? this.chosen && this.chosen.value : value));
    const only = wanted !== "" && shown.length === 1 ? shown[0] : null;
    this.choose(kept || only || (shown.length === 0 && this.question.typed ? this.question.typed(this.filter.value.trim()) : null));
  }

  option(option, place) {
    const input = make("input", "visually-hidden");
    input.type = this.question.many ? "checkbox" : "radio";
    input.name = "choice";
    input.value = option.value;
    input.checked = this.several.has(option.value);
    input.addEventListener("change", () => (this.question.many ? this.toggle(option, input.checked) : this.choose(option)));
    const label = make("label", "option", input);
    if (!this.question.filtered) label.append(place < NUMBERED ? keyBox(String(place + 1)) : make("kbd", "is-blank"));
    if (option.letter) label.append(make("span", option.other ? "plate-letter plate-letter--other" : "plate-letter", option.letter));
    const words = make("span", "option__words", make("span", "", option.title));
    if (option.note) words.append(make("small", "", option.note));
    label.append(words);
    label.dataset.value = option.value;
    return label;
  }

  toggle(option, is) {
    this.several[is ? "add" : "delete"](option.value);
    this.paintDeed();
  }

  choose(option) {
    this.chosen = option;
    this.options.querySelectorAll("input").forEach((input) => { input.checked = option !== null && input.value === option.value; });
    this.paintDeed();
  }

  deeds() {
    const cancel = make("button", "button staff-dialog__cancel", t("common.cancel"), keyBox("Esc"));
    cancel.type = "button";
    cancel.dataset.action = "cancel";
    cancel.addEventListener("click", () => this.dialog.close());
    this.deedWords = make("span");
    this.deed = make("button", this.question.danger ? "button button--danger" : "button button--main", this.deedWords, keyBox("Enter"));
    if (this.question.icon) this.deed.prepend(icon(this.question.icon));
    this.deed.type = "submit";
    this.deed.dataset.action = "confirm";
    return make("div", "staff-dialog__deeds", cancel, this.deed);
  }

  paintDeed() {
    const missing = this.missing();
    say(this.deedWords, missing === null ? this.question.deed(this.question.many ? [...this.several] : this.chosen) : missing);
    this.deed.setAttribute("aria-disabled", String(missing !== null));
  }

  /** What has to be said before the deed, in words, or null. */
  missing() {
    const chosen = this.question.many ? this.several.size > 0 : this.chosen !== null;
    if (this.groups.length > 0 && !chosen) return this.question.choose || t("desk.transfer.choose");
    return this.question.lacking ? this.question.lacking(this.chosen) : null;
  }

  focusFirst() {
    const many = this.filter && !this.filter.hidden;
    const first = many ? this.filter : this.options && this.options.querySelector(this.chosen ? "input:checked" : "input");
    (first || this.field() || this.deed).focus();
  }

  /** The first field of `extra` that can be used. */
  field() {
    return this.question.extra ? this.question.extra.querySelector("input:checked, input, textarea") : null;
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])");
    if (event.target === this.filter && event.key === "ArrowDown") {
      event.preventDefault();
      this.options.querySelector("input")?.focus();
    }
    if (event.key === "Enter" && event.target.matches("textarea, [type=checkbox]")) {
      event.preventDefault();
      event.stopPropagation();
      this.agree();
    }
    const number = Number(event.key);
    const elsewhere = this.question.extra && this.question.extra.contains(event.target);
    if (!typing && !elsewhere && !this.question.filtered && number >= 1 && number <= NUMBERED && this.options) {
      const input = this.options.querySelectorAll("input")[number - 1];
      if (!input) return;
      event.preventDefault();
      input.click();
      input.focus();
    } else if (!typing && this.question.again && event.key.toUpperCase() === this.question.again && !event.repeat) {
      event.preventDefault();
      // The dialog is gone when the page hears this key.
      event.stopPropagation();
      this.agree();
    }
  }

  agree() {
    const only = this.options ? this.options.querySelectorAll("input") : [];
    if (this.chosen === null && only.length === 1) only[0].click();
    if (this.missing() !== null) {
      const chosen = this.chosen !== null || this.groups.length === 0;
      if (chosen) this.field()?.focus();
      return;
    }
    if (this.question.many) this.answer = [...this.several];
    else this.answer = this.chosen === null ? true : this.chosen.value;
    this.dialog.close();
  }
}

function lineList(lines) {
  return make("dl", "dialog-lines", ...lines.map(([term, text]) => make("div", "", make("dt", "", term), make("dd", "", text))));
}

function keyBox(name) {
  const key = make("kbd", "", name);
  key.setAttribute("aria-hidden", "true");
  return key;
}
