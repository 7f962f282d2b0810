/*
 * How this TV hangs in the hall: panel, farthest seat, safe margin, loudspeaker. What the server said last is kept in
 * memory, for one that is silent must not be taken for a voice while its place is being asked for.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const SELF = "/api/v1/displays/self";
  const MEMORY = "seat";
  const PATIENCE_MS = 8000, AGAIN_MS = 15000, UNKNOWN_MS = 3000, MISSING = 404, UNAUTHENTICATED = 401;
  const MOST_MARGIN = 5;

  let seat = {};
  let isKnown = false;
  let timer = null;
  let doubting = null;
  let token = null;

  /* Usual values until the server says. */
  function take(answer, changed) {
    window.clearTimeout(doubting);
    doubting = null;
    isKnown = true;
    seat = answer || {};
    A.expose("seat", seat.name || "");
    A.choir.seat(seat);
    changed();
  }

  /* The seat of this very token, null when none is remembered. */
  function remembered() {
    try {
      const kept = JSON.parse(A.recall(MEMORY));
      return kept && kept.token === token ? kept.seat : null;
    } catch (error) {
      return null;
    }
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  }

  function ask(changed) {
    const request = new XMLHttpRequest();
    const asked = token;
    window.clearTimeout(timer);
    request.open("GET", SELF);
    request.timeout = PATIENCE_MS;
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Authorization", "Bearer " + asked);
    function again() {
      if (asked === token) timer = window.setTimeout(function () { ask(changed); }, AGAIN_MS);
    }
    request.onload = function () {
      const told = request.status >= 200 && request.status <= 299 ? parsed(request.responseText) : null;
      if (asked !== token) return;
      if (told) {
        A.remember(MEMORY, JSON.stringify({ token: token, seat: told }));
        take(told, changed);
      } else if (request.status === MISSING) {
        // an older server knows no such address
        A.remember(MEMORY, null);
        take(null, changed);
      } else if (request.status !== UNAUTHENTICATED) {
        // that one is the line's business
        again();
      }
    };
    request.onerror = request.ontimeout = again;
    request.send();
    if (!isKnown && doubting === null) doubting = window.setTimeout(function () { take(null, changed); }, UNKNOWN_MS);
  }

  A.seat = {
    /* Ask after each connect, for somebody may have changed it meanwhile; `changed()` when the answer is there. */
    follow: function (ofThisScreen, changed) {
      const isFirst = token === null;
      token = ofThisScreen;
      isKnown = false;
      A.choir.seat(null);
      const kept = remembered();
      if (kept) take(kept, changed);
      if (isFirst) A.line.on("connect", function () { ask(changed); });
    },

    /* Part of width and height that stays empty at each edge, 0 to 0.05. */
    margin: function () {
      return Math.min(Math.max(Number(seat.margin_percent) || 0, 0), MOST_MARGIN) / 100;
    },

    /* Diagonal in inches and metres to the farthest seat; null when nobody told. */
    panelInch: function () { return Number(seat.panel_inch) || null; },
    farthestM: function () { return Number(seat.farthest_m) || null; },
  };
}());
