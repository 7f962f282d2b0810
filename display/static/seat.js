/* How this TV hangs in the hall: panel, farthest seat, safe margin, loudspeaker. Usual values until the server says. */
(function () {
  "use strict";
  const A = window.Antrean;
  const SELF = "/api/v1/displays/self";
  const PATIENCE_MS = 8000, AGAIN_MS = 15000, MISSING = 404;
  const MOST_MARGIN = 5;

  let seat = {};
  let timer = null;
  let token = null;

  function take(answer, changed) {
    seat = answer || {};
    A.expose("seat", seat.name || "");
    if (A.choir && A.choir.seat) A.choir.seat(seat);
    changed();
  }

  function ask(changed) {
    const request = new XMLHttpRequest();
    window.clearTimeout(timer);
    request.open("GET", SELF);
    request.timeout = PATIENCE_MS;
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Authorization", "Bearer " + token);
    function again() {
      timer = window.setTimeout(function () { ask(changed); }, AGAIN_MS);
    }
    request.onload = function () {
      if (request.status >= 200 && request.status <= 299) take(JSON.parse(request.responseText), changed);
      // a server that knows no such address is an older one, and a refusal is the line's business
      else if (request.status !== MISSING && request.status >= 500) again();
    };
    request.onerror = request.ontimeout = again;
    request.send();
  }

  A.seat = {
    /* Ask after each connect, for somebody may have changed it meanwhile; `changed()` when the answer is there. */
    follow: function (ofThisScreen, changed) {
      const known = token !== null;
      token = ofThisScreen;
      if (!known) A.line.on("connect", function () { ask(changed); });
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
