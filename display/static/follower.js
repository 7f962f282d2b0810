/*
 * What a display that does not speak knows of its zone's voice: which call that one shows, when it went on last, and
 * whether it is to be waited for any longer.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;
  const SLACK_S = 3;

  let followed = null; /* seq of the call that the voice showed last, as far as this display followed */
  let patientSince = 0;
  let lost = false; /* the voice shows nothing new: this display goes on by itself */

  A.follower = {
    /* This display speaks no more, or showed what the voice shows: from here on it waits for the next. */
    step: function () {
      followed = A.choir.showing();
      patientSince = A.clock.elapsed();
      lost = false;
    },

    /* Another history: nothing was followed yet. */
    forget: function () {
      followed = null;
      lost = false;
    },

    /* Seq of the call that the voice went on to, null when it did not. */
    news: function () {
      const showing = A.choir.showing();
      return showing === followed ? null : showing;
    },

    isLost: function () {
      return lost;
    },

    /*
     * While calls wait: long enough without a word of the voice, the longest sentence of the call in the panel
     * included; at once where there is no voice.
     */
    isImpatient: function (current, waits) {
      if (!waits || A.choir.isUnvoiced()) {
        patientSince = A.clock.elapsed();
        return waits;
      }
      const sentence = current ? A.choir.length(A.choir.words(current, "full")) + SLACK_S : 0;
      lost = lost || A.clock.elapsed() - patientSince >= Math.max(rules.follow_s, sentence);
      return lost;
    },
  };
}());
