/* The small screen on a counter: its name, the number that is wanted there, and how the counter is. */
(function () {
  "use strict";
  const A = window.Antrean;
  const face = A.find("top-face");
  const number = A.find("top-number");
  let announced = "";

  function own(state) {
    return state.counters.filter(function (counter) { return counter.counter === state.counter; })[0];
  }

  /* called, serving, open, paused, closed: this counter; before, after: the whole office. */
  function mood(state, counter) {
    const kind = counter ? A.grid.kind(counter, null) : "closed";
    if (counter && counter.number && (kind === "called" || kind === "serving")) return kind;
    if (kind === "paused" && state.day_status === "open") return kind;
    const office = A.quiet.mood(state);
    if (office !== "none") return office === "closed" ? "after" : "before";
    return kind;
  }

  /* "Istirahat sampai 13.00" when the office says when it goes on. */
  function pause(state, counter) {
    const word = A.grid.wordOf(counter, "paused");
    const until = Date.parse(state.opens_at || "");
    if (isNaN(until) || until <= A.clock.now() || !A.clock.sameDay(until, A.clock.now())) return word;
    return A.t("display.top.until", { what: word, time: A.clock.hour(until) });
  }

  /* What stands across the screen where there is no number: a title and a sentence. */
  function sentence(kind, state, counter) {
    if (kind === "before" || kind === "after") return A.quiet.said(state);
    if (kind === "open") return { title: A.t("display.top.open"), text: A.t("display.top.open_text") };
    if (kind === "paused") return { title: pause(state, counter), text: A.t("display.top.paused_text") };
    return { title: A.t("display.top.closed"), text: A.t("display.top.closed_text") };
  }

  const WORDS = { called: "display.top.called", serving: "display.top.serving", open: "common.counter_status.open",
    paused: "common.counter_status.paused", closed: "common.counter_status.closed", before: "common.counter_status.closed",
    after: "common.counter_status.closed" };
  const ICONS = { called: "called", serving: "serving", open: "open", paused: "paused" };

  function drawHead(kind, state, counter) {
    A.write(A.find("top-name"), counter ? counter.name : A.t("common.counter") + " " + state.counter);
    A.write(A.find("top-word"), kind === "paused" ? A.grid.wordOf(counter, kind) : A.t(WORDS[kind]));
    A.draw(A.find("top-icon"), ICONS[kind] || "closed");
  }

  function drawFace(kind, state, counter) {
    const hasNumber = kind === "called" || kind === "serving";
    const said = hasNumber ? { title: "", text: "" } : sentence(kind, state, counter);
    A.call.writeNumber(number, hasNumber ? counter.number : "");
    A.write(A.find("top-title"), said.title);
    A.write(A.find("top-text"), said.text);
    A.write(A.find("top-service"), hasNumber ? A.call.serviceName(state, counter.service) : state.branch.name);
  }

  /* A call is new by its seq; the first one seen is not, for this screen may just have been switched on. */
  function announce(kind, state, counter) {
    const newest = state.calls.filter(function (call) { return call.counter === state.counter; })[0];
    const key = kind === "called" ? counter.number + "/" + (newest ? newest.seq : "") : "";
    if (key === announced) return;
    announced = key;
    A.call.flash(face, key !== "");
    A.expose("panel", key ? counter.number : "");
  }

  function refit() {
    ["top-name", "top-number", "top-title", "top-word", "top-service"].forEach(function (id) { A.fit(A.find(id)); });
  }

  function tick() {
    A.write(A.find("top-hour"), A.clock.hour(A.clock.now()) + " " + A.clock.zoneName());
  }

  A.countertop = {
    draw: function (state, again) {
      const counter = own(state);
      const kind = mood(state, counter);
      const picture = A.find("countertop").textContent;
      A.find("countertop").className = "layar satu " + kind;
      drawHead(kind, state, counter);
      drawFace(kind, state, counter);
      announce(kind, state, counter);
      tick();
      if (again || A.find("countertop").textContent !== picture) refit();
    },

    tick: tick,
  };
}());
