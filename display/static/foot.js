/* Who waits, the running text, the words that are being spoken, and what the staff must know. */
(function () {
  "use strict";
  const A = window.Antrean;
  const band = A.find("waiting");
  const ticker = A.find("ticker");
  const MOST = 8;
  const NAME_REM = [0, 2.6, 2.3, 2.1, 2, 1.9, 1.8];
  const SEPARATOR = "  •  ";

  const columns = [];
  let pages = [""];
  let turned = 0;
  let waited = "";
  let told = "";
  let caution = null;
  let caption = "";

  /* ---- waiting ---- */

  function column(index) {
    if (!columns[index]) {
      const box = A.make("div", "s");
      const line = box.appendChild(A.make("div"));
      columns[index] = {
        box: box, letter: line.appendChild(A.make("i")), count: line.appendChild(A.make("b")),
        name: box.appendChild(A.make("span")),
      };
    }
    return columns[index];
  }

  function sum(queues) {
    return queues.reduce(function (total, queue) { return total + queue.count; }, 0);
  }

  /* The `most` longest queues in their usual order, the rest as one. */
  function chosen(queues, most) {
    if (queues.length <= most) return { own: queues, rest: [] };
    const longest = queues.slice().sort(function (one, other) { return other.count - one.count; }).slice(0, most - 1);
    return {
      own: queues.filter(function (queue) { return longest.indexOf(queue) >= 0; }),
      rest: queues.filter(function (queue) { return longest.indexOf(queue) < 0; }),
    };
  }

  function drawColumns(queues, most) {
    const parts = chosen(queues, most);
    const entries = parts.own.map(function (queue) {
      return { letter: queue.series, count: queue.count, name: A.pick(queue.name) };
    });
    if (parts.rest.length) {
      entries.push({ letter: "", count: sum(parts.rest), name: A.t("display.other_services", { n: parts.rest.length }) });
    }
    entries.forEach(function (entry, index) {
      const slot = column(index);
      if (slot.box.parentNode !== band) band.appendChild(slot.box);
      slot.box.classList.toggle("lain", !entry.letter);
      A.write(slot.letter, entry.letter);
      A.write(slot.count, entry.count);
      A.write(slot.name, entry.name);
    });
    while (band.children.length > entries.length + 1) band.removeChild(band.lastChild);
  }

  function drawWaiting(queues) {
    A.write(A.find("waiting-title"), A.t("display.waiting"));
    const total = sum(queues);
    A.write(A.find("waiting-total"), A.t(total === 1 ? "common.person" : "common.people", { n: total }));
    let most = MOST;
    drawColumns(queues, most);
    // every letter is worth more than the end of a long name
    NAME_REM.some(function (rem) {
      columns.forEach(function (slot) { slot.name.style.maxWidth = rem ? rem + "rem" : ""; });
      return band.scrollWidth <= band.clientWidth;
    });
    while (band.scrollWidth > band.clientWidth && most > 2) {
      most -= 1;
      drawColumns(queues, most);
    }
  }

  /* ---- running text: it does not run; what does not fit comes next ---- */

  function fits(text) {
    A.write(ticker.firstChild, text);
    return ticker.firstChild.scrollWidth <= ticker.firstChild.clientWidth;
  }

  /* Put pieces together, as many a page as fit. */
  function packed(pieces, separator) {
    return pieces.reduce(function (full, piece) {
      const last = full.length - 1;
      if (last >= 0 && fits(full[last] + separator + piece)) full[last] += separator + piece;
      else full.push(piece);
      return full;
    }, []);
  }

  function paginate(texts) {
    const short = texts.reduce(function (all, text) {
      return all.concat(fits(text) ? [text] : packed(text.split(" "), " "));
    }, []);
    pages = packed(short, SEPARATOR);
  }

  /* The staff's caution takes its turn with the hall's own text; what is being spoken goes before both. */
  function drawTicker() {
    const cautions = caution ? 1 : 0;
    const at = turned % Math.max(pages.length + cautions, 1);
    document.body.classList.toggle("jauh", cautions === 1 && at === 0 && !caption);
    ticker.classList.toggle("terucap", caption !== "");
    ticker.firstChild.style.fontSize = "";
    A.write(ticker.firstChild, caption || pages[at - cautions] || "");
    if (caption) A.fit(ticker.firstChild);
  }

  function drawCaution() {
    caution = A.reach.warning();
    A.expose("reach", caution ? "too far" : "enough");
    if (!caution) return;
    A.write(A.find("far-title"), caution.title);
    A.write(A.find("far-text"), caution.text);
  }

  function texts(state) {
    if (state.ticker.length || !state.branch.channels.length) return state.ticker.map(A.pick);
    return [A.t("display.channels", { channels: state.branch.channels.join(" · ") })];
  }

  A.foot = {
    draw: function (state, again) {
      document.body.classList.toggle("sepi", state.day_status === "closed" && sum(state.waiting) === 0);
      const queues = JSON.stringify(state.waiting);
      const running = JSON.stringify(texts(state));
      if (queues !== waited || again) drawWaiting(state.waiting);
      if (running !== told || again) {
        ticker.firstChild.style.fontSize = "";
        paginate(texts(state));
        if (running !== told) turned = 0;
        drawCaution();
        drawTicker();
      }
      waited = queues;
      told = running;
    },

    /* Show the words that the loudspeaker says now; "" takes them away. */
    caption: function (text) {
      if (text === caption) return;
      caption = text;
      drawTicker();
    },

    turn: function () {
      turned += 1;
      drawTicker();
    },

    /* The line is lost since an instant, or back (null). */
    lost: function (since) {
      document.body.classList.toggle("terputus", since !== null);
      A.expose("line", since === null ? "online" : "lost");
      if (since === null) return;
      const title = A.t("display.lost", { time: A.clock.hour(since) });
      A.write(A.find("lost-title"), title);
      A.write(A.find("top-lost"), title);
      A.write(A.find("lost-text"), A.t("display.lost_text"));
    },

    muted: function (muted) {
      document.body.classList.toggle("bisu", muted);
      A.write(A.find("muted-title"), A.t("display.muted"));
      A.write(A.find("muted-text"), A.t("display.muted_text"));
    },
  };
}());
