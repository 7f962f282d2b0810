"""How many are ahead of a ticket and how long it will take: the same figures for menu, slip, phone and desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from queue_server.application.days import local_time
from queue_server.application.ports import Work
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import at_minute, minute_of
from queue_server.domain.counter import CounterDay, CounterStatus
from queue_server.domain.dispatch import Before, people_ahead
from queue_server.domain.estimate import Outlook, WaitRange, expected_wait
from queue_server.domain.ticket import Ticket

MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Prospect:
    """People ahead and the range of the wait, None where nobody takes the service."""

    ahead: int
    wait: WaitRange | None


def competing_lanes(branch: Branch, ticket: Ticket) -> tuple[str, ...]:
    """Return a ticket's own line and those of the counters that take its service."""
    lanes = branch.competitors_of.get(ticket.service, ())
    return lanes if ticket.lane in lanes else (ticket.lane, *lanes)


@dataclass(frozen=True, slots=True)
class Hall:
    """Who works now, and how many wait for each service."""

    counters: Mapping[str, CounterDay]
    waiting: Mapping[str, int]
    now: datetime


def hall_of(work: Work, day: date, now: datetime) -> Hall:
    """Return who works and who waits."""
    waiting = {service: queue.count for service, queue in work.tickets.waiting_by_service(day).items()}
    return Hall(work.counters.all(), waiting, now)


def prospect_of(work: Work, ticket: Ticket, now: datetime) -> Prospect:
    """Return a waiting ticket's prospect by counting its competitors."""
    before = work.tickets.before(ticket, competing_lanes(work.branch, ticket))
    return prospect(work.branch, ticket, before, hall_of(work, ticket.service_day, now))


def prospect(branch: Branch, ticket: Ticket, before: Before, hall: Hall) -> Prospect:
    """Return the prospect of a ticket whose competitors are counted."""
    ahead = people_ahead(before, branch.policy.priority_burst, preferred=ticket.priority.is_preferred)
    return Prospect(ahead, wait_for(branch, ticket.service, ahead, hall))


def wait_for(branch: Branch, service: str, ahead: int, hall: Hall) -> WaitRange | None:
    """Return the range for somebody with so many ahead; the clock says how long until counters call."""
    own = _expected_counters(branch, service, hall)
    work_s = _work_a_head_s(branch, service, hall)
    return expected_wait(Outlook(ahead, work_s, len(own), pause_s(branch, hall.now)))


def _expected_counters(branch: Branch, service: str, hall: Hall) -> frozenset[str]:
    """Return the open counters that take a service; before anybody opened, all that take it."""
    takers = [counter.code for counter in branch.counters_for.get(service, ())]
    working = [code for code in takers if _is_working(hall.counters.get(code))]
    return frozenset(working or takers)


def _work_a_head_s(branch: Branch, service: str, hall: Hall) -> float:
    """Return the seconds of work that one person ahead brings to a service's own counters, on average.

    Who waits in a competing line is served by these counters only in as far as they share that line.
    """
    own = _expected_counters(branch, service, hall)
    people, work_s = 0, 0.0
    for other in branch.competitors_of.get(service, ()):
        count = hall.waiting.get(other, 0)
        takers = _expected_counters(branch, other, hall) if count else None
        if takers:
            people += count
            work_s += count * len(own & takers) / len(takers) * branch.service_begun(other).service_minutes * MINUTE_S
    return work_s / people if people else branch.service_begun(service).service_minutes * MINUTE_S


def _is_working(counter: CounterDay | None) -> bool:
    return counter is not None and counter.status is CounterStatus.OPEN


def pause_s(branch: Branch, now: datetime) -> float:
    """Return the seconds until counters are expected to call; 0 within the service hours or after them."""
    local = local_time(branch, now)
    plan = branch.timetable.plan(local.date(), {})
    if plan.serves_at(minute_of(local)):
        return 0.0
    opens = next((at_minute(local, span.start) for span in plan.service if span.start > minute_of(local)), None)
    return 0.0 if opens is None else (opens - local).total_seconds()
