/* When nobody is being called: before opening, and after the day is closed. */
(function () {
  "use strict";
  const A = window.Antrean;

  function opening(state) {
    const opens = Date.parse(state.opens_at || "");
    return isNaN(opens) || opens <= A.clock.now() ? null : opens;
  }

  /* "none" while the board itself belongs on the screen. */
  function mood(state) {
    if (state.day_status === "closed") return "closed";
    if (state.day_status === "not_open") return "before";
    return state.calls.length === 0 && opening(state) !== null ? "before" : "none";
  }

  function before(state) {
    const opens = opening(state);
    const text = A.t(state.issuing ? "display.issuing" : "display.not_issuing");
    if (opens === null) return { title: A.t("display.not_open"), text: text };
    const time = A.clock.hour(opens);
    if (A.clock.sameDay(opens, A.clock.now())) return { title: A.t("display.begins", { time: time }), text: text };
    return { title: A.t("display.begins_day", { day: A.clock.day(opens), time: time }), text: text };
  }

  function closed(state) {
    const opens = opening(state);
    const thanks = A.t("display.closed_text");
    if (opens === null) return { title: A.t("display.closed"), text: thanks };
    const again = A.t("display.reopens", { day: A.clock.day(opens), time: A.clock.hour(opens) });
    return { title: A.t("display.closed"), text: again + "\n" + thanks };
  }

  A.quiet = {
    mood: mood,

    /* Title and sentence of a closed office. */
    said: function (state) {
      return mood(state) === "closed" ? closed(state) : before(state);
    },

    draw: function (state) {
      const said = A.quiet.said(state);
      A.write(A.find("quiet-greeting"), A.clock.greeting(A.clock.now()));
      A.write(A.find("quiet-title"), said.title);
      A.write(A.find("quiet-text"), said.text);
      A.fit(A.find("quiet-title"));
      A.fit(A.find("quiet-text"));
    },
  };
}());
