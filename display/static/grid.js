/* The counters, in the layout that suits their number and the panel; beyond one page the pages turn. */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;
  const screen = A.find("screen");
  const box = A.find("counters");

  const cells = [];
  let layout = null;
  let turned = 0;

  const ICONS = { called: "called", serving: "serving", open: "open", closing: "closed", paused: "paused", closed: "closed" };
  const REASONS = ["break", "prayer", "admin"];

  /* ---- layout ---- */

  function standing() {
    return window.innerHeight > window.innerWidth;
  }

  /* One rem is a tenth of the panel's height (lying) or width (standing), less on panels of another shape. */
  function size() {
    const width = window.innerWidth, height = window.innerHeight;
    const unit = standing() ? Math.min(width / 10, height / 17.77) : Math.min(height / 10, width / 17.77);
    document.documentElement.style.fontSize = unit + "px";
  }

  function choose(count) {
    const table = standing() ? rules.standing : rules.lying;
    const most = table[table.length - 1].most;
    const pages = Math.max(Math.ceil(count / most), 1);
    const each = Math.ceil(count / pages);
    const found = table.filter(function (row) { return each <= row.most; })[0];
    return { pages: pages, each: each, row: found };
  }

  function arrange(count) {
    const wanted = choose(count);
    const key = wanted.row.name + wanted.row.most + "/" + wanted.pages;
    if (layout && layout.key === key) {
      layout.each = wanted.each;
      return false;
    }
    layout = { key: key, pages: wanted.pages, each: wanted.each, row: wanted.row };
    screen.className = "layar papan " + wanted.row.name + " kolom-" + wanted.row.columns + " baris-" + wanted.row.rows;
    const parent = wanted.row.name === "luas" ? A.find("left") : A.find("board");
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

  function drawCell(slot, counter, call) {
    const state = kind(counter, call);
    const word = wordOf(counter, state);
    slot.box.className = "sel " + state;
    const renamed = A.write(slot.name, counter.name);
    const changed = A.write(slot.text, counter.number && state !== "closed" && state !== "paused" ? counter.number : word);
    A.write(slot.word, word);
    A.draw(slot.icon, ICONS[state === "now" ? "called" : state]);
    return renamed || changed;
  }

  function fitCells() {
    cells.forEach(function (slot) {
      if (!slot.box.parentNode) return;
      A.fit(slot.text);
      A.fit(slot.name.parentNode);
    });
  }

  function page() {
    return layout.pages > 1 ? turned % layout.pages : 0;
  }

  function drawPage(counters, call) {
    const from = page() * layout.each;
    const visible = counters.slice(from, from + layout.each);
    let changed = false;
    visible.forEach(function (counter, index) {
      const slot = cell(index);
      if (slot.box.parentNode !== box) { box.appendChild(slot.box); changed = true; }
      changed = drawCell(slot, counter, call) || changed;
    });
    while (box.children.length > visible.length) box.removeChild(box.lastChild);
    return changed;
  }

  A.grid = {
    /* Draw the counters under `call`; true when the layout changed. */
    draw: function (counters, call) {
      const rearranged = arrange(counters.length);
      if (drawPage(counters, call) || rearranged) fitCells();
      return rearranged;
    },

    /* How many earlier calls this layout has room for. */
    earlier: function () {
      return layout ? layout.row.earlier : 0;
    },

    /* luas, padat or tegak. */
    layout: function () {
      return layout ? layout.row.name : "";
    },

    turn: function () {
      turned += 1;
    },

    size: size,
    refit: fitCells,
  };
}());
