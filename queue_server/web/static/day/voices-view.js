/** Displays and voices, a row a zone: whether it sounds, which display speaks, how full its loudspeaker is, what to do. */
import { figure } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { chip, hidden, icon, make, role, say } from "../staff/dom.js";
import { keepRows } from "./rows.js";
import { SHARE, bareZones, fullness, isQuiet, rowOf, zoneName } from "./voices.js";

const CHIPS = {
  ready: ["good", "sound"], blocked: ["late", "touch"], off: ["break", "silent"], silent: ["late", "silent"],
  quiet: ["break", "silent"], bare: ["closed", "screen"],
};
const UNWELL = ["blocked", "silent"];

/** Paint the panel. */
export function paintVoices(root, state, now) {
  const voices = state.voices || [];
  const displays = voices.reduce((sum, voice) => sum + voice.displays, 0);
  const bare = bareZones(state).map((zone) => ({ zone, state: "bare", speaker: null, displays: 0, blocked: [], share: 0, behind: 0 }));
  say(role(root, "voices-legend"), displays > 0 ? t(displays === 1 ? "day.voices.one_connected" : "day.voices.connected", { n: figure(displays) }) : "");
  role(root, "voices-none").hidden = displays > 0;
  say(role(root, "voices-none-text"), t(isCalling(state) ? "day.voices.none_calling" : "day.voices.none"));
  keepRows(role(root, "voices"), [...voices, ...bare], {
    keyOf: (voice) => rowOf(voice.zone), build: (voice) => newRow(voice.zone), paint: (row, voice) => paintRow(row, voice, zoneName(state, voice.zone), isQuiet(state, now)),
  });
}

function isCalling(state) {
  return state.counters.some((counter) => counter.status !== "closed");
}

function newRow(zone) {
  const track = make("span", "wait-bar voice__bar", make("span", "wait-bar__fill"), make("i", "wait-bar__target"));
  track.setAttribute("aria-hidden", "true");
  const row = make("li", "voice",
    make("div", "voice__head", named("h3", "name"), named("p", "displays", "second-text")), named("div", "chip", "voice__chip"),
    make("div", "voice__words", named("p", "what", "voice__what"), advice()),
    share(track));
  row.id = rowOf(zone);
  row.tabIndex = -1;
  return row;
}

function named(tag, name, className) {
  const element = make(tag, className || "");
  element.dataset.role = name;
  return element;
}

function advice() {
  const line = make("p", "voice__do", icon("forward"), named("span", "do-words"));
  line.dataset.role = "do";
  return line;
}

function share(track) {
  const box = make("div", "voice__share", make("p", "", named("b", "share-words"), named("small", "share-note", "second-text")), track);
  box.dataset.role = "share";
  return box;
}

function paintRow(row, voice, zone, quiet) {
  const shown = quiet && voice.state === "ready" ? "quiet" : voice.state;
  const full = fullness(voice.share);
  const todo = adviceOf(voice, full);
  row.dataset.state = shown;
  row.dataset.full = full;
  row.classList.toggle("is-unwell", UNWELL.includes(shown) || full === "past");
  say(role(row, "name"), zone);
  say(role(row, "displays"), voice.state === "bare" ? "" : t(voice.displays === 1 ? "day.voices.one_display" : "day.voices.displays", { n: figure(voice.displays) }));
  paintChip(role(row, "chip"), shown);
  say(role(row, "what"), whatOf(voice, shown));
  role(row, "do").hidden = todo === "";
  say(role(row, "do-words"), todo);
  paintShare(row, voice, full);
}

function paintChip(place, shown) {
  const [kind, picture] = CHIPS[shown] || CHIPS.silent;
  const print = `${kind}:${picture}:${t(`day.voices.state.${shown}`)}`;
  if (place.dataset.print === print) return;
  place.dataset.print = print;
  place.replaceChildren(chip(kind, picture, t(`day.voices.state.${shown}`)));
}

/** What is so: who speaks, and which displays may not. */
function whatOf(voice, shown) {
  const blocked = voice.blocked.join(", ");
  const first = t(`day.voices.what.${shown}`, { speaker: voice.speaker, displays: blocked });
  const also = voice.state === "ready" && blocked !== "" ? t("day.voices.also_blocked", { displays: blocked }) : null;
  const behind = voice.behind > 0 ? t(voice.behind === 1 ? "day.voices.one_behind" : "day.voices.behind", { n: figure(voice.behind) }) : null;
  return [first, also, behind].filter(Boolean).join(" ");
}

function adviceOf(voice, full) {
  if (voice.blocked.length > 0) return touchAdvice(voice);
  if (full === "past") return t("day.voices.do.full");
  return ["silent", "bare"].includes(voice.state) ? t(`day.voices.do.${voice.state}`) : "";
}

/** What to do with displays whose browser wants a touch. */
export function touchAdvice(voice) {
  return t("day.voices.do.blocked", { displays: voice.blocked.join(", ") });
}

function paintShare(row, voice, full) {
  const box = role(row, "share");
  box.hidden = voice.speaker === null;
  const track = box.querySelector(".voice__bar");
  track.classList.toggle("is-near", full === "near");
  track.classList.toggle("is-past", full === "past");
  track.style.setProperty("--share", `${Math.min(1, voice.share) * 100}%`);
  track.style.setProperty("--target", `${SHARE.past * 100}%`);
  say(role(row, "share-words"), t("day.voices.share", { n: figure(voice.share * 100) }));
  const note = role(row, "share-note");
  say(note, t(`day.voices.share_note${full ? `.${full}` : ""}`));
  if (full) note.append(hidden(` (${t("day.voices.share_note")})`));
}
