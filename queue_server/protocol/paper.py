"""What a printer agent is told and what it prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PrintState:
    """``print.state``: a hint to claim; the jobs themselves come by HTTP."""

    queued: int
    printed_today: int
    service_day: str


@dataclass(frozen=True, slots=True)
class SlipContent:
    """A ticket slip: whole sentences in the resident's language, laid out by the agent.

    ``copy_line`` is set on marked reprints only.
    """

    letterhead: list[str]
    branch: str
    service: str
    number: str
    ahead_line: str | None
    expected_line: str | None
    qr: str
    day_line: str
    time_line: str
    requirements_title: str
    requirements: list[str]
    missed_line: str
    channels: list[str]
    thanks: str
    language: str
    copy_line: str | None = None
    priority_line: str | None = None
    scan_line: str | None = None


@dataclass(frozen=True, slots=True)
class TallyContent:
    """A tally slip: labelled figures, then one row a service, then the seal."""

    letterhead: list[str]
    branch: str
    title: str
    day_line: str
    figures: list[tuple[str, str]]
    columns: list[str]
    rows: list[list[str]]
    seal_title: str
    seal: str
    time_line: str
    language: str
    copy_line: str | None = None


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The job in ``POST /printers/self/claim``. ``kind``: ticket, tally, test; ``copy`` > 0 is a marked reprint.

    ``content`` has the fields of ``SlipContent`` (ticket, test) or ``TallyContent`` (tally).
    """

    id: str
    kind: str
    fence: int
    lease_s: int
    copy: int
    content: dict[str, Any]
    service_day: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """200 of claim; 204 when nothing waits."""

    job: PrintJob
