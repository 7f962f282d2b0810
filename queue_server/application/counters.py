"""Opening, taking over, pausing and closing a counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from queue_server import protocol
from queue_server.application.calling import CounterPlace
from queue_server.application.closing import end_left_open_day
from queue_server.application.context import Context, require_branch
from queue_server.application.days import local_time, working_day
from queue_server.application.desk import desk_state
from queue_server.application.envelopes import current_day
from queue_server.application.ports import Work
from queue_server.application.seats import move_counter, require_seat, take_seat
from queue_server.domain.counter import COUNTER_EVENTS, REASON_LENGTH, CounterAction, CounterStep
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.notes import require_impersonal
from queue_server.domain.roles import Actor


def change_counter(
    context: Context,
    actor: Actor,
    place: CounterPlace,
    action: CounterAction,
    wish: protocol.CounterCommand | None = None,
) -> protocol.Envelope:
    """Open, pause or close a counter and return its desk; a repetition changes nothing."""
    require_branch(actor, place.branch)
    wish = wish or protocol.CounterCommand()
    with context.store.write(place.branch) as work:
        code = work.branch.counter(place.counter).code
        step = CounterStep(action, context.clock(), actor.id, None, _reason(wish.reason))
        if action is CounterAction.OPEN:
            _sit_down(work, actor, code, step, take_over=wish.take_over)
        else:
            require_seat(work.counters.get(code), actor)
            day, _ = current_day(work, step.at)
            move_counter(work, actor, code, step, day)
    return desk_state(context, place.branch, place.counter)


def _reason(text: str | None) -> str | None:
    """Return a reason as it is kept: one of the known words, or a few of one's own."""
    reason = (text or "").strip()
    if len(reason) > REASON_LENGTH:
        raise Refusal("invalid_field", None, field="reason", wrong="too_long", limit=REASON_LENGTH)
    require_impersonal(reason, "reason")
    return reason or None


def _sit_down(work: Work, actor: Actor, code: str, step: CounterStep, *, take_over: bool | None) -> None:
    day = working_day(work, actor, step.at, end_left_open_day)
    for left in take_seat(work, actor, code, take_over=take_over):
        move_counter(work, actor, left.code, CounterStep(CounterAction.CLOSE, step.at, actor.id), day)
    if move_counter(work, actor, code, step, day).since != step.at:
        _begin_anew(work, actor, code, step, day)


def _begin_anew(work: Work, actor: Actor, code: str, step: CounterStep, day: date) -> None:
    """Note that an officer sits down today at a counter that stood open overnight: yesterday's close spares it then."""
    counter = work.counters.get(code)
    if counter.since is not None and _local_day(work, counter.since) < _local_day(work, step.at):
        work.counters.save(replace(counter, since=step.at))
        facts = {"counter_status": counter.status.value, "officer": counter.officer, "reason": counter.reason}
        work.record(NewEvent(COUNTER_EVENTS[step.action], step.at, actor.label, day, None, code, facts))


def _local_day(work: Work, at: datetime) -> date:
    return local_time(work.branch, at).date()
