/** Sample slips as pictures, made by the printer program from the bytes that it would send. */
import { Refusal } from "../shared/js/api.js";
import { language, t } from "../shared/js/words.js";
import { icon, make, say } from "../staff/dom.js";
import { sentenceOf } from "../staff/refusals.js";
import { openSheet } from "../staff/sheet.js";

const KINDS = ["ticket", "reprint", "tally", "test", "sign"];
const PROFILES = ["80mm", "58mm"];
/** What staff hold in their hands is in Indonesian only. */
const FOR_RESIDENTS = ["ticket", "reprint"];
/** Pictures by address, as long as the dialog stands. */
const kept = new Map();

/** Open the dialog for a branch ({code, languages}). */
export function showSlips(branch) {
  kept.clear();
  const shown = { kind: KINDS[0], language: branch.languages.includes(language()) ? language() : branch.languages[0] };
  const papers = PROFILES.map((profile) => new Paper(branch.code, profile));
  const kinds = choice("slip-kind", t("day.slips.kind"), KINDS.map((kind) => [kind, t(`day.slips.${kind}`)]), shown.kind);
  const languages = choice("slip-language", t("common.language.switch"), branch.languages.map((code) => [code, t(`common.language.${code}`)]), shown.language);
  const note = make("p", "second-text slips__note", t("day.slips.staff_language"));
  const show = () => {
    const many = FOR_RESIDENTS.includes(shown.kind);
    languages.hidden = !many || branch.languages.length < 2;
    note.hidden = many;
    papers.forEach((paper) => paper.show(shown));
  };
  kinds.addEventListener("change", (event) => { shown.kind = event.target.value; show(); });
  languages.addEventListener("change", (event) => { shown.language = event.target.value; show(); });
  openSheet({ name: "slips", title: t("day.slips.title"), text: t("day.slips.text"), wide: true },
    make("div", "slips__choices", kinds, languages, note), make("div", "slips__papers", ...papers.map((paper) => paper.element)));
  kinds.querySelector("input:checked").focus();
  show();
}

function choice(name, label, options, preset) {
  const row = make("fieldset", "segments", make("legend", "visually-hidden", label));
  options.forEach(([value, words]) => {
    const input = make("input", "visually-hidden");
    Object.assign(input, { type: "radio", name, value, checked: value === preset });
    row.append(make("label", "segment", input, make("span", "", words)));
  });
  return row;
}

/** One width of paper: its picture, or what stands in its place until it is there. */
class Paper {
  constructor(branch, profile) {
    this.branch = branch;
    this.profile = profile;
    this.asked = "";
    this.picture = make("img", "slips__picture");
    this.waits = make("p", "slips__waits", icon("hourglass"), make("span", "", t("day.slips.painting")));
    this.waits.setAttribute("role", "status");
    this.wrong = make("div", "state state--failure");
    const glass = make("div", "slips__glass", this.picture, this.waits, this.wrong);
    glass.tabIndex = 0;
    glass.setAttribute("role", "region");
    glass.setAttribute("aria-label", t("day.slips.width", { n: parseInt(profile, 10) }));
    this.element = make("section", "slips__paper", make("h3", "", t("day.slips.width", { n: parseInt(profile, 10) })), glass);
    this.element.dataset.profile = profile;
  }

  async show(wish) {
    const query = new window.URLSearchParams({ kind: wish.kind, profile: this.profile, language: wish.language });
    const path = `/api/v1/branches/${encodeURIComponent(this.branch)}/slip?${query}`;
    this.asked = path;
    this.paint("waits");
    try {
      const picture = await pictureOf(path);
      if (this.asked !== path) return;
      this.picture.src = picture;
      this.picture.alt = t("day.slips.alt", { kind: t(`day.slips.${wish.kind}`), n: parseInt(this.profile, 10) });
      this.paint("picture");
    } catch (refusal) {
      if (this.asked === path) this.fail(refusal, wish);
    }
  }

  fail(refusal, wish) {
    const words = make("p");
    const again = make("button", "button", icon("again"), t("common.try_now"));
    say(words, sentenceOf(refusal));
    again.type = "button";
    again.addEventListener("click", () => this.show(wish));
    this.wrong.replaceChildren(icon("warning"), make("h4", "state__title", t("day.slips.wrong")), words, again);
    this.paint("wrong");
  }

  paint(part) {
    ["picture", "waits", "wrong"].forEach((name) => { this[name].hidden = name !== part; });
    this.element.dataset.part = part;
  }
}

/** A picture as an address that the page itself holds; it is asked for once. Rejects with a Refusal. */
async function pictureOf(path) {
  if (!kept.has(path)) kept.set(path, await fetched(path));
  return kept.get(path);
}

async function fetched(path) {
  const lost = new Refusal({ code: "no_answer" }, 0);
  const response = await fetch(path, { headers: { Accept: "image/png", "Accept-Language": document.documentElement.lang } }).catch(() => { throw lost; });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({ code: "internal" }));
    throw new Refusal(problem, response.status);
  }
  const reader = new window.FileReader();
  const picture = await response.blob();
  return new Promise((resolve, reject) => {
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", () => reject(lost));
    reader.readAsDataURL(picture);
  });
}
