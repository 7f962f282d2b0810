"""One step of a ticket: the rule, the row, its leg and its event, always together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from queue_server.application.ports import Work
from queue_server.domain.event import NewEvent
from queue_server.domain.life import apply
from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Leg, Ticket
from queue_server.domain.transitions import EVENT_KINDS

CALLS = frozenset({Action.CALL, Action.RECALL})
"""Steps that screens announce; the ticket keeps the ``seq`` of the latest."""


def record_ticket(work: Work, step: Step, ticket: Ticket, before: Ticket | None = None) -> int:
    """Write the event of the step that led from ``before`` to ``ticket``; return its ``seq``."""
    facts: dict[str, Any] = {
        "number": ticket.number,
        "status": ticket.status.value,
        "service": ticket.service,
        "priority": ticket.priority.value,
        "officer": ticket.leg.officer,
        "call_count": ticket.call_count,
        "leg": ticket.leg.no,
    }
    if before is not None and before.leg.no != ticket.leg.no:
        facts["new_leg"] = True
    if before is not None and step.action is Action.UNDO:
        facts["undone"] = [ticket.call_seq or 0, before.call_seq or 0]
    if step.order is not None:
        facts["order"] = step.order
    if ticket.people > 1:
        facts["people"] = ticket.people
    if ticket.reason is not None:
        facts["reason"] = ticket.reason
    if ticket.leg.outcome is not None:
        facts["outcome"] = ticket.leg.outcome
    kind, actor = EVENT_KINDS[step.action], step.by.label
    return work.record(NewEvent(kind, step.at, actor, ticket.service_day, ticket.id, ticket.counter, facts))


def move(work: Work, ticket: Ticket, step: Step) -> Ticket:
    """Take one step of the table and make it lasting; return the ticket after it."""
    moved = apply(ticket, step)
    if step.action in CALLS:
        moved = replace(moved, ticket=replace(moved.ticket, call_seq=work.seq + 1))
    work.tickets.save(ticket, moved)
    _settle_promises(work, ticket, moved.ended_leg or moved.ticket.leg)
    record_ticket(work, step, moved.ticket, ticket)
    return moved.ticket


def _settle_promises(work: Work, before: Ticket, leg: Leg) -> None:
    """Tell what was promised for a leg what came true, once the leg has ended after a call; an undo takes it back."""
    if leg.no != before.leg.no or (leg.ended_at is None) == (before.leg.ended_at is None):
        return
    if leg.ended_at is None:
        work.promises.reopen(before.id, leg.no)
    elif leg.called_at is not None:
        work.promises.close(before.id, leg.no, leg.called_at, work.seq + 1)
