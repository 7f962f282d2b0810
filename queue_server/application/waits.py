"""What each branch's closed waits taught, learned from its stored promises and kept up as further legs end.

The record is memory only and never saved: whoever starts reads the latest ``MOST`` closed promises and knows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Final

from queue_server.application.days import local_time, plans_of
from queue_server.application.ports import Work
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import at_day, minute_of
from queue_server.domain.promise import Promise
from queue_server.domain.scene import Scene, Spans, calling_within, spans_from
from queue_server.domain.wait_record import Closed, WaitRecord

MOST: Final = 10_000
"""Closed promises read at the start: some two weeks of a large hall."""


@dataclass(slots=True)
class _Known:
    """A branch's record, and the ``seq`` of the last event that it knows of."""

    record: WaitRecord = field(default_factory=WaitRecord)
    seq: int = 0


class Waits:
    """The records of all branches; one for the life of a process, shared by its threads."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._lock = Lock()

    def record_of(self, work: Work) -> WaitRecord:
        """Return what a branch's closed waits taught, up to this unit of work's snapshot at least."""
        known = self._known.setdefault(work.branch.code, _Known())
        news = work.promises.closed_after(known.seq, MOST)
        if news:
            with self._lock:
                _take(known, work.branch, news)
        return known.record


def _take(known: _Known, branch: Branch, news: list[tuple[int, Promise]]) -> None:
    """Learn what another thread has not learned meanwhile."""
    last = known.seq
    for seq, promise in news:
        if seq > last:
            known.record.learn(closed_of(branch, promise))
            known.seq = seq


def spans_at(branch: Branch, day: date, at: datetime) -> Spans:
    """Return when counters are expected to call from an instant on; none where a day has no more such hours."""
    local = local_time(branch, at)
    if local.date() != day:
        return ()
    midnight = at_day(local, day)
    return spans_from((local - midnight).total_seconds(), plans_of(branch, local)(day).service)


def closed_of(branch: Branch, promise: Promise) -> Closed:
    """Return what a closed promise teaches, its breaks left out."""
    local = local_time(branch, promise.made_at)
    scene = Scene(
        queue=promise.service,
        minute=minute_of(local),
        ahead=promise.ahead,
        counters=promise.counters,
        work_s=promise.work_s,
        is_preferred=promise.is_preferred,
        idle=promise.idle,
        first_free_s=promise.first_free_s,
    )
    came_s = promise.came_s or 0.0
    spans = spans_at(branch, promise.service_day, promise.made_at)
    expected_s, calling_s = calling_within(promise.expected_s, spans), calling_within(came_s, spans)
    return Closed(scene, expected_s, calling_s, promise.span.holds(came_s))


class ShownWaits:
    """What phones showed last and is not stored yet, by branch and ticket."""

    def __init__(self) -> None:
        self._shown: dict[str, dict[str, Promise]] = {}

    def add(self, branch: str, promises: Iterable[Promise]) -> None:
        """Take what phones show now; of one ticket the latest counts."""
        self._shown.setdefault(branch, {}).update({promise.ticket_id: promise for promise in promises})

    def take(self, branch: str) -> dict[str, Promise]:
        """Return what there is, and forget it."""
        return self._shown.pop(branch, {})

    def put_back(self, branch: str, shown: Mapping[str, Promise]) -> None:
        """Take again what could not be stored; what was shown meanwhile is newer."""
        self._shown[branch] = {**shown, **self._shown.get(branch, {})}

    def branches(self) -> list[str]:
        """Return the branches that have something to store."""
        return list(self._shown)
