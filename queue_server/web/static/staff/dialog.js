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
 * also says yes. Resolves to the chosen value (true without options), or null.
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
    if (question.lines) this.form.append(lineList(question.lines));
    if (this.groups.length > 1) this.form.append(this.tabs());
    if (this.groups.length > 0) this.addChoices();
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
    this.filter.placeholder = t("desk.transfer.filter");
    this.filter.setAttribute("aria-label", t("desk.transfer.filter"));
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
    this.filter.hidden = all.length <= NUMBERED;
    this.nothing.hidden = shown.length > 0;
    this.options.replaceChildren(make("legend", "visually-hidden", this.question.title), ...shown.map((option, place) => this.option(option, place)));
    const kept = shown.find((option) => option.value === (value === undefined ? this.chosen && this.chosen.value : value));
    this.choose(kept || null);
  }

  option(option, place) {
    const input = make("input", "visually-hidden");
    input.type = "radio";
    input.name = "choice";
    input.value = option.value;
    input.addEventListener("change", () => this.choose(option));
    const label = make("label", "option", input);
    const key = make("kbd", place < NUMBERED ? "" : "is-blank", place < NUMBERED ? String(place + 1) : "");
    key.setAttribute("aria-hidden", "true");
    label.append(key);
    if (option.letter) label.append(make("span", option.other ? "plate-letter plate-letter--other" : "plate-letter", option.letter));
    const words = make("span", "option__words", make("span", "", option.title));
    if (option.note) words.append(make("small", "", option.note));
    label.append(words);
    label.dataset.value = option.value;
    return label;
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
    const ready = this.groups.length === 0 || this.chosen !== null;
    say(this.deedWords, ready ? this.question.deed(this.chosen) : t("desk.transfer.choose"));
    this.deed.setAttribute("aria-disabled", String(!ready));
  }

  focusFirst() {
    const many = this.filter && !this.filter.hidden;
    const first = many ? this.filter : this.options && this.options.querySelector(this.chosen ? "input:checked" : "input");
    (first || this.deed).focus();
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = event.target === this.filter;
    if (typing && event.key === "ArrowDown") this.options.querySelector("input")?.focus();
    const number = Number(event.key);
    if (!typing && number >= 1 && number <= NUMBERED && this.options) {
      const input = this.options.querySelectorAll("input")[number - 1];
      if (!input) return;
      event.preventDefault();
      input.click();
      input.focus();
    } else if (!typing && this.question.again && event.key.toUpperCase() === this.question.again && !event.repeat) {
      event.preventDefault();
      this.agree();
    }
  }

  agree() {
    const only = this.options ? this.options.querySelectorAll("input") : [];
    if (this.chosen === null && only.length === 1) only[0].click();
    if (this.groups.length > 0 && this.chosen === null) return;
    this.answer = this.chosen === null ? true : this.chosen.value;
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
