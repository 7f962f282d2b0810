/*
 * Which call stands in the large panel, and whether it is spoken: picture and voice are one queue, in order. Calls are
 * those of board.state, newest first; each carries its own growing seq. The display that is the voice of its zone works
 * the queue off; the others show what it says.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;
  const TICK_MS = 200, KEPT = 50, MOST_WAITING = 100, REPEAT_BEHIND = 4, CALM_BEHIND = 3;

  let branch = null;
  let place = null; /* branch and zone */
  let latest = { calls: [], counters: [] };
  let seen = null; /* the newest call that was taken in */
  let began = 0; /* the last call that counts as spoken before this page began */
  let hasMemory = false;
  let passed = null; /* the last call that this page will not speak any more */
  let heard = null; /* the last call that the zone heard to its end */
  let queue = []; /* calls to come, each { call, only: shown and not spoken } */
  let current = null;
  let busy = null; /* how the panel holds its call: { since, brief, mute } */
  let stands = false;
  let saying = null;
  let speaker = false;
  let show = function () {};
  const spoken = [];
  const called = []; /* who was called aloud, number and counter */

  function age(call) {
    return (A.clock.now() - Date.parse(call.at)) / 1000;
  }

  /* Somebody came, or the counter went on: there is nobody left to call. */
  function answered(call) {
    return latest.counters.some(function (counter) {
      return counter.counter === call.counter && (counter.number !== call.number || counter.status !== "called");
    });
  }

  function worth(call) {
    return age(call) <= rules.stale_s && !answered(call);
  }

  function who(call) {
    return call.number + "@" + call.counter;
  }

  function keep(list, entry) {
    list.push(entry);
    if (list.length > KEPT) list.shift();
  }

  function bySeq(seq) {
    return latest.calls.filter(function (call) { return call.seq === seq; })[0] || null;
  }

  function waits(call) {
    return queue.some(function (entry) { return entry.call.seq === call.seq; });
  }

  /* ---- the queue ---- */

  function enqueue(call) {
    // a repeat of what still waits to be spoken replaces it
    queue = queue.filter(function (entry) { return who(entry.call) !== who(call); });
    const repeat = call.count > 1 && called.indexOf(who(call)) >= 0 && queue.length >= REPEAT_BEHIND;
    queue.push({ call: call, only: repeat });
    if (queue.length > MOST_WAITING) queue.shift();
  }

  function pass(call, wasHeard) {
    passed = Math.max(passed, call.seq);
    if (wasHeard) heard = Math.max(heard, call.seq);
  }

  /* This display became its zone's voice: it goes on where the one before was heard last. */
  function promote() {
    if (passed === null) passed = hasMemory || heard === null ? Math.max(began, heard) : heard;
    const fresh = latest.calls.filter(function (call) { return call.seq > passed && (worth(call) || waits(call)); });
    queue = [];
    busy = null;
    fresh.reverse().forEach(enqueue);
  }

  /* ---- the panel ---- */

  function put(call, fresh) {
    current = call;
    stands = false;
    show(call, fresh);
  }

  function rested() {
    if (!busy) return true;
    const crowd = busy.mute ? CALM_BEHIND : 0;
    const hold = busy.brief || queue.length > crowd ? rules.silent_hold_s : rules.hold_s;
    return A.clock.elapsed() - busy.since >= hold;
  }

  /* With nothing to announce the newest call stands in the panel, or the one that the zone's voice still shows. */
  function stand() {
    const voiced = speaker || A.follower.isLost() || A.choir.isUnvoiced() ? null : bySeq(A.choir.showing());
    const wanted = voiced || latest.calls.filter(function (call) { return !waits(call); })[0] || null;
    const same = stands && (wanted ? wanted.seq : null) === (current ? current.seq : null);
    current = wanted;
    stands = true;
    if (!same) show(wanted, false);
  }

  function next() {
    const entry = queue.shift();
    const call = entry.call;
    const aloud = !entry.only && worth(call);
    const mute = Boolean(latest.is_quiet) || A.choir.isSilent();
    busy = { since: A.clock.elapsed(), brief: !aloud, mute: mute || !speaker };
    put(call, aloud);
    if (!speaker) return;
    A.remember("spoken." + branch, String(call.seq));
    if (aloud && !mute) speak(call);
    else pass(call, !A.choir.isSilent());
  }

  /* ---- aloud ---- */

  function hush(isHushed) {
    if (A.media && A.media.hush) A.media.hush(isHushed);
  }

  function speak(call) {
    const behind = queue.map(function (entry) { return entry.call; }).filter(worth);
    saying = call;
    hush(true);
    A.voice.say(A.choir.words(call, A.choir.form(behind)), function () {
      keep(spoken, call.number);
      keep(called, who(call));
      A.expose("spoken", JSON.stringify(spoken));
      A.write(A.find("spoken"), A.pick(call.caption));
      A.choir.begin();
    }).then(function (result) {
      A.choir.end();
      if (saying === call) spoke(call, result);
    });
  }

  function spoke(call, result) {
    saying = null;
    if (result === "stopped" && !latest.is_quiet && !A.choir.isSilent()) {
      // cut off, because another display may speak now or the set slept: nobody heard it
      speaker = false;
      busy = null;
    } else {
      pass(call, result !== "refused");
      busy.mute = result !== "heard";
    }
    turn();
    if (!saying) hush(false);
  }

  /* ---- another display speaks ---- */

  /* The zone's voice went on to another call: show it as well. */
  function follow() {
    const showing = A.follower.news();
    const call = bySeq(showing);
    if (!call) return false;
    A.follower.step();
    queue = queue.filter(function (entry) { return entry.call.seq > showing; });
    if (current && current.seq === showing) return false;
    busy = { since: A.clock.elapsed(), brief: false, mute: false };
    put(call, worth(call));
    return true;
  }

  /* ---- what is to be done now ---- */

  function turn() {
    A.expose("voice", latest.is_quiet ? "quiet" : A.choir.role());
    if (saying) {
      if (!A.choir.goesOn() || latest.is_quiet) A.voice.stop();
      return;
    }
    if (A.choir.speaks() !== speaker) {
      speaker = !speaker;
      if (speaker) promote();
      else A.follower.step();
    }
    if (!speaker && follow()) return;
    const isDue = speaker ? queue.length > 0 : A.follower.isImpatient(current, queue.length > 0);
    if (!rested()) return;
    busy = null;
    if (isDue) next();
    else stand();
    A.choir.tell();
  }

  /* What the zone heard by another display is not spoken again. */
  function believe() {
    const after = A.choir.after();
    if (after === null) return;
    heard = Math.max(heard, after);
    if (passed !== null) passed = Math.max(passed, after);
    if (speaker) queue = queue.filter(function (entry) { return entry.call.seq > passed; });
  }

  function onOrder() {
    if (seen !== null) believe();
    turn();
  }

  function tick() {
    // a sentence that the set slept through is none, and what it knew of who speaks is old
    if (A.choir.tick()) {
      A.voice.stop();
      A.voice.wake();
    }
    turn();
  }

  /* A page's first state, another zone, or another history: a new database, a restored copy. */
  function settle(envelope) {
    const kept = parseInt(A.recall("spoken." + envelope.branch), 10);
    if (saying) A.voice.stop();
    if (saying) hush(false);
    branch = envelope.branch;
    seen = latest.calls.length ? latest.calls[0].seq : 0;
    hasMemory = !isNaN(kept) && kept <= envelope.seq;
    began = hasMemory ? kept : latest.calls.reduce(function (highest, call) {
      return age(call) > rules.news_s ? Math.max(highest, call.seq) : highest;
    }, 0);
    heard = A.choir.after();
    saying = passed = busy = null;
    queue = [];
    speaker = stands = false;
    A.follower.forget();
  }

  A.stage = {
    /* `shower(call or null, announced)` draws the panel. */
    start: function (shower) {
      show = shower;
      A.choir.start(onOrder);
      window.setInterval(tick, TICK_MS);
    },

    /* A state arrived; `first` after (re)connecting. */
    take: function (envelope, first) {
      const there = envelope.branch + "/" + (envelope.state.zone || "");
      latest = envelope.state;
      A.choir.state(envelope);
      if (seen === null || place !== there || (first && envelope.seq < seen)) settle(envelope);
      place = there;
      latest.calls.slice().reverse().forEach(function (call) {
        if (call.seq <= seen) return;
        seen = call.seq;
        if (age(call) <= rules.stale_s) enqueue(call);
      });
      believe();
      turn();
    },

    /* Nothing is being said, and nobody waits to be shown. */
    isAtRest: function () {
      return !saying && !queue.length && rested();
    },

    /* The call in the panel, or null. */
    current: function () {
      return current;
    },

    /* The call that is being said here, or null. */
    saying: function () {
      return saying;
    },

    /* What this display shows and has spoken, for the server; `behind`: calls that wait to be spoken. */
    account: function () {
      const behind = queue.filter(function (entry) { return !entry.only && worth(entry.call); });
      return { showing: current ? current.seq : null, spoken: heard, behind: behind.length };
    },
  };
}());
