"""The day's figures, folded from its events and nothing else (docs/adr/0013)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from queue_server.domain.day_record import DayRecord, Served, Stretch, Visit
from queue_server.domain.event import Event

OUTCOMES = {"completed", "no_show", "cancelled", "expired"}
AT_A_COUNTER = {"called", "serving"}
WAITS_AGAIN = "waiting"
UNDOABLE = {"ticket.called", "ticket.started", "ticket.completed", "ticket.not_shown"}
WITHOUT_LINE = {"ticket.received", "ticket.service_added"}


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
        record.visits[ticket_id] = _begin(event, facts)
        return
    if event.kind == "ticket.undone":
        visit = record.visits[ticket_id] = visit.before or visit
        visit.priority = facts["priority"]
        return
    if event.kind in UNDOABLE:
        visit.before = visit.remembered()
    visit.priority = facts["priority"]
    before, visit.status = visit.status, facts["status"]
    if before not in OUTCOMES and (visit.status in OUTCOMES or facts.get("new_leg")):
        _settle(visit, before, event)
    _advance(visit, event, facts)


def _begin(event: Event, facts: dict[str, Any]) -> Visit:
    visit = Visit(
        number=facts.get("number", ""),
        priority=facts["priority"],
        service=facts["service"],
        issued_at=event.at,
        status=facts["status"],
        stretch=Stretch(facts["service"], event.at),
        people=facts.get("people", 1),
    )
    if event.kind in WITHOUT_LINE:
        _begin_at_counter(visit, event, facts)
    return visit


def _settle(visit: Visit, before: str, event: Event) -> None:
    """Measure the leg that this event ends, if anybody was served in it."""
    stretch = visit.stretch
    if stretch.started_at is None:
        return
    if before == "on_hold":
        stretch.held_s += _seconds(stretch.held_since, event.at)
    wait = _seconds(stretch.joined_at, stretch.called_at or stretch.joined_at)
    leg = Served(
        number=visit.number,
        priority=visit.priority,
        service=stretch.service,
        counter=stretch.counter or "",
        officer=stretch.officer or "",
        issued_at=visit.issued_at,
        wait_s=wait if stretch.has_stood else None,
        service_s=max(_seconds(stretch.started_at, event.at) - stretch.held_s, 0.0),
    )
    visit.served.append(leg)


def _advance(visit: Visit, event: Event, facts: dict[str, Any]) -> None:
    if event.kind in WITHOUT_LINE:
        _begin_at_counter(visit, event, facts)
        return
    stretch = visit.stretch
    if event.kind == "ticket.called":
        stretch.called_at = stretch.called_at or event.at
        visit.orders.append(facts.get("order", ""))
    elif event.kind == "ticket.recalled":
        stretch.started_at = None
    elif event.kind == "ticket.started":
        stretch.started_at = stretch.started_at or event.at
    elif event.kind == "ticket.held":
        stretch.held_since = event.at
    visit.outcome = facts.get("outcome")
    if visit.status in AT_A_COUNTER:
        if stretch.held_since is not None:
            stretch.held_s += _seconds(stretch.held_since, event.at)
            stretch.held_since = None
        _take_place(visit, event, facts)
    elif visit.status == WAITS_AGAIN:
        _join_again(visit, event, facts)


def _begin_at_counter(visit: Visit, event: Event, facts: dict[str, Any]) -> None:
    """Begin a leg that nobody waited for: call and start are its first instant."""
    at = event.at
    visit.stretch = Stretch(facts["service"], at, called_at=at, started_at=at, has_stood=False)
    _take_place(visit, event, facts)


def _take_place(visit: Visit, event: Event, facts: dict[str, Any]) -> None:
    visit.stretch.counter = visit.counter = event.counter
    visit.stretch.officer = visit.officer = facts.get("officer")


def _join_again(visit: Visit, event: Event, facts: dict[str, Any]) -> None:
    """A new leg starts at its joining; a call by mistake goes back into the same leg."""
    if facts.get("new_leg"):
        visit.stretch = Stretch(facts["service"], event.at)
    else:
        visit.stretch.called_at = visit.stretch.counter = visit.stretch.officer = None


def _seconds(start: datetime | None, end: datetime) -> float:
    """Return a duration; a clock that jumped back gives none, never a negative one."""
    return max((end - start).total_seconds(), 0.0) if start is not None else 0.0
