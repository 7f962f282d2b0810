/**
 * One tab of this browser works at a counter; the others look on. A tab that comes later asks the others whether one of
 * them is at work, and its officer decides. BroadcastChannel needs no secure context.
 */
import { newKey } from "../shared/js/api.js";

const ANSWER_MS = 250;

/** hooks: `onChange()` when this tab begins or stops to work, `onAsk()` when another tab is at work already. */
export class Seat {
  constructor(name, hooks) {
    this.hooks = hooks;
    this.id = newKey();
    this.state = "asking";
    this.channel = new window.BroadcastChannel(name);
    this.channel.addEventListener("message", (event) => this.hear(event.data));
    // A page that comes back from the browser's memory missed what the others said meanwhile.
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.ask(); });
  }

  /** Does this tab only look on? */
  get passive() {
    return this.state !== "active";
  }

  /** Work here; the others stop. */
  take() {
    window.clearTimeout(this.timer);
    this.channel.postMessage({ word: "taken", id: this.id });
    this.become("active");
  }

  /** Begin: is another tab at work here? Without an answer this one is. */
  ask() {
    this.become("asking");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.take(), ANSWER_MS);
    this.channel.postMessage({ word: "anybody", id: this.id });
  }

  hear({ word, id }) {
    // Of two that ask at the same moment, the one with the smaller name stays.
    const mine = this.state === "active" || (this.state === "asking" && this.id < id);
    if (word === "anybody" && mine) this.channel.postMessage({ word: "mine", id: this.id });
    if (word === "taken" && this.state !== "passive") this.giveWay();
    if (word === "mine" && this.state === "asking") {
      this.giveWay();
      this.hooks.onAsk();
    }
  }

  giveWay() {
    window.clearTimeout(this.timer);
    this.become("passive");
  }

  become(state) {
    this.state = state;
    this.hooks.onChange();
  }
}
