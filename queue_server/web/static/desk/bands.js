/** What has to be said across the desk: the line is lost, the session has ended, a press was refused. */
import { clock } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";
import { role, say } from "../staff/dom.js";
import { sentenceOf } from "../staff/refusals.js";

const BLINK_MS = 800;
const LONG_MS = 10000;

export class Bands {
  constructor(root, hooks) {
    this.root = root;
    this.lost = role(root, "band-lost");
    this.session = role(root, "band-session");
    this.refusal = role(root, "band-refusal");
    this.tab = role(root, "band-passive");
    this.chip = role(root, "connection");
    this.timer = 0;
    role(root, "retry").addEventListener("click", hooks.onRetry);
    role(root, "take-seat").addEventListener("click", hooks.onTake);
    role(root, "dismiss").addEventListener("click", () => this.clearRefusal());
  }

  /** A first state that does not come needs a way out. */
  begin() {
    this.slow = window.setTimeout(() => { role(this.root, "slow").hidden = false; }, LONG_MS);
  }

  /** The line came, went, or was refused. A blink of an interruption is not worth a red band. */
  line(news, zone) {
    window.clearTimeout(this.slow);
    window.clearTimeout(this.timer);
    this.chip.dataset.line = news.connected ? "connected" : "lost";
    say(role(this.chip, "connection-word"), t(news.connected ? "common.connected" : "common.lost"));
    if (news.connected) {
      this.lost.hidden = true;
      this.session.hidden = true;
      return;
    }
    if (news.refused === "unauthenticated") {
      this.askToLogIn();
      return;
    }
    const refused = news.refused !== null && news.refused !== undefined;
    say(role(this.lost, "lost-title"), refused ? t("desk.refused_connection") : t("common.lost.since", { time: clock(news.since, zone) }));
    say(role(this.lost, "lost-text"), refused ? t("desk.refused_connection_advice") : t("desk.lost_advice"));
    this.timer = window.setTimeout(() => { this.lost.hidden = false; }, BLINK_MS);
  }

  /** Another tab of this browser works at the counter; this one only looks on. */
  passive(is) {
    this.tab.hidden = !is;
  }

  askToLogIn() {
    window.clearTimeout(this.timer);
    this.lost.hidden = true;
    this.session.hidden = false;
  }

  /** Say why a press was refused; the sentence comes from the server. */
  refuse(refusal) {
    say(role(this.refusal, "refusal-title"), refusal.title ? `${refusal.title}.` : "");
    say(role(this.refusal, "refusal-text"), sentenceOf(refusal));
    this.refusal.dataset.code = refusal.code;
    this.refusal.hidden = false;
  }

  clearRefusal() {
    this.refusal.hidden = true;
  }
}
