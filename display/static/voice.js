/*
 * The loudspeaker: chime, 0.3 s, then the clips back to back by WebAudio; one after another by <audio> where
 * there is none. A clip that cannot be had is left out; a browser that refuses sound says so once.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const CLIPS = "/display/clips/";
  const CHIME = "denting", CHIME_AGAIN = "denting-ulang";
  const AFTER_CHIME_S = 0.3, BETWEEN_WORDS_S = 0.02, AFTER_LETTERS_S = 0.1, AFTER_LEAD_S = 0.15, BEFORE_SENTENCE_S = 0.3;
  const LOAD_MS = 4000, WAKE_MS = 1500, CLIP_MS = 4000, LEAD_S = 0.03;

  const Context = window.AudioContext || window.webkitAudioContext;
  const voice = A.voice = { ready: null };
  let context = null;
  let spokenUntil = 0; /* on the clock of the sound card */
  let manifest = {};
  const loading = {};
  const decoded = {};
  let format = "ogg";
  let onReady = function () {};

  function tell(ready) {
    if (voice.ready === ready) return;
    voice.ready = ready;
    A.expose("audio", ready ? "ready" : "blocked");
    onReady(ready);
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

  function load(name) {
    if (!loading[name]) {
      loading[name] = fetched(name, format).catch(function () {
        return fetched(name, "mp3").then(function (buffer) { format = "mp3"; return buffer; });
      }).then(function (buffer) {
        decoded[name] = buffer;
      }, function () {
        delete loading[name];
      });
    }
    return loading[name];
  }

  function fetched(name, extension) {
    return window.fetch(address(name, extension)).then(function (answer) {
      if (!answer.ok) throw new Error(name);
      return answer.arrayBuffer();
    }).then(decode);
  }

  function pauseBefore(name, previous) {
    if (previous === CHIME || previous === CHIME_AGAIN) return AFTER_CHIME_S;
    if (name.indexOf("silakan-") === 0) return BEFORE_SENTENCE_S;
    if (previous === "nomor-antrean") return AFTER_LEAD_S;
    if (previous.indexOf("huruf-") === 0 && name.indexOf("huruf-") !== 0) return AFTER_LETTERS_S;
    return BETWEEN_WORDS_S;
  }

  function play(names) {
    return within(LOAD_MS, Promise.all(names.map(load))).then(function () {
      /* the sound card's clock may lag behind the timer that ended the sentence before */
      let at = Math.max(context.currentTime + LEAD_S, spokenUntil);
      let previous = null;
      names.forEach(function (name) {
        if (!decoded[name]) return;
        if (previous !== null) at += pauseBefore(name, previous);
        const source = context.createBufferSource();
        source.buffer = decoded[name];
        source.connect(context.destination);
        source.start(at);
        at += decoded[name].duration;
        previous = name;
      });
      spokenUntil = at;
      return wait((at - context.currentTime) * 1000);
    });
  }

  /* A context sleeps until the browser allows sound, and again after some TVs' standby. */
  function awake() {
    if (context.state === "running") return Promise.resolve(true);
    const trying = context.resume ? context.resume() : Promise.resolve();
    return within(WAKE_MS, trying.catch(function () {})).then(function () { return context.state === "running"; });
  }

  /* ---- <audio> ---- */

  function playFile(name) {
    return new Promise(function (done) {
      const player = new window.Audio(address(name, format));
      player.onended = player.onerror = function () { done(true); };
      const started = player.play();
      if (started && started.catch) {
        started.catch(function (error) { done(error && error.name !== "NotAllowedError"); });
      }
      window.setTimeout(function () { done(true); }, CLIP_MS);
    });
  }

  function playFiles(names) {
    return names.reduce(function (before, name) {
      return before.then(function (allowed) { return allowed ? playFile(name) : false; });
    }, Promise.resolve(true));
  }

  /* ---- what the page uses ---- */

  /* Chime and speak; resolves with true when it was heard, false when the browser refused. `begun` runs at its start. */
  voice.say = function (clips, again, begun) {
    const names = [again ? CHIME_AGAIN : CHIME].concat(clips);
    if (!context) {
      begun();
      return playFiles(names).then(function (allowed) { tell(allowed); return allowed; });
    }
    return awake().then(function (running) {
      tell(running);
      if (!running) return false;
      begun();
      return play(names).then(function () { return true; });
    });
  };

  function gather() {
    return window.fetch(CLIPS + "manifest.json").then(function (answer) { return answer.json(); }).then(function (known) {
      manifest = known;
      if (!context) return null;
      return Object.keys(known).reduce(function (before, name) {
        return before.then(function () { return load(name); });
      }, Promise.resolve());
    }).catch(function () {
      return wait(LOAD_MS).then(gather);
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
