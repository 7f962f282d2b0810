"""Taking back the last press: a ticket returns exactly to what it was, by an event of its own."""

from __future__ import annotations

from dataclasses import replace

from queue_server.application.calling import require_free
from queue_server.application.ports import Work
from queue_server.application.recording import move
from queue_server.application.seats import require_seat
from queue_server.domain.counter import CounterStatus
from queue_server.domain.errors import Refusal
from queue_server.domain.life import apply
from queue_server.domain.step import Step
from queue_server.domain.ticket import AT_COUNTER, Action, Before, Ticket


def undo(work: Work, ticket: Ticket, step: Step) -> Ticket:
    """Undo a ticket's last step, and with it whatever the same press did besides."""
    before = ticket.before
    if ticket.counter is not None:
        require_seat(work.counters.get(ticket.counter), step.by)
    if before is None or before.ticket.status not in AT_COUNTER:
        return _undo_press(work, ticket, step)
    apply(ticket, step)
    if ticket.counter is not None and ticket.status not in AT_COUNTER:
        _take_back_call(work, ticket, step, before)
        _require_place(work, ticket)
    return _undo_press(work, ticket, step)


def _undo_press(work: Work, ticket: Ticket, step: Step) -> Ticket:
    """Undo one step; where the call starts the service, a start takes the call along that it came with."""
    before = ticket.before
    after = _undo_one(work, ticket, step)
    if not step.policy.start_on_call or before is None or before.deed is not Action.START or after.before is None:
        return after
    is_same_press = after.before.deed is Action.CALL and after.before.at == before.at
    return _undo_one(work, after, step) if is_same_press else after


def _undo_one(work: Work, ticket: Ticket, step: Step) -> Ticket:
    before, counter = ticket.before, ticket.counter
    after = move(work, ticket, step)
    if before is not None and before.deed is Action.CALL and before.priority_run is not None and counter is not None:
        state = work.counters.get(counter)
        work.counters.save(replace(state, priority_run=before.priority_run))
    return after


def _take_back_call(work: Work, ended: Ticket, step: Step, before: Before) -> None:
    """Undo the call that completing made in the same press, so that the counter is free again."""
    held = work.tickets.at_counter(ended.service_day, ended.counter or "")
    if held is None or held.before is None:
        return
    if held.before.at == before.at and held.before.by == before.by:
        _undo_press(work, held, replace(step, counter=held.counter))


def _require_place(work: Work, ticket: Ticket) -> None:
    """A ticket that comes back to its counter needs it free, and somebody there."""
    state = work.counters.get(ticket.counter or "")
    if state.status is CounterStatus.CLOSED:
        raise Refusal("transition_refused", "counter_closed", counter=state.code)
    require_free(work, state, ticket.service_day)
