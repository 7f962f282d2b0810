/**
 * Pair a device by the code on its screen; see what is paired, say which printer a kiosk prints on, which part a
 * printer has and how a display hangs, revoke. Works on the dialog of staff/devices.html.
 */
import { send } from "../shared/js/api.js";
import { longDay } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { ask } from "./dialog.js";
import { icon, make, role, say } from "./dom.js";
import { askPlace, placeWords, readable } from "./place.js";
import { sentenceOf } from "./refusals.js";

const CODE_LENGTH = 8;
/** What a change has to tell in full: what is left out has its usual value again. */
const FITTING = ["printer", "is_fallback", "counter", "panel_inch", "farthest_m", "margin_percent", "is_silent"];
const ICONS = { kiosk: "touch", display: "screen", printer: "printer" };

export class Devices {
  /** place: {branch, timezone, counters}, the last a list of {counter, name} where the page knows them. */
  constructor(dialog, place) {
    this.dialog = dialog;
    this.place = place;
    this.form = role(dialog, "pair-form");
    this.busy = false;
    dialog.querySelector("[data-action=close-devices]").addEventListener("click", () => dialog.close());
    this.form.addEventListener("input", () => this.paint());
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.pair(); });
    this.form.elements.code.addEventListener("focus", () => this.paint());
    this.form.elements.code.addEventListener("blur", () => this.paint());
    this.paint();
  }

  /** Show the dialog for a branch. */
  open(place) {
    this.place = place || this.place;
    this.form.reset();
    this.tell(null, null);
    this.paint();
    this.dialog.showModal();
    this.form.elements.code.focus();
    this.list();
  }

  /** Fill the choice of zones, where one page serves several branches. */
  offerZones(zones) {
    const options = zones.map((zone) => { const option = make("option", "", zone); option.value = zone; return option; });
    const every = this.form.elements.zone.options[0];
    this.form.elements.zone.replaceChildren(every, ...options);
  }

  address(rest) {
    return `/api/v1/branches/${encodeURIComponent(this.place.branch)}/${rest}`;
  }

  code() {
    return this.form.elements.code.value.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, CODE_LENGTH);
  }

  paint() {
    const code = this.code();
    const focused = document.activeElement === this.form.elements.code;
    this.form.querySelectorAll(".code-cells b").forEach((cell, place) => {
      say(cell, code[place] || "");
      cell.classList.toggle("is-here", focused && place === Math.min(code.length, CODE_LENGTH - 1));
    });
    const missing = CODE_LENGTH - code.length;
    const named = this.form.elements.name.value.trim() !== "";
    const deed = this.form.querySelector("[data-action=pair]");
    deed.setAttribute("aria-disabled", String(missing > 0 || !named || this.busy));
    say(role(deed, "pair-word"), missing > 0 ? t("day.pair.more", { n: missing }) : named ? t("day.pair.do") : t("day.pair.name_missing"));
  }

  async pair() {
    const name = this.form.elements.name.value.trim();
    if (this.busy || this.code().length < CODE_LENGTH || name === "") return;
    this.busy = true;
    this.tell(null, null);
    this.paint();
    try {
      const device = await send("POST", this.address(`pairings/${this.code()}`), { name, zone: this.form.elements.zone.value || null });
      this.form.reset();
      this.tell(null, t(device.kind === "display" ? "day.pair.done_display" : "day.pair.done", { name }));
    } catch (refusal) {
      this.tell(sentenceOf(refusal), null);
    }
    this.busy = false;
    this.paint();
    this.list();
  }

  tell(error, done) {
    role(this.form, "pair-error").hidden = error === null;
    say(role(this.form, "pair-error-text"), error);
    role(this.form, "pair-done").hidden = done === null;
    say(role(this.form, "pair-done-text"), done);
  }

  async list() {
    try {
      const { devices } = await send("GET", this.address("devices"), null, { patience: 3000 });
      role(this.dialog, "device-none").hidden = devices.length > 0;
      role(this.dialog, "device-list").replaceChildren(...devices.map((device) => this.row(device, devices)));
    } catch (refusal) {
      this.tell(sentenceOf(refusal), null);
    }
  }

  row(device, devices) {
    const facts = [t(`day.devices.kind.${device.kind}`), device.zone, ...placeWords(device, (code) => this.counterName(code)),
      t("day.devices.since", { day: longDay(device.created_at, this.place.timezone) })];
    const words = make("span", "devices__words", make("b", "", device.name), make("span", "second-text", facts.filter(Boolean).join(" · ")));
    const seen = device.kind === "display" ? readable(device) : null;
    if (seen && !seen.enough) words.append(make("span", "devices__far", icon("warning"), make("span", "", seen.text)));
    const revoke = make("button", "button button--danger", t("day.devices.revoke"));
    revoke.type = "button";
    revoke.setAttribute("aria-label", t("day.devices.revoke_do", { name: device.name }));
    revoke.addEventListener("click", () => this.revoke(device));
    const item = make("li", "", icon(ICONS[device.kind] || "screen"), words, this.part(device, devices), revoke);
    item.dataset.device = device.id;
    return item;
  }

  counterName(code) {
    const known = (this.place.counters || []).find((counter) => counter.counter === code);
    return known ? known.name : t("day.place.at_counter", { counter: code });
  }

  /** What staff may decide about a device: a kiosk's printer, a printer's part, how a display hangs. */
  part(device, devices) {
    if (device.kind === "display") return this.placeButton(device);
    const printers = devices.filter((one) => one.kind === "printer");
    if (device.kind === "printer") {
      const parts = [["", t("day.devices.main")], ["fallback", t("day.devices.fallback")]];
      return this.choice(device, t("day.devices.part"), parts, device.is_fallback ? "fallback" : "", (value) => ({ is_fallback: value !== "" }));
    }
    if (device.kind !== "kiosk" || printers.length === 0) return null;
    const options = [["", t("day.printers.any")], ...printers.map((printer) => [printer.id, printer.name])];
    return this.choice(device, t("day.devices.kind.printer"), options, device.printer || "", (value) => ({ printer: value || null }));
  }

  choice(device, label, options, value, commandOf) {
    const select = make("select", "input", ...options.map(([code, words]) => { const option = make("option", "", words); option.value = code; return option; }));
    const words = make("label", "second-text", label);
    select.id = `device-part-${device.id}`;
    words.htmlFor = select.id;
    select.value = value;
    // a printer that is no longer paired is nobody's: whichever is free prints
    if (select.selectedIndex === -1) select.value = "";
    select.setAttribute("aria-label", `${label}: ${device.name}`);
    select.addEventListener("change", () => this.change(device, commandOf(select.value)));
    return make("span", "devices__part", words, select);
  }

  placeButton(device) {
    const button = make("button", "button devices__place", t("day.place.button"));
    button.type = "button";
    button.setAttribute("aria-label", `${t("day.place.button")}: ${device.name}`);
    button.addEventListener("click", () => this.hang(device));
    return button;
  }

  /** Ask how a display hangs and tell the server; the row then says it. */
  async hang(device) {
    const wish = await askPlace(device, this.place.counters || null);
    if (wish === null) return;
    await this.change(device, wish);
    await this.list();
    const again = this.dialog.querySelector(`[data-device="${device.id}"] .devices__place`);
    if (again) again.focus();
  }

  async change(device, wish) {
    const fitting = Object.fromEntries(FITTING.map((name) => [name, device[name]]));
    try {
      await send("POST", `/api/v1/devices/${encodeURIComponent(device.id)}`, { ...fitting, ...wish });
      this.tell(null, t("day.devices.changed", { name: device.name }));
    } catch (refusal) {
      this.tell(sentenceOf(refusal), null);
      this.list();
    }
  }

  async revoke(device) {
    const { name } = device;
    const sure = await ask({
      name: "revoke", title: t("day.devices.revoke_title", { name }), advice: t("day.devices.revoke_advice"), danger: true, icon: "cross",
      deed: () => t("day.devices.revoke_do", { name }),
    });
    if (!sure) return;
    try {
      await send("POST", `/api/v1/devices/${encodeURIComponent(device.id)}/revoke`);
      this.tell(null, t("day.devices.revoked", { name }));
    } catch (refusal) {
      this.tell(sentenceOf(refusal), null);
    }
    this.list();
  }
}
