"""From a day's record to its tables: rows by service, counter, officer and hour, and spreads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from queue_server.domain.day_record import DayRecord, Served, Visit
from queue_server.domain.priority import Priority


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds, one decimal; None when nothing was measured.

    A percentile is the first value of the sorted ones that its share of them lies below.
    """

    mean: float | None = None
    p50: float | None = None
    p90: float | None = None
    max: float | None = None


def spread_of(values: Sequence[float]) -> Spread:
    """Return mean, median, 90th percentile and maximum."""
    if not values:
        return Spread()
    ordered = sorted(values)

    def rank(share: float) -> float:
        return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1)

    return Spread(round(sum(ordered) / len(ordered), 1), rank(0.5), rank(0.9), round(ordered[-1], 1))


def waits_of(legs: Iterable[Served]) -> list[float]:
    """Return the waits of those legs that stood in a line, in seconds."""
    return [leg.wait_s for leg in legs if leg.wait_s is not None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; a visit counts where it ended (service and hour: where it was issued)."""

    key: str
    issued: int
    completed: int
    no_show: int
    cancelled: int
    expired: int
    waits: Spread
    services: Spread


def rows(
    record: DayRecord, key_of_visit: Callable[[Visit], str | None], key_of_leg: Callable[[Served], str]
) -> list[Row]:
    """Return one row a key, sorted by key; visits without a key are left out."""
    visits: dict[str, list[Visit]] = {}
    legs: dict[str, list[Served]] = {}
    for visit in record.visits.values():
        key = key_of_visit(visit)
        if key is not None:
            visits.setdefault(key, []).append(visit)
        for leg in visit.served:
            legs.setdefault(key_of_leg(leg), []).append(leg)
    return [_row(key, visits.get(key, []), legs.get(key, [])) for key in sorted({*visits, *legs})]


def _row(key: str, visits: list[Visit], legs: list[Served]) -> Row:
    def count(status: str) -> int:
        return sum(1 for visit in visits if visit.status == status)

    return Row(
        key,
        len(visits),
        count("completed"),
        count("no_show"),
        count("cancelled"),
        count("expired"),
        spread_of(waits_of(legs)),
        spread_of([leg.service_s for leg in legs]),
    )


def by_service(record: DayRecord) -> list[Row]:
    """Return the rows by service: visits where they were issued, times by leg."""
    return rows(record, lambda visit: visit.service, lambda leg: leg.service)


def by_counter(record: DayRecord) -> list[Row]:
    """Return the rows by the counter that had a visit last."""
    return rows(record, lambda visit: visit.counter, lambda leg: leg.counter)


def by_officer(record: DayRecord) -> list[Row]:
    """Return the rows by the officer who had a visit last."""
    return rows(record, lambda visit: visit.officer, lambda leg: leg.officer)


def by_hour(record: DayRecord, zone: ZoneInfo) -> list[Row]:
    """Return the rows by the local hour of issue, ``"08"``."""
    return rows(
        record,
        lambda visit: visit.issued_at.astimezone(zone).strftime("%H"),
        lambda leg: leg.issued_at.astimezone(zone).strftime("%H"),
    )


def within_target(record: DayRecord, target_s: Callable[[str], float]) -> tuple[int, int]:
    """Return how many served legs waited no longer than their service's target, and of how many."""
    stood = [(leg.wait_s, leg.service) for leg in record.served if leg.wait_s is not None]
    return sum(1 for wait_s, service in stood if wait_s <= target_s(service)), len(stood)


def by_class(record: DayRecord) -> dict[str, Spread]:
    """Return the waits by priority class, in the order of the classes; those that nobody had are left out."""
    waits = {priority.value: [leg for leg in record.served if leg.priority == priority.value] for priority in Priority}
    return {priority: spread_of(waits_of(legs)) for priority, legs in waits.items() if waits_of(legs)}


def longest_wait(record: DayRecord) -> Served | None:
    """Return the leg that waited longest before its service; the earliest of equals."""
    stood = [leg for leg in record.served if leg.wait_s is not None]
    return max(stood, key=lambda leg: leg.wait_s or 0.0, default=None)


def outcomes(record: DayRecord) -> dict[str, int]:
    """Return how many completed visits ended in which way; one that nobody named is ``done``."""
    return dict(Counter(visit.outcome or "done" for visit in record.visits.values() if visit.status == "completed"))


def people_served(record: DayRecord) -> int:
    """Return how many people came with the completed visits."""
    return sum(visit.people for visit in record.visits.values() if visit.status == "completed")
