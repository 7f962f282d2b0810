/*
 * The clips of the voice, fetched before they are needed; the second language once it is. With a sound card they are
 * decoded; without one (<audio>) it is enough that the browser keeps them.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const CLIPS = "/display/clips/";
  const ENGLISH = /^en-/, CHIME = /^denting/;
  const LOAD_MS = 4000, RENEW_MS = 900000, USUAL_CLIP_S = 0.6;

  let context = null;
  let manifest = {};
  let loading = {};
  let decoded = {};
  let format = "ogg";
  let wantsEnglish = false;

  function address(name, extension) {
    const known = manifest[name];
    return CLIPS + name + "." + extension + (known && known.sha256 ? "?v=" + known.sha256[extension].slice(0, 12) : "");
  }

  function decode(bytes) {
    if (!context) return true;
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
        return fetched(name, "mp3").then(function (sound) { format = "mp3"; return sound; });
      }).then(function (sound) {
        if (kept === loading) decoded[name] = sound;
      }, function () {
        delete kept[name];
      });
    }
    return kept[name];
  }

  function gatherAll() {
    Object.keys(manifest).filter(function (name) {
      return wantsEnglish || !ENGLISH.test(name);
    }).reduce(function (before, name) {
      return before.then(function () { return load(name); });
    }, Promise.resolve());
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
      gatherAll();
    }).catch(function () {
      window.setTimeout(gather, LOAD_MS);
    });
  }

  function has(step) {
    return Boolean(decoded[step.name]);
  }

  A.clips = {
    /* `card` is the AudioContext that decodes, null where <audio> plays. */
    start: function (card) {
      context = card;
      if (!context) format = new window.Audio().canPlayType('audio/ogg; codecs="opus"') ? "ogg" : "mp3";
      gather();
    },

    /* Resolves when all names are there, or after a while without some. */
    need: function (names) {
      if (!wantsEnglish && names.some(function (name) { return ENGLISH.test(name); })) {
        wantsEnglish = true;
        gatherAll();
      }
      return Promise.race([Promise.all(names.map(load)), new Promise(function (done) {
        window.setTimeout(done, LOAD_MS);
      })]);
    },

    /* What can be said of a sentence without saying another: all of it, its first language, or null. */
    sayable: function (steps) {
      const lacking = steps.filter(function (step) { return !has(step) && !CHIME.test(step.name); });
      const isForeign = lacking.every(function (step) { return ENGLISH.test(step.name); });
      if (!isForeign) return null;
      const said = steps.filter(function (step) { return has(step) && !(lacking.length && ENGLISH.test(step.name)); });
      return said.length ? said : null;
    },

    /* The chime of a sentence, if it is there. */
    chime: function (steps) {
      return steps.filter(function (step) { return has(step) && CHIME.test(step.name); });
    },

    /* Names that the server says it has and that could not be had; what nobody has is not this display's fault. */
    lacking: function (names) {
      const isKnown = Object.keys(manifest).length > 0;
      return names.filter(function (name) { return !decoded[name] && (!isKnown || manifest[name]); });
    },

    /* A decoded clip; true where there is no sound card to decode it for. */
    sound: function (name) { return decoded[name]; },

    address: function (name) { return address(name, format); },

    /* Length of one clip in seconds, for a sentence that is only planned. */
    seconds: function (name) { return manifest[name] ? manifest[name].duration_s : USUAL_CLIP_S; },
  };
}());
