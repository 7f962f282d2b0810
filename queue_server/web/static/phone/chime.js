/** The hall's chime on the phone: three struck notes, sol–mi–do; two of them for a repeated call. Silent until allowed by a touch. */

const NOTES_HZ = [784, 659, 523];
const STEP_S = 0.28;
const DECAY_S = 0.5;
const PARTIAL = 2.76;
const PARTIAL_GAIN = 0.2;
const PEAK = 0.5;
let sound = null;

export function soundIsOn() {
  return sound !== null && sound.state === "running";
}

/** Only inside a touch: browsers give no sound to a page that nobody touched. Resolves when sound is on. */
export function allowSound() {
  const Sound = window.AudioContext || window.webkitAudioContext;
  if (!Sound) return Promise.resolve(false);
  sound = sound || new Sound();
  return sound.resume().then(() => {
    strike(NOTES_HZ[2], sound.currentTime + 0.02, 0.3);
    return soundIsOn();
  });
}

export function forbidSound() {
  return sound ? sound.suspend() : Promise.resolve();
}

export function chime(again) {
  if (window.navigator.vibrate) window.navigator.vibrate([200, 100, 200]);
  if (!soundIsOn()) return;
  const start = sound.currentTime + 0.05;
  NOTES_HZ.slice(0, again ? 2 : 3).forEach((note, index) => strike(note, start + index * STEP_S, 1));
}

function strike(note, at, loudness) {
  partial(note, at, PEAK * loudness);
  partial(note * PARTIAL, at, PEAK * PARTIAL_GAIN * loudness);
}

function partial(frequency, at, peak) {
  const tone = sound.createOscillator();
  const gain = sound.createGain();
  tone.frequency.value = frequency;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.linearRampToValueAtTime(peak, at + 0.004);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + DECAY_S);
  tone.connect(gain);
  gain.connect(sound.destination);
  tone.start(at);
  tone.stop(at + DECAY_S + 0.02);
}
