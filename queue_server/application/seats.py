"""Who sits at which counter: nobody works at another officer's by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from queue_server.application.ports import Work
from queue_server.domain.counter import (
    COUNTER_EVENTS,
    CounterAction,
    CounterDay,
    CounterStatus,
    CounterStep,
    apply_to_counter,
    has_fallen_asleep,
)
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor, Role

TAKEN_OVER: Final = "counter.taken_over"


def require_seat(counter: CounterDay, actor: Actor) -> None:
    """Refuse an officer where another one sits, naming who. Supervisors may help at every counter."""
    if actor.role is Role.OFFICER and counter.officer not in {None, actor.id}:
        raise Refusal("counter_taken", None, counter=counter.code, officer=counter.officer)


def take_seat(work: Work, actor: Actor, code: str, *, take_over: bool | None) -> list[CounterDay]:
    """Return the counters that an officer leaves by sitting down at one; none for whoever sits there already.

    Without ``take_over`` a counter of somebody else is refused. Sitting at two is refused where it is false; where it
    is not said, one officer may staff two counters, as small offices do.
    """
    seat = work.counters.get(code)
    left = [counter for counter in _seats_of(work, actor) if counter.code != code]
    if take_over:
        return left
    if seat.officer == actor.id and seat.status is not CounterStatus.CLOSING:
        return []
    if seat.officer not in {None, actor.id}:
        raise Refusal("counter_taken", None, counter=code, officer=seat.officer)
    if left and take_over is False:
        raise Refusal("counter_taken", "officer_elsewhere", counter=code, other=left[0].code, officer=actor.id)
    return []


def _seats_of(work: Work, actor: Actor) -> list[CounterDay]:
    known = work.branch.counters_by_code
    taken = (counter for counter in work.counters.all().values() if counter.status is not CounterStatus.CLOSED)
    return [counter for counter in taken if counter.officer == actor.id and counter.code in known]


def move_counter(work: Work, actor: Actor, code: str, step: CounterStep, day: date) -> CounterDay:
    """Take one step of the counter's table and record it, with whoever sat there before if that changed."""
    held = work.tickets.at_counter(day, code)
    before = work.counters.get(code)
    after = apply_to_counter(before, replace(step, in_hand=None if held is None else held.number))
    if after == before:
        return after
    work.counters.save(after)
    facts = {"counter_status": after.status.value, "officer": after.officer, "reason": after.reason}
    kind = COUNTER_EVENTS[step.action]
    if after.officer is not None and before.officer not in {None, after.officer}:
        kind, facts["before"] = TAKEN_OVER, before.officer
    work.record(NewEvent(kind, step.at, actor.label, day, None, code, facts))
    return after


def wake(work: Work, actor: Actor, code: str, day: date, at: datetime) -> None:
    """Open a counter again that pauses only because its desk was gone, for the officer who sits there."""
    counter = work.counters.get(code)
    if has_fallen_asleep(counter) and counter.officer == actor.id:
        move_counter(work, actor, code, CounterStep(CounterAction.OPEN, at, actor.id), day)
