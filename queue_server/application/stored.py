"""What storage keeps and tells: service days, print jobs, counts and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from queue_server.domain.paper import HELPLESS, PrinterPart


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """A business day; ``forced`` when staff opened it by hand.

    ``issuing``: what a supervisor decided since about numbers (``auto``: by the hours; ``open``, ``closed``), and why.
    """

    day: date
    opened_at: datetime
    closed_at: datetime | None = None
    forced: bool = False
    issuing: str = "auto"
    issuing_reason: str | None = None

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
class CounterCount:
    """What one counter did on a day."""

    completed: int
    no_show: int
    mean_service_s: float | None


@dataclass(frozen=True, slots=True)
class Job:
    """A wish for paper. ``state`` is a ``JobState``, ``printer`` the one it is meant for (None: any that is free)."""

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
    printer: str | None = None


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """What a printer last said; ``state`` is offline until it spoke. ``is_gone``: its agent fell silent since.

    ``seen_at`` is by the clock of the people outside, as are the other limits of silence.
    """

    device_id: str
    name: str
    state: str
    paper: str | None
    detail: str | None
    at: datetime | None
    profile: str | None = None
    seen_at: datetime | None = None
    is_gone: bool = False
    is_fallback: bool = False

    @property
    def shown_state(self) -> str:
        """Return the state that people are shown: without its agent a printer is as good as switched off."""
        return "offline" if self.is_gone else self.state

    @property
    def shown_detail(self) -> str | None:
        """Return why it is in that state, as a code."""
        return "agent_gone" if self.is_gone else self.detail

    @property
    def part(self) -> PrinterPart:
        """Return what this printer can do at this moment."""
        return PrinterPart(self.device_id, self.is_fallback, self.shown_state in HELPLESS)


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """Papers of one printer and day: unmarked tickets, marked reprints, tries that brought no sure paper."""

    tickets: int = 0
    reprints: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class AgentCount:
    """What an agent counted by itself, whether that differed from the server's count, and when it said so."""

    count: PaperFigures
    differs: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class TroubledPaper:
    """A paper that did not surely come out, of a ticket or the day's tally; ``state``: failed, unknown."""

    kind: str
    ticket_id: str | None
    number: str | None
    state: str
    reason: str | None
    queued_at: datetime


class WaitingPlace(NamedTuple):
    """Where somebody stands in which line; ``preferred`` for a priority class."""

    lane: str
    preferred: bool
    place: int
    serial: int


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which page of a day's tickets: ``after`` is the cursor of the last page."""

    status: str | None = None
    after: str | None = None
    limit: int = 100
