/** When something is not as it should be: loading, offline, refused, no answer, not yet paired. */
import { clockWithZone, duration } from "/static/shared/js/format.js";
import { hasWord, t } from "/static/shared/js/words.js";
import { h, icon } from "../dom.js";
import { head, mainButton, panel, secondButton, title } from "./frame.js";
import { boldText } from "./text.js";

const BONES_AFTER_S = 0.3;
const SENTENCE_AFTER_S = 2;
const WAY_OUT_AFTER_S = 10;

export function loadingScreen(app) {
  const age = app.age();
  return [h("div", { class: "panel panel--start nila nila--kawung" }, h("div", { class: "shoots panel__edge", "aria-hidden": "true" })),
    h("div", { class: "content content--loading", "aria-busy": "true" },
      h("h1", { class: "visually-hidden", tabindex: "-1" }, t("common.loading")),
      age > BONES_AFTER_S ? h("div", { class: "bones", "aria-hidden": "true" }, h("span", { class: "bone bone--main" }), h("span", { class: "bone bone--half" })) : null,
      age > SENTENCE_AFTER_S ? h("p", { class: "lead", role: "status" }, t(age > WAY_OUT_AFTER_S ? "common.loading.long" : "common.loading")) : null,
      age > WAY_OUT_AFTER_S ? [h("p", { class: "lead" }, t("kiosk.server_gone")), secondButton("reload", t("common.try_now"), "again")] : null)];
}

export function offlineScreen(app) {
  const since = clockWithZone(app.connection.since, app.menu.branch.timezone);
  return [
    panel(app, "start", h("div", { class: "panel__text" },
      h("p", { class: "panel__lead" }, t("kiosk.offline.lead")),
      title(t("kiosk.offline.title"), "title title--start"),
      h("p", { class: "panel__more" }, boldText(t("kiosk.offline.text"))))),
    h("div", { class: "content content--start" },
      h("p", { class: "band band--lost kiosk-band kiosk-band--large", role: "status" }, icon("offline"),
        h("span", null, h("b", null, t("common.lost.since", { time: since })), " ", t("kiosk.offline.heals"))))];
}

export function refusedScreen(app) {
  const { refusal } = app.visit;
  const own = `common.refusal.${refusal.code}`;
  const text = refusal.detail || t(hasWord(own) ? own : "common.refusal.internal");
  return trouble(app, "warning", refusal.title || t("kiosk.refused.title"), [text, t("kiosk.refused.nothing")], [
    secondButton("start-over", t("kiosk.idle.start_over"), "cross"), mainButton("other-service", t("kiosk.refused.other"), "forward")]);
}

export function noAnswerScreen(app) {
  const again = app.visit.waiting
    ? mainButton("try-again", h("span", { role: "status" }, t("kiosk.issuing.slow")), "hourglass", { class: "button button--main kiosk-main is-waiting", "aria-disabled": "true", "aria-busy": "true" })
    : mainButton("try-again", t("kiosk.no_answer.again"), "again");
  return trouble(app, "offline", t("kiosk.no_answer.title"), [t("kiosk.no_answer.text"), t("kiosk.no_answer.else")], [
    secondButton("start-over", t("kiosk.idle.start_over"), "cross"), again]);
}

/** The whole glass for what went wrong: what, what to do, what it means, and the ways on. */
export function trouble(app, picture, what, [text, then], deeds) {
  const { refusal } = app.visit;
  return [head(app), h("div", { class: "content content--trouble" },
    h("div", { class: "trouble", role: "alert" }, h("span", { class: "trouble__disc" }, icon(picture)), title(what),
      h("p", { class: "trouble__text", "data-role": "refusal" }, boldText(text)), h("p", { class: "trouble__nothing" }, then)),
    refusal ? h("p", { class: "trouble__code" }, t("kiosk.code", { code: refusal.reason || refusal.code })) : null,
    h("div", { class: "pair pair--deeds" }, deeds))];
}

export function pairingScreen(app) {
  const { code, expiresAt, silent } = app.pairing;
  const left = expiresAt ? (expiresAt.getTime() - Date.now()) / 1000 : 0;
  return [
    h("div", { class: "panel panel--pairing nila nila--kawung" },
      h("div", { class: "panel__text" }, h("p", { class: "panel__lead" }, t("common.pair.lead")), title(t("common.pair.title"), "title title--closed"),
        h("div", { class: "plate code-plate" }, h("p", { class: "code-plate__label" }, t("common.pair.code")),
          h("p", { class: "number", "data-role": "pairing-code" }, spaced(code)))),
      h("div", { class: "shoots panel__edge", "aria-hidden": "true" })),
    h("div", { class: "content content--pairing" },
      silent ? h("p", { class: "band band--lost kiosk-band", role: "status" }, icon("offline"), h("span", null, t("common.pair.no_server"))) : null,
      h("ol", { class: "pair-steps" }, [1, 2, 3].map((step) => h("li", null, h("span", { class: "disc" }, step), boldText(t(`common.pair.step_${step}`))))),
      h("p", { class: "lead" }, left > 0 ? `${t("common.pair.changes", { time: duration(left) })} ` : "", t("common.pair.waiting"))),
  ];
}

function spaced(code) {
  if (!code) return "····";
  const half = Math.ceil(code.length / 2);
  return code.includes("-") ? code : `${code.slice(0, half)}-${code.slice(half)}`;
}
