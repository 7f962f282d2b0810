/* The call panel and the calls before it. */
(function () {
  "use strict";
  const A = window.Antrean;
  const SHORT_NAME = 4, SHORT_SIGN = 5;

  const panel = A.find("call");
  const plate = A.find("call-plate");
  const number = A.find("call-number");
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

  function serviceName(state, code) {
    const found = state.waiting.filter(function (queue) { return queue.service === code; })[0];
    return found ? A.pick(found.name) : "";
  }

  function fitAll() {
    [number, A.find("call-counter"), A.find("call-place"), A.find("call-service"), A.find("call-title")].forEach(A.fit);
    rows.forEach(function (row) { if (row.box.parentNode) A.fit(row.box); });
  }

  function title(call, lost) {
    if (lost) return A.t("display.last_call", { time: A.clock.hour(Date.parse(call.at)) });
    return call.count > 1 ? A.t("display.call_again", { n: call.count }) : A.t("display.call");
  }

  /* Only the wide layout has a line of its own for the service. */
  function titleWithService(call, service, lost) {
    return A.grid.layout() === "luas" || !service ? title(call, lost) : title(call, lost) + ", " + service;
  }

  function drawPanel(call, state, lost) {
    panel.classList.toggle("kosong", !call);
    if (!call) {
      A.write(A.find("call-title"), "");
      A.write(number, A.t("display.none_yet"));
      A.write(A.find("call-service"), A.t("display.none_yet_text"));
      return;
    }
    const where = place(call);
    const service = serviceName(state, call.service);
    A.write(A.find("call-title"), titleWithService(call, service, lost));
    A.write(number, call.number);
    A.write(A.find("call-service"), service);
    A.write(A.find("call-proceed"), A.t("display.proceed"));
    A.write(A.find("call-place"), where.word && where.sign.length <= SHORT_SIGN ? where.word : A.t("display.proceed"));
    A.write(A.find("call-counter"), where.sign);
    plate.classList.toggle("bernama", where.sign.length > SHORT_SIGN);
  }

  function row(index) {
    if (!rows[index]) {
      const box = A.make("li");
      rows[index] = { box: box, number: box.appendChild(A.make("span", "n")), sign: box.appendChild(A.make("span", "l")) };
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
      slot.box.classList.toggle("kosong", !other);
      A.write(slot.number, other ? other.number : "–");
      A.write(slot.sign, other ? place(other).sign : "");
      slot.box.classList.toggle("bernama", Boolean(other) && place(other).sign.length > SHORT_SIGN);
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
      panel.classList.remove("baru");
      if (!fresh) return;
      // reading the size between makes the browser start the outline again
      A.expose("flash", String(panel.offsetWidth));
      panel.classList.add("baru");
    },

    refit: fitAll,
  };
}());
