/** The printers, a panel each: how it is, what to do, its papers by two counts. Built once a printer, then told anew in place. */
import { clockWithZone, figure } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { chip, hidden, icon, make, role, say } from "../staff/dom.js";
import { advice, chipOf, isWell, profileWord, stateSentence, stateWord } from "../staff/printers.js";
import { keepRows } from "./rows.js";

const COUNTS = ["tickets", "reprints", "failures"];

/** Paint the box; panels keep their elements, so that nobody's button moves away under the hand. */
export function paintPrinters(root, state) {
  const list = role(root, "printers");
  say(role(root, "printers-legend"), state.print_queued > 0 ? t("day.wall.printers_legend", { n: figure(state.print_queued) }) : "");
  role(root, "printers-none").hidden = state.printers.length > 0;
  keepRows(list, state.printers, {
    keyOf: (printer) => printer.id, build: (printer) => newPanel(printer.id), paint: (panel, printer) => paintPanel(panel, printer, state.branch.timezone),
  });
}

function newPanel(id) {
  const test = make("button", "button", icon("printer"), t("day.printers.test"));
  const panel = make("li", "printer",
    make("div", "printer__head", named("h3", "name"), named("span", "chip")),
    named("p", "what", "printer__what"), withIcon(named("p", "do", "printer__do"), "forward"),
    named("p", "meta", "printer__meta second-text"), countTable(), differsBand(), make("div", "printer__deeds", test));
  Object.assign(test, { type: "button" });
  test.dataset.action = "print-test";
  test.dataset.printer = id;
  panel.dataset.printer = id;
  panel.id = `printer-${id}`;
  panel.tabIndex = -1;
  return panel;
}

function named(tag, name, className) {
  const element = make(tag, className || "");
  element.dataset.role = name;
  return element;
}

function withIcon(element, picture) {
  element.append(icon(picture), named("span", "words"));
  return element;
}

function countTable() {
  const head = make("tr", "", headCell("col", t("day.printers.counts")), ...COUNTS.map((name) => headCell("col", t(`day.printers.${name}`), "figure")));
  const table = make("table", "printer__counts", make("thead", "", head), make("tbody"));
  table.dataset.role = "counts";
  ["server", "agent"].forEach((who) => {
    const row = make("tr", "", headCell("row", t(`day.printers.by_${who}`)), ...COUNTS.map(() => make("td", "figure")));
    row.dataset.role = who;
    table.tBodies[0].append(row);
  });
  return table;
}

function headCell(scope, words, className) {
  const cell = make("th", className || "", words);
  cell.scope = scope;
  return cell;
}

function differsBand() {
  const words = make("span", "", named("b", "differs-title"), " ", named("span", "differs-text"));
  const band = make("p", "band band--failure printer__differs", icon("warning"), words);
  band.dataset.role = "differs";
  return band;
}

function paintPanel(panel, printer, zone) {
  const well = isWell(printer);
  panel.dataset.state = printer.state;
  panel.dataset.detail = printer.detail || "";
  panel.classList.toggle("is-unwell", !well);
  say(role(panel, "name"), printer.name);
  paintChip(role(panel, "chip"), printer);
  const isPlain = well && printer.state !== "unknown";
  role(panel, "what").hidden = isPlain;
  role(panel, "do").hidden = isPlain;
  say(role(panel, "what"), stateSentence(printer));
  say(role(role(panel, "do"), "words"), advice(printer));
  say(role(panel, "meta"), metaOf(printer, zone));
  paintCounts(panel, printer.papers);
  panel.querySelector("[data-action=print-test]").setAttribute("aria-label", t("day.printers.test_on", { printer: printer.name }));
}

function paintChip(place, printer) {
  const [kind, picture] = chipOf(printer);
  const print = `${kind}:${picture}:${stateWord(printer)}`;
  if (place.dataset.print === print) return;
  place.dataset.print = print;
  place.replaceChildren(chip(kind, picture, stateWord(printer)));
}

function metaOf(printer, zone) {
  const parts = [printer.profile ? profileWord(printer.profile) : null, printer.is_fallback ? t("day.printers.fallback") : null];
  if (printer.at) parts.push(t("day.printers.reported", { time: clockWithZone(printer.at, zone) }));
  return parts.filter(Boolean).join(" · ");
}

function paintCounts(panel, papers) {
  role(panel, "counts").hidden = !papers;
  role(panel, "differs").hidden = !papers || !papers.differs;
  if (!papers) return;
  ["server", "agent"].forEach((who) => {
    const cells = role(panel, who).querySelectorAll("td");
    COUNTS.forEach((name, place) => {
      const isOff = papers.differs && name !== "failures" && papers.agent[name] !== papers.server[name];
      cells[place].classList.toggle("is-off", isOff);
      say(cells[place], papers[who] ? figure(papers[who][name]) : "–");
      if (isOff) cells[place].append(hidden(`, ${t("day.printers.differs_word")}`));
    });
  });
  if (!papers.differs) return;
  say(role(panel, "differs-title"), differenceOf(papers));
  say(role(panel, "differs-text"), `${t("day.printers.differs_do")} ${t("day.printers.differs_why")}`);
}

/** "Hitungan berbeda: server 120, pencetak 121." */
export function differenceOf(papers) {
  const parts = ["tickets", "reprints"].filter((name) => papers.agent[name] !== papers.server[name])
    .map((name) => t(`day.printers.differs_${name}`, { server: figure(papers.server[name]), agent: figure(papers.agent[name]) }));
  return t("day.printers.differs", { counts: parts.join("; ") });
}
