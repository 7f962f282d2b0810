"""How many are ahead of a ticket and how long it will take: the same figures for menu, slip, phone and desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queue_server.application.days import local_time
from queue_server.application.ports import Work
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import next_opening
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


def prospect_of(work: Work, ticket: Ticket, now: datetime) -> Prospect:
    """Return a waiting ticket's prospect by counting its competitors."""
    before = work.tickets.before(ticket, competing_lanes(work.branch, ticket))
    return prospect(work.branch, ticket, before, Hall(work.counters.all(), now))


@dataclass(frozen=True, slots=True)
class Hall:
    """Who works now."""

    counters: dict[str, CounterDay]
    now: datetime


def prospect(branch: Branch, ticket: Ticket, before: Before, hall: Hall) -> Prospect:
    """Return the prospect of a ticket whose competitors are counted."""
    ahead = people_ahead(before, branch.policy.priority_burst, preferred=ticket.priority.is_preferred)
    return Prospect(ahead, wait_for(branch, ticket.service, ahead, hall))


def wait_for(branch: Branch, service: str, ahead: int, hall: Hall) -> WaitRange | None:
    """Return the range for somebody with so many ahead.

    Before anybody opened, all counters that take the service are expected; the clock says how long
    until they call.
    """
    takers = branch.counters_for.get(service, ())
    working = [counter for counter in takers if _is_working(hall.counters.get(counter.code))]
    minutes = branch.service_begun(service).service_minutes
    return expected_wait(Outlook(ahead, minutes * MINUTE_S, len(working or takers), pause_s(branch, hall.now)))


def _is_working(counter: CounterDay | None) -> bool:
    return counter is not None and counter.status is CounterStatus.OPEN


def pause_s(branch: Branch, now: datetime) -> float:
    """Return the seconds until counters are expected to call; 0 within the service hours or after them."""
    local = local_time(branch, now)
    if branch.service_hours.contains(local):
        return 0.0
    opens = next_opening(branch.service_hours, local, frozenset())
    if opens is None or opens.date() != local.date():
        return 0.0
    return (opens - local).total_seconds()
