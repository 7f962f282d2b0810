/** Where a number goes: to another service or counter, at which place; or which service comes on top. */
import { figure } from "../shared/js/format.js";
import { pick, t } from "../shared/js/words.js";
import { ask } from "../staff/dialog.js";
import { make } from "../staff/dom.js";
import { numberField, segments } from "./fields.js";
import { ownServices } from "./rules.js";

const POSITIONS = ["own", "first", "last", "behind"];
const BEHIND = 3;
const BEHIND_MOST = 99;

/** Where to: resolves to {service} or {to_counter} with {position, behind}, or null. */
export async function askTransfer(state) {
  const { ticket } = state.in_hand;
  const services = state.services.filter((service) => service.code !== ticket.service).map((service) => serviceOption(state, service));
  const counters = state.counters.filter((counter) => counter.code !== state.counter).map(counterOption);
  const groups = [{ label: t("desk.transfer.services"), options: services }, { label: t("desk.transfer.counters"), options: counters }]
    .filter((group) => group.options.length > 0);
  const place = placeField();
  const chosen = await ask({
    name: "transfer", title: t("desk.transfer.title", { number: ticket.number }), advice: t("desk.transfer.advice"),
    icon: "transfer", groups, extra: place.element, deed: (option) => t("desk.transfer.do", { name: option.title }),
  });
  if (chosen === null) return null;
  const [kind, code] = [chosen.slice(0, 1), chosen.slice(2)];
  return { ...(kind === "s" ? { service: code } : { to_counter: code }), ...place.read() };
}

/** Which place in the new line; the one by time of arrival needs no word on the wire. */
function placeField() {
  const behind = numberField("behind", t("desk.transfer.behind_n"), { value: BEHIND, least: 1, most: BEHIND_MOST });
  const options = POSITIONS.map((value) => ({ value, title: t(`desk.position.${value}`) }));
  const choice = segments("position", t("desk.transfer.position"), options, POSITIONS[0]);
  const show = () => { behind.element.hidden = choice.read() !== "behind"; };
  choice.element.addEventListener("change", show);
  show();
  return {
    element: make("div", "staff-dialog__extra", choice.element, behind.element),
    read() {
      const position = choice.read();
      if (position === "own") return {};
      return position === "behind" ? { position, behind: behind.read() } : { position };
    },
  };
}

function serviceOption(state, service) {
  const queue = state.queues.find((one) => one.service === service.code);
  const note = queue ? t("desk.transfer.waiting", { n: figure(queue.count) }) : "";
  return { value: `s:${service.code}`, title: pick(service.name), letter: service.series, note };
}

function counterOption(counter) {
  const note = counter.status ? t(`common.counter_status.${counter.status}`) : "";
  return { value: `c:${counter.code}`, title: pick(counter.name), note };
}

/** Which service comes on top in the same visit: resolves to its code, or null. */
export function askAddService(state) {
  const { ticket } = state.in_hand;
  const options = ownServices(state).filter((service) => service.code !== ticket.service)
    .map((service) => ({ value: service.code, title: pick(service.name), letter: service.series }));
  return ask({
    name: "add-service", title: t("desk.add_service.title", { number: ticket.number }), advice: t("desk.add_service.advice"),
    icon: "plus", groups: [{ options }], preset: options[0].value, deed: (option) => t("desk.add_service.do", { name: option.title }),
  });
}
