/**
 * Presses: one at a time, each with its own Idempotency-Key, sent until the server answers. An answer that was lost is
 * asked for again with the same key, also after a reload of the page, so a press happens exactly once.
 */
import { Refusal, newKey, send } from "../shared/js/api.js";

const BACK_OFF_MS = [300, 700, 1500, 3000, 5000];
const KEEP_MS = 120000;
const FAULTS_BORNE = 4;
const AWAY = [0, 502, 503, 504];
const TOLD_TO_WAIT = ["rate_limited", "storage_busy"];

/** Does the refusal leave open whether the press happened, or ask to come again? A server that stays broken is believed. */
function isOpen(refusal, tries) {
  if (AWAY.includes(refusal.status) || TOLD_TO_WAIT.includes(refusal.code)) return true;
  return refusal.status >= 500 && tries < FAULTS_BORNE;
}

function needsSession(refusal) {
  return refusal.status === 401 || refusal.code === "csrf_failed";
}

/** The address and body of a counter's command. */
export function counterCommand(state, verb, body) {
  const place = `/api/v1/branches/${encodeURIComponent(state.branch.code)}/counters/${encodeURIComponent(state.counter)}`;
  return { path: `${place}/${verb}`, body: body || {} };
}

/** The address and body of a ticket's action at this counter. */
export function ticketCommand(state, ticket, verb, body) {
  return { path: `/api/v1/tickets/${encodeURIComponent(ticket.id)}/${verb}`, body: { counter: state.counter, ...body } };
}

/** The address and body of a marked copy of a ticket's slip. */
export function reprintCommand(ticket) {
  return { path: `/api/v1/tickets/${encodeURIComponent(ticket.id)}/reprint`, body: {} };
}

/**
 * The press under way. hooks: `onChange()` when it begins, is tried again or ends; `onAnswer(press, answer)`;
 * `onRefusal(press, refusal)`; `onSession(press)` when somebody has to log in first.
 */
export class Presses {
  constructor(storageName, hooks) {
    this.storageName = storageName;
    this.hooks = hooks;
    this.current = null;
    this.wake = null;
  }

  /** Begin a press: {name, path, body}. Ignored (false) while another is under way. */
  press(command) {
    if (this.current) return false;
    this.begin({ ...command, key: newKey(), at: Date.now(), tries: 0 });
    return true;
  }

  /** Take up a press that a reload interrupted, unless it is too old to be still meant. */
  takeUp() {
    const kept = window.sessionStorage.getItem(this.storageName);
    if (!kept || this.current) return;
    const press = JSON.parse(kept);
    if (Date.now() - press.at > KEEP_MS) window.sessionStorage.removeItem(this.storageName);
    else this.begin({ ...press, tries: press.tries + 1 });
  }

  /** Try again at once: the line is back, or the officer asked for it. */
  hurry() {
    if (this.wake) this.wake();
  }

  begin(press) {
    this.current = press;
    window.sessionStorage.setItem(this.storageName, JSON.stringify(press));
    this.hooks.onChange();
    this.deliver(press);
  }

  async deliver(press) {
    for (;;) {
      try {
        const answer = await send("POST", press.path, press.body, { key: press.key, patience: 0 });
        this.end();
        this.hooks.onAnswer(press, answer);
        return;
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal;
        if (needsSession(refusal)) {
          this.hooks.onSession(press);
          return;
        }
        if (!isOpen(refusal, press.tries)) {
          this.end();
          this.hooks.onRefusal(press, refusal);
          return;
        }
      }
      press.tries += 1;
      this.hooks.onChange();
      await this.pauseFor(BACK_OFF_MS[Math.min(press.tries, BACK_OFF_MS.length) - 1]);
    }
  }

  pauseFor(ms) {
    return new Promise((resolve) => {
      const done = () => { window.clearTimeout(timer); this.wake = null; resolve(); };
      const timer = window.setTimeout(done, ms);
      this.wake = done;
    });
  }

  end() {
    this.current = null;
    window.sessionStorage.removeItem(this.storageName);
    this.hooks.onChange();
  }
}
