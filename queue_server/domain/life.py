"""Moving a ticket along the table: one pure function and one small effect for each action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from queue_server.domain.guards import GUARDS, refuse
from queue_server.domain.step import Step
from queue_server.domain.ticket import ENDED, Action, Leg, Status, Ticket
from queue_server.domain.transitions import TRANSITIONS, Transition


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket after a step, and the leg that the step ended when a new one began."""

    ticket: Ticket
    ended_leg: Leg | None = None


def is_allowed(ticket: Ticket, action: Action) -> bool:
    """Say whether the table has a row for this action now (guards aside)."""
    return (ticket.status, action) in TRANSITIONS


def require_row(ticket: Ticket, step: Step) -> Transition:
    """Return the table's row for a step; refuse what the table does not have, or not for this actor."""
    row = TRANSITIONS.get((ticket.status, step.action))
    if row is None or step.by.role not in row.who:
        raise refuse(ticket, step)
    return row


def apply(ticket: Ticket, step: Step) -> Moved:
    """Return the ticket after ``step``; raise a Refusal naming number, action and status otherwise."""
    row = require_row(ticket, step)
    for guard in row.guards:
        GUARDS[guard](ticket, step)
    after = EFFECTS[step.action](ticket, step)
    after = replace(after, status=row.target, reason=step.reason)
    if row.target in ENDED:
        after = _end(after, step)
    ended_leg = None
    if after.leg.no != ticket.leg.no:
        ended_leg = replace(_settled(ticket.leg, step.at), ended_at=ticket.leg.ended_at or step.at)
    return Moved(after, ended_leg)


def _settled(leg: Leg, at: datetime) -> Leg:
    """Return the leg with a lasting hold added up; a clock that jumped back counts as no time."""
    if leg.held_since is None:
        return leg
    held = max((at - leg.held_since).total_seconds(), 0.0)
    return replace(leg, held_s=leg.held_s + held, held_since=None)


def _end(ticket: Ticket, step: Step) -> Ticket:
    leg = replace(_settled(ticket.leg, step.at), ended_at=step.at, outcome=step.outcome)
    return replace(ticket, ended_at=step.at, leg=leg)


def _call(ticket: Ticket, step: Step) -> Ticket:
    called_at = ticket.leg.called_at or step.at
    leg = _settled(ticket.leg, step.at)
    leg = replace(leg, counter=step.counter, officer=step.by.id, called_at=called_at, last_called_at=step.at)
    return replace(ticket, leg=leg, call_count=1)


def _recall(ticket: Ticket, step: Step) -> Ticket:
    return replace(ticket.with_leg(last_called_at=step.at), call_count=ticket.call_count + 1)


def _start(ticket: Ticket, step: Step) -> Ticket:
    return ticket.with_leg(started_at=ticket.leg.started_at or step.at, officer=step.by.id)


def _hold(ticket: Ticket, step: Step) -> Ticket:
    return ticket.with_leg(held_since=step.at)


def _resume(ticket: Ticket, step: Step) -> Ticket:
    leg = _settled(ticket.leg, step.at)
    return replace(ticket, leg=replace(leg, counter=step.counter, officer=step.by.id))


def _back_in_line(ticket: Ticket, step: Step) -> Ticket:
    """A call by mistake keeps leg and place; a return after a no-show is a new stretch of queue."""
    if ticket.status is Status.CALLED:
        leg = replace(ticket.leg, counter=None, officer=None, called_at=None, last_called_at=None)
        return replace(ticket, leg=leg, call_count=0)
    return _new_leg(replace(ticket, requeues=ticket.requeues + 1), step)


def _new_leg(ticket: Ticket, step: Step) -> Ticket:
    leg = Leg(no=ticket.leg.no + 1, service=step.service or ticket.service, joined_at=step.at)
    lane = step.lane if step.lane is not None else ticket.lane
    place = step.place if step.place is not None else ticket.place
    return replace(ticket, leg=leg, lane=lane, place=place, call_count=0, ended_at=None)


def _undo(ticket: Ticket, step: Step) -> Ticket:
    if ticket.status is Status.CALLED:
        return _back_in_line(ticket, step)
    return replace(ticket.with_leg(ended_at=None, outcome=None), ended_at=None)


def _unchanged(ticket: Ticket, step: Step) -> Ticket:
    """Ending changes nothing but status and instants, which ``apply`` sets."""
    del step
    return ticket


EFFECTS: Final[dict[Action, Callable[[Ticket, Step], Ticket]]] = {
    Action.CHECK_IN: _unchanged,
    Action.CALL: _call,
    Action.RECALL: _recall,
    Action.START: _start,
    Action.COMPLETE: _unchanged,
    Action.CLOSE: _unchanged,
    Action.HOLD: _hold,
    Action.RESUME: _resume,
    Action.TRANSFER: _new_leg,
    Action.REQUEUE: _back_in_line,
    Action.MARK_NO_SHOW: _unchanged,
    Action.CANCEL: _unchanged,
    Action.EXPIRE: _unchanged,
    Action.UNDO: _undo,
}
