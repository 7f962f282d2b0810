"""The hall at one instant: who calls, who is being served since when, who waits, and what waits here are like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from queue_server.application.context import Context
from queue_server.application.days import local_time
from queue_server.application.ports import Work
from queue_server.application.stored import QueueCount
from queue_server.application.waits import calling_now, spans_at
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import minute_of
from queue_server.domain.counter import CounterDay, CounterStatus
from queue_server.domain.scene import Scene, Spans
from queue_server.domain.ticket import Ticket
from queue_server.domain.wait_record import WaitRecord

MINUTE_S: Final = 60.0
AGE_COUNTS: Final = 0.5
LEAST_LEFT: Final = 1 / 3
"""Whoever has been served for long is likely to take longer still: of a service of m minutes, m - age / 2 are left and
never less than a third (remaining times of services that scatter by some 60 %)."""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands before everybody who comes for one service; see ``Scene``."""

    counters: int
    idle: int
    work_s: float
    first_free_s: float


@dataclass(frozen=True, slots=True)
class Hall:
    """Who works now, until when with whom, how many wait for each service; ``spans``: when counters will call."""

    branch: Branch
    minute: int
    counters: Mapping[str, CounterDay]
    in_hand: Mapping[str, float]
    queues: Mapping[str, QueueCount]
    spans: Spans
    record: WaitRecord
    lines: dict[str, Line | None] = field(default_factory=dict)

    @property
    def is_calling(self) -> bool:
        """Say whether counters are expected to call now."""
        return calling_now(self.spans)

    def count(self, service: str) -> int:
        """Return how many wait for a service."""
        queue = self.queues.get(service)
        return 0 if queue is None else queue.count

    def line(self, service: str) -> Line | None:
        """Return what stands before a service, worked out once; None where no counter takes it."""
        if service not in self.lines:
            self.lines[service] = self._line(service)
        return self.lines[service]

    def _line(self, service: str) -> Line | None:
        own = self._takers(service)
        if not own:
            return None
        work_s = self._work_a_head_s(service, own)
        if not self.is_calling:
            expected = self._expected_back(service)
            return Line(expected, expected, work_s, 0.0)
        if not any(self._is_open(counter) for counter in own):
            return Line(len(own), 0, work_s, service_s(self.branch, service))  # nobody knows when they come back
        left = [self.in_hand.get(counter, 0.0) for counter in own]
        return Line(len(own), left.count(0.0), work_s, min(left))

    def _all(self, service: str) -> list[str]:
        return [counter.code for counter in self.branch.counters_for.get(service, ())]

    def _takers(self, service: str) -> frozenset[str]:
        """Return who is expected to call for a service: open counters; else those away for a while; else all."""
        every = self._all(service)
        if not self.is_calling:
            return frozenset(every)
        is_open = [code for code in every if self._is_open(code)]
        return frozenset(is_open or [code for code in every if self._is_staffed(code)] or every)

    def _expected_back(self, service: str) -> int:
        """Return how many counters will call after the break: as many as usual, or as are staffed; else all."""
        every = self._all(service)
        staffed = sum(1 for code in every if self._is_staffed(code))
        usual = self.record.usual_counters(service)
        if usual is None:
            return staffed or len(every)
        return min(max(staffed, round(usual), 1), len(every))

    def _is_open(self, counter: str) -> bool:
        state = self.counters.get(counter)
        return state is not None and state.status is CounterStatus.OPEN

    def _is_staffed(self, counter: str) -> bool:
        state = self.counters.get(counter)
        return state is not None and state.status in {CounterStatus.OPEN, CounterStatus.PAUSED}

    def _work_a_head_s(self, service: str, own: frozenset[str]) -> float:
        """Return the seconds of work that one person ahead brings to a service's own counters, on average.

        Who waits in a competing line is served by these counters only in as far as they share that line.
        """
        people, work_s = 0, 0.0
        for other in self.branch.competitors_of.get(service, ()):
            count = self.count(other)
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


def service_s(branch: Branch, service: str) -> float:
    """Return how long a service takes by the branch file, in seconds."""
    return branch.service_begun(service).service_minutes * MINUTE_S


def hall_of(context: Context, work: Work, day: date, now: datetime, *, record: WaitRecord | None = None) -> Hall:
    """Return who works and who waits. ``record``: what waits here are like; read up to date without one."""
    at_counters = work.tickets.at_counters(day)
    called = [ticket.leg.called_at for ticket in at_counters if ticket.leg.called_at is not None]
    return Hall(
        branch=work.branch,
        minute=minute_of(local_time(work.branch, now)),
        counters=work.counters.all(),
        in_hand=_in_hand(work.branch, at_counters, now),
        queues=work.tickets.waiting_by_service(day),
        spans=spans_at(work.branch, day, now, max(called, default=None)),
        record=context.waits.record_of(work) if record is None else record,
    )


def _in_hand(branch: Branch, tickets: Iterable[Ticket], now: datetime) -> dict[str, float]:
    """Return, for each counter with somebody, the seconds until it is likely to be free."""
    left: dict[str, float] = {}
    for ticket in tickets:
        whole_s = service_s(branch, ticket.service)
        age_s = (now - (ticket.leg.started_at or ticket.leg.called_at or now)).total_seconds()
        left[ticket.counter or ""] = max(whole_s - max(age_s, 0.0) * AGE_COUNTS, whole_s * LEAST_LEFT)
    return left
