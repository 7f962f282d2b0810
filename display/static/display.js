/* The TV page: joins line, seat, stage, voice, media and drawing. */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;
  const TICK_MS = 1000, LONG_MS = 6000;

  let state = null;
  let lostSince = null;
  let losing = null;

  function view(name) {
    document.body.setAttribute("data-view", name);
    A.expose("view", name);
  }

  function mode() {
    if (state.counter) return "counter";
    return A.quiet.mood(state) === "none" ? "board" : "quiet";
  }

  function tick() {
    A.head.tick();
    A.countertop.tick();
    // the hour opens and closes the hall
    if (state && mode() !== document.body.getAttribute("data-view")) draw(true);
  }

  function drawBoard(again) {
    const call = A.stage.current();
    const rearranged = A.grid.draw(state, call);
    const all = rearranged || again;
    A.head.draw(state);
    A.head.tick();
    if (mode() === "quiet") A.quiet.draw(state);
    else A.call.draw(call, state, A.grid.earlier(), lostSince !== null);
    A.foot.draw(state, all);
    if (!all) return;
    A.head.refit();
    A.call.refit();
    A.grid.refit();
  }

  function draw(again) {
    if (!state) return;
    const changed = mode() !== document.body.getAttribute("data-view");
    view(mode());
    if (mode() === "counter") A.countertop.draw(state, again || changed);
    else drawBoard(again || changed);
  }

  function resize() {
    A.reach.size();
    draw(true);
  }

  function onState(envelope, first) {
    state = envelope.state;
    found();
    A.speak(state.branch.languages);
    A.stage.take(envelope, first);
    if (state.is_quiet) A.caption.end();
    if (A.media) A.media.draw(state);
    draw(false);
  }

  /* What the voice says stands in the foot meanwhile; the panel itself is not moved by it. */
  function onCall(call, announced) {
    A.call.announce(announced);
    if (announced && state && !state.is_quiet) A.caption.begin(call);
    else if (announced) A.caption.end();
    draw(false);
  }

  /* ---- the line comes and goes ---- */

  function found() {
    window.clearTimeout(losing);
    losing = null;
    if (lostSince !== null) window.setTimeout(function () { draw(true); }, 0);
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

  /* The counter that this screen belongs to is gone from the branch file; the line goes on asking. */
  function onMisplaced() {
    state = null;
    found();
    view("misplaced");
  }

  function connect(token) {
    view("connecting");
    A.write(A.find("connecting-text"), "");
    window.setTimeout(function () {
      if (!state) A.write(A.find("connecting-text"), A.t("display.connecting_long"));
    }, LONG_MS);
    A.seat.follow(token, resize);
    A.line.start(token, { onState: onState, onLost: onLost, onRefused: onRefused, onMisplaced: onMisplaced });
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

  A.reach.size();
  A.fill();
  A.caption.start();
  A.stage.start(onCall);
  A.voice.start(function (ready) { A.foot.muted(!ready); });
  if (A.media && A.media.start) A.media.start();
  A.expose("spoken", "[]");
  window.addEventListener("resize", resize);
  // a film or picture comes and goes by itself; the board makes room for it, and takes it back
  new MutationObserver(function () { draw(true); }).observe(A.find("media"), { attributes: true, attributeFilter: ["hidden"] });
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
