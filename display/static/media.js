/*
 * Pictures and films beside the calls, one after another and round again. The server says what plays now; one
 * <video> and two <img> show all of it, so that a screen can run for months. What cannot be loaded or played is
 * left out and tried again later; with nothing to show the place itself is hidden.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const TICK_MS = 250, LONGEST_TICK_MS = 1000, FADE_MS = 400, RAMP_MS = 300, RAMP_STEP_MS = 30;
  const LOAD_MS = 20000, STALL_MS = 10000, RETRY_MS = 60000, PICTURE_S = 10;
  const HAS_METADATA = 1;

  const slot = A.find("media");
  const screen = A.find("screen");
  let items = [];
  let drawn = "[]";
  let place = -1; /* in the list, of what was shown last */
  let pictures = [];
  let film = null;
  let current = null; /* the frame that is seen */
  let coming = null; /* the frame that gets ready behind it */
  let failed = {}; /* address -> when to try it again, in ms of uptime */
  let uptime = 0;
  let ticked = 0;
  let isQuiet = false;
  let hushed = false;
  let refused = false; /* the browser stopped a film that could be heard */
  let loud = 0;
  let ramp = null;

  /* ---- frames: an element and what it holds ---- */

  function frame(tag) {
    const element = A.make(tag, "bingkai");
    const made = { element: element, item: null, place: -1, ready: false, over: false, leaving: 0, waited: 0, still: 0, at: 0 };
    element.addEventListener(tag === "img" ? "load" : "loadeddata", function () { made.ready = holds(made); });
    element.addEventListener("error", function () { if (holds(made)) fail(made); });
    if (tag === "img") element.alt = "";
    else {
      element.muted = element.defaultMuted = true;
      element.preload = "auto";
      element.setAttribute("playsinline", "");
      element.setAttribute("disablepictureinpicture", "");
      element.addEventListener("ended", function () { made.over = true; });
    }
    slot.appendChild(element);
    return made;
  }

  function holds(it) {
    return it.item !== null && it.element.getAttribute("src") === it.item.url;
  }

  function load(it, index) {
    const item = items[index];
    it.item = item;
    it.place = index;
    it.ready = it.over = false;
    it.waited = it.still = it.at = 0;
    it.element.setAttribute("src", item.url);
  }

  /* Nothing stays in memory: a video lets go of its film only when told so. */
  function release(it) {
    it.item = null;
    it.ready = false;
    it.leaving = 0;
    it.element.removeAttribute("src");
    if (it === film) it.element.load();
  }

  function dismiss(it) {
    it.element.classList.remove("tampak");
    if (it === film) it.element.pause();
    it.leaving = FADE_MS;
    current = null;
  }

  function fail(it) {
    failed[it.item.url] = uptime + RETRY_MS;
    if (it === current) dismiss(it);
    else release(it);
    if (it === coming) coming = null;
  }

  /* A frame for the item that nobody looks at, or null while the last one still fades. */
  function free(item) {
    const fit = item.kind === "film" ? [film] : pictures;
    return fit.filter(function (it) { return it !== current && it.leaving <= 0; })[0] || null;
  }

  /* ---- one after another ---- */

  /* Where the list goes on: the next place that is not known to fail, -1 where there is none. */
  function following() {
    for (let step = 1; step <= items.length; step += 1) {
      const next = (place + step) % items.length;
      if (!(failed[items[next].url] > uptime)) return next;
    }
    return -1;
  }

  /* The layouts make room only while there is something to see. */
  function occupy(isShown) {
    slot.hidden = !isShown;
    screen.classList.toggle("bermedia", isShown);
  }

  function show(it) {
    if (current) dismiss(current);
    current = it;
    coming = null;
    place = it.place;
    occupy(true);
    it.waited = 0;
    it.element.classList.add("tampak");
    if (it === film) {
      loud = audible() ? 1 : 0;
      sound();
      play();
    }
    A.expose("media", it.item.url);
  }

  function again(next) {
    place = next;
    current.over = false;
    current.waited = current.still = 0;
    if (current !== film) return;
    film.element.currentTime = 0;
    play();
  }

  function nothing() {
    if (slot.hidden && !current) return;
    if (current) dismiss(current);
    occupy(false);
    A.expose("media", "");
  }

  function advance() {
    const next = following();
    const isOver = !current || current.over;
    if (next < 0) {
      if (isOver) nothing();
      return;
    }
    const item = items[next];
    if (coming) {
      if (coming.ready && isOver) show(coming);
      return;
    }
    if (current && current.item.url === item.url) {
      if (isOver) again(next);
      return;
    }
    // there is one <video>: a film after a film is loaded when the first has ended
    if (isOver && current !== null && current === film && item.kind === "film") dismiss(current);
    coming = free(item);
    if (coming) load(coming, next);
  }

  /* ---- while it is seen ---- */

  function play() {
    const playing = film.element.play();
    if (!playing || !playing.catch) return;
    playing.catch(function (error) {
      // the next tick tries again, without sound
      if (error && error.name === "NotAllowedError") refused = true;
    });
  }

  function watch(passed) {
    if (current !== film) {
      current.waited += passed;
      current.over = current.over || current.waited >= (current.item.seconds || PICTURE_S) * 1000;
      return;
    }
    if (current.over) return;
    const element = film.element;
    if (element.paused && !element.ended) play();
    current.still = element.currentTime === current.at ? current.still + passed : 0;
    current.at = element.currentTime;
    if (current.still > STALL_MS) fail(current);
  }

  function watched() {
    return !document.hidden && (slot.hidden ? slot.parentNode : slot).offsetWidth > 0;
  }

  function tick() {
    const now = Date.now();
    const passed = Math.min(Math.max(now - ticked, 0), LONGEST_TICK_MS);
    ticked = now;
    uptime += passed;
    [film].concat(pictures).forEach(function (it) {
      if (it.leaving > 0 && (it.leaving -= passed) <= 0) release(it);
    });
    if (!watched()) {
      if (current === film && !film.element.paused) film.element.pause();
      return;
    }
    if (current) watch(passed);
    if (coming && !coming.ready && (coming.waited += passed) > LOAD_MS) {
      // a browser that loads nothing ahead still knows what it would play
      if (coming === film && film.element.readyState >= HAS_METADATA) coming.ready = true;
      else fail(coming);
    }
    advance();
    tune();
  }

  /* ---- sound ---- */

  /* A film is heard only from the display that is its zone's voice, and never under it. */
  function audible() {
    return current !== null && current === film && current.item.sound && !isQuiet && !hushed && !refused &&
      document.documentElement.getAttribute("data-audio") === "ready" && (!A.choir || A.choir.goesOn());
  }

  function sound() {
    film.element.volume = loud;
    film.element.muted = loud === 0;
  }

  function tune() {
    if (ramp !== null || loud === (audible() ? 1 : 0)) return;
    ramp = window.setInterval(function () {
      const aim = audible() ? 1 : 0;
      const step = RAMP_STEP_MS / RAMP_MS;
      loud = aim ? Math.min(1, loud + step) : Math.max(0, loud - step);
      sound();
      if (loud !== aim) return;
      window.clearInterval(ramp);
      ramp = null;
    }, RAMP_STEP_MS);
  }

  /* ---- what the page uses ---- */

  /* Take over a changed list; what is seen and still belongs to it goes on undisturbed. */
  function take(list) {
    const known = failed;
    items = list;
    failed = {};
    items.forEach(function (item) { if (known[item.url]) failed[item.url] = known[item.url]; });
    if (coming) {
      release(coming);
      coming = null;
    }
    place = -1;
    if (!current) return;
    const same = items.filter(function (item) { return item.url === current.item.url && item.kind === current.item.kind; })[0];
    current.over = current.over || !same;
    if (!same) return;
    current.item = same;
    place = items.indexOf(same);
  }

  A.media = {
    /* A state arrived: what plays now, and whether the hall is quiet. */
    draw: function (state) {
      const list = state.media || [];
      isQuiet = Boolean(state.is_quiet);
      const picture = JSON.stringify(list);
      if (picture !== drawn) take(list);
      drawn = picture;
      tune();
    },

    /* A call begins to be spoken (true), or has been (false). */
    hush: function (on) {
      hushed = on;
      tune();
    },

    start: function () {
      slot.setAttribute("aria-hidden", "true");
      film = frame("video");
      pictures = [frame("img"), frame("img")];
      ["click", "touchend", "keydown"].forEach(function (touch) {
        document.addEventListener(touch, function () { refused = false; });
      });
      ticked = Date.now();
      occupy(false);
      window.setInterval(tick, TICK_MS);
    },
  };
}());
