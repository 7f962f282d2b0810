"""What the events of one day say: visits, their legs, and the rules by which numbers were called."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(slots=True)
class Stretch:
    """One leg while its events are read; ``has_stood``: it waited in a line, so its wait counts."""

    service: str
    joined_at: datetime
    called_at: datetime | None = None
    started_at: datetime | None = None
    held_since: datetime | None = None
    held_s: float = 0
    counter: str | None = None
    officer: str | None = None
    has_stood: bool = True


@dataclass(frozen=True, slots=True)
class Served:
    """A leg that reached service. Seconds; ``wait_s`` None when nobody stood in line, ``service_s`` without holds."""

    number: str
    priority: str
    service: str
    counter: str
    officer: str
    issued_at: datetime
    wait_s: float | None
    service_s: float


@dataclass(slots=True)
class Visit:
    """A ticket while its events are read. ``before`` is the visit as an undo would restore it."""

    number: str
    priority: str
    service: str
    issued_at: datetime
    status: str
    stretch: Stretch
    people: int = 1
    counter: str | None = None
    officer: str | None = None
    outcome: str | None = None
    served: list[Served] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    before: Visit | None = None

    def remembered(self) -> Visit:
        """Return the visit as it is now, untouched by what comes."""
        return replace(self, stretch=replace(self.stretch), served=list(self.served), orders=list(self.orders))


@dataclass(slots=True)
class DayRecord:
    """What the events of one day say."""

    visits: dict[str, Visit] = field(default_factory=dict)
    printed: int = 0
    reprinted: int = 0

    def count(self, status: str) -> int:
        """Return how many visits have a status now."""
        return sum(1 for visit in self.visits.values() if visit.status == status)

    def count_order(self, order: str) -> int:
        """Return how many calls a rule decided."""
        return sum(visit.orders.count(order) for visit in self.visits.values())

    @property
    def served(self) -> list[Served]:
        """Return every leg that reached service, over all visits."""
        return [leg for visit in self.visits.values() for leg in visit.served]
