"""What a printer agent is told and what it prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SLIP_BLOCKS = (
    "logo",
    "letterhead",
    "service",
    "priority",
    "number",
    "people",
    "ahead",
    "expected",
    "qr",
    "scan",
    "when",
    "requirements",
    "missed",
    "channels",
    "thanks",
)
"""What may stand on a ticket slip, each once at most."""
SLIP_MARKS = ("rule", "dashes", "gap")
"""What may stand between blocks, as often as wanted."""
USUAL_ORDER = (
    "logo",
    "letterhead",
    "rule",
    "service",
    "priority",
    "number",
    "people",
    "ahead",
    "expected",
    "qr",
    "scan",
    "rule",
    "when",
    "requirements",
    "dashes",
    "missed",
    "channels",
    "thanks",
)
"""The order of a slip whose branch says nothing else."""


@dataclass(frozen=True, slots=True)
class PrintState:
    """``print.state``: a hint to claim; the jobs themselves come by HTTP."""

    queued: int
    printed_today: int
    service_day: str


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture at the head of a slip: ``url`` under the server's address gives the PNG of this ``version``."""

    version: str
    url: str


@dataclass(frozen=True, slots=True)
class PaperCount:
    """Papers of one service day: unmarked tickets, marked reprints, and tries that brought no sure paper."""

    service_day: str
    tickets: int
    reprints: int
    failures: int


@dataclass(frozen=True, slots=True)
class SlipContent:
    """A ticket slip: whole sentences in the resident's language, laid out by the agent.

    ``order`` names what stands on it from above (``SLIP_BLOCKS``, ``SLIP_MARKS`` and keys of ``texts``); empty means
    ``USUAL_ORDER``. ``copy_line`` is set on marked reprints only and always stands first.
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
    people_line: str | None = None
    order: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class TallyContent:
    """A tally slip: labelled figures, waits, one row a service, arrivals by hour, papers, the seal, signatures.

    ``paper`` is what the server counts for the printer that claimed the job, beside which the agent sets its own count;
    ``paper_lines`` are sentences about the branch's other printers whose counts differ.
    """

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
    opened_line: str | None = None
    waits: list[tuple[str, str]] = field(default_factory=list)
    hours_title: str = ""
    hours: list[tuple[str, int]] = field(default_factory=list)
    paper: PaperCount | None = None
    paper_lines: list[str] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class PrinterTestContent:
    """A test page: the agent adds what it knows of the printer (width, code page, cutter, QR)."""

    letterhead: list[str]
    branch: str
    title: str
    printer: str
    day_line: str
    time_line: str
    qr: str
    language: str
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class SignContent:
    """A sign to hang at a counter: its name as large as the paper allows, and what it does."""

    letterhead: list[str]
    branch: str
    counter: str
    services_title: str
    services: list[str]
    language: str
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The job in ``POST /printers/self/claim``. ``copy`` > 0 is a marked reprint.

    ``kind`` says what ``content`` holds: ticket (``SlipContent``), tally (``TallyContent``), test
    (``PrinterTestContent``), sign (``SignContent``).
    """

    id: str
    kind: str
    fence: int
    lease_s: int
    copy: int
    content: dict[str, Any]
    service_day: str | None = None


@dataclass(frozen=True, slots=True)
class PrinterPapers:
    """One printer's papers of a day: what the server was told, and what the agent counts by itself.

    ``agent`` is None until it has said so; ``differs`` compares tickets and reprints, the papers that came out.
    """

    printer: str
    name: str
    server: PaperCount
    agent: PaperCount | None
    at: datetime | None
    differs: bool


@dataclass(frozen=True, slots=True)
class DayPapers:
    """200 of ``GET /branches/{b}/days/{day}/papers``."""

    branch: str
    service_day: str
    printers: list[PrinterPapers]
    differs: bool


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that could be used: ``address`` for ``--device``, its name, its state where it could be asked."""

    address: str
    name: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPrinters:
    """200 of ``POST /branches/{b}/printers/find``."""

    printers: list[FoundPrinter]


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """200 of claim; 204 when nothing waits."""

    job: PrintJob
