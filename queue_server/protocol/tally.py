"""A day's figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations in seconds; null when nothing was measured."""

    mean: float | None
    p50: float | None
    p90: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The day's figures of one service, counter, officer or hour; ``key`` is its code or ``"08"``."""

    key: str
    name: str
    issued: int
    completed: int
    no_show: int
    cancelled: int
    expired: int
    waiting_time_s: Spread
    service_time_s: Spread


@dataclass(frozen=True, slots=True)
class WithinTarget:
    """Legs whose wait stayed within the service's target."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class ClassWaits:
    """Waits of one priority class over all legs that stood in line and were served."""

    key: str
    served: int
    waiting_time_s: Spread


@dataclass(frozen=True, slots=True)
class LongestWait:
    """The longest wait that led to service."""

    number: str
    service: str
    priority: str
    wait_s: float


@dataclass(frozen=True, slots=True)
class Fairness:
    """How the order of calls treated the classes.

    ``held_back``: priority calls made while a regular ticket with an earlier place waited for that counter;
    ``let_through``: regular calls that the burst made before a waiting priority ticket; ``overdue``: calls made because
    somebody had waited beyond the service's limit; ``chosen``: numbers that an officer picked.
    """

    by_class: list[ClassWaits]
    longest: LongestWait | None
    held_back: int
    let_through: int
    overdue: int
    chosen: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The day's figures. ``issued = completed + no_show + cancelled + expired`` once closed; ``seal`` then set."""

    branch: str
    service_day: str
    closed_at: datetime | None
    issued: int
    completed: int
    no_show: int
    cancelled: int
    expired: int
    waiting: int
    by_service: list[TallyRow]
    by_counter: list[TallyRow]
    by_officer: list[TallyRow]
    by_hour: list[TallyRow]
    waiting_time_s: Spread
    service_time_s: Spread
    within_target: WithinTarget
    printed: int
    reprinted: int
    seal: str | None
    fairness: Fairness | None = None
    outcomes: dict[str, int] = field(default_factory=dict)
    people: int = 0
