/** Whether numbers are given, who decided it, and the supervisor's way to decide otherwise for the rest of the day. */
import { send } from "../shared/js/api.js";
import { clockWithZone, longDay, onClock } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { ask } from "../staff/dialog.js";
import { make, role, say } from "../staff/dom.js";

const REASON_MOST = 120;
const USUAL = { closed: ["power", "network", "full"], open: ["crowd", "duty"] };

/** What the hall does now, and the wishes that would change it. */
export function paintIssuing(root, state, isSupervisor, now) {
  const issuing = state.issuing;
  const box = role(root, "issuing");
  box.hidden = !issuing || state.day_status === "closed";
  if (box.hidden) return;
  box.dataset.given = String(issuing.given);
  box.dataset.wish = issuing.wish;
  say(role(box, "issuing-title"), t(issuing.given ? "day.issuing.given" : "day.issuing.not_given"));
  say(role(box, "issuing-text"), whyOf(issuing, now, state.branch.timezone));
  box.querySelectorAll("[data-wish]").forEach((button) => { button.hidden = !isSupervisor || !offers(issuing, button.dataset.wish); });
}

function offers(issuing, wish) {
  if (wish === "auto") return issuing.wish !== "auto";
  return wish === "closed" ? issuing.given : !issuing.given;
}

function whyOf(issuing, now, zone) {
  if (issuing.wish === "open") return t("day.issuing.by_wish_open", { reason: issuing.reason });
  const again = issuing.opens_at ? t("day.issuing.again", { time: moment(issuing.opens_at, now, zone) }) : "";
  if (issuing.wish === "closed") return t("day.issuing.by_wish_closed", { reason: issuing.reason });
  return issuing.given ? t("day.issuing.by_hours") : [`${t(`day.issuing.why.${issuing.why}`)}.`, again].filter(Boolean).join(" ");
}

function moment(at, now, zone) {
  const [then, today] = [onClock(at, zone), onClock(now, zone)];
  const hour = clockWithZone(at, zone);
  return then.day === today.day && then.month === today.month ? hour : `${longDay(at, zone)}, ${hour}`;
}

/** Ask why and decide. Resolves to true when it is done, to false when nobody wanted it after all. */
export async function decideIssuing(state, wish) {
  const why = wish === "auto" ? null : reasonField(wish);
  const sure = await ask({
    name: `issuing-${wish}`, title: t(`day.issuing.${wish}.title`), advice: t(`day.issuing.${wish}.advice`), danger: wish === "closed",
    extra: why && why.element, lacking: () => (why && why.read() === "" ? t("day.issuing.write_reason") : null),
    deed: () => t(`day.issuing.${wish}.do`),
  });
  if (!sure) return false;
  await send("POST", `/api/v1/branches/${encodeURIComponent(state.branch.code)}/issuing`, { wish, reason: why ? why.read() : null });
  return true;
}

/** A line for the reason, with the usual ones to pick from. */
function reasonField(wish) {
  const input = make("input", "input");
  const usual = make("datalist", "", ...USUAL[wish].map((name) => make("option", "", t(`day.issuing.reason.${name}`))));
  const label = make("label", "field-row__label", t("day.issuing.reason"));
  usual.id = "issuing-usual";
  Object.assign(input, { id: "issuing-reason", type: "text", maxLength: REASON_MOST, autocomplete: "off", required: true });
  input.setAttribute("list", usual.id);
  label.htmlFor = input.id;
  return { element: make("div", "issuing-reason", label, input, usual), read: () => input.value.trim() };
}
