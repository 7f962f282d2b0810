/** What the zones' loudspeakers say of themselves: how a zone is called, how full its loudspeaker is, what needs a hand. Pure. */
import { t } from "../shared/js/words.js";

/** Part of the last ten minutes in which a voice spoke; from `past` on calls begin to wait for it. */
export const SHARE = { near: 0.6, past: 0.8 };
/** A voice that is just handed over, or that a reload brings back, is no matter for anybody. */
const VOICELESS_S = 8;

/** A zone as people call it; null is the whole hall. */
export function zoneName(state, zone) {
  const known = (state.zones || []).find((one) => one.zone === zone);
  if (zone === null) return t("day.voices.whole");
  return known ? known.name : t("day.voices.zone", { zone });
}

/** "past", "near" or "". */
export function fullness(share) {
  if (share >= SHARE.past) return "past";
  return share >= SHARE.near ? "near" : "";
}

/** Where a zone's row stands on the page. */
export function rowOf(zone) {
  return `voice-${zone === null ? "" : zone}`;
}

/** Is nothing to sound now? */
export function isQuiet(state, now) {
  return Boolean(state.quiet_until) && new Date(state.quiet_until) > now;
}

/** Zones that have counters but no display, of their own or of the whole hall, in the order of their counters. */
export function bareZones(state) {
  const seen = (state.voices || []).map((voice) => voice.zone);
  if (seen.length === 0 || seen.includes(null)) return [];
  return [...new Set(state.counters.map((counter) => counter.zone))].filter((zone) => zone !== null && !seen.includes(zone));
}

/** Since when this page has seen zones without a voice, by zone; the server tells only how it is now. */
export function voicelessSince(before, state, now) {
  const silent = (state.voices || []).filter((voice) => voice.state === "silent").map((voice) => voice.zone);
  return new Map(silent.map((zone) => [zone, before.get(zone) || now]));
}

/** Matters of loudspeakers for the list of what needs a hand; a closed day has none. */
export function voiceCare(state, now, voiceless) {
  if (state.day_status === "closed") return [];
  return (state.voices || []).flatMap((voice) => {
    const care = { voice, zone: zoneName(state, voice.zone), deed: { action: "look", at: rowOf(voice.zone) } };
    return [
      voice.blocked.length > 0 && { ...care, kind: voice.state === "blocked" ? "blocked" : "touch", grave: voice.state === "blocked", icon: "touch" },
      voice.state === "silent" && (now - (voiceless.get(voice.zone) || now)) / 1000 >= VOICELESS_S && { ...care, kind: "voiceless", grave: true, icon: "silent" },
      fullness(voice.share) === "past" && { ...care, kind: "full", grave: true, icon: "sound" },
    ].filter(Boolean);
  });
}
