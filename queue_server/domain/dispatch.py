"""Who is called next.

Only the head of each (line, class) that a counter takes is looked at, so the cost grows neither with
the backlog nor with the history (the order of docs/protocol.md: priority within the burst, then place in line,
ties by the counter's preference, then serial).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The first ticket of one line and class."""

    ticket_id: str
    number: str
    lane: str
    preferred: bool
    place: int
    serial: int


@dataclass(frozen=True, slots=True)
class Caller:
    """What dispatch needs of a counter: its lines by preference, its burst so far, its strictness."""

    lanes: tuple[str, ...]
    priority_run: int
    strict_preference: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is called, and the counter's run of priority calls after it."""

    head: Head
    priority_run: int


def choose_next(heads: Sequence[Head], caller: Caller, burst: int) -> Choice | None:
    """Return the next ticket for a counter, or None when nobody waits for it."""
    if not heads:
        return None
    rank = {lane: index for index, lane in enumerate(caller.lanes)}
    if caller.strict_preference:
        first = min(rank[head.lane] for head in heads)
        heads = [head for head in heads if rank[head.lane] == first]
    preferred = [head for head in heads if head.preferred]
    regular = [head for head in heads if not head.preferred]
    regular_is_due = bool(regular) and caller.priority_run >= burst
    pool = preferred if preferred and not regular_is_due else regular
    chosen = min(pool, key=lambda head: (head.place, rank[head.lane], head.serial))
    run = caller.priority_run + 1 if chosen.preferred and regular else 0
    return Choice(chosen, run)


@dataclass(frozen=True, slots=True)
class Before:
    """How many wait, regular and preferred, in the lines that compete with a ticket's own.

    ``*_earlier`` count those with an earlier place, ``*_all`` all but the ticket itself.
    """

    regular_earlier: int
    regular_all: int
    preferred_earlier: int
    preferred_all: int


def people_ahead(before: Before, burst: int, *, preferred: bool) -> int:
    """Return how many waiting tickets would be called before this one under the present order.

    A preferred ticket lets one regular pass after each full burst (without any burst, all of them); a
    regular one is passed by a burst of preferred tickets before each regular ticket up to and including itself.
    """
    if preferred:
        passed = before.preferred_earlier // burst if burst else before.regular_all
        return before.preferred_earlier + min(passed, before.regular_all)
    passing = min(before.preferred_all, burst * (before.regular_earlier + 1))
    return before.regular_earlier + passing
