"""A ticket, its legs, and the table of everything that may happen to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from queue_server.domain.priority import Priority


class Status(StrEnum):
    """Where a ticket is in its life."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


AT_COUNTER = frozenset({Status.CALLED, Status.SERVING})
ENDED = frozenset({Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED, Status.EXPIRED})
OPEN = frozenset(Status) - ENDED


class Action(StrEnum):
    """What may happen to a ticket."""

    ISSUE = "issue"
    BOOK = "book"
    CHECK_IN = "check_in"
    CALL = "call"
    RECALL = "recall"
    START = "start"
    COMPLETE = "complete"
    CLOSE = "close"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    REQUEUE = "requeue"
    MARK_NO_SHOW = "mark_no_show"
    CANCEL = "cancel"
    EXPIRE = "expire"
    UNDO = "undo"
    NOTE = "note"
    ADD_SERVICE = "add_service"
    SERVE = "serve"
    CLASSIFY = "classify"


class Origin(StrEnum):
    """How a ticket came to be."""

    WALK_IN = "walk_in"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of queue, call and service for one service.

    ``called_at`` is the call that led here, ``last_called_at`` the latest repetition of it;
    ``held_s`` are seconds of service on hold, ``held_since`` the hold that still lasts.
    """

    no: int
    service: str
    joined_at: datetime
    counter: str | None = None
    officer: str | None = None
    called_at: datetime | None = None
    last_called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    held_s: float = 0
    held_since: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A resident's place from issue to end, with its current leg.

    ``lane`` is the line it stands in (a service, or one counter after a transfer to it), ``place`` its
    place in that line; both are kept when it leaves the line. ``people`` come with this one number; ``call_seq`` is the
    ``seq`` of its latest call; ``before`` is what an undo would restore.
    """

    id: str
    branch: str
    service_day: date
    series: str
    serial: int
    number: str
    origin: Origin
    priority: Priority
    language: str
    status: Status
    lane: str
    place: int
    issued_service: str
    issued_at: datetime
    leg: Leg
    call_count: int = 0
    requeues: int = 0
    ended_at: datetime | None = None
    reason: str | None = None
    people: int = 1
    note: str | None = None
    call_seq: int | None = None
    before: Before | None = None

    @property
    def service(self) -> str:
        """Return the service of the present leg."""
        return self.leg.service

    @property
    def counter(self) -> str | None:
        """Return the counter of the present leg, if it was called."""
        return self.leg.counter

    def with_leg(self, **changes: object) -> Ticket:
        """Return the ticket with its present leg changed."""
        return replace(self, leg=replace(self.leg, **changes))  # type: ignore[arg-type]  # field names are ours


@dataclass(frozen=True, slots=True)
class Before:
    """A ticket as it was before a step that its officer may undo, and its counter's run of priority calls then."""

    deed: Action
    at: datetime
    by: str
    ticket: Ticket
    priority_run: int | None = None


def counter_lane(counter: str) -> str:
    """Return the line of tickets that only one counter may call."""
    return f"@{counter}"
