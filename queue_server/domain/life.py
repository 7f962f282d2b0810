"""Moving a ticket along the table: one pure function."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from queue_server.domain.effects import EFFECTS, settled
from queue_server.domain.guards import GUARDS, refuse
from queue_server.domain.roles import Role
from queue_server.domain.step import Step
from queue_server.domain.ticket import ENDED, Action, Before, Leg, Status, Ticket
from queue_server.domain.transitions import TRANSITIONS, Transition

UNDOABLE: Final = frozenset({Action.CALL, Action.START, Action.COMPLETE, Action.MARK_NO_SHOW})
"""Steps of one press that an officer may take back."""
REMARKS: Final = frozenset({Action.NOTE, Action.CLASSIFY})
"""Steps that say something about a ticket and move it nowhere."""
PASSING: Final = frozenset(
    {(Status.CALLED, Action.RECALL), *((status, remark) for status in Status for remark in REMARKS)}
)
"""Steps after which the one before them can still be taken back."""


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
    if step.action is Action.UNDO:
        return Moved(after)
    reason = ticket.reason if step.action in REMARKS else step.reason
    after = replace(after, status=row.target, reason=reason, before=_before(ticket, step))
    if row.target in ENDED:
        after = _end(after, step)
    if after.leg.no == ticket.leg.no:
        return Moved(after)
    ended = replace(settled(ticket.leg, step.at), ended_at=ticket.leg.ended_at or step.at)
    return Moved(after, replace(ended, outcome=ended.outcome or step.outcome))


def _before(ticket: Ticket, step: Step) -> Before | None:
    """Return what an undo of this step would restore, None when it cannot be taken back."""
    if step.action in UNDOABLE and step.by.role is not Role.CLOCK:
        return Before(step.action, step.at, step.by.id, ticket, step.priority_run)
    return ticket.before if (ticket.status, step.action) in PASSING else None


def _end(ticket: Ticket, step: Step) -> Ticket:
    leg = replace(settled(ticket.leg, step.at), ended_at=step.at, outcome=step.outcome)
    return replace(ticket, ended_at=step.at, leg=leg)
