"""Request bodies. A command is refused when it carries an unknown field."""

from __future__ import annotations

from dataclasses import dataclass

from queue_server.protocol.names import PrinterState


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
