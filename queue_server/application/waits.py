"""What each branch's closed waits taught, learned from its stored promises and kept up as further turns end.

The record is memory only and never saved: whoever starts reads the latest ``MOST`` closed promises and knows the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Final

from queue_server.application.days import local_time, plans_of
from queue_server.application.ports import Store, Work
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import at_day, minute_of
from queue_server.domain.promise import Promise
from queue_server.domain.scene import Scene, Spans, calling_within, spans_from
from queue_server.domain.wait_record import Closed, WaitRecord

MOST: Final = 10_000
"""Closed promises read at the start: two weeks of a large hall."""
REMEMBERED: Final = 1_000
"""Turns that may end twice, because an officer took the first end back."""


@dataclass(slots=True)
class _Known:
    """A branch's record, the ``seq`` of the last event that it knows of, and the turns it learned lately, in order."""

    record: WaitRecord = field(default_factory=WaitRecord)
    seq: int = 0
    lately: dict[tuple[str, int], None] = field(default_factory=dict)

    def take(self, branch: Branch, news: list[tuple[int, Promise]]) -> None:
        """Learn what another thread has not learned meanwhile."""
        before = self.seq
        for seq, promise in news:
            turn = (promise.ticket_id, promise.leg_no)
            if seq <= before:
                continue
            self.seq = seq
            if turn in self.lately:
                continue
            self.record.learn(closed_of(branch, promise))
            self.lately[turn] = None
            if len(self.lately) > REMEMBERED:
                del self.lately[next(iter(self.lately))]


class Waits:
    """The records of all branches; one for the life of a process, shared by its threads."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._lock = Lock()

    def record_of(self, work: Work) -> WaitRecord:
        """Return what a branch's closed waits taught, up to the snapshot of a reading unit of work at least.

        A writing one could teach what is rolled back afterwards: it takes ``known``.
        """
        known = self._of(work.branch.code)
        news = work.promises.closed_after(known.seq, MOST)
        if news:
            with self._lock:
                known.take(work.branch, news)
        return known.record

    def known(self, branch: str) -> WaitRecord:
        """Return what was learned of a branch up to the last look."""
        return self._of(branch).record

    def learn(self, store: Store, branch: str) -> None:
        """Look what has ended since."""
        with store.read(branch) as work:
            self.record_of(work)

    def _of(self, branch: str) -> _Known:
        return self._known.setdefault(branch, _Known())


def spans_at(branch: Branch, day: date, at: datetime, last_call: datetime | None = None) -> Spans:
    """Return when counters are expected to call from an instant on; none where a day has no more such hours.

    Calling is never refused by the clock: where ``last_call`` was made in the break that lasts, they go on calling.
    """
    local = local_time(branch, at)
    if local.date() != day:
        return ()
    midnight = at_day(local, day)
    service = plans_of(branch, local)(day).service
    spans = spans_from((local - midnight).total_seconds(), service)
    if last_call is None or calling_now(spans):
        return spans
    call_s = (local_time(branch, last_call) - midnight).total_seconds()
    is_in_break = call_s <= (local - midnight).total_seconds() and not calling_now(spans_from(call_s, service))
    return ((0.0, spans[0][1]), *spans[1:]) if is_in_break else spans


def calling_now(spans: Spans) -> bool:
    """Say whether counters are expected to call at the instant that spans begin with."""
    return not spans or spans[0][0] <= 0


def closed_of(branch: Branch, promise: Promise) -> Closed:
    """Return what a closed promise teaches, the breaks left out that were kept."""
    came_s = promise.came_s or 0.0
    spans = spans_at(branch, promise.service_day, promise.made_at)
    if promise.called_at is not None and not calling_now(spans_at(branch, promise.service_day, promise.called_at)):
        spans = ()
    scene = Scene(
        queue=promise.service,
        minute=minute_of(local_time(branch, promise.made_at)),
        ahead=promise.ahead,
        counters=promise.counters,
        work_s=promise.work_s,
        is_preferred=promise.is_preferred,
        idle=promise.idle,
        first_free_s=promise.first_free_s,
    )
    return Closed(
        scene, calling_within(promise.expected_s, spans), calling_within(came_s, spans), promise.span.holds(came_s)
    )
