"""What each action changes in a ticket, besides its status: one small pure function each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Leg, Status, Ticket


def settled(leg: Leg, at: datetime) -> Leg:
    """Return the leg with a lasting hold added up; a clock that jumped back counts as no time."""
    if leg.held_since is None:
        return leg
    held = max((at - leg.held_since).total_seconds(), 0.0)
    return replace(leg, held_s=leg.held_s + held, held_since=None)


def _call(ticket: Ticket, step: Step) -> Ticket:
    called_at = ticket.leg.called_at or step.at
    leg = settled(ticket.leg, step.at)
    leg = replace(leg, counter=step.counter, officer=step.by.id, called_at=called_at, last_called_at=step.at)
    return replace(ticket, leg=leg, call_count=1)


def _recall(ticket: Ticket, step: Step) -> Ticket:
    """Call again; where the first call had started the service, it had not started after all."""
    return replace(ticket.with_leg(last_called_at=step.at, started_at=None), call_count=ticket.call_count + 1)


def _start(ticket: Ticket, step: Step) -> Ticket:
    return ticket.with_leg(started_at=ticket.leg.started_at or step.at, officer=step.by.id)


def _hold(ticket: Ticket, step: Step) -> Ticket:
    return ticket.with_leg(held_since=step.at)


def _resume(ticket: Ticket, step: Step) -> Ticket:
    return replace(ticket, leg=replace(settled(ticket.leg, step.at), counter=step.counter, officer=step.by.id))


def _back_in_line(ticket: Ticket, step: Step) -> Ticket:
    """A call by mistake keeps leg and place; who was served in part, or comes back, begins a new stretch of queue."""
    if ticket.status is Status.CALLED:
        if ticket.leg.started_at is not None:
            return _new_leg(ticket, step)
        leg = replace(ticket.leg, counter=None, officer=None, called_at=None, last_called_at=None)
        return replace(ticket, leg=leg, call_count=0)
    return _new_leg(replace(ticket, requeues=ticket.requeues + 1), step)


def _new_leg(ticket: Ticket, step: Step) -> Ticket:
    leg = Leg(no=ticket.leg.no + 1, service=step.service or ticket.service, joined_at=step.at)
    lane = step.lane if step.lane is not None else ticket.lane
    place = step.place if step.place is not None else ticket.place
    return replace(ticket, leg=leg, lane=lane, place=place, call_count=0, ended_at=None)


def _add_service(ticket: Ticket, step: Step) -> Ticket:
    """Begin the next service at once: nobody waits for it, so call and start are the same instant."""
    leg = Leg(
        no=ticket.leg.no + 1,
        service=step.service or ticket.service,
        joined_at=step.at,
        counter=ticket.leg.counter,
        officer=step.by.id,
        called_at=step.at,
        last_called_at=step.at,
        started_at=step.at,
    )
    return replace(ticket, leg=leg, lane=leg.service)


def _note(ticket: Ticket, step: Step) -> Ticket:
    return replace(ticket, note=step.note or None)


def _classify(ticket: Ticket, step: Step) -> Ticket:
    return replace(ticket, priority=step.priority or ticket.priority)


def _undo(ticket: Ticket, step: Step) -> Ticket:
    """Return the ticket as it was, with what staff have written or corrected since."""
    del step
    if ticket.before is None:
        return ticket
    return replace(ticket.before.ticket, note=ticket.note, priority=ticket.priority)


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
    Action.NOTE: _note,
    Action.CLASSIFY: _classify,
    Action.ADD_SERVICE: _add_service,
}
