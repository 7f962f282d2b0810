/**
 * From how far the called number can be read on a lying 16:9 panel: the arithmetic of display/board.py, for those who hang the
 * panel. Diagonals in inches, distances in metres. Pure.
 */

/** Diagonals that shops have, smallest first. */
export const PANELS_INCH = [32, 43, 50, 55, 65, 75, 86, 98];
const INCH_MM = 25.4;
const HEIGHT_SHARE = 9 / Math.hypot(16, 9);
/** The number's capitals as parts of the panel's height: usually, and in the layout for a deep hall. */
const CAPITALS = { usual: 0.16, far: 0.23 };
const READABLE_CAPITALS = 100;
const M_MM = 1000;

function capitalsMm(inch, far) {
  return inch * INCH_MM * HEIGHT_SHARE * CAPITALS[far ? "far" : "usual"];
}

/** Metres from which the number can be read, in steps of 0.1 rounded down. */
export function readableTo(inch, far = false) {
  return Math.floor((capitalsMm(inch, far) * READABLE_CAPITALS) / 100) / 10;
}

/**
 * What a panel does for a seat: {far, enough, readable, inch}. `far`: it takes the layout for a deep hall; `inch`: the smallest
 * usual panel that would do, null where this one does or none does.
 */
export function reach(inch, farthest) {
  const needed = (farthest * M_MM) / READABLE_CAPITALS;
  const far = capitalsMm(inch, false) < needed;
  const enough = capitalsMm(inch, far) >= needed;
  const wide = PANELS_INCH.filter((one) => capitalsMm(one, far) >= needed);
  return { far, enough, readable: readableTo(inch, far), inch: enough || wide.length === 0 ? null : wide[0] };
}
