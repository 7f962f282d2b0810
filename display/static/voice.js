/*
 * The loudspeaker: one sentence at a time, its clips back to back by WebAudio; one after another by <audio> where
 * there is none. A clip that cannot be had is left out; a browser that refuses sound says so once.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const CLIPS = "/display/clips/";
  const ENGLISH = /^en-/;
  const LOAD_MS = 4000, WAKE_MS = 1500, CLIP_MS = 4000, LATE_MS = 3000, LOOK_MS = 20, RENEW_MS = 900000;
  const LEAD_S = 0.03, USUAL_CLIP_S = 0.6;

  const Context = window.AudioContext || window.webkitAudioContext;
  const voice = A.voice = { ready: null };
  let context = null;
  let off = false;
  let spokenUntil = 0; /* on the clock of the sound card */
  let manifest = {};
  let loading = {};
  let decoded = {};
  let format = "ogg";
  let wantsEnglish = false;
  let sentence = null; /* what is being said: { stopped, silence() } */
  let onReady = function () {};

  function expose() {
    if (off) A.expose("audio", "off");
    else if (voice.ready !== null) A.expose("audio", voice.ready ? "ready" : "blocked");
    onReady(off || voice.ready !== false);
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

  function address(name, extension) {
    const known = manifest[name];
    return CLIPS + name + "." + extension + (known && known.sha256 ? "?v=" + known.sha256[extension].slice(0, 12) : "");
  }

  /* ---- WebAudio ---- */

  function decode(bytes) {
    return new Promise(function (done, refuse) { context.decodeAudioData(bytes, done, refuse); });
  }

  function fetched(name, extension) {
    return window.fetch(address(name, extension)).then(function (answer) {
      if (!answer.ok) throw new Error(name);
      return answer.arrayBuffer();
    }).then(decode);
  }

  function load(name) {
    const kept = loading;
    if (!kept[name]) {
      kept[name] = fetched(name, format).catch(function () {
        return fetched(name, "mp3").then(function (buffer) { format = "mp3"; return buffer; });
      }).then(function (buffer) {
        if (kept === loading) decoded[name] = buffer;
      }, function () {
        delete kept[name];
      });
    }
    return kept[name];
  }

  /* Put the sentence on the sound card's clock; returns its sources and its end. */
  function schedule(steps) {
    /* the sound card's clock may lag behind the timer that ended the sentence before */
    let at = Math.max(context.currentTime + LEAD_S, spokenUntil);
    const sources = [];
    steps.forEach(function (step) {
      if (!decoded[step.name]) return;
      if (sources.length) at += step.pause;
      const source = context.createBufferSource();
      source.buffer = decoded[step.name];
      source.connect(context.destination);
      source.start(at);
      at += decoded[step.name].duration;
      sources.push(source);
    });
    spokenUntil = at;
    return { sources: sources, end: at };
  }

  /* Until the card has played it. From a card that stands still meanwhile nobody heard it, and nobody waits for it. */
  function finished(planned, mine) {
    return new Promise(function (done) {
      const late = Date.now() + (planned.end - context.currentTime) * 1000 + LATE_MS;
      function silence(result) {
        planned.sources.forEach(function (source) { source.stop(); });
        spokenUntil = 0;
        done(result);
      }
      mine.silence = function () { silence("stopped"); };
      (function look() {
        const left = (planned.end - context.currentTime) * 1000;
        if (mine.stopped) return;
        if (left <= 0) done("heard");
        else if (Date.now() > late) silence("refused");
        else window.setTimeout(look, Math.max(left, LOOK_MS));
      }());
    });
  }

  function play(steps, mine) {
    return within(LOAD_MS, Promise.all(steps.map(function (step) { return load(step.name); }))).then(function () {
      return mine.stopped ? "stopped" : finished(schedule(steps), mine);
    });
  }

  /* A context sleeps until the browser allows sound, and again after some TVs' standby. */
  function awake() {
    if (context.state === "running") return Promise.resolve(true);
    const trying = context.resume ? context.resume() : Promise.resolve();
    return within(WAKE_MS, trying.catch(function () {})).then(function () { return context.state === "running"; });
  }

  /* ---- <audio> ---- */

  function playFile(name, mine) {
    return new Promise(function (done) {
      const player = new window.Audio(address(name, format));
      mine.silence = function () { player.pause(); done(true); };
      player.onended = player.onerror = function () { done(true); };
      const started = player.play();
      if (started && started.catch) {
        started.catch(function (error) { done(error && error.name !== "NotAllowedError"); });
      }
      window.setTimeout(function () { done(true); }, CLIP_MS);
    });
  }

  function playFiles(steps, mine) {
    return steps.reduce(function (before, step) {
      return before.then(function (allowed) { return allowed && !mine.stopped ? playFile(step.name, mine) : allowed; });
    }, Promise.resolve(true)).then(function (allowed) {
      tell(allowed);
      if (mine.stopped) return "stopped";
      return allowed ? "heard" : "refused";
    });
  }

  /* ---- what the page uses ---- */

  function saying(steps, mine, begun) {
    if (!context) {
      begun();
      return playFiles(steps, mine);
    }
    return awake().then(function (running) {
      tell(running);
      if (mine.stopped) return "stopped";
      if (!running) return "refused";
      begun();
      return play(steps, mine);
    });
  }

  /*
   * Say steps, each { name, pause } with the seconds before it; `begun` runs at their start. Resolves with "heard",
   * "refused" (by the browser) or "stopped".
   */
  voice.say = function (steps, begun) {
    const mine = { stopped: false, silence: null };
    sentence = mine;
    if (steps.some(function (step) { return ENGLISH.test(step.name); })) gatherEnglish();
    return saying(steps, mine, begun).catch(function () { return "refused"; }).then(function (result) {
      if (sentence === mine) sentence = null;
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
    if (voice.ready === null) return context ? null : "ready";
    return voice.ready ? "ready" : "blocked";
  };

  /* This screen has no loudspeaker, or shall not use it. */
  voice.turnOff = function (isOff) {
    if (off === isOff) return;
    off = isOff;
    if (off) voice.stop();
    expose();
  };

  /* The set was asleep: the sound card too. */
  voice.wake = function () {
    if (context) awake().then(tell);
  };

  /* Length of one clip in seconds, for a sentence that is only planned. */
  voice.seconds = function (name) {
    return manifest[name] ? manifest[name].duration_s : USUAL_CLIP_S;
  };

  /* ---- the clips, fetched before they are needed; the second language once it is ---- */

  function gatherAll() {
    Object.keys(manifest).filter(function (name) {
      return wantsEnglish || !ENGLISH.test(name);
    }).reduce(function (before, name) {
      return before.then(function () { return load(name); });
    }, Promise.resolve());
  }

  function gatherEnglish() {
    if (wantsEnglish) return;
    wantsEnglish = true;
    if (context) gatherAll();
  }

  /* Read the manifest, now and then again: after a clip pack came, what was decoded is of the old voice. */
  function gather() {
    window.fetch(CLIPS + "manifest.json", { cache: "no-cache" }).then(function (answer) {
      return answer.json();
    }).then(function (known) {
      window.setTimeout(gather, RENEW_MS);
      if (JSON.stringify(known) === JSON.stringify(manifest)) return;
      manifest = known;
      loading = {};
      decoded = {};
      if (context) gatherAll();
    }).catch(function () {
      window.setTimeout(gather, LOAD_MS);
    });
  }

  /* `listener(ready)` hears whether this browser may make a sound. */
  voice.start = function (listener) {
    onReady = listener;
    try {
      context = Context ? new Context() : null;
    } catch (error) {
      context = null;
    }
    if (!context) format = new window.Audio().canPlayType('audio/ogg; codecs="opus"') ? "ogg" : "mp3";
    else {
      context.onstatechange = function () { tell(context.state === "running"); };
      awake().then(tell);
    }
    ["click", "touchend", "keydown"].forEach(function (touch) {
      document.addEventListener(touch, function () {
        if (context) awake().then(tell);
        else tell(true);
      });
    });
    gather();
  };
}());
