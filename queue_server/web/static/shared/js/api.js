/**
 * Commands by HTTP. A refusal is a sentence (problem+json); an answer that was lost on the way is asked for again with the
 * same Idempotency-Key, so that a press happens once. ES2015.
 */

const BACK_OFF_MS = [400, 800, 1600, 3000, 5000];
const ATTEMPT_MS = 8000;
const SAFE = ["GET", "HEAD"];
let csrf = null;

/** Why the server did not do it. `code` is for machines, `detail` a sentence for people, `status` 0 when nobody answered. */
export class Refusal extends Error {
  constructor(problem, status) {
    super(problem.detail || problem.title || problem.code);
    this.code = problem.code;
    this.reason = problem.reason || null;
    this.title = problem.title || "";
    this.detail = problem.detail || "";
    this.errors = problem.errors || [];
    this.status = status;
  }
}

/** A fresh Idempotency-Key. Not `crypto.randomUUID`: plain http on a hall's LAN is no secure context. */
export function newKey() {
  const bytes = new Uint8Array(16);
  window.crypto.getRandomValues(bytes);
  return Array.prototype.map.call(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/** Remember the session's CSRF token; otherwise `<meta name="csrf-token">` is read. */
export function useCsrf(token) {
  csrf = token;
}

function csrfToken() {
  if (csrf) return csrf;
  const meta = document.querySelector('meta[name="csrf-token"]');
  return meta ? meta.content : null;
}

/**
 * Send a command or a question.
 * options: `token` (device token), `key` (Idempotency-Key; one is made for every unsafe call), `patience` (ms of asking
 * again, default 20 s), `within` (ms that one attempt may take, default 8 s), `onRetry(attempt)`.
 * Resolves to the JSON answer (null for 204); rejects with a Refusal. Code `no_answer`: nobody answered in time, and
 * whether it happened is unknown.
 */
export function send(method, path, body, options) {
  const wishes = options || {};
  const request = { method, headers: headersOf(method, body, wishes), credentials: "same-origin", cache: "no-store" };
  if (body !== undefined && body !== null) request.body = JSON.stringify(body);
  const deadline = Date.now() + (wishes.patience === undefined ? 20000 : wishes.patience);
  return attempt(path, request, wishes, deadline, 0);
}

function headersOf(method, body, wishes) {
  const headers = { Accept: "application/json, application/problem+json", "Accept-Language": document.documentElement.lang || "id" };
  if (body !== undefined && body !== null) headers["Content-Type"] = "application/json";
  if (wishes.token) headers.Authorization = `Bearer ${wishes.token}`;
  if (SAFE.indexOf(method) === -1) {
    headers["Idempotency-Key"] = wishes.key || newKey();
    const token = csrfToken();
    if (token && !wishes.token) headers["X-CSRF-Token"] = token;
  }
  return headers;
}

function attempt(path, request, wishes, deadline, count) {
  return withTimeout(path, request, wishes.within || ATTEMPT_MS).then(
    (response) => (isLost(response.status)
      ? again(path, request, wishes, deadline, count, () => readRefusal(response), secondsAsked(response))
      : readAnswer(response)),
    () => again(path, request, wishes, deadline, count, () => Promise.resolve(new Refusal({ code: "no_answer" }, 0)), 0),
  );
}

function isLost(status) {
  return status === 502 || status === 503 || status === 504;
}

function secondsAsked(response) {
  return Number(response.headers.get("Retry-After")) || 0;
}

function again(path, request, wishes, deadline, count, refusal, retryAfter) {
  const wait = Math.max(BACK_OFF_MS[Math.min(count, BACK_OFF_MS.length - 1)], Math.min(retryAfter, 5) * 1000);
  if (Date.now() + wait > deadline) return refusal().then((reason) => Promise.reject(reason));
  if (wishes.onRetry) wishes.onRetry(count + 1);
  return new Promise((resolve) => { window.setTimeout(resolve, wait); }).then(() => attempt(path, request, wishes, deadline, count + 1));
}

// A line that went silent must not hold the resident: an attempt ends by itself.
function withTimeout(path, request, within) {
  if (typeof window.AbortController === "undefined") return fetch(path, request);
  const controller = new window.AbortController();
  const timer = window.setTimeout(() => controller.abort(), within);
  const stop = () => window.clearTimeout(timer);
  return fetch(path, Object.assign({}, request, { signal: controller.signal })).then(
    (response) => { stop(); return response; },
    (error) => { stop(); throw error; },
  );
}

function readAnswer(response) {
  if (!response.ok) return readRefusal(response).then((refusal) => Promise.reject(refusal));
  return response.status === 204 ? Promise.resolve(null) : response.json();
}

function readRefusal(response) {
  return response.json().then(
    (problem) => new Refusal(problem, response.status),
    () => new Refusal({ code: response.status >= 500 ? "internal" : "unreadable" }, response.status),
  );
}
