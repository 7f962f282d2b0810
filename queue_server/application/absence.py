"""An officer whose desk is gone: what was in hand is laid down, so that nobody is served by an empty chair."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from queue_server.application.calling import CounterPlace
from queue_server.application.context import Context
from queue_server.application.envelopes import current_day
from queue_server.application.ports import Work
from queue_server.application.recording import move
from queue_server.application.seats import move_counter
from queue_server.domain.counter import CounterAction, CounterDay, CounterStatus, CounterStep, PauseReason
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role
from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Status

WATCHMAN: Final = Actor(Role.CLOCK, "desk-away", None)
DESK_AWAY: Final = "desk_away"
LAID_DOWN: Final = {Status.CALLED: Action.REQUEUE, Status.SERVING: Action.HOLD}
"""Who was called goes back to the own place, who is being served is put on hold and stays the officer's."""


def leave_desk(context: Context, place: CounterPlace, officer: str, away: timedelta) -> bool:
    """Lay down what an officer has in hand whose desk is gone for too long; say whether that is settled.

    It is not while the branch's patience lasts, nor while somebody still works at the counter under that name. It is
    where the officer sits no longer, and where the branch has no such limit.
    """
    try:
        with context.store.read(place.branch) as work:
            limit = timedelta(minutes=work.branch.policy.desk_away_minutes)
            if not limit or not _is_there(work, place.counter, officer):
                return True
            if away < limit:
                return False
            if _has_worked(context, work, place, officer, limit):
                return False
    except Refusal:
        return True
    with context.store.write(place.branch) as work:
        if _is_there(work, place.counter, officer) and not _has_worked(context, work, place, officer, limit):
            _lay_down(context, work, work.counters.get(place.counter))
    return True


def _is_there(work: Work, counter: str, officer: str) -> bool:
    return counter in work.branch.counters_by_code and work.counters.get(counter).officer == officer


def _has_worked(context: Context, work: Work, place: CounterPlace, officer: str, limit: timedelta) -> bool:
    """Say whether an officer did anything at a counter of late, by whatever way: then somebody is there."""
    now = context.clock()
    day, _ = current_day(work, now)
    label = Actor(Role.OFFICER, officer, place.branch).label
    return work.events.was_active(day, place.counter, label, now - limit)


def _lay_down(context: Context, work: Work, counter: CounterDay) -> None:
    now = context.clock()
    day, _ = current_day(work, now)
    held = work.tickets.at_counter(day, counter.code)
    if held is not None:
        action = LAID_DOWN[held.status]
        move(work, held, Step(action, now, WATCHMAN, work.branch.policy, counter.code, reason=DESK_AWAY))
    if counter.status is CounterStatus.CLOSING:
        move_counter(work, WATCHMAN, counter.code, CounterStep(CounterAction.CLOSE, now, counter.officer or ""), day)
    elif held is not None or counter.status is CounterStatus.OPEN:
        step = CounterStep(CounterAction.PAUSE, now, counter.officer or "", None, PauseReason.AWAY.value)
        move_counter(work, WATCHMAN, counter.code, step, day)
