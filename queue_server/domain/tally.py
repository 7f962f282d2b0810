"""The day's figures, folded from its events and nothing else (docs/adr/0013)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from queue_server.domain.event import Event

OUTCOMES = {"completed", "no_show", "cancelled", "expired"}
WAITS_AGAIN = "waiting"


@dataclass(slots=True)
class Stretch:
    """One leg while its events are read: when it joined, was called, started, was held."""

    service: str
    joined_at: datetime
    called_at: datetime | None = None
    started_at: datetime | None = None
    held_since: datetime | None = None
    held_s: float = 0
    counter: str | None = None
    officer: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """A leg that reached service. Seconds; ``service_s`` without holds."""

    service: str
    counter: str
    officer: str
    issued_at: datetime
    wait_s: float
    service_s: float


@dataclass(slots=True)
class Visit:
    """A ticket while its events are read."""

    service: str
    issued_at: datetime
    status: str
    stretch: Stretch
    counter: str | None = None
    officer: str | None = None
    served: list[Served] = field(default_factory=list)


@dataclass(slots=True)
class DayRecord:
    """What the events of one day say."""

    visits: dict[str, Visit] = field(default_factory=dict)
    printed: int = 0
    reprinted: int = 0

    def count(self, status: str) -> int:
        """Return how many visits have a status now."""
        return sum(1 for visit in self.visits.values() if visit.status == status)

    @property
    def served(self) -> list[Served]:
        """Return every leg that reached service, over all visits."""
        return [leg for visit in self.visits.values() for leg in visit.served]


def fold(events: Iterable[Event]) -> DayRecord:
    """Return the record of a day from its events in the order of ``seq``."""
    record = DayRecord()
    for event in events:
        if event.kind == "job.printed":
            if event.facts.get("kind") == "ticket":
                record.printed += not event.facts.get("copy")
                record.reprinted += bool(event.facts.get("copy"))
        elif event.ticket_id is not None and "status" in event.facts:
            _read_ticket_event(record, event.ticket_id, event)
    return record


def _read_ticket_event(record: DayRecord, ticket_id: str, event: Event) -> None:
    facts = event.facts
    visit = record.visits.get(ticket_id)
    if visit is None:
        stretch = Stretch(facts["service"], event.at)
        record.visits[ticket_id] = Visit(facts["service"], event.at, facts["status"], stretch)
        return
    before, visit.status = visit.status, facts["status"]
    if event.kind == "ticket.undone":
        _undo(visit, before)
        return
    if before not in OUTCOMES and (visit.status in OUTCOMES or facts.get("new_leg")):
        _settle(visit, before, event)
    _advance(visit, event, facts)


def _settle(visit: Visit, before: str, event: Event) -> None:
    """Measure the leg that this event ends, if anybody was served in it."""
    stretch = visit.stretch
    if stretch.started_at is None:
        return
    if before == "on_hold":
        stretch.held_s += _seconds(stretch.held_since, event.at)
    worked = max(_seconds(stretch.started_at, event.at) - stretch.held_s, 0.0)
    wait = _seconds(stretch.joined_at, stretch.called_at or stretch.joined_at)
    visit.served.append(
        Served(stretch.service, stretch.counter or "", stretch.officer or "", visit.issued_at, wait, worked)
    )


def _advance(visit: Visit, event: Event, facts: dict[str, Any]) -> None:
    stretch = visit.stretch
    if event.kind == "ticket.called":
        stretch.called_at = stretch.called_at or event.at
    elif event.kind == "ticket.started":
        stretch.started_at = stretch.started_at or event.at
    elif event.kind == "ticket.held":
        stretch.held_since = event.at
    if visit.status in {"called", "serving"} and stretch.held_since is not None:
        stretch.held_s += _seconds(stretch.held_since, event.at)
        stretch.held_since = None
    if visit.status in {"called", "serving"}:
        stretch.counter = visit.counter = event.counter
        stretch.officer = visit.officer = facts.get("officer")
    elif visit.status == WAITS_AGAIN:
        _join_again(visit, event, facts)


def _join_again(visit: Visit, event: Event, facts: dict[str, Any]) -> None:
    """A new leg starts at its joining; a call by mistake goes back into the same leg."""
    if facts.get("new_leg"):
        visit.stretch = Stretch(facts["service"], event.at)
    else:
        visit.stretch.called_at = visit.stretch.counter = visit.stretch.officer = None


def _undo(visit: Visit, before: str) -> None:
    if before == "completed" and visit.served:
        visit.served.pop()
    elif before == "called":
        visit.stretch.called_at = visit.stretch.counter = visit.stretch.officer = None


def _seconds(start: datetime | None, end: datetime) -> float:
    """Return a duration; a clock that jumped back gives none, never a negative one."""
    return max((end - start).total_seconds(), 0.0) if start is not None else 0.0
