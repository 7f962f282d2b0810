"""The wire: every name and payload that leaves or enters the process.

Standard library only, because the printer agent shares this file and nothing else with the server.
Instants are aware ``datetime`` in UTC (RFC 3339 on the wire), durations whole seconds (``_s``),
days ``YYYY-MM-DD`` in the branch's zone. Commands are refused when they carry an unknown field.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

API = "/api/v1"
SCREENS = "/screens"
IDEMPOTENCY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
CSRF_HEADER = "X-CSRF-Token"
SESSION_COOKIE = "antrean_session"
IDEMPOTENCY_KEEP_DAYS = 7


class Screen(StrEnum):
    """Who looks; each receives ``<screen>.state``."""

    BOARD = "board"
    MENU = "menu"
    DESK = "desk"
    SUPERVISION = "supervision"
    TRACK = "track"
    PRINT = "print"

    @property
    def message(self) -> str:
        """Return the Socket.IO event that carries this screen's whole state."""
        return f"{self.value}.state"


PAINTED = "painted"


class TicketVerb(StrEnum):
    """The last part of ``POST /tickets/{id}/{action}``."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    COMPLETE = "complete"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    REQUEUE = "requeue"
    NO_SHOW = "no-show"
    CANCEL = "cancel"


class PrinterState(StrEnum):
    """What the agent says of its printer; silence is ``unknown``, never ``ready``."""

    OFFLINE = "offline"
    READY = "ready"
    PRINTING = "printing"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in both languages; an empty ``en`` falls back to ``id``."""

    id: str
    en: str = ""


# ---- commands (request bodies) -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LogIn:
    """``POST /session``."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """``POST /branches/{b}/tickets``."""

    service: str
    priority: str = "regular"
    language: str = "id"


@dataclass(frozen=True, slots=True)
class CounterCommand:
    """``POST /branches/{b}/counters/{c}/open`` and its siblings."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TicketCommand:
    """``POST /tickets/{id}/{action}``; ``service`` or ``to_counter`` only for a transfer."""

    counter: str | None = None
    service: str | None = None
    to_counter: str | None = None
    reason: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class CloseDay:
    """``POST /branches/{b}/days/{day}/close``; ``force`` also ends what is being served."""

    force: bool = False


@dataclass(frozen=True, slots=True)
class JobReport:
    """``POST /print-jobs/{id}/printed`` and its siblings."""

    fence: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PrinterReport:
    """``POST /printers/self/status``."""

    state: PrinterState
    paper: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class NewUser:
    """``POST /users``; officers and supervisors work at one ``branch``."""

    username: str
    password: str
    role: str
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class FinishSetup:
    """``POST /setup``: the first admin, by the one-time link."""

    token: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class NewDevice:
    """``POST /branches/{b}/devices``."""

    kind: str
    name: str
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class BeginPairing:
    """``POST /pairings``: a device without a token asks for a code to show."""

    kind: str


@dataclass(frozen=True, slots=True)
class AcceptPairing:
    """``POST /branches/{b}/pairings/{code}``."""

    name: str
    zone: str | None = None


# ---- answers -------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class PrintJobState:
    """The kiosk's view of the paper it waits for."""

    id: str
    state: str


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """201 of ``POST /branches/{b}/tickets``."""

    ticket: Ticket
    track_url: str
    print_job: PrintJobState | None


@dataclass(frozen=True, slots=True)
class TicketAnswer:
    """200 of call-next (``ticket`` may be null) and of every ticket action."""

    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A page of the day's tickets; ``next`` goes into ``after``, null at the end."""

    tickets: list[Ticket]
    next: str | None


@dataclass(frozen=True, slots=True)
class User:
    """Who is logged in."""

    username: str
    role: str
    branch: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """200 of ``POST /session``."""

    user: User
    csrf_token: str


@dataclass(frozen=True, slots=True)
class UserAccount:
    """An account as an admin sees it."""

    username: str
    role: str
    branch: str | None
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class UserList:
    """200 of ``GET /users``."""

    users: list[UserAccount]


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """A paired device as staff see it."""

    id: str
    kind: str
    name: str
    zone: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeviceList:
    """200 of ``GET /branches/{b}/devices``."""

    devices: list[DeviceSeen]


@dataclass(frozen=True, slots=True)
class DeviceMade:
    """201 of ``POST /branches/{b}/devices``; the token is shown this once."""

    device: DeviceSeen
    token: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """201 of ``POST /pairings``: show ``code``, ask with ``secret``."""

    code: str
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PairingResult:
    """200 of ``GET /pairings/{secret}``; the token is null until somebody accepts the code."""

    token: str | None


@dataclass(frozen=True, slots=True)
class BranchSummary:
    """A branch in the list of ``GET /branches``."""

    code: str
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class BranchList:
    """200 of ``GET /branches``: those that the asker may see."""

    branches: list[BranchSummary]


@dataclass(frozen=True, slots=True)
class OpenedDay:
    """200 of ``POST /branches/{b}/days/open``."""

    service_day: str


@dataclass(frozen=True, slots=True)
class Health:
    """``GET /livez`` and ``GET /readyz``; each check says ``ok`` or what is wrong."""

    status: str
    checks: dict[str, str]


