"""Answers about tickets, and the problem that every refusal is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """RFC 9457 ``application/problem+json``; ``reason`` narrows a code that has several sentences."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] = field(default_factory=list)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as everybody sees it; unknown instants are null."""

    id: str
    number: str
    series: str
    serial: int
    service: str
    branch: str
    service_day: str
    origin: str
    priority: str
    status: str
    counter: str | None
    call_count: int
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    ahead: int | None
    wait_low_s: int | None
    wait_high_s: int | None
    people: int = 1


@dataclass(frozen=True, slots=True)
class PrintJobState:
    """The kiosk's view of the paper it waits for; ``printer`` is the one it is meant for, null: whichever is free."""

    id: str
    state: str
    printer: str | None = None


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """201 of ``POST /branches/{b}/tickets``."""

    ticket: Ticket
    track_url: str
    print_job: PrintJobState | None


@dataclass(frozen=True, slots=True)
class TicketAnswer:
    """200 of call-next (``ticket`` may be null) and of every ticket action.

    ``next`` is the ticket that the same step called, by ``then_call`` or because the counter calls by itself.
    """

    ticket: Ticket | None
    next: Ticket | None = None


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A page of the day's tickets; ``next`` goes into ``after``, null at the end."""

    tickets: list[Ticket]
    next: str | None
