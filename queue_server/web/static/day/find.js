/** Look for printers that the server's machine can reach; their addresses are what antrean-printer is started with. */
import { send } from "../shared/js/api.js";
import { figure } from "../shared/js/format.js";
import { hasWord, t } from "../shared/js/words.js";
import { icon, make, say } from "../staff/dom.js";
import { sentenceOf } from "../staff/refusals.js";
import { openSheet } from "../staff/sheet.js";

/** The server gives the program that looks half a minute. */
const PATIENCE_MS = 35000;

/** Open the dialog for a branch. */
export function findPrinters(branch) {
  const network = make("input");
  network.type = "checkbox";
  network.id = "find-network";
  const look = make("button", "button button--main", icon("search"), make("span", "", t("day.find.do")));
  look.type = "submit";
  look.dataset.action = "find";
  const said = make("p", "find__said");
  said.setAttribute("role", "status");
  const list = make("ul", "find__list");
  const form = make("form", "find__form", make("label", "find__network", network, make("span", "", t("day.find.network"))), look);
  form.noValidate = true;
  const dialog = openSheet({ name: "find", title: t("day.find.title"), text: t("day.find.text") }, form, said, list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (look.getAttribute("aria-disabled") !== "true") search(dialog, { branch, network: network.checked, look, said, list });
  });
  look.focus();
}

async function search(dialog, { branch, network, look, said, list }) {
  const begun = Date.now();
  const tell = () => say(said, t("day.find.looking", { n: figure(Math.round((Date.now() - begun) / 1000)) }));
  look.setAttribute("aria-disabled", "true");
  list.replaceChildren();
  said.className = "find__said";
  say(said, t(network ? "day.find.begun_network" : "day.find.begun"));
  const timer = window.setInterval(tell, 3000);
  try {
    const path = `/api/v1/branches/${encodeURIComponent(branch)}/printers/find`;
    const { printers } = await send("POST", path, { network }, { patience: 0, within: PATIENCE_MS });
    say(said, printers.length === 0 ? t("day.find.none") : t("day.find.found", { n: figure(printers.length) }));
    list.replaceChildren(...printers.map(row));
  } catch (refusal) {
    said.className = "find__said is-wrong";
    said.replaceChildren(icon("warning"), make("span", "", sentenceOf(refusal)));
  }
  window.clearInterval(timer);
  look.setAttribute("aria-disabled", "false");
  dialog.dataset.searched = "true";
}

function row(printer, place) {
  const known = printer.state !== null && hasWord(`printer.state.${printer.state}`);
  const address = make("input", "input find__address");
  Object.assign(address, { id: `found-${place}`, readOnly: true, value: printer.address });
  address.setAttribute("aria-label", t("day.find.address", { printer: printer.name }));
  address.addEventListener("focus", () => address.select());
  const word = make("span", "", t("day.find.copy"));
  const copy = make("button", "button", icon("list"), word);
  copy.type = "button";
  copy.setAttribute("aria-label", t("day.find.copy_address", { printer: printer.name }));
  copy.addEventListener("click", () => keep(address, word));
  const words = make("p", "find__name", make("b", "", printer.name), known ? ` · ${t(`printer.state.${printer.state}`)}` : null);
  return make("li", "find__row", words, make("div", "find__line", address, copy));
}

/** Plain http on a hall's LAN has no clipboard; then the older way copies what is selected. */
async function keep(address, word) {
  address.focus();
  address.select();
  try {
    if (window.navigator.clipboard) await window.navigator.clipboard.writeText(address.value);
    else if (!document.execCommand("copy")) return;
  } catch {
    return;
  }
  say(word, t("day.find.copied"));
}
