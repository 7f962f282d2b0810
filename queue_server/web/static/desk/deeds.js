/** What every action sends, after asking what it has to ask. */
import { counterCommand, reprintCommand, ticketCommand } from "./commands.js";
import { askClass, askNote, askPick, askServices, askWalkIn } from "./forms.js";
import { askClose, askHold, askPause, askReprint, askReturn, askTakeOver } from "./questions.js";
import { callsNext, nextStep } from "./rules.js";
import { askAddService, askTransfer } from "./where.js";

/** Open only a counter that nobody sits at, and only from no other. */
const ASKING = { take_over: false };
/** What the officer answers when asked: take this one, leaving any other; or work at both. */
const OPENINGS = { take: { take_over: true }, both: {} };

/**
 * The deeds of a desk. hooks: `state()`, `now()`, `ready()` (may something be pressed, also after a question was
 * answered), `press(command)`, `outcome()`.
 */
export function deedsOf(hooks) {
  const counter = (name, verb, body, number) => hooks.press({ name, number, ...counterCommand(hooks.state(), verb, body) });
  const ticket = (name, verb, body, other) => {
    const one = other || hooks.state().in_hand.ticket;
    hooks.press({ name, number: one.number, ...ticketCommand(hooks.state(), one, verb, body) });
  };
  const asked = async (question, deed) => {
    const answer = await question;
    if (answer !== null && hooks.ready()) deed(answer);
  };
  const thenCall = () => (callsNext(hooks.state()) ? { then_call: true } : {});
  const held = (id) => hooks.state().on_hold.map((one) => one.ticket).find((one) => !id || one.id === id);
  const missed = (id) => hooks.state().recent_no_shows.find((one) => one.id === id);

  return {
    open: () => counter("open", "open", ASKING),
    "complete-only": () => ticket("complete-only", "complete", { outcome: hooks.outcome() }),
    recall: () => ticket("recall", "recall", {}),
    "no-show": () => ticket("no-show", "no-show", thenCall()),
    requeue: () => ticket("requeue", "requeue", {}),
    undo: () => { const { ticket: id, number } = hooks.state().undo; ticket("undo", "undo", {}, { id, number }); },
    resume: (id) => ticket("resume", "resume", {}, held(id)),
    hold: () => asked(askHold(hooks.state()), (reason) => ticket("hold", "hold", { reason })),
    transfer: () => asked(askTransfer(hooks.state()), (where) => ticket("transfer", "transfer", where)),
    "add-service": () => asked(askAddService(hooks.state()), (service) => ticket("add-service", "add-service", { service })),
    note: (_id, written) => asked(askNote(hooks.state(), written), (text) => ticket("note", "note", { text })),
    classify: () => asked(askClass(hooks.state()), (priority) => ticket("classify", "classify", { priority })),
    return: () => asked(askReturn(hooks.state()), (id) => ticket("return", "requeue", {}, missed(id))),
    reprint: () => asked(askReprint(hooks.state()), (one) => hooks.press({ name: "reprint", number: one.number, ...reprintCommand(one) })),
    pick: () => asked(askPick(hooks.state(), hooks.now()), (call) => counter("pick", "call-number", call, call.number)),
    "walk-in": () => asked(askWalkIn(hooks.state()), (visit) => counter("walk-in", "serve", visit)),
    services: () => asked(askServices(hooks.state()), (services) => counter("services", "services", { services })),
    pause: () => asked(askPause(), (reason) => counter("pause", "pause", { reason })),
    close: () => asked(askClose(hooks.state()), () => counter("close", "close")),
    "take-over": (_id, refusal) => asked(askTakeOver(hooks.state(), refusal), (how) => counter("open", "open", OPENINGS[how])),
  };
}

/** Send the usual next step. */
export function pressStep(hooks) {
  const state = hooks.state();
  const { name, body } = nextStep(state);
  if (name === null) return;
  if (name === "open" || name === "call-next") {
    hooks.press({ name, ...counterCommand(state, name, name === "open" ? ASKING : {}) });
    return;
  }
  const said = name === "complete" ? { outcome: hooks.outcome(), ...body } : body;
  const { ticket } = state.in_hand;
  hooks.press({ name, number: ticket.number, ...ticketCommand(state, ticket, name, said) });
}
