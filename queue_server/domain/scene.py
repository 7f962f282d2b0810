"""What is known when somebody asks how long the wait will be, and what the clock of the hall does to a wait.

Waits are counted in seconds of *calling*: while counters call. ``Span`` lists say when they do, in seconds from the
instant of the question; after the last one they go on until nobody waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from queue_server.domain.calendar import Span

MINUTE_S = 60

Spans = tuple[tuple[float, float], ...]


class Scene(NamedTuple):
    """Who asks, where, when, and what stands before them.

    ``queue`` is a service, or the name of a recorded queue; ``minute`` is that of the local day. ``ahead`` people would
    be called first, each with ``work_s`` seconds of a counter's work by the branch file, from ``counters`` open ones.
    ``idle`` of these are free now; ``first_free_s``: until the first is, None when nobody knows.
    """

    queue: str
    minute: int
    ahead: int
    counters: float
    work_s: float
    is_preferred: bool = False
    idle: int = 0
    first_free_s: float | None = None
    spans: Spans = ()

    def plain_s(self, counters: float) -> float:
        """Return the seconds until the ``ahead + 1``-th time that one of ``counters`` equal counters is free."""
        each_s = self.work_s / counters
        first_s = each_s if self.first_free_s is None else self.first_free_s
        at_once = max(self.idle - 1, 0)
        return first_s + max(self.ahead - at_once, 0) * each_s


def spans_from(since_midnight_s: float, service: Sequence[Span]) -> Spans:
    """Return what is left of a day's service spans at an instant of that day."""
    left = ((span.start * MINUTE_S - since_midnight_s, span.end * MINUTE_S - since_midnight_s) for span in service)
    return tuple(span for span in left if span[1] > 0)


def meets_break(calling_s: float, spans: Spans) -> bool:
    """Say whether counters stop calling, or have stopped, before so much calling has gone by."""
    return bool(spans) and (spans[0][0] > 0 or (calling_s > spans[0][1] and len(spans) > 1))


def on_the_clock(calling_s: float, spans: Spans) -> float:
    """Return when so much calling has gone by, in seconds from now."""
    if not meets_break(calling_s, spans):
        return calling_s
    at, left = 0.0, calling_s
    for start, end in spans[:-1]:
        at = max(at, start)
        if left <= end - at:
            return at + left
        left -= max(end - at, 0.0)
        at = max(at, end)
    return max(at, spans[-1][0]) + left


def calling_within(wait_s: float, spans: Spans) -> float:
    """Return how much calling there is in the next ``wait_s`` seconds: the inverse of ``on_the_clock``."""
    if not spans:
        return wait_s
    open_ended = (*spans[:-1], (spans[-1][0], inf))
    return sum(max(min(end, wait_s) - max(start, 0.0), 0.0) for start, end in open_ended)
