"""A day's figures."""

from __future__ import annotations

from dataclasses import dataclass
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
