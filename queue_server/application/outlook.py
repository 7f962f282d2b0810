"""How many are ahead of a ticket and how long it will take: the same figures for menu, slip, phone and desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, NamedTuple

from queue_server.application.context import Context
from queue_server.application.days import local_time
from queue_server.application.ports import Work
from queue_server.application.waits import spans_at
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import minute_of
from queue_server.domain.counter import CounterDay, CounterStatus
from queue_server.domain.dispatch import Before, people_ahead
from queue_server.domain.estimate import Estimate, WaitRange, estimate
from queue_server.domain.promise import Promise
from queue_server.domain.scene import Scene, Spans
from queue_server.domain.ticket import Ticket
from queue_server.domain.wait_record import WaitRecord

MINUTE_S: Final = 60.0
AGE_COUNTS: Final = 0.5
LEAST_LEFT: Final = 1 / 3
"""Whoever has been served for long is likely to take longer still: of a service of m minutes, m - age / 2 are left and
never less than a third (remaining times of services that scatter by some 60 %)."""


class Prospect(NamedTuple):
    """People ahead, and the estimate with what it was made from; both None where nobody takes the service."""

    ahead: int
    scene: Scene | None = None
    estimate: Estimate | None = None

    @property
    def wait(self) -> WaitRange | None:
        """Return the range where people may see it."""
        return self.estimate.span if self.estimate is not None and self.estimate.is_shown else None


def competing_lanes(branch: Branch, ticket: Ticket) -> tuple[str, ...]:
    """Return a ticket's own line and those of the counters that take its service."""
    lanes = branch.competitors_of.get(ticket.service, ())
    return lanes if ticket.lane in lanes else (ticket.lane, *lanes)


@dataclass(frozen=True, slots=True)
class Line:
    """What stands before everybody who comes for one service; see ``Scene``."""

    counters: int
    idle: int
    work_s: float
    first_free_s: float


@dataclass(frozen=True, slots=True)
class Hall:
    """Who works now and since when with whom, how many wait for each service, and what waits here are like."""

    branch: Branch
    minute: int
    counters: Mapping[str, CounterDay]
    in_hand: Mapping[str, float]
    waiting: Mapping[str, int]
    spans: Spans
    record: WaitRecord
    lines: dict[str, Line | None] = field(default_factory=dict)

    def line(self, service: str) -> Line | None:
        """Return what stands before a service, worked out once; None where no counter takes it."""
        if service not in self.lines:
            self.lines[service] = self._line(service)
        return self.lines[service]

    def _line(self, service: str) -> Line | None:
        own = self._takers(service)
        if not own:
            return None
        left = [self.in_hand.get(counter, 0.0) for counter in own]
        return Line(len(own), left.count(0.0), self._work_a_head_s(service, own), min(left))

    def _takers(self, service: str) -> frozenset[str]:
        """Return the open counters that take a service; before anybody opened, and in a break, all that take it."""
        takers = [counter.code for counter in self.branch.counters_for.get(service, ())]
        working = [code for code in takers if _is_working(self.counters.get(code))]
        return frozenset(working or takers)

    def _work_a_head_s(self, service: str, own: frozenset[str]) -> float:
        """Return the seconds of work that one person ahead brings to a service's own counters, on average.

        Who waits in a competing line is served by these counters only in as far as they share that line.
        """
        people, work_s = 0, 0.0
        for other in self.branch.competitors_of.get(service, ()):
            count = self.waiting.get(other, 0)
            takers = self._takers(other) if count else None
            if takers:
                people += count
                work_s += count * len(own & takers) / len(takers) * service_s(self.branch, other)
        return work_s / people if people else service_s(self.branch, service)

    def scene(self, service: str, ahead: int, *, is_preferred: bool) -> Scene | None:
        """Return what is known when somebody with so many ahead asks for a service."""
        line = self.line(service)
        if line is None:
            return None
        return Scene(
            queue=service,
            minute=self.minute,
            ahead=ahead,
            counters=line.counters,
            work_s=line.work_s,
            is_preferred=is_preferred,
            idle=line.idle,
            first_free_s=line.first_free_s,
            spans=self.spans,
        )

    def prospect(self, service: str, ahead: int, *, is_preferred: bool = False) -> Prospect:
        """Return what somebody with so many ahead may expect."""
        scene = self.scene(service, ahead, is_preferred=is_preferred)
        return Prospect(ahead) if scene is None else Prospect(ahead, scene, estimate(scene, self.record))

    def newcomer(self, service: str) -> Prospect:
        """Return what somebody without preference may expect who comes for a service now."""
        return self.prospect(service, sum(self.waiting.get(lane, 0) for lane in self.branch.competitors_of[service]))


def service_s(branch: Branch, service: str) -> float:
    """Return how long a service takes by the branch file, in seconds."""
    return branch.service_begun(service).service_minutes * MINUTE_S


def _is_working(counter: CounterDay | None) -> bool:
    return counter is not None and counter.status is CounterStatus.OPEN


def hall_of(context: Context, work: Work, day: date, now: datetime) -> Hall:
    """Return who works and who waits."""
    spans = spans_at(work.branch, day, now)
    is_calling = not spans or spans[0][0] <= 0
    return Hall(
        branch=work.branch,
        minute=minute_of(local_time(work.branch, now)),
        counters=work.counters.all(),
        in_hand=_in_hand(work, day, now) if is_calling else {},
        waiting={service: queue.count for service, queue in work.tickets.waiting_by_service(day).items()},
        spans=spans,
        record=context.waits.record_of(work),
    )


def _in_hand(work: Work, day: date, now: datetime) -> dict[str, float]:
    """Return, for each counter with somebody, the seconds until it is likely to be free."""
    left: dict[str, float] = {}
    for ticket in work.tickets.at_counters(day):
        whole_s = service_s(work.branch, ticket.service)
        age_s = (now - (ticket.leg.started_at or ticket.leg.called_at or now)).total_seconds()
        left[ticket.counter or ""] = max(whole_s - max(age_s, 0.0) * AGE_COUNTS, whole_s * LEAST_LEFT)
    return left


def prospect_of(context: Context, work: Work, ticket: Ticket, now: datetime) -> Prospect:
    """Return a waiting ticket's prospect by counting its competitors."""
    before = work.tickets.before(ticket, competing_lanes(work.branch, ticket))
    return prospect(ticket, before, hall_of(context, work, ticket.service_day, now))


def prospect(ticket: Ticket, before: Before, hall: Hall) -> Prospect:
    """Return the prospect of a ticket whose competitors are counted."""
    is_preferred = ticket.priority.is_preferred
    ahead = people_ahead(before, hall.branch.policy.priority_burst, preferred=is_preferred)
    return hall.prospect(ticket.service, ahead, is_preferred=is_preferred)


def promise_of(ticket: Ticket, prospect: Prospect, at: datetime, *, is_change: bool = False) -> Promise | None:
    """Return what a ticket's holder is told, for the record; None where nothing could be said."""
    scene, told = prospect.scene, prospect.estimate
    if scene is None or told is None:
        return None
    return Promise(
        ticket_id=ticket.id,
        leg_no=ticket.leg.no,
        service=ticket.service,
        service_day=ticket.service_day,
        is_preferred=scene.is_preferred,
        made_at=at,
        is_change=is_change,
        ahead=scene.ahead,
        counters=round(scene.counters),
        idle=scene.idle,
        work_s=scene.work_s,
        first_free_s=scene.first_free_s or 0.0,
        expected_s=told.expected_s,
        span=told.span,
        is_shown=told.is_shown,
    )
