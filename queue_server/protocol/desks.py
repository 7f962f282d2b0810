"""What staff see: desk and supervision."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from queue_server.protocol.boards import BoardCounter, BoardZone, VoiceSeen
from queue_server.protocol.halls import BranchHead, IssuingState
from queue_server.protocol.names import Texts
from queue_server.protocol.paper import PrinterPapers
from queue_server.protocol.tickets import Ticket


@dataclass(frozen=True, slots=True)
class DeskTicket:
    """The ticket in hand or on hold, with what the desk needs beyond ``Ticket``.

    ``call_seq`` is the seq of its latest call: a display that painted it or a later one has shown the call.
    ``owner`` is the officer who has it. ``undo_until``: until then its last step can be undone.
    """

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
    note: str | None = None
    owner: str | None = None
    call_seq: int | None = None
    undo_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeskQueue:
    """Who waits for one service, seen from a counter (``own``: this counter takes it).

    ``wait_low_s`` and ``wait_high_s``: what somebody who comes now may expect, null where too little is known.
    """

    service: str
    series: str
    name: Texts
    own: bool
    count: int
    oldest_at: datetime | None
    target_s: int | None
    wait_low_s: int | None = None
    wait_high_s: int | None = None


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
class DeskWaiting:
    """Somebody who waits for this counter, in the order of places. ``overdue``: waited beyond the service's limit."""

    ticket: Ticket
    joined_at: datetime
    overdue: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class DeskUndo:
    """The last step at this counter that can still be undone, until ``until``.

    ``deed`` is a verb: call, start, complete, no-show.
    """

    ticket: str
    number: str
    deed: str
    until: datetime


@dataclass(frozen=True, slots=True)
class DeskShown:
    """Displays that show this counter's zone: how many are connected, and the seq that each has painted."""

    displays: int = 0
    painted: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DeskState:
    """``desk.state`` and the answer of every counter command. ``status``: closed, open, paused, closing.

    ``next`` is the number call-next would take now, ``next_ticket`` the whole ticket of it, ``next_why`` the rule that
    puts it first: place, priority, burst, overdue. ``upcoming``: who waits for this counter, at most 30.
    ``own_services``: what the counter takes now; ``services_switched``: not what the branch file says.
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
    next_why: str | None = None
    upcoming: list[DeskWaiting] = field(default_factory=list)
    undo: DeskUndo | None = None
    shown: DeskShown = field(default_factory=DeskShown)
    own_services: list[str] = field(default_factory=list)
    services_switched: bool = False
    auto_call: bool = False
    start_on_call: bool = False
    max_people: dict[str, int] = field(default_factory=dict)
    printer_detail: str | None = None


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """A printer as staff see it; ``papers`` of today, by the server's and by its own count."""

    name: str
    state: str
    paper: str | None
    detail: str | None
    at: datetime | None
    id: str = ""
    profile: str | None = None
    is_fallback: bool = False
    papers: PrinterPapers | None = None


@dataclass(frozen=True, slots=True)
class PrintTrouble:
    """A paper that did not surely come out. ``kind``: ticket, tally; ``state``: failed, unknown.

    ``ticket`` and ``number`` are null for a tally.
    """

    ticket: str | None
    number: str | None
    state: str
    reason: str | None
    at: datetime
    kind: str = "ticket"


@dataclass(frozen=True, slots=True)
class SupervisionState:
    """``supervision.state``: the hall at a glance. ``issuing``: whether numbers are given, and who decided it."""

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
    issuing: IssuingState | None = None
    print_queued_since: datetime | None = None
    voices: list[VoiceSeen] = field(default_factory=list)
    quiet_until: datetime | None = None
    zones: list[BoardZone] = field(default_factory=list)
