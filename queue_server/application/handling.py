"""Everything that happens to a ticket at a counter, one step a press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from queue_server import protocol
from queue_server.application.calling import Press, known, next_for, picked, place_call, require_taking
from queue_server.application.context import Context, branch_of
from queue_server.application.idempotency import Kept, once, request_of
from queue_server.application.joining import require_open_day, return_step, transfer_step
from queue_server.application.payloads import ticket_payload
from queue_server.application.ports import Work
from queue_server.application.recording import move
from queue_server.application.seats import require_seat, wake
from queue_server.application.undoing import undo
from queue_server.domain.counter import CounterDay, CounterStatus
from queue_server.domain.errors import Refusal
from queue_server.domain.life import require_row
from queue_server.domain.notes import checked_note, checked_reason
from queue_server.domain.priority import priority_of
from queue_server.domain.roles import Actor
from queue_server.domain.step import Step
from queue_server.domain.ticket import AT_COUNTER, ENDED, Action, Status, Ticket
from queue_server.protocol import Outcome, TicketVerb

ACTIONS: Final[dict[TicketVerb, Action]] = {
    TicketVerb.CALL: Action.CALL,
    TicketVerb.RECALL: Action.RECALL,
    TicketVerb.START: Action.START,
    TicketVerb.COMPLETE: Action.COMPLETE,
    TicketVerb.HOLD: Action.HOLD,
    TicketVerb.RESUME: Action.RESUME,
    TicketVerb.TRANSFER: Action.TRANSFER,
    TicketVerb.REQUEUE: Action.REQUEUE,
    TicketVerb.NO_SHOW: Action.MARK_NO_SHOW,
    TicketVerb.CANCEL: Action.CANCEL,
    TicketVerb.UNDO: Action.UNDO,
    TicketVerb.NOTE: Action.NOTE,
    TicketVerb.ADD_SERVICE: Action.ADD_SERVICE,
    TicketVerb.CLASSIFY: Action.CLASSIFY,
}
FREES_THE_COUNTER = frozenset({Action.COMPLETE, Action.MARK_NO_SHOW, Action.HOLD, Action.TRANSFER})


@dataclass(frozen=True, slots=True)
class Deed:
    """What an officer does to a ticket."""

    verb: TicketVerb
    command: protocol.TicketCommand
    key: str | None = None


def act(context: Context, actor: Actor, ticket_id: str, deed: Deed) -> Kept[protocol.TicketAnswer]:
    """Take one step with a ticket, once for each idempotency key."""
    branch = branch_of(context, actor, ticket_id)
    request = request_of(actor, deed.key, ticket_id, deed.verb.value, deed.command)

    def taken(work: Work) -> protocol.TicketAnswer:
        press = Press(actor, deed.command.counter or "", context.clock())
        return _act(work, press, known(work, ticket_id), deed)

    return once(context, branch, request, taken)


def _act(work: Work, press: Press, ticket: Ticket, deed: Deed) -> protocol.TicketAnswer:
    command = deed.command
    action = ACTIONS[deed.verb]
    if command.then_call and action not in FREES_THE_COUNTER:
        raise Refusal("invalid_field", "then_call_when", field="then_call")
    step = Step(
        action, press.at, press.actor, work.branch.policy, command.counter, reason=checked_reason(command.reason)
    )
    if command.counter is not None:
        require_seat(work.counters.get(work.branch.counter(command.counter).code), press.actor)
    require_row(ticket, step)
    if ticket.status in ENDED:
        require_open_day(work, ticket, step)
    if action is Action.UNDO:
        restored = undo(work, ticket, step)
        finish_closing(work, ticket, restored, press)
        return protocol.TicketAnswer(ticket_payload(restored))
    after = _taken(work, press, ticket, _filled(work, ticket, step, command))
    finish_closing(work, ticket, after, press)
    called = _call_then(work, press, ticket, deed)
    return protocol.TicketAnswer(ticket_payload(after), None if called is None else ticket_payload(called))


def _filled(work: Work, ticket: Ticket, step: Step, command: protocol.TicketCommand) -> Step:
    """Return the step with what its action needs beyond the wish itself."""
    fill = FILLED.get(step.action)
    return step if fill is None else fill(work, ticket, step, command)


def _at_a_free_counter(work: Work, ticket: Ticket, step: Step, command: protocol.TicketCommand) -> Step:
    if command.counter is None:
        raise Refusal("invalid_field", "counter_missing", field="counter")
    if step.action is Action.RESUME:
        wake(work, step.by, command.counter, ticket.service_day, step.at)
    require_taking(work, ticket, work.branch.counter(command.counter), step.by)
    return step


def _with_outcome(_work: Work, _ticket: Ticket, step: Step, command: protocol.TicketCommand) -> Step:
    return replace(step, outcome=Outcome(command.outcome or Outcome.DONE).value)


def _with_service(work: Work, _ticket: Ticket, step: Step, command: protocol.TicketCommand) -> Step:
    service = None if command.service is None else work.branch.service(command.service).code
    return replace(step, service=service, outcome=Outcome.DONE.value)


def _with_note(_work: Work, _ticket: Ticket, step: Step, command: protocol.TicketCommand) -> Step:
    return replace(step, note=checked_note(command.text or ""))


def _with_class(_work: Work, _ticket: Ticket, step: Step, command: protocol.TicketCommand) -> Step:
    return replace(step, priority=None if command.priority is None else priority_of(command.priority))


def _with_return(work: Work, ticket: Ticket, step: Step, _command: protocol.TicketCommand) -> Step:
    return return_step(work, ticket, step) if ticket.status is Status.NO_SHOW else step


FILLED: Final[dict[Action, Callable[[Work, Ticket, Step, protocol.TicketCommand], Step]]] = {
    Action.CALL: _at_a_free_counter,
    Action.RESUME: _at_a_free_counter,
    Action.COMPLETE: _with_outcome,
    Action.ADD_SERVICE: _with_service,
    Action.NOTE: _with_note,
    Action.CLASSIFY: _with_class,
    Action.TRANSFER: transfer_step,
    Action.REQUEUE: _with_return,
}


def _taken(work: Work, press: Press, ticket: Ticket, step: Step) -> Ticket:
    if step.action is Action.CALL:
        return place_call(work, press, ticket, picked(ticket), step.reason)
    return move(work, ticket, step)


def finish_closing(work: Work, held: Ticket, after: Ticket, press: Press) -> None:
    """Close a counter that was only waiting for its last ticket to leave."""
    if held.counter is None or held.status not in AT_COUNTER or after.status in AT_COUNTER:
        return
    state = work.counters.get(held.counter)
    if state.status is CounterStatus.CLOSING:
        work.counters.save(CounterDay(state.code, CounterStatus.CLOSED, None, press.at))


def _call_then(work: Work, press: Press, held: Ticket, deed: Deed) -> Ticket | None:
    """Call the next in the same step: asked for, or because the counter calls by itself after completing."""
    if held.counter is None or held.status not in AT_COUNTER:
        return None
    calls_by_itself = deed.verb is TicketVerb.COMPLETE and work.branch.counter(held.counter).auto_call
    if not (deed.command.then_call or calls_by_itself):
        return None
    if work.counters.get(held.counter).status is not CounterStatus.OPEN:
        return None
    return next_for(work, replace(press, counter=held.counter))
