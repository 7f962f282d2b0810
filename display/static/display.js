/* The TV page: joins line, stage, voice and drawing. */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;
  const TICK_MS = 1000, LONG_MS = 6000;
  const SMALL_WORDS = /^(dan|di|ke|dari|untuk|yang)$/;

  let state = null;
  let lostSince = null;
  let losing = null;

  function view(name) {
    document.body.setAttribute("data-view", name);
    A.expose("view", name);
  }

  /* "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL" is for paper; a screen is read in small letters. */
  function softened(line) {
    if (line !== line.toUpperCase()) return line;
    return line.toLowerCase().split(" ").map(function (word, index) {
      return index && SMALL_WORDS.test(word) ? word : word.charAt(0).toUpperCase() + word.slice(1);
    }).join(" ");
  }

  function drawHead() {
    const lines = state.branch.letterhead;
    A.write(A.find("office"), state.branch.name);
    A.write(A.find("office-line"), lines.length ? softened(lines[lines.length - 1]) : "");
    tick();
  }

  /* A long name takes two lines and the whole place. */
  function fitHead() {
    const name = A.find("office");
    name.parentNode.classList.remove("panjang");
    const long = name.scrollWidth > name.clientWidth || name.offsetHeight > name.parentNode.parentNode.clientHeight * 0.75;
    name.parentNode.classList.toggle("panjang", long);
  }

  function tick() {
    const now = A.clock.now();
    A.write(A.find("hour"), A.clock.hour(now));
    A.write(A.find("zone"), A.clock.zoneName());
    A.write(A.find("day"), A.clock.day(now));
    if (state && mode() !== document.body.getAttribute("data-view")) draw(true);
  }

  function mode() {
    return A.quiet.mood(state) === "none" ? "board" : "quiet";
  }

  function draw(again) {
    if (!state) return;
    const changed = mode() !== document.body.getAttribute("data-view");
    view(mode());
    const call = A.stage.current();
    const rearranged = A.grid.draw(state.counters, call);
    drawHead();
    if (mode() === "quiet") A.quiet.draw(state);
    else A.call.draw(call, state, A.grid.earlier(), lostSince !== null);
    A.foot.draw(state, rearranged || again || changed);
    if (rearranged || again || changed) {
      fitHead();
      A.call.refit();
      A.grid.refit();
    }
  }

  function onState(envelope, first) {
    state = envelope.state;
    found();
    A.speak(state.branch.languages);
    A.stage.take(envelope, first);
    draw(false);
  }

  /* ---- the line comes and goes ---- */

  function found() {
    window.clearTimeout(losing);
    losing = null;
    lostSince = null;
    A.foot.lost(null);
  }

  function onLost(since, certain) {
    if (losing !== null || lostSince !== null) return;
    losing = window.setTimeout(function () {
      losing = null;
      lostSince = since === null ? A.clock.now() : since;
      A.foot.lost(lostSince);
      draw(true);
    }, certain ? 0 : rules.lost_after_s * 1000);
  }

  function onRefused() {
    A.remember("token", null);
    state = null;
    found();
    pair();
  }

  function connect(token) {
    view("connecting");
    window.setTimeout(function () {
      if (!state) A.write(A.find("connecting-text"), A.t("display.connecting_long"));
    }, LONG_MS);
    A.line.start(token, { onState: onState, onLost: onLost, onRefused: onRefused });
  }

  function pair() {
    view("pairing");
    A.pairing.start(connect);
  }

  function begin() {
    const token = A.pairing.token();
    if (token) connect(token);
    else pair();
  }

  A.grid.size();
  A.fill();
  A.stage.start(function (call, announced) {
    A.call.announce(announced);
    draw(false);
  });
  A.voice.start(function (ready) { A.foot.muted(!ready); });
  A.expose("spoken", "[]");
  window.addEventListener("resize", function () { A.grid.size(); draw(true); });
  window.addEventListener("hashchange", function () { window.location.reload(); });
  window.setInterval(tick, TICK_MS);
  window.setInterval(function () { A.grid.turn(); draw(false); }, rules.turn_s * 1000);
  window.setInterval(A.foot.turn, rules.ticker_s * 1000);
  // what was measured in another font fits no more
  if (document.fonts && document.fonts.load) {
    Promise.all(["400", "600", "800"].map(function (weight) {
      return document.fonts.load(weight + ' 10px "Atkinson Hyperlegible Next"');
    })).then(function () { draw(true); });
  }
  begin();
}());
