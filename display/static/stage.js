/*
 * Which call stands in the large panel, and whether it is spoken: picture and voice are one queue, in order.
 * Calls are those of board.state, newest first; each carries its own growing seq.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;

  let branch = null;
  let seen = null;
  let current = null;
  let busy = false;
  let queue = [];
  let latest = { calls: [], counters: [] };
  let show = function () {};
  const spoken = [];
  const SPOKEN_KEPT = 50;

  function age(call) {
    return (A.clock.now() - Date.parse(call.at)) / 1000;
  }

  /* Somebody came, or the counter went on: there is nobody left to call. */
  function answered(call) {
    return latest.counters.some(function (counter) {
      return counter.counter === call.counter && (counter.number !== call.number || counter.status !== "called");
    });
  }

  /* The last seq that counts as spoken before this page began. */
  function beginning(envelope) {
    const kept = parseInt(A.recall("spoken." + envelope.branch), 10);
    // a number above the server's own belongs to another history: a new database, a restored copy
    if (!isNaN(kept) && kept <= envelope.seq) return kept;
    return latest.calls.reduce(function (highest, call) {
      return age(call) > rules.news_s ? Math.max(highest, call.seq) : highest;
    }, 0);
  }

  function speak(call) {
    return A.voice.say(call.speech, call.count > 1, function () {
      spoken.push(call.number);
      if (spoken.length > SPOKEN_KEPT) spoken.shift();
      A.expose("spoken", JSON.stringify(spoken));
      A.write(A.find("spoken"), A.pick(call.caption));
    });
  }

  function wait(seconds) {
    return new Promise(function (done) { window.setTimeout(done, seconds * 1000); });
  }

  function next() {
    const call = queue.shift();
    if (!call) {
      busy = false;
      stand();
      return;
    }
    busy = true;
    const aloud = age(call) <= rules.stale_s && !answered(call);
    current = call;
    A.remember("spoken." + branch, String(call.seq));
    show(call, aloud);
    Promise.all([wait(aloud ? rules.hold_s : rules.silent_hold_s), aloud ? speak(call) : null]).then(next, next);
  }

  /* With nothing to announce the newest call stands in the panel. */
  function stand() {
    const newest = latest.calls[0] || null;
    current = newest;
    show(newest, false);
  }

  function enqueue(call) {
    // a repeat of what still waits to be spoken replaces it
    queue = queue.filter(function (waiting) {
      return waiting.number !== call.number || waiting.counter !== call.counter;
    });
    queue.push(call);
  }

  A.stage = {
    /* `shower(call or null, announced)` draws the panel. */
    start: function (shower) {
      show = shower;
    },

    /* A state arrived; `first` after (re)connecting. */
    take: function (envelope, first) {
      latest = envelope.state;
      if (seen === null || branch !== envelope.branch || (first && envelope.seq < seen)) {
        branch = envelope.branch;
        queue = [];
        seen = beginning(envelope);
      }
      latest.calls.slice().reverse().forEach(function (call) {
        if (call.seq <= seen) return;
        seen = call.seq;
        if (age(call) <= rules.stale_s) enqueue(call);
      });
      if (busy) return;
      if (queue.length) next();
      else stand();
    },

    /* The call in the panel, or null. */
    current: function () {
      return current;
    },
  };
}());
