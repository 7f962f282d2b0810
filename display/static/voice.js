/*
 * The loudspeaker: one sentence at a time, its clips back to back by WebAudio; one after another by <audio> where
 * there is none. A sentence that lacks a word is not said, for it would call another number: its chime sounds alone.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const WAKE_MS = 1500, WAKE_AGAIN_MS = 5000, CLIP_MS = 4000, STILL_MS = 3000, LOOK_MS = 20;
  const MOST_FAILURES = 2, MEND_MS = 15000, MOVES_MS = 500;
  const LEAD_S = 0.03;

  const Context = window.AudioContext || window.webkitAudioContext;
  const voice = A.voice = { ready: null };
  let context = null;
  let off = false;
  let failures = 0; /* sentences in a row that could not be said although the browser allows sound */
  let lacking = []; /* clips that they lacked */
  let spokenUntil = 0; /* on the clock of the sound card */
  let sentence = null; /* what is being said: { stopped, failed, silence() } */
  let onReady = function () {};

  function isBroken() {
    return failures >= MOST_FAILURES;
  }

  function expose() {
    const audio = voice.audio();
    A.expose("audio", audio || "");
    onReady(audio !== "blocked");
  }

  function tell(ready) {
    if (voice.ready === ready) return;
    voice.ready = ready;
    expose();
  }

  function wait(ms) {
    return new Promise(function (done) { window.setTimeout(done, ms); });
  }

  function within(ms, promise) {
    return Promise.race([promise, wait(ms)]);
  }

  function namesOf(steps) {
    return steps.map(function (step) { return step.name; });
  }

  /* ---- WebAudio ---- */

  /* Put the sentence on the sound card's clock; returns its sources and its end. */
  function schedule(steps) {
    /* the sound card's clock may lag behind the timer that ended the sentence before */
    let at = Math.max(context.currentTime + LEAD_S, spokenUntil);
    const sources = steps.map(function (step, index) {
      const source = context.createBufferSource();
      if (index) at += step.pause;
      source.buffer = A.clips.sound(step.name);
      source.connect(context.destination);
      source.start(at);
      at += source.buffer.duration;
      return source;
    });
    spokenUntil = at;
    return { sources: sources, end: at };
  }

  /*
   * Until the card has played it, however far it lags: a starved one loses seconds and is heard all the same. From a
   * card that stands still nobody heard it, and nobody waits for it.
   */
  function finished(planned, mine) {
    return new Promise(function (done) {
      let moved = -1, movedAt = 0;
      function silence(result) {
        planned.sources.forEach(function (source) { source.stop(); });
        spokenUntil = 0;
        done(result);
      }
      mine.silence = function () { silence("stopped"); };
      (function look() {
        const card = context.currentTime, now = Date.now(), left = (planned.end - card) * 1000;
        if (mine.stopped) return;
        if (card > moved) {
          moved = card;
          movedAt = now;
        }
        if (left <= 0) done("heard");
        else if (now - movedAt < STILL_MS) window.setTimeout(look, Math.min(Math.max(left, LOOK_MS), STILL_MS));
        else {
          mine.failed = true;
          silence("refused");
        }
      }());
    });
  }

  /* A context sleeps until the browser allows sound, and again after some TVs' standby. */
  function awake() {
    if (context.state === "running") return Promise.resolve(true);
    const trying = context.resume ? context.resume() : Promise.resolve();
    return within(WAKE_MS, trying.catch(function () {})).then(function () { return context.state === "running"; });
  }

  function wake() {
    if (context && !off) awake().then(tell);
  }

  /* ---- <audio> ---- */

  /* Resolves with "heard", "refused" by the browser, or "failed". */
  function playFile(name, mine) {
    return new Promise(function (done) {
      const player = new window.Audio(A.clips.address(name));
      mine.silence = function () { player.pause(); done("heard"); };
      player.onended = function () { done("heard"); };
      player.onerror = function () { done("failed"); };
      const started = player.play();
      if (started && started.catch) {
        started.catch(function (error) { done(error && error.name === "NotAllowedError" ? "refused" : "failed"); });
      }
      window.setTimeout(function () { done(player.currentTime > 0 ? "heard" : "failed"); }, CLIP_MS);
    });
  }

  function playFiles(steps, mine) {
    return steps.reduce(function (before, step) {
      return before.then(function (result) {
        return result === "heard" && !mine.stopped ? playFile(step.name, mine) : result;
      });
    }, Promise.resolve("heard")).then(function (result) {
      if (result !== "failed") tell(result === "heard");
      if (mine.stopped) return "stopped";
      mine.failed = result === "failed";
      return mine.failed ? "refused" : result;
    });
  }

  /* ---- a sentence ---- */

  function play(steps, mine) {
    return context ? finished(schedule(steps), mine) : playFiles(steps, mine);
  }

  function chimeAlone(steps, mine) {
    const chime = A.clips.chime(steps);
    lacking = A.clips.lacking(namesOf(steps));
    mine.failed = lacking.length > 0;
    if (!chime.length) return "refused";
    return play(chime, mine).then(function (result) { return result === "stopped" ? result : "refused"; });
  }

  function saying(steps, mine, begun) {
    return (context ? awake() : Promise.resolve(true)).then(function (running) {
      if (context) tell(running);
      if (mine.stopped) return "stopped";
      if (!running) return "refused";
      return A.clips.need(namesOf(steps)).then(function () {
        const said = A.clips.sayable(steps);
        if (mine.stopped) return "stopped";
        if (!said) return chimeAlone(steps, mine);
        begun();
        return play(said, mine);
      });
    });
  }

  function judge(failed) {
    const before = isBroken();
    failures = failed ? failures + 1 : 0;
    if (isBroken() !== before) expose();
  }

  /* After failures: does the card move, and are the clips to be had by now? */
  function mend() {
    if (!isBroken() || off || sentence) return;
    const from = context ? context.currentTime : 0;
    within(MEND_MS, Promise.all([A.clips.need(lacking), wait(MOVES_MS)])).then(function () {
      const moves = !context || context.currentTime > from;
      if (moves && !A.clips.lacking(lacking).length && !sentence) judge(false);
    });
  }

  /*
   * Say steps, each { name, pause } with the seconds before it; `begun` runs at their start. Resolves with "heard",
   * "refused" (by the browser, or a word is lacking) or "stopped".
   */
  voice.say = function (steps, begun) {
    const mine = { stopped: false, failed: false, silence: null };
    sentence = mine;
    return saying(steps, mine, begun).catch(function () {
      mine.failed = true;
      return "refused";
    }).then(function (result) {
      if (sentence === mine) sentence = null;
      if (result === "heard" || (result === "refused" && mine.failed)) judge(result !== "heard");
      return result;
    });
  };

  /* Be silent at once. */
  voice.stop = function () {
    const mine = sentence;
    if (!mine || mine.stopped) return;
    mine.stopped = true;
    if (mine.silence) mine.silence();
  };

  /* "ready", "blocked", "off"; null while the browser has not answered. */
  voice.audio = function () {
    if (off) return "off";
    if (isBroken()) return "blocked";
    if (voice.ready === null) return context ? null : "ready";
    return voice.ready ? "ready" : "blocked";
  };

  /* This screen has no loudspeaker, or shall not use it. */
  voice.turnOff = function (isOff) {
    if (off === isOff) return;
    off = isOff;
    if (off) voice.stop();
    expose();
    wake();
  };

  /* The set was asleep: the sound card too. */
  voice.wake = wake;

  /* Length of one clip in seconds, for a sentence that is only planned. */
  voice.seconds = A.clips.seconds;

  function follow() {
    ["click", "touchend", "keydown"].forEach(function (touch) {
      document.addEventListener(touch, function () {
        if (context) wake();
        else tell(true);
      });
    });
    if (context) {
      context.onstatechange = function () { tell(context.state === "running"); };
      window.setInterval(wake, WAKE_AGAIN_MS);
      document.addEventListener("visibilitychange", wake);
      window.addEventListener("pageshow", wake);
      wake();
    }
    window.setInterval(mend, MEND_MS);
  }

  /* `listener(ready)` hears whether this browser may make a sound. */
  voice.start = function (listener) {
    onReady = listener;
    try {
      context = Context ? new Context() : null;
    } catch (error) {
      context = null;
    }
    A.clips.start(context);
    follow();
  };
}());
