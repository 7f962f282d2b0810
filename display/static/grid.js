/*
 * The counters, in the layout that suits their number and the panel; beyond one page the pages turn. A board of
 * several zones shows a cell with the zone's name before its counters, and turns zone by zone when all do not fit.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;
  const screen = A.find("screen");
  const box = A.find("counters");
  const media = A.find("media");
  const heading = A.find("counters-page");
  const NARROWER = 0.92, MOST_STEPS = 8;

  const cells = [];
  let layout = null;
  let turned = 0;

  const ICONS = { called: "called", serving: "serving", open: "open", closing: "closed", paused: "paused", closed: "closed" };
  const REASONS = ["break", "prayer", "admin"];

  /* ---- layout ---- */

  function hasMedia() {
    return !media.hidden;
  }

  function table() {
    if (A.reach.isStanding()) return hasMedia() ? rules.standing_beside_media : rules.standing;
    if (A.reach.isFar()) return hasMedia() ? rules.far_beside_media : rules.far;
    return rules.lying;
  }

  /* In as few parts of equal length as `most` allows. */
  function evenly(list, most) {
    const each = Math.ceil(list.length / Math.max(Math.ceil(list.length / most), 1));
    const parts = [];
    for (let from = 0; from < list.length; from += each) parts.push(list.slice(from, from + each));
    return parts;
  }

  function joined(lists) {
    return Array.prototype.concat.apply([], lists);
  }

  /* Every zone with its counters; those of no zone come first, without a name. */
  function groups(state) {
    const named = state.zones.map(function (zone) {
      return { name: zone.name, counters: state.counters.filter(function (counter) { return counter.zone === zone.zone; }) };
    });
    const known = state.zones.map(function (zone) { return zone.zone; });
    const rest = state.counters.filter(function (counter) { return known.indexOf(counter.zone) < 0; });
    return [{ name: "", counters: rest }].concat(named).filter(function (group) { return group.counters.length; });
  }

  function labelled(name, note, counters) {
    return (name ? [{ label: name, note: note }] : []).concat(counters);
  }

  /* Pages of cells: counters, and labels of zones. */
  function paged(state, most) {
    if (!state.zones.length) return evenly(state.counters, most);
    const zones = groups(state);
    const whole = joined(zones.map(function (zone) { return labelled(zone.name, "", zone.counters); }));
    if (whole.length <= most) return [whole];
    return joined(zones.map(function (zone) {
      return evenly(zone.counters, most - 1).map(function (part, index, all) {
        return labelled(zone.name, all.length > 1 ? index + 1 + "/" + all.length : "", part);
      });
    }));
  }

  function arrange(state) {
    const rows = table();
    const pages = paged(state, rows[rows.length - 1].most);
    const longest = pages.reduce(function (most, page) { return Math.max(most, page.length); }, 0);
    const row = rows.filter(function (candidate) { return longest <= candidate.most; })[0];
    const hasStrip = pages.length > 1 && !state.zones.length;
    const names = ["layar papan", row.name, "kolom-" + row.columns, "baris-" + row.rows];
    if (hasStrip) names.push("berhalaman");
    if (state.zones.length) names.push("berarea");
    if (hasMedia()) names.push("bermedia");
    const key = names.join(" ");
    const known = Boolean(layout) && layout.key === key;
    layout = { key: key, pages: pages, row: row, hasStrip: hasStrip };
    if (known) return false;
    screen.className = key;
    const parent = row.name === "luas" ? A.find("left") : A.find("board");
    if (box.parentNode !== parent) parent.appendChild(box);
    return true;
  }

  /* ---- cells ---- */

  function cell(index) {
    if (!cells[index]) {
      const element = A.make("div", "sel");
      const head = element.appendChild(A.make("div", "l"));
      cells[index] = {
        box: element, name: head.appendChild(A.make("span")), icon: head.appendChild(A.icon()),
        text: element.appendChild(A.make("div", "n")), word: element.appendChild(A.make("span", "hanya-dengar")),
      };
    }
    return cells[index];
  }

  function kind(counter, call) {
    if (counter.status === "paused" || counter.status === "closed") return counter.status;
    if (counter.status === "closing" && !counter.number) return "closed";
    if (counter.status !== "called") return counter.number ? "serving" : "open";
    return call && call.counter === counter.counter && call.number === counter.number ? "now" : "called";
  }

  /* An officer's own words are for the staff's screens. */
  function wordOf(counter, state) {
    const isTold = state === "paused" && REASONS.indexOf(counter.reason) >= 0;
    return A.t(isTold ? "common.pause_reason." + counter.reason : "common.counter_status." + (state === "now" ? "called" : state));
  }

  function drawLabel(slot, entry) {
    slot.box.className = "sel area";
    A.write(slot.word, "");
    const renumbered = A.write(slot.name, entry.note);
    return A.write(slot.text, entry.label) || renumbered;
  }

  function drawCell(slot, counter, call) {
    const state = kind(counter, call);
    const word = wordOf(counter, state);
    slot.box.className = "sel " + state;
    slot.whole = counter.name;
    const renamed = A.write(slot.name, counter.name);
    const changed = A.write(slot.text, counter.number && state !== "closed" && state !== "paused" ? counter.number : word);
    A.write(slot.word, word);
    A.draw(slot.icon, ICONS[state === "now" ? "called" : state]);
    return renamed || changed;
  }

  /* "Loket Prioritas" may say "Prioritas" where it would lose its end. */
  function fitName(slot) {
    A.write(slot.name, slot.whole);
    A.fit(slot.name);
    if (slot.name.scrollWidth <= slot.name.clientWidth) return;
    A.write(slot.name, slot.whole.replace(/^\S+\s+/, ""));
    A.fit(slot.name);
  }

  function fitLabel(slot) {
    const text = slot.text;
    text.style.fontSize = "";
    for (let step = 0; step < MOST_STEPS; step++) {
      if (text.scrollWidth <= text.clientWidth && slot.box.scrollHeight <= slot.box.clientHeight) return;
      text.style.fontSize = parseFloat(window.getComputedStyle(text).fontSize) * NARROWER + "px";
    }
  }

  function fitCells() {
    cells.forEach(function (slot) {
      if (!slot.box.parentNode) return;
      if (slot.box.classList.contains("area")) return fitLabel(slot);
      A.fit(slot.text);
      return fitName(slot);
    });
  }

  function drawPage(call) {
    const at = turned % Math.max(layout.pages.length, 1);
    const visible = layout.pages[at] || [];
    let changed = false;
    visible.forEach(function (entry, index) {
      const slot = cell(index);
      if (slot.box.parentNode !== box) { box.appendChild(slot.box); changed = true; }
      changed = (entry.label ? drawLabel(slot, entry) : drawCell(slot, entry, call)) || changed;
    });
    while (box.children.length > visible.length) box.removeChild(box.lastChild);
    A.write(heading, layout.hasStrip ? A.t("display.counters_page", { page: at + 1, pages: layout.pages.length }) : "");
    A.expose("page", at + 1 + "/" + layout.pages.length);
    return changed;
  }

  A.grid = {
    /* Draw the counters under `call`; true when the layout changed. */
    draw: function (state, call) {
      const rearranged = arrange(state);
      if (drawPage(call) || rearranged) fitCells();
      return rearranged;
    },

    /* How many earlier calls this layout has room for. */
    earlier: function () {
      if (!layout) return 0;
      if (screen.classList.contains("berarea")) return hasMedia() ? layout.row.zoned_beside_media : layout.row.zoned;
      return hasMedia() ? layout.row.earlier_beside_media : layout.row.earlier;
    },

    /* luas, padat, besar or tegak. */
    layout: function () {
      return layout ? layout.row.name : "";
    },

    turn: function () {
      turned += 1;
    },

    kind: kind,
    wordOf: wordOf,
    refit: fitCells,
  };
}());
