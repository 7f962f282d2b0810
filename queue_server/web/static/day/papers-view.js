/** Slips that did not surely come out: the number, why, since when, and the way to print it again. */
import { clock, figure } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { icon, make, role, say } from "../staff/dom.js";
import { reasonSentence } from "../staff/printers.js";

/** Paint the list; `mayReprint` whether who looks may print again. */
export function paintPapers(root, state, mayReprint) {
  const box = role(root, "papers");
  const print = JSON.stringify([document.documentElement.lang, state.print_jobs, mayReprint]);
  box.hidden = state.print_jobs.length === 0;
  if (box.dataset.print === print) return;
  box.dataset.print = print;
  say(role(box, "papers-count"), figure(state.print_jobs.length));
  role(box, "papers-list").replaceChildren(...state.print_jobs.map((job) => row(job, state.branch.timezone, mayReprint)));
}

function row(job, zone, mayReprint) {
  const words = make("span", "paper__words", make("b", "number", paperName(job)), make("span", "second-text", paperSentence(job, zone)));
  const item = make("li", "paper", icon(job.state === "unknown" ? "info" : "warning"), words);
  item.dataset.number = paperName(job);
  if (mayReprint) item.append(reprintButton(job.ticket || "", paperName(job)));
  return item;
}

/** What a paper is called: a ticket's number, or the day's tally. */
export function paperName(job) {
  return job.kind === "tally" ? t("day.papers.tally") : job.number;
}

/** Why a slip did not surely come out, and since when. */
export function paperSentence(job, zone) {
  return [reasonSentence(job.reason), t("day.papers.since", { time: clock(job.at, zone) })].join(" ");
}

function reprintButton(ticket, number) {
  const button = make("button", "button", t("day.wall.reprint"));
  button.type = "button";
  button.setAttribute("aria-label", `${t("day.wall.reprint")}: ${number}`);
  Object.assign(button.dataset, { action: "reprint", ticket, number });
  return button;
}
