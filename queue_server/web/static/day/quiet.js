/** Silence in the hall: how it sounds now, who may ask for quiet, until when, and the way back. */
import { send } from "../shared/js/api.js";
import { clock, figure, minutes } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { ask } from "../staff/dialog.js";
import { role, say, setIcon } from "../staff/dom.js";
import { isQuiet } from "./voices.js";

const MINUTES = [5, 15, 30, 60];
const USUAL = 15;

/**
 * The band that says until when nothing sounds, and the line with the button. `byHours`: the end of a silence that the office's
 * own hours ask for, as far as this page has learnt it; nobody can end that one here.
 */
export function paintQuiet(root, state, now, byHours) {
  const quiet = isQuiet(state, now);
  const ofHours = quiet && byHours !== null && new Date(state.quiet_until).getTime() === new Date(byHours).getTime();
  const band = role(root, "band-quiet");
  const line = role(root, "sound");
  band.hidden = !quiet;
  if (quiet) {
    say(role(band, "quiet-title"), t(ofHours ? "day.quiet.until_hours" : "day.quiet.until", { time: clock(state.quiet_until, state.branch.timezone) }));
    band.querySelector("[data-action=end-quiet]").hidden = ofHours;
  }
  line.dataset.sound = quiet ? "quiet" : soundness(state.voices || []);
  setIcon(line.querySelector(".icon"), quiet ? "silent" : "sound");
  say(role(line, "sound-text"), soundOf(state.voices || [], quiet));
  say(role(line, "quiet-word"), t(quiet ? "day.quiet.again" : "day.quiet.button"));
}

/** "good" where every zone that can be heard is, "unwell" where one should be and is not, "none" where nothing is to be heard. */
function soundness(voices) {
  if (voices.some((voice) => ["blocked", "silent"].includes(voice.state))) return "unwell";
  return voices.some((voice) => voice.state === "ready") ? "good" : "none";
}

function soundOf(voices, quiet) {
  if (quiet) return t("day.quiet.short");
  if (voices.length === 0) return t("day.voices.no_display");
  if (voices.length === 1) return t(`day.voices.state.${voices[0].state}`);
  return t("day.voices.sounding", { n: figure(voices.filter((voice) => voice.state === "ready").length), all: figure(voices.length) });
}

/** Ask for how long and let nothing sound; the band then says until when. */
export async function quieten(state, now) {
  const options = MINUTES.map((n) => ({
    value: String(n), title: minutes(n * 60), note: t("day.quiet.to", { time: clock(new Date(now.getTime() + n * 60000), state.branch.timezone) }),
  }));
  const chosen = await ask({
    name: "quiet", title: t("day.quiet.title"), advice: t("day.quiet.advice"), icon: "silent", groups: [{ options }], preset: String(USUAL),
    deed: (option) => t("day.quiet.do", { time: option.title }),
  });
  if (chosen !== null) await post(state, Number(chosen));
}

/** End a silence that somebody asked for. Resolves to {news, until}: what to tell, and until when the hours stay silent. */
export async function endQuiet(state) {
  const { until } = await post(state, 0);
  return { until, news: until === null ? t("day.quiet.ended") : t("day.quiet.stays", { time: clock(until, state.branch.timezone) }) };
}

function post(state, count) {
  return send("POST", `/api/v1/branches/${encodeURIComponent(state.branch.code)}/quiet`, { minutes: count });
}
