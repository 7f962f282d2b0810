/** Papers that a supervisor asks for: a test page, a sign to hang at a counter. */
import { send } from "../shared/js/api.js";
import { t } from "../shared/js/words.js";
import { ask } from "../staff/dialog.js";
import { make } from "../staff/dom.js";

/** Print a test page on one printer. */
export async function printTest(branch, printer) {
  await send("POST", `/api/v1/branches/${encodeURIComponent(branch)}/printers/${encodeURIComponent(printer)}/test`, {});
  return true;
}

/** Ask for which counter, and on which printer where there are several; resolves to the counter's name, or null. */
export async function printSign(state) {
  const options = state.counters.map((counter) => ({ value: counter.counter, title: counter.name }));
  const where = state.printers.length > 1 ? printerField(state.printers) : null;
  const counter = await ask({
    name: "sign", title: t("day.sign.title"), advice: t("day.sign.advice"), icon: "printer", groups: [{ options }],
    choose: t("day.sign.choose"), extra: where && where.element, deed: (option) => t("day.sign.do", { counter: option.title }),
  });
  if (counter === null) return null;
  const place = `/api/v1/branches/${encodeURIComponent(state.branch.code)}/counters/${encodeURIComponent(counter)}`;
  await send("POST", `${place}/sign`, { printer: where ? where.read() : null });
  return options.find((option) => option.value === counter).title;
}

function printerField(printers) {
  const select = make("select", "input", choice("", t("day.printers.any")), ...printers.map((printer) => choice(printer.id, printer.name)));
  const label = make("label", "field__label", t("day.sign.printer"));
  select.id = "sign-printer";
  label.htmlFor = select.id;
  return { element: make("div", "field sign-printer", label, select), read: () => select.value || null };
}

function choice(value, words) {
  const option = make("option", "", words);
  option.value = value;
  return option;
}
