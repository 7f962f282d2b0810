/** A printer in words, on every page of people: its state, what that means, what to do; and why a slip did not come out. */
import { hasWord, t } from "../shared/js/words.js";

const WELL = ["ready", "printing"];
const MILD = ["paper_low", "unknown"];
const HELPLESS = ["offline", "paper_out", "cover_open", "error"];
const ONE_WAY = "one_way";
const CHIPS = {
  ready: ["good", "check"], printing: ["good", "slip"], paper_low: ["caution", "warning"], paper_out: ["late", "warning"],
  cover_open: ["late", "warning"], error: ["late", "warning"], offline: ["lost", "offline"], unknown: ["break", "info"],
};

/** Is there nothing to do? A printer that cannot be asked is as well as it can say. */
export function isWell(printer) {
  return WELL.includes(printer.state) || printer.detail === ONE_WAY;
}

/** Does something want doing, though paper still comes or may come? */
export function isMild(printer) {
  return MILD.includes(printer.state);
}

/** Can it not print now? */
export function isHelpless(printer) {
  return HELPLESS.includes(printer.state);
}

/** Its state in one or two words; one that never spoke says so. */
export function stateWord(printer) {
  return t(`printer.state.${nameOf(printer)}`);
}

/** The kind of its chip and the picture on it. */
export function chipOf(printer) {
  return CHIPS[printer.state] || CHIPS.unknown;
}

/** What is so, in a sentence; the detail knows more than the state. */
export function stateSentence(printer) {
  return detailSentence(printer) || t(`printer.state.${stateOf(printer)}.text`);
}

/** What its detail adds to the word for its state, or nothing. */
export function detailSentence(printer) {
  const key = `printer.detail.${printer.detail}`;
  return printer.at !== null && hasWord(key) ? t(key) : "";
}

/** What to do about it. */
export function advice(printer) {
  const detail = `printer.advice.${printer.detail}`;
  return t(printer.at !== null && hasWord(detail) ? detail : `printer.advice.${stateOf(printer)}`);
}

/** Why a slip did not surely come out: the reasons of jobs are details or states. */
export function reasonSentence(reason) {
  const found = [`printer.detail.${reason}`, `printer.state.${reason}.text`].find((key) => hasWord(key));
  return t(found || "printer.detail.failed");
}

/** "80 mm" for the profile "80mm"; other profiles by their own names. */
export function profileWord(profile) {
  return profile.replace(/^(\d+)mm$/, "$1 mm");
}

function nameOf(printer) {
  return printer.detail === ONE_WAY ? ONE_WAY : stateOf(printer);
}

function stateOf(printer) {
  if (printer.at === null) return "never";
  return hasWord(`printer.state.${printer.state}`) ? printer.state : "unknown";
}
