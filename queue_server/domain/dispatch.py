"""Who is called next.

Only the head of each (line, class) that a counter takes is looked at, so the cost grows neither with
the backlog nor with the history (the order of docs/protocol.md: priority within the burst, then place in line,
ties by the counter's preference, then serial).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Order(StrEnum):
    """The rule that put a ticket first: recorded with its call, told to the officer, counted in the tally.

    ``place``: nobody was passed over. ``priority``: before a regular ticket with an earlier place. ``burst``: a regular
    ticket before a waiting priority one, whose run is full. ``overdue``: somebody in the line has waited beyond its
    limit, so it passed others. ``chosen``: an officer picked the number. ``held``: called back from hold.
    """

    PLACE = "place"
    PRIORITY = "priority"
    BURST = "burst"
    OVERDUE = "overdue"
    CHOSEN = "chosen"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Head:
    """The first ticket of one line and class; ``since``: how long somebody in it has waited, this one or another."""

    ticket_id: str
    number: str
    lane: str
    preferred: bool
    place: int
    serial: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """What dispatch needs of a counter: its lines by preference, its burst so far, its strictness.

    ``late_before``: where somebody joined a line at or before this instant, the line is beyond its limit.
    """

    lanes: tuple[str, ...]
    priority_run: int
    strict_preference: bool
    late_before: Mapping[str, datetime] = field(default_factory=dict)

    def is_overdue(self, head: Head) -> bool:
        """Say whether somebody in a head's line has waited beyond the limit; then the line goes first, in its order."""
        limit = self.late_before.get(head.lane)
        return limit is not None and head.since <= limit


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is called, the rule that decided, and the counter's run of priority calls after it."""

    head: Head
    priority_run: int
    order: Order


def choose_next(heads: Sequence[Head], caller: Caller, burst: int) -> Choice | None:
    """Return the next ticket for a counter, or None when nobody waits for it.

    A full burst lets a regular ticket pass, whatever else; then who waited too long goes first, even against a strict
    preference; then priority, then place in line.
    """
    if not heads:
        return None
    rank = {lane: index for index, lane in enumerate(caller.lanes)}
    taken = _by_preference(heads, caller, rank)
    regular = [head for head in taken if not head.preferred]
    is_full = caller.priority_run >= burst
    pool = regular if regular and is_full else taken
    pool = [head for head in pool if caller.is_overdue(head)] or pool
    pool = [head for head in pool if head.preferred] or pool

    def position(head: Head) -> tuple[int, int, int]:
        return head.place, rank[head.lane], head.serial

    chosen = min(pool, key=position)
    run = caller.priority_run + 1 if chosen.preferred and regular else 0
    passed = [head for head in taken if position(head) < position(chosen) or (head.preferred and not chosen.preferred)]
    return Choice(chosen, run, _order(chosen, passed, caller))


def _by_preference(heads: Sequence[Head], caller: Caller, rank: Mapping[str, int]) -> list[Head]:
    """Return the heads that a strict counter looks at: its first line with anybody, and whoever is overdue."""
    if not caller.strict_preference:
        return list(heads)
    first = min(rank[head.lane] for head in heads)
    return [head for head in heads if rank[head.lane] == first or caller.is_overdue(head)]


def _order(chosen: Head, passed: Sequence[Head], caller: Caller) -> Order:
    if not passed:
        return Order.PLACE
    if caller.is_overdue(chosen) and not all(caller.is_overdue(head) for head in passed):
        return Order.OVERDUE
    if chosen.preferred:
        return Order.PRIORITY
    return Order.BURST if any(head.preferred for head in passed) else Order.PLACE


class Before(NamedTuple):
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
