/*
 * Sizes: the safe margin, the root's font size, and whether the farthest seat can read the called number.
 * The same arithmetic as display/board.py, on this panel. What lies in the margin is cut off by the panel, so the
 * safe part fills its glass.
 */
(function () {
  "use strict";
  const A = window.Antrean;
  const rules = A.rules;
  const INCH_MM = 25.4, LONG = 16, SHORT = 9, TENTHS = 10;
  const LONGEST_REM = 17.77;
  const MM_A_METRE = 10; /* capitals of 1 % of the distance */

  let width = 0, height = 0, unit = 1;

  function standing() {
    return height > width;
  }

  /* One rem is a tenth of the panel's height (lying) or width (standing), less on panels of another shape. */
  function size() {
    const margin = A.seat.margin();
    const left = Math.round(window.innerWidth * margin), top = Math.round(window.innerHeight * margin);
    width = window.innerWidth - 2 * left;
    height = window.innerHeight - 2 * top;
    unit = standing() ? Math.min(width / TENTHS, height / LONGEST_REM) : Math.min(height / TENTHS, width / LONGEST_REM);
    document.documentElement.style.fontSize = unit + "px";
    A.each(document.querySelectorAll(".layar"), function (screen) {
      screen.style.left = left + "px";
      screen.style.top = top + "px";
      screen.style.width = width + "px";
      screen.style.height = height + "px";
    });
  }

  /* Millimetres that a CSS pixel has on a 16:9 panel of that diagonal; the smaller where the page has another shape. */
  function mmOfPixel(inch) {
    const diagonal = Math.sqrt(LONG * LONG + SHORT * SHORT);
    const long = inch * INCH_MM * LONG / diagonal, short = inch * INCH_MM * SHORT / diagonal;
    return standing() ? Math.min(short / width, long / height) : Math.min(long / width, short / height);
  }

  function capitalsMm(inch, far) {
    const part = standing() ? rules.standing_capitals : far ? rules.far_capitals : rules.lying_capitals;
    return part * TENTHS * unit * mmOfPixel(inch);
  }

  /* The panel and seat as told, or null: then the usual layout, without a word. */
  function asked() {
    return A.seat.panelInch() && A.seat.farthestM() ? { inch: A.seat.panelInch(), metres: A.seat.farthestM() } : null;
  }

  function isFar() {
    const seat = asked();
    return Boolean(seat) && !standing() && capitalsMm(seat.inch, false) < seat.metres * MM_A_METRE;
  }

  function metres(number) {
    return String(Math.round(number * 10) / 10).replace(".", A.t("display.decimal"));
  }

  function warning() {
    const seat = asked();
    const far = isFar();
    if (!seat || capitalsMm(seat.inch, far) >= seat.metres * MM_A_METRE) return null;
    const enough = rules.panels_inch.filter(function (inch) {
      return capitalsMm(inch, far) >= seat.metres * MM_A_METRE;
    })[0];
    const readable = metres(Math.floor(capitalsMm(seat.inch, far)) / MM_A_METRE);
    return {
      title: A.t("display.too_far", { metres: metres(seat.metres) }),
      text: A.t(enough ? "display.too_far_panel" : "display.too_far_move", { metres: readable, inch: enough }),
    };
  }

  A.reach = {
    size: size,
    isStanding: standing,
    /* The hall is too deep for the usual layout. */
    isFar: isFar,
    /* {title, text} for the staff when even the largest number cannot be read from the farthest seat, or null. */
    warning: warning,
  };
}());
