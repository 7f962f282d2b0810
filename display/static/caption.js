/*
 * The words of the voice, in the foot: as long as the sentence lasts, and in the language that is heard. A display
 * that only follows its zone's voice counts the seconds that the sentence takes there.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const TICK_MS = 200;

  let call = null;
  let since = 0; /* when its sentence began, in s of this page */
  let isOwn = false; /* this display says it */
  let begun = 0; /* of whatever was spoken last */

  function length(form) {
    return A.choir.length(A.choir.words(call, form));
  }

  /* Own sentences say by themselves when they end. */
  function isOver(saying) {
    const shown = A.clock.elapsed() - since;
    if (isOwn) return !saying && shown >= A.rules.hold_s;
    return shown >= Math.max(A.rules.hold_s, length("full"));
  }

  /* The second language follows the first, and only a whole sentence is as long. */
  function isEnglish(saying) {
    if (isOwn && !saying) return false;
    return (call.speech_en || []).length > 0 && A.clock.elapsed() - since >= length("plain");
  }

  function tick() {
    if (!call) return;
    const said = A.stage.saying();
    const saying = said !== null && said.seq === call.seq;
    if (saying && !isOwn) isOwn = true;
    if (saying && begun > since) since = begun;
    if (isOver(saying)) return A.caption.end();
    return A.foot.caption(isEnglish(saying) ? call.caption.en || call.caption.id : A.pick(call.caption));
  }

  A.caption = {
    /* A call was announced: in its words, from now on. */
    begin: function (announced) {
      call = announced;
      since = A.clock.elapsed();
      isOwn = false;
      tick();
    },

    end: function () {
      call = null;
      A.foot.caption("");
    },

    start: function () {
      window.setInterval(tick, TICK_MS);
      // the stage writes down each sentence in the moment that it is heard
      new MutationObserver(function () { begun = A.clock.elapsed(); })
        .observe(document.documentElement, { attributes: true, attributeFilter: ["data-spoken"] });
    },
  };
}());
