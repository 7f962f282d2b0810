/**
 * How a device page gets its token: once by `#token=…` in its address, or by showing a code that a supervisor types. The
 * token stays in the browser's localStorage. ES2015.
 */
import { send } from "./api.js";

const POLL_MS = 2000;
const AGAIN_MS = 4000;
const CODE_LIFE_MS = 11 * 60000;

function storageName(kind) {
  return `antrean.${kind}.token`;
}

/** The token of this device ("kiosk" or "display"), or null. Takes it out of the address so that nobody reads it there. */
export function deviceToken(kind) {
  const found = /(?:^#|&)token=([^&]+)/.exec(window.location.hash);
  if (found) {
    keepToken(kind, decodeURIComponent(found[1]));
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }
  return window.localStorage.getItem(storageName(kind));
}

export function keepToken(kind, token) {
  window.localStorage.setItem(storageName(kind), token);
}

/**
 * Show codes until the device is paired.
 * options: `kind`, `onCode({code, expiresAt})` with a Date, `onToken(token)` once (it is kept already),
 * `onTrouble(refusal)` while the server does not answer. Returns {stop()}.
 */
export function pair(options) {
  const life = { stopped: false };
  begin(options, life);
  return { stop() { life.stopped = true; } };
}

function after(ms, life, deed) {
  window.setTimeout(() => { if (!life.stopped) deed(); }, ms);
}

function begin(options, life) {
  send("POST", "/api/v1/pairings", { kind: options.kind }, { patience: 0 }).then(
    (pairing) => {
      if (life.stopped) return;
      options.onCode({ code: pairing.code, expiresAt: new Date(pairing.expires_at) });
      const begun = window.performance.now();
      after(POLL_MS, life, () => poll(options, life, pairing.secret, begun));
    },
    (refusal) => {
      if (life.stopped) return;
      if (options.onTrouble) options.onTrouble(refusal);
      after(AGAIN_MS, life, () => begin(options, life));
    },
  );
}

function poll(options, life, secret, begun) {
  send("GET", `/api/v1/pairings/${encodeURIComponent(secret)}`, null, { patience: 0 }).then(
    (answer) => {
      if (life.stopped) return;
      if (!answer.token) {
        next(options, life, secret, begun);
        return;
      }
      life.stopped = true;
      keepToken(options.kind, answer.token);
      options.onToken(answer.token);
    },
    (refusal) => {
      if (life.stopped) return;
      if (refusal.status === 404 || refusal.status === 410) begin(options, life);
      else after(AGAIN_MS, life, () => poll(options, life, secret, begun));
    },
  );
}

function next(options, life, secret, begun) {
  // the server ends a code with 410; the own limit does not trust this device's wall clock
  if (window.performance.now() - begun > CODE_LIFE_MS) begin(options, life);
  else after(POLL_MS, life, () => poll(options, life, secret, begun));
}
