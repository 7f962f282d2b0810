"""What a counter takes for the rest of the day."""

from __future__ import annotations

from collections.abc import Sequence

from queue_server import protocol
from queue_server.application.calling import CounterPlace
from queue_server.application.context import Context, require_branch
from queue_server.application.desk import desk_state
from queue_server.application.envelopes import current_day
from queue_server.application.ports import Work
from queue_server.application.seats import require_seat
from queue_server.domain.branch import Branch
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor
from queue_server.domain.switching import known_part


def switch_services(context: Context, actor: Actor, place: CounterPlace, services: Sequence[str]) -> protocol.Envelope:
    """Let a counter take these services until the day closes, in this order; none of them: as its file says."""
    require_branch(actor, place.branch)
    with context.store.write(place.branch) as work:
        code = work.branch.counter(place.counter).code
        require_seat(work.counters.get(code), actor)
        _require_services(work.branch, services)
        _switch(context, work, actor, code, tuple(services))
    return desk_state(context, place.branch, place.counter)


def _require_services(branch: Branch, services: Sequence[str]) -> None:
    for index, code in enumerate(services):
        branch.service(code)
        if code in services[:index]:
            raise Refusal("invalid_field", "service_twice", field="services", service=code)


def _switch(context: Context, work: Work, actor: Actor, code: str, services: tuple[str, ...]) -> None:
    filed = work.filed.services_of(work.filed.counter(code))
    after = {counter: kept for counter, kept in work.switched.items() if counter != code}
    if services and services != filed:
        after[code] = services
    if after == work.switched:
        return
    work.switch(after)
    now = context.clock()
    facts = {"services": list(services or filed), "switched": code in after}
    day, _ = current_day(work, now)
    work.record(NewEvent("counter.services_switched", now, actor.label, day, None, code, facts))


def drop_unknown(work: Work) -> None:
    """Forget what was switched for counters and to services that a new branch file does not have."""
    work.switch(known_part(work.filed, work.switched))
