/** The whole picture of the desk, painted from a state, the press under way and the time. */
import { hasWord, t } from "../shared/js/words.js";
import { role, say } from "../staff/dom.js";
import { paintActions, paintStep } from "./buttons.js";
import { paintPlate, tickPlate } from "./plate.js";
import { kindOf } from "./rules.js";
import { paintResume, paintSide, tickSide } from "./side.js";

const CONFIRM_MS = 8000;

export class Picture {
  constructor(root) {
    this.root = root;
    this.plate = role(root, "plate");
    this.side = role(root, "side");
    this.step = root.querySelector("[data-action=next-step]");
    this.said = role(root, "said");
    this.hand = null;
    this.confirming = 0;
  }

  /** Paint everything. */
  paint(state, press, line, now) {
    this.root.dataset.tab = state.passive ? "passive" : "active";
    this.unveil(state);
    paintPlate(this.plate, state);
    paintStep(this.step, state, press, line);
    paintSide(this.side, state, now);
    this.tick(state, press, line, now);
  }

  /** Paint what the time changes. */
  tick(state, press, line, now) {
    tickPlate(this.plate, state, now);
    tickSide(this.side, state, now);
    paintActions(this.root, state, press, line, now);
    paintResume(this.side, state, press, line, now);
  }

  unveil(state) {
    say(role(this.root, "counter-name"), state.name);
    role(this.root, "loading").hidden = true;
    role(this.root, "work").hidden = false;
    this.paintPrinter(state.printer, state.printer_detail);
    const hand = state.in_hand ? state.in_hand.ticket.id : null;
    if (hand !== this.hand) this.chooseOutcome("done");
    this.hand = hand;
    const number = state.in_hand ? state.in_hand.ticket.number : state.next;
    document.title = number ? `${number} · ${state.name}` : state.name;
  }

  /** Say only trouble; a printer that is well needs no word here. */
  paintPrinter(printer, detail) {
    const chip = role(this.root, "printer");
    const well = printer === null || printer === "ready" || printer === "printing" || detail === "one_way";
    chip.hidden = well;
    if (!well) say(role(chip, "printer-word"), t("desk.printer", { state: t(`printer.state.${printer}`) }));
  }

  /** Tell screen readers what was done, when it was done here, and where the counter stands now. */
  announce(state, deed) {
    const kind = kindOf(state);
    const hand = kind === "taken" ? null : state.in_hand;
    const values = hand
      ? { number: hand.ticket.number, count: hand.ticket.call_count, limit: hand.max_calls }
      : { number: state.next, officer: state.officer };
    const stands = t(`desk.said.${kind === "open" && !state.next ? "nobody" : kind}`, values);
    say(this.said, [deedWords(deed), stands].filter(Boolean).join(" "));
  }

  /** Tell screen readers what was done while the counter stands where it stood. */
  tell(deed) {
    const words = deedWords(deed);
    if (words) say(this.said, words);
  }

  /** A slip comes out elsewhere and changes nothing here: say for a while that it was sent. */
  confirm(press) {
    if (press.name !== "reprint") return;
    const chip = role(this.root, "reprinted");
    say(role(chip, "reprinted-word"), t("desk.reprint.done", { number: press.number }));
    chip.hidden = false;
    window.clearTimeout(this.confirming);
    this.confirming = window.setTimeout(() => { chip.hidden = true; }, CONFIRM_MS);
  }

  /** The counter's name as the page shows it. */
  counter() {
    return role(this.root, "counter-name").textContent;
  }

  /** The chosen outcome: done, papers_missing or referred. */
  outcome() {
    return this.plate.querySelector("input[name=outcome]:checked").value;
  }

  chooseOutcome(value) {
    this.plate.querySelectorAll("input[name=outcome]").forEach((input) => { input.checked = input.value === value; });
  }
}

/** What a press of ours did, in words; not every press needs them. */
function deedWords(deed) {
  const key = deed ? `desk.did.${deed.name}` : "";
  return deed && hasWord(key) ? t(key, { number: deed.number }) : "";
}
