/* How this screen gets its token: once by #token=… in its address, or by the code that a supervisor types. */
(function () {
  "use strict";
  const A = window.Antrean;
  const PAIRINGS = "/api/v1/pairings";
  const POLL_MS = 2000, TROUBLE_MS = 4000, LIFE_MS = 600000, TICK_MS = 1000, PATIENCE_MS = 8000;
  const GONE = 410, MISSING = 404;
  let ticking = null;

  function ask(method, address, body, done, failed) {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.timeout = PATIENCE_MS;
    request.setRequestHeader("Accept", "application/json");
    if (body) request.setRequestHeader("Content-Type", "application/json");
    request.onload = function () {
      if (request.status < 200 || request.status > 299) return failed(request.status);
      return done(JSON.parse(request.responseText));
    };
    request.onerror = request.ontimeout = function () { failed(0); };
    request.send(body ? JSON.stringify(body) : null);
  }

  function grouped(code) {
    return code.length === 8 ? code.slice(0, 4) + " " + code.slice(4) : code;
  }

  function draw(code, begun) {
    const left = Math.max(LIFE_MS - (window.performance.now() - begun), 0);
    A.write(A.find("pair-code"), grouped(code));
    A.write(A.find("pair-changes"), A.t("common.pair.changes", { time: A.clock.stopwatch(left) }));
    A.write(A.find("pair-server"), A.t("display.pair.server", { server: window.location.host }));
    A.find("pair-bar").style.width = left / LIFE_MS * 100 + "%";
    A.fit(A.find("pair-code"));
  }

  function trouble() {
    window.clearInterval(ticking);
    A.write(A.find("pair-code"), "– – – –");
    A.write(A.find("pair-changes"), A.t("common.pair.no_server"));
    A.find("pair-bar").style.width = "0";
  }

  function begin(given) {
    ask("POST", PAIRINGS, { kind: "display" }, function (pairing) {
      const begun = window.performance.now();
      window.clearInterval(ticking);
      draw(pairing.code, begun);
      ticking = window.setInterval(function () { draw(pairing.code, begun); }, TICK_MS);
      poll(pairing.secret, begun, given);
    }, function () {
      trouble();
      window.setTimeout(function () { begin(given); }, TROUBLE_MS);
    });
  }

  function poll(secret, begun, given) {
    window.setTimeout(function () {
      ask("GET", PAIRINGS + "/" + encodeURIComponent(secret), null, function (answer) {
        if (answer.token) {
          window.clearInterval(ticking);
          A.remember("token", answer.token);
          given(answer.token);
        } else if (window.performance.now() - begun > LIFE_MS) begin(given);
        else poll(secret, begun, given);
      }, function (status) {
        if (status === GONE || status === MISSING) begin(given);
        else poll(secret, begun, given);
      });
    }, POLL_MS);
  }

  A.pairing = {
    /* This screen's token or null; out of the address at once, so that nobody reads it there. */
    token: function () {
      const found = /(?:^#|&)token=([^&]+)/.exec(window.location.hash);
      if (!found) return A.recall("token");
      const token = decodeURIComponent(found[1]);
      A.remember("token", token);
      window.history.replaceState(null, "", window.location.pathname + window.location.search);
      return token;
    },

    /* Show codes until somebody types one; then `given(token)`. */
    start: begin,
  };
}());
