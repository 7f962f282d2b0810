"""What storage does for the use cases. Nothing here knows how."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from queue_server.application.account_ports import AccountStore
from queue_server.domain.branch import Branch
from queue_server.domain.counter import CounterDay
from queue_server.domain.dispatch import Before, Head
from queue_server.domain.event import Event, NewEvent
from queue_server.domain.life import Moved
from queue_server.domain.ticket import Ticket


class StoreBusy(Exception):  # noqa: N818  (an answer: try again soon)
    """Somebody else holds the database longer than a command may wait."""


class StoreFull(Exception):  # noqa: N818  (an answer: nothing was stored)
    """The disk took nothing more; nothing of the command was stored."""


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """A business day; ``forced`` when staff opened it outside the issuing hours."""

    day: date
    opened_at: datetime
    closed_at: datetime | None = None
    forced: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether the day still takes commands."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A stored answer and the digest of the request that got it."""

    digest: str
    answer: str


@dataclass(frozen=True, slots=True)
class QueueCount:
    """Who waits for one service."""

    count: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    """Where somebody stands in which line; ``preferred`` for a priority class."""

    lane: str
    preferred: bool
    place: int
    serial: int


@dataclass(frozen=True, slots=True)
class CounterCount:
    """What one counter did on a day."""

    completed: int
    no_show: int
    mean_service_s: float | None


@dataclass(frozen=True, slots=True)
class Job:
    """A wish for paper; states: queued, leased, printed, failed, unknown."""

    id: str
    service_day: date
    kind: str
    queued_at: datetime
    not_before: datetime
    facts: dict[str, Any]
    ticket_id: str | None = None
    copy: int = 0
    state: str = "queued"
    fence: int = 0
    attempts: int = 0
    leased_by: str | None = None
    leased_until: datetime | None = None
    printed_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """What a printer last said; ``state`` is offline until it spoke."""

    device_id: str
    name: str
    state: str
    paper: str | None
    detail: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TroubledPaper:
    """A ticket whose paper did not surely come out; ``state``: failed, unknown."""

    ticket_id: str
    number: str
    state: str
    reason: str | None
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which page of a day's tickets: ``after`` is the cursor of the last page."""

    status: str | None = None
    after: str | None = None
    limit: int = 100


class Tickets(Protocol):
    """Tickets and their legs, of the unit of work's branch."""

    def add(self, ticket: Ticket, track_hash: str) -> None: ...
    def get(self, ticket_id: str) -> Ticket | None: ...
    def by_track(self, track_hash: str) -> Ticket | None: ...
    def save(self, before: Ticket, moved: Moved) -> None: ...
    def last_serial(self, day: date, series: str) -> int | None: ...
    def count_issued(self, day: date, service: str) -> int: ...
    def heads(self, day: date, lanes: Sequence[str]) -> list[Head]: ...
    def first_places(self, day: date, lane: str, count: int) -> list[int]: ...
    def before(self, ticket: Ticket, lanes: Sequence[str]) -> Before: ...
    def at_counter(self, day: date, counter: str) -> Ticket | None: ...
    def at_counters(self, day: date) -> list[Ticket]: ...
    def of_counter(self, day: date, counter: str, status: str) -> list[Ticket]: ...
    def waiting_places(self, day: date) -> list[WaitingPlace]: ...
    def with_status(self, day: date, statuses: Sequence[str]) -> list[Ticket]: ...
    def waiting_by_service(self, day: date) -> dict[str, QueueCount]: ...
    def counter_count(self, day: date, counter: str) -> CounterCount: ...
    def page(self, day: date, wanted: TicketFilter) -> list[Ticket]: ...
    def count_by_status(self, day: date) -> dict[str, int]: ...


class Events(Protocol):
    """The append-only record of the branch."""

    def of_day(self, day: date) -> list[Event]: ...
    def recent_calls(self, day: date, counters: Sequence[str], since: datetime, at_least: int) -> list[Event]: ...


class Days(Protocol):
    """The branch's service days and their frozen tallies."""

    def latest(self) -> ServiceDay | None: ...
    def get(self, day: date) -> ServiceDay | None: ...
    def open(self, day: ServiceDay) -> None: ...
    def close(self, day: date, at: datetime) -> None: ...
    def tally(self, day: date) -> str | None: ...
    def freeze(self, day: date, body: str, seal: str) -> None: ...


class Counters(Protocol):
    """The present state of the branch's counters."""

    def get(self, code: str) -> CounterDay: ...
    def all(self) -> dict[str, CounterDay]: ...
    def save(self, counter: CounterDay) -> None: ...


class Jobs(Protocol):
    """Print jobs and printers of the branch."""

    def has_printer(self) -> bool: ...
    def add(self, job: Job) -> None: ...
    def get(self, job_id: str) -> Job | None: ...
    def claimable(self, now: datetime) -> Job | None: ...
    def save(self, before: Job, after: Job) -> None: ...
    def copies_of(self, ticket_id: str) -> int: ...
    def count_states(self, day: date) -> dict[str, int]: ...
    def overdue(self, queued_before: datetime) -> list[Job]: ...
    def troubled(self, day: date, count: int) -> list[TroubledPaper]: ...
    def printers(self) -> list[PrinterSeen]: ...
    def report(self, printer: PrinterSeen) -> None: ...


class Keys(Protocol):
    """Idempotency keys."""

    def find(self, scope: str, key: str) -> KeptAnswer | None: ...
    def keep(self, scope: str, key: str, kept: KeptAnswer, at: datetime) -> None: ...
    def forget_before(self, at: datetime) -> None: ...


class Branches(Protocol):
    """The branches themselves."""

    def codes(self) -> list[str]: ...
    def document(self, code: str) -> str | None: ...
    def put(self, code: str, document: str) -> None: ...
    def of_ticket(self, ticket_id: str) -> str | None: ...
    def of_track(self, track_hash: str) -> str | None: ...
    def of_job(self, job_id: str) -> str | None: ...
    def seqs(self) -> dict[str, int]: ...


class Work(Protocol):
    """An open unit of work, on one branch or on none."""

    @property
    def tickets(self) -> Tickets:
        """Return the branch's tickets."""
        ...

    @property
    def events(self) -> Events:
        """Return the branch's events."""
        ...

    @property
    def days(self) -> Days:
        """Return the branch's service days."""
        ...

    @property
    def counters(self) -> Counters:
        """Return the branch's counters."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Return the branch's print jobs and printers."""
        ...

    @property
    def keys(self) -> Keys:
        """Return the idempotency keys."""
        ...

    @property
    def branches(self) -> Branches:
        """Return all branches."""
        ...

    @property
    def accounts(self) -> AccountStore:
        """Return users, sessions and devices."""
        ...

    @property
    def branch(self) -> Branch:
        """Return the branch's definition."""
        ...

    @property
    def seq(self) -> int:
        """Return the branch's present ``seq``."""
        ...

    @property
    def head(self) -> str:
        """Return the hash that seals everything recorded so far."""
        ...

    def record(self, event: NewEvent) -> int:
        """Write one event and return its ``seq``."""
        ...


class Store(Protocol):
    """Opens units of work. Leaving a writing one without an error makes it durable before it returns."""

    def write(self, branch: str | None) -> AbstractContextManager[Work]: ...
    def read(self, branch: str | None = None) -> AbstractContextManager[Work]: ...
