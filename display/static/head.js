/* The head of the board: office and arms, day and hour; whether the hall is quiet; the branch's own dyes. */
(function () {
  "use strict";
  const A = window.Antrean;
  const SMALL_WORDS = /^(dan|di|ke|dari|untuk|yang)$/;
  const TALL = 0.75;
  /* offices and regions that are written in capitals; so is what has no vowel, or is a Roman number */
  const KEPT = /^(DKI|DIY|RI|UPTD?|UPTP|UPP|MPP|OKU|OKI|OPD|KUA|TPI|TPA|PPID|PTSA|IKN)$/;
  const ROMAN = /^X{0,3}(IX|IV|V?I{0,3})$/;
  const CONSONANTS = /^[B-DF-HJ-NP-TV-Z]{2,}$/;

  const head = A.find("head");
  const office = A.find("office");
  const logo = A.find("logo");

  function lowered(word, isFirst) {
    const bare = word.replace(/[^A-Z]/g, "");
    if (KEPT.test(bare) || ROMAN.test(bare) || CONSONANTS.test(bare)) return word;
    const small = word.toLowerCase();
    return !isFirst && SMALL_WORDS.test(small) ? small : small.replace(/[a-z]/, function (letter) { return letter.toUpperCase(); });
  }

  /* "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL" is for paper; a screen is read in small letters. */
  function softened(line) {
    if (line !== line.toUpperCase()) return line;
    return line.split(/([ \-/])/).map(function (word, index) { return lowered(word, index === 0); }).join("");
  }

  function hush(state) {
    const until = Date.parse(state.quiet_until || "");
    if (isNaN(until)) return A.t("display.hush");
    return A.t("display.hush_until", { time: A.clock.hour(until) });
  }

  /* ---- the branch's own dyes and arms ---- */

  function dye(address) {
    const link = A.find("theme");
    const known = link ? link.getAttribute("href") : null;
    if (known === (address || null)) return;
    if (link) link.parentNode.removeChild(link);
    if (!address) return;
    const fresh = document.head.appendChild(A.make("link"));
    fresh.id = "theme";
    fresh.rel = "stylesheet";
    fresh.href = address;
  }

  /* Our own shield stands until the arms are really there, and again when they cannot be had. */
  function arm(address) {
    if ((logo.getAttribute("src") || "") === (address || "")) return;
    head.classList.remove("berlambang");
    if (address) logo.src = address;
    else logo.removeAttribute("src");
  }

  logo.addEventListener("load", function () {
    if (logo.getAttribute("src")) head.classList.add("berlambang");
    A.head.refit();
  });
  logo.addEventListener("error", function () { head.classList.remove("berlambang"); });

  A.head = {
    draw: function (state) {
      const lines = state.branch.letterhead;
      A.write(office, state.branch.name);
      const usual = lines.length ? softened(lines[lines.length - 1]) : "";
      office.parentNode.classList.toggle("hening-kini", state.is_quiet);
      A.write(A.find("office-line"), state.is_quiet ? hush(state) : usual);
      A.expose("hush", state.is_quiet ? "quiet" : "aloud");
      dye(state.theme.css);
      arm(state.theme.logo);
    },

    /* Day and hour of the branch. */
    tick: function () {
      const now = A.clock.now();
      A.write(A.find("hour"), A.clock.hour(now));
      A.write(A.find("zone"), A.clock.zoneName());
      A.write(A.find("day"), A.clock.day(now));
    },

    /* A long name takes two lines and the whole place. */
    refit: function () {
      office.parentNode.classList.remove("panjang");
      const isLong = office.scrollWidth > office.clientWidth || office.offsetHeight > head.clientHeight * TALL;
      office.parentNode.classList.toggle("panjang", isLong);
      A.fit(A.find("office-line"));
    },
  };
}());
