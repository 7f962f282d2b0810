/** Close the service day: a question with its consequence; when somebody is still served, who, and the force of it. */
import { send } from "../shared/js/api.js";
import { people } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { ask } from "../staff/dialog.js";

/** Ask and close. Resolves to true when the day is closed; throws the Refusal that nobody may override. */
export async function closeDay(state) {
  const sure = await ask({
    name: "close-day", title: t("day.close.title"), danger: true, icon: "lock",
    advice: state.waiting > 0 ? t("day.close.advice", { waiting: people(state.waiting) }) : t("day.close.advice_empty"),
    deed: () => t("day.close.do"),
  });
  if (!sure) return false;
  try {
    await close(state, false);
    return true;
  } catch (refusal) {
    if (refusal.code !== "day_unfinished") throw refusal;
    return force(state, refusal);
  }
}

/** The refusal names counters and numbers; only then is force offered. */
async function force(state, refusal) {
  const sure = await ask({
    name: "force-close", title: t("day.close.unfinished"), danger: true, icon: "warning",
    advice: `${refusal.detail} ${t("day.close.unfinished_advice")}`, lines: serving(state), deed: () => t("day.close.force"),
  });
  if (!sure) return false;
  await close(state, true);
  return true;
}

function serving(state) {
  return state.counters.filter((counter) => counter.status === "serving").map((counter) => [counter.name, counter.number]);
}

function close(state, forced) {
  return send("POST", `/api/v1/branches/${encodeURIComponent(state.branch.code)}/days/${state.service_day}/close`, { force: forced });
}
