/*
 * The line to the server: whole states in, `painted` out. The first state after connecting is always taken,
 * later ones only with an equal or higher seq.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const NAMESPACE = "/screens";
  const STATE = "board.state", PAINTED = "painted";
  const FIRST_STATE_MS = 15000, SCATTER_MS = 5000, SERVER_CLOSED_MS = 500, REFUSED_MS = 5000, MISPLACED_MS = 15000;
  const MISPLACED = "unknown_counter"; /* the counter on whose top this screen stands is gone */
  const REFUSALS = ["unauthenticated", "forbidden"];

  let socket = null;
  let seq = -1;
  let first = true;
  let heard = null;
  let timer = null;
  const waiting = []; /* what listens to events before there is a socket */

  function later(ms, deed) {
    window.clearTimeout(timer);
    timer = window.setTimeout(deed, ms);
  }

  function again() {
    socket.disconnect();
    socket.connect();
  }

  function codeOf(error) {
    return error && error.data && error.data.code ? error.data.code : error && error.message;
  }

  function retry(ms) {
    later(ms, function () { socket.connect(); });
  }

  function refuse(error, listener) {
    const code = codeOf(error);
    const isMisplaced = code === MISPLACED && Boolean(listener.onMisplaced);
    if (isMisplaced) listener.onMisplaced();
    else listener.onLost(heard, false);
    if (REFUSALS.indexOf(code) >= 0) {
      A.line.stop();
      listener.onRefused();
    } else if (!socket.active) {
      retry(code === MISPLACED ? MISPLACED_MS : REFUSED_MS);
    }
  }

  function receive(envelope, listener) {
    heard = A.clock.now();
    if (!first && envelope.seq < seq) return;
    const opening = first;
    window.clearTimeout(timer);
    first = false;
    seq = envelope.seq;
    A.clock.sync(envelope.at, envelope.state.branch.timezone);
    heard = A.clock.now();
    listener.onState(envelope, opening);
    window.requestAnimationFrame(function () {
      window.requestAnimationFrame(function () {
        A.expose("seq", String(envelope.seq));
        if (socket.connected) socket.emit(PAINTED, { seq: envelope.seq });
      });
    });
  }

  /*
   * `listener`: onState(envelope, first), onLost(since, certain), onRefused(), and if it likes onMisplaced(): there is
   * no such counter, and the line is tried again. `since` is the server's time in ms; a silence that the heartbeat
   * found is certain at once.
   */
  A.line = {
    start: function (token, listener) {
      A.line.stop();
      socket = window.io(NAMESPACE, {
        auth: { token: token }, transports: ["websocket", "polling"], tryAllTransports: true,
        reconnectionDelay: 250, reconnectionDelayMax: 2000, timeout: 5000,
      });
      socket.io.on("ping", function () { heard = A.clock.now(); });
      socket.on("connect", function () {
        first = true;
        heard = A.clock.now();
        // a server that starts under many screens is slow: they must not all come anew, nor at once
        later(FIRST_STATE_MS + Math.random() * SCATTER_MS, again);
      });
      socket.on(STATE, function (envelope) { receive(envelope, listener); });
      socket.on("disconnect", function (reason) {
        window.clearTimeout(timer);
        listener.onLost(heard, reason === "ping timeout");
        // the library comes back by itself except after the server's own word
        if (reason === "io server disconnect") retry(SERVER_CLOSED_MS);
      });
      socket.on("connect_error", function (error) { refuse(error, listener); });
      waiting.forEach(function (entry) { socket.on(entry.event, entry.listener); });
      window.addEventListener("online", function () { if (socket && !socket.connected) again(); });
    },

    /* `listener(payload)` at each `event`, also at "connect" and "disconnect"; may be called before the start. */
    on: function (event, listener) {
      waiting.push({ event: event, listener: listener });
      if (socket) socket.on(event, listener);
    },

    /* Send; `answered(payload)` gets the acknowledgement. Nothing is kept for later: false while there is no line. */
    emit: function (event, payload, answered) {
      if (!socket || !socket.connected) return false;
      if (answered) socket.emit(event, payload, answered);
      else socket.emit(event, payload);
      return true;
    },

    stop: function () {
      window.clearTimeout(timer);
      if (socket) socket.disconnect();
    },
  };
}());
