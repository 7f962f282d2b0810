/*
 * One voice a zone. This page tells the server every few seconds what it shows and has spoken, and is told which
 * display speaks. Without a fresh order it is silent, unless it is alone. How far the voice is behind decides in how
 * many words a call is said.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;
  const EVENT = "voice";
  const CHIME = "denting", CHIME_AGAIN = "denting-ulang", LEADS = ["nomor-antrean", "silakan-menuju"];
  const ENGLISH = /^en-/;
  const AFTER_CHIME_S = 0.3, BETWEEN_WORDS_S = 0.02, AFTER_LETTERS_S = 0.1, AFTER_LEAD_S = 0.15, BEFORE_SENTENCE_S = 0.3;
  const SHORT_PAUSE_S = 0.1, BEFORE_ENGLISH_S = 0.4;
  const SPEAKER_MS = 1000, OTHER_MS = 3000, ANSWER_MS = 2000, ASLEEP_MS = 10000, SETTLE_MS = 5000;
  const ALONE_MS = 10000, FORGET_MS = 20000;
  const SHARE_S = 600, SHARE_LEAST_S = 60;

  let order = null;
  let orderAt = 0;
  let alone = false; /* an older server, which leaves each display to itself */
  let isOnline = false;
  let onlineAt = 0;
  let askedAt = null; /* of the first report on this line that nobody answered yet */
  let newest = null; /* seq of the last state of this line */
  let stateAt = 0; /* of the first state of this line */
  let doubtfulUntil = 0; /* back from a cut or a sleep: another display may speak by now */
  let told = "";
  let toldAt = 0;
  let ticked = Date.now();
  let isSeated = false; /* known how this screen hangs: one without a loudspeaker must not be chosen */
  let isMute = false; /* it has no loudspeaker */
  let isOnCounter = false; /* of one counter: the hall's displays speak for it */
  let spans = []; /* what was spoken in the last ten minutes: from and to, in s of this page */
  let onOrder = function () {};

  const choir = A.choir = {};

  /* ---- who speaks ---- */

  function isFresh() {
    const age = Date.now() - orderAt;
    return age >= 0 && age < rules.lease_s * 1000;
  }

  /* May what is being said go on? */
  choir.goesOn = function () {
    if (isOnCounter) return false;
    if (order === null) return alone;
    return order.speaks && (order.of === 1 || isFresh());
  };

  /* May a sentence begin? */
  choir.speaks = function () {
    return choir.goesOn() && (isFresh() || Date.now() >= doubtfulUntil);
  };

  /* Seq of the call that the zone's voice shows, null when nobody knows. */
  choir.showing = function () {
    return order === null ? null : order.showing;
  };

  /*
   * Seq of the last call that the zone heard, as the server said on this line; null when it did not. One above the
   * states of this line belongs to another history.
   */
  choir.after = function () {
    const isOfThisLine = order !== null && orderAt >= onlineAt && newest !== null;
    return isOfThisLine && order.after <= newest ? order.after : null;
  };

  /* Nobody speaks for this zone: there is no voice to follow. Just after a cut that is not decided yet. */
  choir.isUnvoiced = function () {
    return isOnCounter || (order !== null && order.voiced === false && Date.now() >= doubtfulUntil);
  };

  /* "speaks", "follows", "alone" (there is nobody to ask); "" before that is decided. */
  choir.role = function () {
    if (order === null) return alone ? "alone" : "";
    return choir.goesOn() ? "speaks" : "follows";
  };

  function obey(given) {
    if (!given || typeof given.speaks !== "boolean") return;
    // an answer may be overtaken by a newer order
    if (order !== null && orderAt >= onlineAt && given.term < order.term) return;
    order = given;
    orderAt = Date.now();
    askedAt = null;
    alone = false;
    onOrder(order);
    choir.tell();
  }

  /*
   * An older server knows nothing of voices; one that answered before is given more time. Before the first state it
   * may only be slow, and with it every other display.
   */
  function giveUp() {
    if (!isOnline || askedAt === null || newest === null || alone) return;
    if (Date.now() - Math.max(askedAt, stateAt) < (order === null ? ALONE_MS : FORGET_MS)) return;
    order = null;
    alone = true;
    onOrder(null);
  }

  /* ---- reports ---- */

  /* A seq that belongs to the history of this line, else null. */
  function known(seq) {
    return newest !== null && seq <= newest ? seq : null;
  }

  /* Report if there is something new, or if it is time. */
  choir.tell = function () {
    const audio = A.voice.audio();
    if (!isOnline || !isSeated || audio === null) return;
    const now = Date.now();
    const said = A.stage.account();
    const showing = known(said.showing), spoken = known(said.spoken);
    const news = [audio, showing, spoken].join();
    const pause = choir.goesOn() ? SPEAKER_MS : OTHER_MS;
    if (news === told && now >= toldAt && now - toldAt < pause) return;
    const report = { audio: audio, showing: showing, spoken: spoken, share: choir.share(), behind: said.behind };
    if (A.line.emit(EVENT, report, obey) === false) return;
    told = news;
    toldAt = now;
    if (askedAt === null) askedAt = now;
  };

  function doubt(ms) {
    doubtfulUntil = Date.now() + ms;
  }

  /* Called a few times a second. True when the set slept since: its timers stood still. */
  choir.tick = function () {
    const gap = Date.now() - ticked;
    ticked += gap;
    giveUp();
    choir.tell();
    if (gap < ASLEEP_MS) return false;
    orderAt = 0;
    doubt(SETTLE_MS);
    return true;
  };

  /* `listener(order)`: a new order; null when each display speaks for itself. */
  choir.start = function (listener) {
    onOrder = listener;
    if (!A.line.on) return;
    A.line.on("connect", function () {
      isOnline = true;
      onlineAt = Date.now();
      askedAt = newest = null;
      told = "";
      doubt(ANSWER_MS);
      choir.tell();
    });
    A.line.on("disconnect", function () { isOnline = false; });
    A.line.on(EVENT, obey);
  };

  /* How this screen hangs in the hall; null while nobody knows. */
  choir.seat = function (seat) {
    isSeated = Boolean(seat);
    isMute = isSeated && Boolean(seat.is_silent);
    A.voice.turnOff(choir.isSilent());
    choir.tell();
  };

  /* A state came on this line. */
  choir.state = function (envelope) {
    if (newest === null) stateAt = Date.now();
    newest = envelope.seq;
    isOnCounter = Boolean(envelope.state.counter);
    A.voice.turnOff(choir.isSilent());
  };

  choir.isSilent = function () {
    return isMute || isOnCounter;
  };

  /* ---- how busy the loudspeaker is ---- */

  choir.begin = function () {
    spans.push({ from: A.clock.elapsed(), to: Infinity });
  };

  choir.end = function () {
    if (spans.length) spans[spans.length - 1].to = Math.min(spans[spans.length - 1].to, A.clock.elapsed());
  };

  /* Part of the last ten minutes in which this display spoke, 0 to 1. */
  choir.share = function () {
    const now = A.clock.elapsed(), start = Math.max(now - SHARE_S, 0);
    spans = spans.filter(function (span) { return span.to > start; });
    const spoken = spans.reduce(function (total, span) {
      return total + Math.min(span.to, now) - Math.max(span.from, start);
    }, 0);
    return Math.round(spoken / Math.min(Math.max(now, SHARE_LEAST_S), SHARE_S) * 1000) / 1000;
  };

  /* ---- the words: clips, and the pause before each ---- */

  function pauseBefore(name, previous) {
    if (previous === CHIME || previous === CHIME_AGAIN) return AFTER_CHIME_S;
    if (name.indexOf("silakan-") === 0) return BEFORE_SENTENCE_S;
    if (previous === "nomor-antrean") return AFTER_LEAD_S;
    if (previous.indexOf("huruf-") === 0 && name.indexOf("huruf-") !== 0) return AFTER_LETTERS_S;
    return BETWEEN_WORDS_S;
  }

  function paced(names) {
    return names.map(function (name, index) {
      const pause = index ? pauseBefore(name.replace(ENGLISH, ""), names[index - 1].replace(ENGLISH, "")) : 0;
      return { name: name, pause: pause };
    });
  }

  /* Without the words that say nothing new; the pause that stood before them stays. */
  function shortened(steps) {
    let pause = 0;
    return steps.reduce(function (kept, step) {
      pause = Math.max(pause, step.pause);
      if (LEADS.indexOf(step.name) >= 0) return kept;
      kept.push({ name: step.name, pause: kept.length === 1 ? SHORT_PAUSE_S : pause });
      pause = 0;
      return kept;
    }, []);
  }

  /* What is said of a call, in one of three forms: "full", "plain" (no second language), "short". */
  choir.words = function (call, form) {
    const again = call.count > 1 || form === "short";
    const steps = paced([again ? CHIME_AGAIN : CHIME].concat(call.speech));
    if (form === "short") return shortened(steps);
    const english = form === "full" ? paced(call.speech_en || []) : [];
    if (english.length) english[0].pause = BEFORE_ENGLISH_S;
    return steps.concat(english);
  };

  /* How long that takes, in seconds. */
  choir.length = function (steps) {
    return steps.reduce(function (total, step) { return total + step.pause + A.voice.seconds(step.name); }, 0);
  };

  /* In which form the next call is said while others wait behind it. */
  choir.form = function (waiting) {
    const behind = waiting.reduce(function (total, call) {
      return total + choir.length(choir.words(call, "full"));
    }, 0);
    if (behind > rules.far_behind_s) return "short";
    return behind > rules.behind_s ? "plain" : "full";
  };
}());
