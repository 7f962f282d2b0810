"""Tickets and steps that exist on paper only: plain domain values with one thing changed at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from queue_server.domain.policy import Policy
from queue_server.domain.priority import Priority
from queue_server.domain.roles import CLOCK, Actor, Role
from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Leg, Origin, Status, Ticket
from tests.cast import KOTA, MONDAY, RATNA

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""09.00 WIB on the Monday of the cast."""
POLICY = Policy(max_calls=3, recall_cooldown_s=10, requeue_after=2, max_requeues=1, priority_burst=2, undo_s=10)
RESIDENT = Actor(Role.RESIDENT, "warga", KOTA)


def after(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def a_leg(**changes: Any) -> Leg:
    return replace(Leg(no=1, service="KTP", joined_at=NINE), **changes)


def a_ticket(status: Status = Status.WAITING, **changes: Any) -> Ticket:
    """A-012 in any status, as it looks when it got there the usual way, at counter 1 with Ratna."""
    leg = a_leg()
    if status not in {Status.BOOKED, Status.WAITING}:
        leg = replace(leg, counter="1", officer=RATNA.id, called_at=after(60), last_called_at=after(60))
    if status in {Status.SERVING, Status.ON_HOLD, Status.COMPLETED}:
        leg = replace(leg, started_at=after(80))
    if status is Status.ON_HOLD:
        leg = replace(leg, held_since=after(100))
    ended_at = after(200) if status in {Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED, Status.EXPIRED} else None
    ticket = Ticket(
        id="t-12",
        branch=KOTA,
        service_day=MONDAY,
        series="A",
        serial=12,
        number="A-012",
        origin=Origin.WALK_IN,
        priority=Priority.REGULAR,
        language="id",
        status=status,
        lane="KTP",
        place=12 << 20,
        issued_service="KTP",
        issued_at=NINE,
        leg=replace(leg, ended_at=ended_at),
        call_count=0 if leg.called_at is None else 1,
        ended_at=ended_at,
    )
    return replace(ticket, **changes)


def a_step(action: Action, seconds: float = 300, by: Actor = RATNA, **changes: Any) -> Step:
    """A step that every guard lets pass unless something is changed."""
    usual: dict[str, Any] = {"counter": "1"}
    if action is Action.TRANSFER:
        usual |= {"service": "KK", "lane": "KK"}
    if action is Action.CLASSIFY:
        usual |= {"priority": Priority.ELDERLY}
    if action is Action.ADD_SERVICE:
        usual |= {"service": "KK"}
    if action is Action.REQUEUE:
        usual |= {"place": 99 << 20}
    return replace(Step(action, after(seconds), by, POLICY), **(usual | changes))


__all__ = ["CLOCK", "NINE", "POLICY", "RESIDENT", "a_leg", "a_step", "a_ticket", "after"]
