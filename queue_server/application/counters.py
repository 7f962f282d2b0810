"""Opening, pausing and closing a counter."""

from __future__ import annotations

from queue_server import protocol
from queue_server.application.calling import CounterPlace
from queue_server.application.closing import end_left_open_day
from queue_server.application.context import Context, require_branch
from queue_server.application.days import local_time, working_day
from queue_server.application.ports import Work
from queue_server.application.snapshots import desk_state
from queue_server.domain.counter import COUNTER_EVENTS, CounterAction, CounterStep, apply_to_counter
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor


def change_counter(
    context: Context, actor: Actor, place: CounterPlace, action: CounterAction, reason: str | None = None
) -> protocol.Envelope:
    """Open, pause or close a counter and return its desk; a repetition changes nothing."""
    require_branch(actor, place.branch)
    with context.store.write(place.branch) as work:
        _change(context, work, actor, place.counter, CounterStep(action, context.clock(), actor.id, None, reason))
    return desk_state(context, place.branch, place.counter)


def _change(context: Context, work: Work, actor: Actor, code: str, step: CounterStep) -> None:
    counter = work.branch.counter(code)
    if step.action is CounterAction.OPEN:
        day = working_day(work, actor, step.at, end_left_open_day)
    else:
        latest = work.days.latest()
        day = local_time(work.branch, context.clock()).date() if latest is None else latest.day
    held = work.tickets.at_counter(day, code)
    before = work.counters.get(counter.code)
    in_hand = None if held is None else held.number
    after = apply_to_counter(before, CounterStep(step.action, step.at, step.officer, in_hand, step.reason))
    if after == before:
        return
    work.counters.save(after)
    facts = {"counter_status": after.status.value, "officer": after.officer, "reason": after.reason}
    work.record(NewEvent(COUNTER_EVENTS[step.action], step.at, actor.label, day, None, code, facts))
