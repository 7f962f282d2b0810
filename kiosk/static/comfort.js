/** What makes the glass fit the person before it: letters, reach, touch sound; and the device: millimetres. */

const MM_KEY = "antrean.kiosk.mm";
const LEAST_TARGET_MM = 20;

export function freshComfort() {
  return { letters: false, lower: false };
}

/**
 * The calibration of this panel: pixels of one true millimetre, set once by `#mm=3.2`. It never makes a target smaller than
 * 20 mm of glass; without it the panel counts as a 32-inch one.
 */
export function calibrate() {
  const found = /[#&]mm=([\d.]+)/.exec(window.location.hash);
  if (found) window.localStorage.setItem(MM_KEY, found[1]);
  const mm = Number(window.localStorage.getItem(MM_KEY));
  if (mm > 0 && mm < 20) document.documentElement.style.setProperty("--touch", `${(mm * LEAST_TARGET_MM).toFixed(1)}px`);
}

let sound = null;

/** One short wooden tick for a touch that did something. */
export function tick() {
  const Sound = window.AudioContext;
  if (!Sound) return;
  sound = sound || new Sound();
  if (sound.state === "suspended") sound.resume();
  const tone = sound.createOscillator();
  const loudness = sound.createGain();
  const start = sound.currentTime;
  tone.type = "triangle";
  tone.frequency.setValueAtTime(620, start);
  tone.frequency.exponentialRampToValueAtTime(280, start + 0.04);
  loudness.gain.setValueAtTime(0.22, start);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.04);
  tone.connect(loudness).connect(sound.destination);
  tone.start(start);
  tone.stop(start + 0.045);
}

/**
 * Tells a hasty finger from a wish: a click at the same place as the one before it, after the screen has changed under the
 * finger, is the tail of a double tap.
 */
export function makeHasteGuard(quietMs = 600, nearPx = 48) {
  const last = { at: -Infinity, x: 0, y: 0, screen: null };
  return (event, screen) => {
    const byPointer = event.clientX !== 0 || event.clientY !== 0;
    const now = performance.now();
    const near = Math.abs(event.clientX - last.x) < nearPx && Math.abs(event.clientY - last.y) < nearPx;
    const inBurst = byPointer && near && now - last.at < quietMs;
    if (!inBurst) last.screen = screen;
    last.at = now;
    last.x = event.clientX;
    last.y = event.clientY;
    return inBurst && last.screen !== screen;
  };
}
