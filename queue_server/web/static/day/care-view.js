/** The box "Perlu tindakan": one line a matter, in words, each with its button. */
import { clock, figure, minutes, people } from "../shared/js/format.js";
import { pick, t } from "../shared/js/words.js";
import { icon, make, role, say } from "../staff/dom.js";
import { advice, detailSentence, stateWord } from "../staff/printers.js";
import { paperName, paperSentence } from "./papers-view.js";
import { differenceOf } from "./printers-view.js";
import { touchAdvice } from "./voices-view.js";

/** Paint the list; a list that says the same is left alone, so that nobody's button moves away. */
export function paintCare(root, cares, zone) {
  const box = role(root, "care-box");
  const lines = cares.map((care) => ({ care, words: wordsOf(care, zone) }));
  const print = JSON.stringify([document.documentElement.lang, lines.map((line) => [line.words, line.care.deed])]);
  if (box.dataset.print === print) return;
  box.dataset.print = print;
  box.classList.toggle("is-calm", cares.length === 0);
  box.classList.toggle("is-grave", cares.some((care) => care.grave));
  say(role(box, "care-title"), t(cares.length === 0 ? "day.wall.no_care" : "day.wall.care"));
  say(role(box, "care-count"), cares.length === 0 ? "" : figure(cares.length));
  role(box, "care-none").hidden = cares.length > 0;
  role(box, "care").replaceChildren(...lines.map((line) => row(line.care, line.words)));
}

function row(care, words) {
  const mark = make("span", care.grave ? "care__mark is-grave" : "care__mark", icon(care.icon));
  const text = make("span", "care__words", make("b", "", words[0]), make("span", "second-text", words[1]));
  const item = make("li", "care", mark, text);
  item.dataset.kind = care.kind;
  if (care.deed) item.append(button(care, words[0]));
  return item;
}

function button(care, about) {
  const word = { look: "day.wall.look", desk: "day.wall.look", reprint: "day.wall.reprint", "open-day": "day.wall.open_day" }[care.deed.action];
  const link = care.deed.action === "desk";
  const element = make(link ? "a" : "button", "button", t(word));
  element.setAttribute("aria-label", `${t(word)}: ${about}`);
  element.dataset.action = care.deed.action;
  if (link) element.href = `/desk?counter=${encodeURIComponent(care.deed.counter)}&branch=${encodeURIComponent(document.getElementById("wall").dataset.branch)}`;
  else element.type = "button";
  if (care.deed.at) element.dataset.at = care.deed.at;
  if (care.deed.job) Object.assign(element.dataset, { ticket: care.deed.job.ticket || "", number: paperName(care.deed.job) });
  return element;
}

function wordsOf(care, zone) {
  switch (care.kind) {
    case "not_open": return [t("day.wall.care.not_open"), t("day.wall.care.not_open_text")];
    case "nobody": return [t("day.wall.care.nobody", { people: people(care.n) }), t("day.wall.care.nobody_text")];
    case "queue": return [
      t("day.wall.care.queue", { service: pick(care.queue.name) }),
      t("day.wall.care.queue_text", { people: people(care.queue.count), minutes: minutes(care.seconds) }),
    ];
    case "printer": return [t("day.wall.care.printer", { printer: care.printer.name, state: stateWord(care.printer) }), printerText(care)];
    case "blocked": return [t("day.wall.care.blocked", { zone: care.zone }), touchAdvice(care.voice)];
    case "touch": return [t("day.wall.care.touch", { displays: care.voice.blocked.join(", ") }), touchAdvice(care.voice)];
    case "voiceless": return [t("day.wall.care.voiceless", { zone: care.zone }), t("day.voices.do.silent")];
    case "full": return [t("day.wall.care.full", { zone: care.zone, n: figure(care.voice.share * 100) }), t("day.voices.do.full")];
    case "count": return [t("day.wall.care.count", { printer: care.printer.name }), `${differenceOf(care.printer.papers)} ${t("day.printers.differs_do")}`];
    case "queued": return [t("day.wall.care.queued", { n: figure(care.n) }), t("day.wall.care.queued_text", { time: clock(care.since, zone) })];
    case "paper": return [t("day.wall.care.paper", { number: paperName(care.job) }), paperSentence(care.job, zone)];
    case "papers": return [t("day.wall.care.papers", { n: figure(care.n) }), t("day.wall.care.papers_text")];
    default: return [
      t(`day.wall.care.${care.kind}`, { counter: care.counter.name, number: care.counter.number, minutes: minutes(care.seconds) }),
      t(`day.wall.care.${care.kind}_text`),
    ];
  }
}

/** What the state's word leaves out, who prints meanwhile, what to do. */
function printerText({ printer, other }) {
  return [detailSentence(printer), other && t("day.wall.care.printer_other", { printer: other.name }), advice(printer)].filter(Boolean).join(" ");
}