# ---- screens -------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Agency:
    """A tenant of an MPP."""

    code: str
    name: Texts


@dataclass(frozen=True, slots=True)
class MenuState:
    """``menu.state`` and ``GET /branches/{b}/menu``. ``day_status``: not_open, open, closed.

    ``service_hours``: spans ``08:00-12:00`` by ``mon`` … ``sun``; ``last_number_at``: end of today's issuing.
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


@dataclass(frozen=True, slots=True)
class BoardCounter:
    """One counter cell. ``status``: closed, open, paused, closing, called, serving."""

    counter: str
    name: str
    zone: str | None
    status: str
    number: str | None
    service: str | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Call:
    """One announcement, by the seq of its event; ``speech`` are clip names in speaking order."""

    seq: int
    number: str
    counter: str
    name: str
    service: str
    speech: list[str]
    caption: Texts
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """People waiting for one service."""

    service: str
    series: str
    name: Texts
    count: int


@dataclass(frozen=True, slots=True)
class BoardState:
    """``board.state``: all a TV shows. ``day_status``: not_open, open, closed.

    ``opens_at``: when counters next begin to call, null while they should be calling or nobody knows;
    ``issuing``: kiosks give numbers now.
    """

    branch: BranchHead
    zone: str | None
    day_status: str
    counters: list[BoardCounter]
    calls: list[Call]
    waiting: list[WaitingCount]
    ticker: list[str]
    media: list[Any]
    theme: dict[str, Any]
    opens_at: datetime | None = None
    issuing: bool = False


@dataclass(frozen=True, slots=True)
class DeskTicket:
    """The ticket in hand or on hold, with what the desk needs beyond ``Ticket``."""

    ticket: Ticket
    service_name: Texts
    service_minutes: float
    last_called_at: datetime | None
    recall_at: datetime | None
    max_calls: int
    held_s: int
    held_since: datetime | None
    reason: str | None
    actions: list[str]


@dataclass(frozen=True, slots=True)
class DeskQueue:
    """Who waits for one service, seen from a counter (``own``: this counter takes it)."""

    service: str
    series: str
    name: Texts
    own: bool
    count: int
    oldest_at: datetime | None
    target_s: int | None


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """This counter's day so far."""

    completed: int
    no_show: int
    mean_service_s: int | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class DeskChoice:
    """A service or a counter one can transfer to."""

    code: str
    name: Texts
    series: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class DeskState:
    """``desk.state`` and the answer of every counter command. ``status``: closed, open, paused, closing.

    ``next`` is the number call-next would take now, ``next_ticket`` the whole ticket of it.
    """

    branch: BranchHead
    day_status: str
    counter: str
    name: str
    zone: str | None
    status: str
    reason: str | None
    officer: str | None
    since: datetime | None
    in_hand: DeskTicket | None
    on_hold: list[DeskTicket]
    next: str | None
    queues: list[DeskQueue]
    figures: DeskFigures
    services: list[DeskChoice]
    counters: list[DeskChoice]
    recent_no_shows: list[Ticket]
    printer: str | None
    next_ticket: Ticket | None = None


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


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """A printer as staff see it. ``difference``: agent's count minus the server's, null when unknown."""

    name: str
    state: str
    paper: str | None
    detail: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PrintTrouble:
    """A paper that did not surely come out. ``state``: failed, unknown."""

    ticket: str
    number: str
    state: str
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SupervisionState:
    """``supervision.state``: the hall at a glance."""

    branch: BranchHead
    service_day: str
    day_status: str
    counters: list[BoardCounter]
    queues: list[DeskQueue]
    printers: list[PrinterSeen]
    issued: int
    completed: int
    no_show: int
    waiting: int
    print_queued: int
    print_trouble: int
    print_jobs: list[PrintTrouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PrintState:
    """``print.state``: a hint to claim; the jobs themselves come by HTTP."""

    queued: int
    printed_today: int
    service_day: str


@dataclass(frozen=True, slots=True)
class SlipContent:
    """A ticket slip: whole sentences in the resident's language, laid out by the agent.

    Order on paper: DOMAIN.md §7. ``copy_line`` is set on marked reprints only.
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


# ---- tally ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations in seconds; null when nothing was measured."""

    mean: float | None
    p50: float | None
    p90: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The day's figures of one service, counter, officer or hour; ``key`` is its code or ``"08"``."""

    key: str
    name: str
    issued: int
    completed: int
    no_show: int
    cancelled: int
    expired: int
    waiting_time_s: Spread
    service_time_s: Spread


@dataclass(frozen=True, slots=True)
class WithinTarget:
    """Legs whose wait stayed within the service's target."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The day's figures. ``issued = completed + no_show + cancelled + expired`` once closed; ``seal`` then set."""

    branch: str
    service_day: str
    closed_at: datetime | None
    issued: int
    completed: int
    no_show: int
    cancelled: int
    expired: int
    waiting: int
    by_service: list[TallyRow]
    by_counter: list[TallyRow]
    by_officer: list[TallyRow]
    by_hour: list[TallyRow]
    waiting_time_s: Spread
    service_time_s: Spread
    within_target: WithinTarget
    printed: int
    reprinted: int
    seal: str | None
