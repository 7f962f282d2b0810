/* The call panel and the calls before it. */
(function () {
  "use strict";
  const A = window.Antrean;
  const SHORT_NAME = 4, SHORT_NUMBER = 5;
  const SHORT_SIGN = 2, SHORT_SIGN_STANDING = 3, SHORT_SIGN_EARLIER = 3;

  const panel = A.find("call");
  const number = A.find("call-number");
  const sign = A.find("call-counter");
  const zone = A.find("call-zone");
  const plateZone = A.find("call-plate-zone");
  const rows = [];
  let shown = null;
  let last = "";

  /* "Loket 3" is a word and a sign; a name without a sign is a sign itself. */
  function place(call) {
    const parts = /^(.*\S)\s+(\S{1,4})$/.exec(call.name);
    const usual = A.t("common.counter") + " ";
    if (parts && /\d|^\S$/.test(parts[2])) return { word: parts[1], sign: parts[2] };
    if (call.name.indexOf(usual) === 0) return { word: A.t("common.counter"), sign: call.name.slice(usual.length) };
    if (call.name && call.name.length <= SHORT_NAME) return { word: A.t("common.counter"), sign: call.name };
    return { word: "", sign: call.name || call.counter };
  }

  /* What is too long to stand at the number's size beside it. */
  function isNamed(where) {
    return where.sign.length > (A.reach.isStanding() ? SHORT_SIGN_STANDING : SHORT_SIGN);
  }

  /* Where the board shows several zones, a call says in which one its counter stands. */
  function zoneName(state, call) {
    const found = state.zones.filter(function (one) { return one.zone === call.zone; })[0];
    return found ? found.name : "";
  }

  function serviceName(state, code) {
    const found = state.waiting.filter(function (queue) { return queue.service === code; })[0];
    return found ? A.pick(found.name) : "";
  }

  /* A number of four figures keeps its height: its stroke is shorter, its letters stand closer. */
  function writeNumber(element, text) {
    const isLong = text.length > SHORT_NUMBER;
    const cut = isLong ? text.indexOf("-") : -1;
    element.classList.toggle("panjang", isLong);
    if (!A.write(element, text) || cut < 0) return;
    element.textContent = text.slice(0, cut);
    element.appendChild(A.make("span", "strip")).textContent = "-";
    element.appendChild(document.createTextNode(text.slice(cut + 1)));
  }

  /* ---- the panel ---- */

  /* Number and counter are of equal size, also when one of them has to shrink. */
  function fitPanel() {
    [number, sign].forEach(A.fit);
    if (!panel.classList.contains("bernama") && !panel.classList.contains("kosong")) {
      const sizes = [number, sign].map(function (element) { return parseFloat(window.getComputedStyle(element).fontSize); });
      const equal = Math.min(sizes[0], sizes[1]) + "px";
      if (sizes[0] !== sizes[1]) number.style.fontSize = sign.style.fontSize = equal;
    }
    [zone, plateZone, A.find("call-place"), A.find("call-service"), A.find("call-title")].forEach(A.fit);
  }

  function fitAll() {
    fitPanel();
    rows.forEach(function (row) {
      if (!row.box.parentNode) return;
      row.box.style.fontSize = "";
      A.fit(row.sign);
      A.fit(row.zone);
      A.fit(row.box);
    });
  }

  function title(call, lost) {
    if (lost) return A.t("display.last_call", { time: A.clock.hour(Date.parse(call.at)) });
    return call.count > 1 ? A.t("display.call_again", { n: call.count }) : A.t("display.call");
  }

  /* Only the wide layout has a line of its own for the service, as long as nothing else needs it. */
  function titleWithService(call, service, lost) {
    const hasOwnLine = A.grid.layout() === "luas" && !panel.classList.contains("berarea") && !panel.classList.contains("bernama");
    return hasOwnLine || !service ? title(call, lost) : title(call, lost) + ", " + service;
  }

  function drawNobody() {
    panel.classList.remove("bernama", "berarea", "sempit");
    A.write(A.find("call-title"), "");
    writeNumber(number, A.t("display.none_yet"));
    number.classList.remove("panjang");
    A.write(A.find("call-service"), A.t("display.none_yet_text"));
  }

  function drawPanel(call, state, lost) {
    panel.classList.toggle("kosong", !call);
    if (!call) return drawNobody();
    const where = place(call);
    const service = serviceName(state, call.service);
    const area = zoneName(state, call);
    panel.classList.toggle("bernama", isNamed(where));
    panel.classList.toggle("berarea", area !== "");
    panel.classList.toggle("sempit", call.number.length > SHORT_NUMBER);
    A.write(A.find("call-title"), titleWithService(call, service, lost));
    writeNumber(number, call.number);
    A.write(A.find("call-service"), service);
    A.write(zone, area);
    A.write(plateZone, area);
    A.write(A.find("call-proceed"), A.t("display.proceed"));
    A.write(A.find("call-place"), isNamed(where) ? "" : where.word || A.t("display.proceed"));
    return A.write(sign, isNamed(where) ? call.name || call.counter : where.sign);
  }

  /* ---- earlier calls ---- */

  function row(index) {
    if (!rows[index]) {
      const box = A.make("li");
      rows[index] = {
        box: box, number: box.appendChild(A.make("span", "n")), zone: box.appendChild(A.make("span", "z")),
        sign: box.appendChild(A.make("span", "l")),
      };
    }
    return rows[index];
  }

  /* Every other call, newest first, a repeated one once; those still waiting for the panel are among them. */
  function earlier(state, call) {
    const known = {};
    if (call) known[call.number] = true;
    return state.calls.filter(function (other) {
      const fresh = !known[other.number];
      known[other.number] = true;
      return fresh;
    });
  }

  function drawEarlier(state, call, most) {
    const list = A.find("earlier-list");
    const calls = earlier(state, call).slice(0, most);
    A.write(A.find("earlier-title"), A.t("display.earlier"));
    A.write(A.find("earlier-place"), A.t("common.counter"));
    for (let index = 0; index < most; index++) {
      const slot = row(index);
      const other = calls[index];
      if (slot.box.parentNode !== list) list.appendChild(slot.box);
      const isFirst = index === 0 && !other;
      slot.box.classList.toggle("kosong", !other && !isFirst);
      slot.box.classList.toggle("belum", isFirst);
      writeNumber(slot.number, other ? other.number : isFirst ? A.t("display.none_earlier") : "–");
      if (isFirst) slot.number.classList.remove("panjang");
      A.write(slot.sign, other ? place(other).sign : "");
      A.write(slot.zone, other ? zoneName(state, other) : "");
      slot.box.classList.toggle("bernama", Boolean(other) && place(other).sign.length > SHORT_SIGN_EARLIER);
      slot.box.classList.toggle("sempit", Boolean(other) && other.number.length > SHORT_NUMBER);
    }
    while (list.children.length > most) list.removeChild(list.lastChild);
  }

  A.call = {
    /* Draw the panel and the list; `most` earlier calls fit. */
    draw: function (call, state, most, lost) {
      drawPanel(call, state, lost);
      drawEarlier(state, call, most);
      const picture = panel.textContent + A.find("earlier-list").textContent;
      if (picture !== last) fitAll();
      last = picture;
      if (call && (!shown || shown.seq !== call.seq)) A.expose("panel", call.number);
      shown = call;
    },

    /* The outline that says: this one is new. */
    announce: function (fresh) {
      A.call.flash(panel, fresh);
    },

    /* Let the outline of an element come and go, or end it. */
    flash: function (element, fresh) {
      element.classList.remove("baru");
      if (!fresh) return;
      // reading the size between makes the browser start the outline again
      A.expose("flash", String(element.offsetWidth));
      element.classList.add("baru");
    },

    serviceName: serviceName,
    writeNumber: writeNumber,
    refit: fitAll,
  };
}());
