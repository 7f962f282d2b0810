"""Opening and closing the service day, and its figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from queue_server import protocol
from queue_server.application.context import Context, new_id, require_branch
from queue_server.application.days import Fresh, local_time, open_new
from queue_server.application.encoding import decode, encode
from queue_server.application.idempotency import forget_old
from queue_server.application.payloads import ticket_payload
from queue_server.application.ports import Work
from queue_server.application.recording import move
from queue_server.application.stored import Job, ServiceDay, TicketFilter
from queue_server.application.tallying import tally_of
from queue_server.domain.counter import CounterDay, CounterStatus
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import CLOCK, Actor
from queue_server.domain.step import Step
from queue_server.domain.ticket import OPEN, Action, Status

CHANGES_KEPT = timedelta(days=31)
"""What phones showed in between; what was told with a number stays like its ticket."""
ENDINGS = {
    Status.BOOKED: (Action.EXPIRE, None),
    Status.WAITING: (Action.EXPIRE, None),
    Status.ON_HOLD: (Action.EXPIRE, None),
    Status.CALLED: (Action.MARK_NO_SHOW, None),
    Status.SERVING: (Action.CLOSE, "unfinished"),
}
"""How each open ticket ends when its day closes, and the outcome that it gets."""
DAY_CLOSED = "day_closed"
MAX_PAGE = 500


def open_day(context: Context, actor: Actor, branch: str) -> ServiceDay:
    """Open today's service day at any hour; a day already open stays as it is."""
    require_branch(actor, branch)
    with context.store.write(branch) as work:
        now = context.clock()
        local_day = local_time(work.branch, now).date()
        latest = work.days.latest()
        if latest is not None and latest.day >= local_day:
            if not latest.is_open:
                raise Refusal("day_closed", None, day=latest.day.isoformat())
            return latest
        return open_new(work, actor, now, Fresh(local_day, latest, end_left_open_day, forced=True))


def end_left_open_day(work: Work, day: ServiceDay, now: datetime) -> None:
    """Close a day that nobody closed, whatever is still at the counters."""
    end_day(work, CLOCK, day, now)


def close_day(context: Context, actor: Actor, branch: str, day: date, *, force: bool = False) -> dict[str, Any]:
    """End every open ticket with a reason, freeze the figures, print them; a second time changes nothing."""
    require_branch(actor, branch)
    with context.store.write(branch) as work:
        found = _known_day(work, day)
        if found.is_open:
            if not force:
                _require_nothing_in_service(work, day)
            end_day(work, actor, found, context.clock())
        return _frozen(work, day)


def _known_day(work: Work, day: date) -> ServiceDay:
    found = work.days.get(day)
    if found is None:
        raise Refusal("not_found", "unknown_day", day=day.isoformat())
    return found


def _require_nothing_in_service(work: Work, day: date) -> None:
    serving = work.tickets.with_status(day, [Status.SERVING.value])
    if serving:
        named = ", ".join(f"{ticket.number} ({ticket.counter})" for ticket in serving)
        raise Refusal("day_unfinished", None, open=named)


def end_day(work: Work, actor: Actor, day: ServiceDay, now: datetime) -> None:
    """End what is open, close the counters, forget what was switched, and freeze the figures under the day's seal."""
    for ticket in work.tickets.with_status(day.day, sorted(status.value for status in OPEN)):
        action, outcome = ENDINGS[ticket.status]
        step = Step(action, now, CLOCK, work.branch.policy, ticket.counter, reason=DAY_CLOSED, outcome=outcome)
        move(work, ticket, step)
    for counter in work.counters.all().values():
        if counter.status is not CounterStatus.CLOSED and not _sat_down_since(work, counter, day.day):
            work.counters.save(CounterDay(counter.code, CounterStatus.CLOSED, None, now))
            work.record(NewEvent("counter.closed", now, CLOCK.label, day.day, None, counter.code))
    spared = {code for code, counter in work.counters.all().items() if counter.status is not CounterStatus.CLOSED}
    work.switch({code: services for code, services in work.switched.items() if code in spared})
    work.record(NewEvent("day.closed", now, actor.label, day.day))
    work.days.close(day.day, now)
    _freeze(work, day, now)
    forget_old(work, now)
    work.promises.forget_changes(day.day - CHANGES_KEPT)


def _sat_down_since(work: Work, counter: CounterDay, day: date) -> bool:
    """Say whether somebody opened a counter after that day, before the next one began."""
    return counter.since is not None and local_time(work.branch, counter.since).date() > day


def _freeze(work: Work, day: ServiceDay, now: datetime) -> None:
    seal = work.head
    tally = tally_of(work.branch, day.day, work.events.of_day(day.day), closed=(now, seal))
    work.days.freeze(day.day, encode(tally).decode(), seal)
    if work.printers.any():
        work.jobs.add(Job(new_id(work.seq), day.day, "tally", now, now, {}))


def _frozen(work: Work, day: date) -> dict[str, Any]:
    body = work.days.tally(day)
    if body is None:
        raise Refusal("not_found", "unknown_day", day=day.isoformat())
    tally: dict[str, Any] = decode(body)
    return tally


def read_tally(context: Context, actor: Actor, branch: str, day: date) -> dict[str, Any]:
    """Return a day's figures: frozen ones once closed, live ones before."""
    require_branch(actor, branch)
    with context.store.read(branch) as work:
        found = _known_day(work, day)
        if not found.is_open:
            return _frozen(work, day)
        live: dict[str, Any] = decode(encode(tally_of(work.branch, day, work.events.of_day(day))))
        return live


def list_tickets(context: Context, actor: Actor, branch: str, day: date, wanted: TicketFilter) -> protocol.TicketPage:
    """Return a page of a day's tickets in the order of issue, at most 500."""
    require_branch(actor, branch)
    if wanted.status is not None and wanted.status not in set(Status):
        known = ", ".join(status.value for status in Status)
        raise Refusal("invalid_field", "unknown_status", field="status", value=wanted.status, known=known)
    with context.store.read(branch) as work:
        tickets = work.tickets.page(day, wanted)
    more = tickets[-1].id if len(tickets) == wanted.limit else None
    return protocol.TicketPage([ticket_payload(ticket) for ticket in tickets], more)
