"""What residents see: kiosk, TV, phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from queue_server.protocol.names import Texts


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every ``<screen>.state`` carries; ``seq`` was read in the same snapshot as ``state``."""

    seq: int
    at: datetime
    branch: str
    state: Any


@dataclass(frozen=True, slots=True)
class BranchHead:
    """What a page needs to introduce the office."""

    code: str
    name: str
    timezone: str
    languages: list[str]
    letterhead: list[str]
    channels: list[str]


@dataclass(frozen=True, slots=True)
class MenuService:
    """One service at the kiosk. ``reason`` is a code (null when available), ``sentence`` says it."""

    code: str
    series: str
    agency: str
    name: Texts
    available: bool
    reason: str | None
    sentence: Texts | None
    opens_at: datetime | None
    waiting: int
    wait_low_s: int | None
    wait_high_s: int | None
    requirements: dict[str, list[str]]
    service_minutes: float
    max_people: int = 1


@dataclass(frozen=True, slots=True)
class Agency:
    """A tenant of an MPP."""

    code: str
    name: Texts


@dataclass(frozen=True, slots=True)
class PrinterPlace:
    """A printer as residents meet it: its name and how it is."""

    id: str
    name: str
    state: str
    is_fallback: bool
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class MenuState:
    """``menu.state`` and ``GET /branches/{b}/menu``. ``day_status``: not_open, open, closed.

    ``service_hours``: spans ``08:00-12:00`` by ``mon`` … ``sun``; ``last_number_at``: end of today's issuing;
    ``notice``: what is special today, such as a holiday's name or why numbers are not given; ``papers_not_out``: ids of
    print jobs of the last minutes whose paper did not surely come out.
    """

    branch: BranchHead
    day_status: str
    max_calls: int
    printer: str | None
    agencies: list[Agency]
    services: list[MenuService]
    service_hours: dict[str, list[str]] = field(default_factory=dict)
    counters_open: int | None = None
    last_number_at: datetime | None = None
    notice: Texts | None = None
    printers: list[PrinterPlace] = field(default_factory=list)
    papers_not_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IssuingState:
    """What a supervisor decided about today's numbers (``wish``: auto, open, closed) and what comes of it.

    ``given``: kiosks give numbers now; ``why``: a code where they do not; ``opens_at``: when they do again.
    """

    wish: str
    reason: str | None
    given: bool
    why: str | None
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrackState:
    """``track.state`` and ``GET /track/{token}``: number, state, people ahead, estimate; nothing personal."""

    branch: BranchHead
    number: str
    service: Texts
    status: str
    counter: str | None
    counter_name: str | None
    call_count: int
    max_calls: int
    ahead: int | None
    wait_low_s: int | None
    wait_high_s: int | None
    issued_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    requirements: dict[str, list[str]]
    can_cancel: bool
