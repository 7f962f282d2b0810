"""Request bodies. A command is refused when it carries an unknown field."""

from __future__ import annotations

from dataclasses import dataclass

from queue_server.protocol.names import IssuingWish, Outcome, Position, PrinterState
from queue_server.protocol.paper import PaperCount


@dataclass(frozen=True, slots=True)
class LogIn:
    """``POST /session``."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """``POST /branches/{b}/tickets``; ``people``: how many come with this one number."""

    service: str
    priority: str = "regular"
    language: str = "id"
    people: int = 1


@dataclass(frozen=True, slots=True)
class CounterCommand:
    """``POST /branches/{b}/counters/{c}/open`` and its siblings.

    ``take_over``: true opens although somebody else sits there, and leaves the counter at which one sat; false asks
    about both; null asks about somebody else only, so that one officer may staff two counters.
    """

    reason: str | None = None
    take_over: bool | None = None


@dataclass(frozen=True, slots=True)
class SwitchServices:
    """``POST /branches/{b}/counters/{c}/services``: what a counter takes for the rest of the day.

    An empty list returns to the branch file.
    """

    services: list[str]


@dataclass(frozen=True, slots=True)
class CallNumber:
    """``POST /branches/{b}/counters/{c}/call-number``: a number that is not next, and why."""

    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class ServeDirectly:
    """``POST /branches/{b}/counters/{c}/serve``: somebody at the counter who took no number."""

    service: str
    priority: str = "regular"
    language: str = "id"
    people: int = 1
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TicketCommand:
    """``POST /tickets/{id}/{action}``.

    ``service`` for a transfer or a further service, ``to_counter`` for a transfer, ``position`` and ``behind`` (the K
    of ``behind``) for where it joins, ``outcome`` when completing, ``text`` for a note, ``then_call`` to call the next
    in the same step after what frees the counter, ``priority`` the class as the officer sees it.
    """

    counter: str | None = None
    service: str | None = None
    to_counter: str | None = None
    reason: str | None = None
    outcome: Outcome | None = None
    position: Position = Position.OWN
    behind: int | None = None
    text: str | None = None
    then_call: bool = False
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnTicket:
    """``POST /branches/{b}/returns``: a no-show comes back by the QR of its ticket, token or whole address."""

    token: str


@dataclass(frozen=True, slots=True)
class DecideIssuing:
    """``POST /branches/{b}/issuing``: give numbers against the hours today, or stop giving them."""

    wish: IssuingWish
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CloseDay:
    """``POST /branches/{b}/days/{day}/close``; ``force`` also ends what is being served."""

    force: bool = False


@dataclass(frozen=True, slots=True)
class JobReport:
    """``POST /print-jobs/{id}/printed`` and its siblings; ``count`` is the agent's own count after it."""

    fence: int
    reason: str | None = None
    count: PaperCount | None = None


@dataclass(frozen=True, slots=True)
class JobSending:
    """``POST /print-jobs/{id}/sending``: the first byte is about to leave. Refused when the lease went to another."""

    fence: int


@dataclass(frozen=True, slots=True)
class PrinterReport:
    """``POST /printers/self/status``; ``profile`` is what the agent takes the printer for (``80mm``, ``58mm``, …)."""

    state: PrinterState
    paper: str | None = None
    detail: str | None = None
    profile: str | None = None
    count: PaperCount | None = None


@dataclass(frozen=True, slots=True)
class FindPrinters:
    """``POST /branches/{b}/printers/find``; ``network``: ask the server's own network on port 9100 too."""

    network: bool = False


@dataclass(frozen=True, slots=True)
class CounterSign:
    """``POST /branches/{b}/counters/{c}/sign``; without ``printer`` whichever is free prints it."""

    printer: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeDevice:
    """``POST /devices/{id}``: a kiosk's printer (a printer's id, null: whichever is free), or a printer's part.

    A fall-back printer takes over only what another cannot print. A display is told the ``counter`` that it stands on,
    its panel's diagonal, the farthest seat in metres, the per cent that the panel cuts off at each edge, and whether it
    is silent. What is left out has its usual value again.
    """

    printer: str | None = None
    is_fallback: bool = False
    counter: str | None = None
    panel_inch: float | None = None
    farthest_m: float | None = None
    margin_percent: float = 0.0
    is_silent: bool = False


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
    printer: str | None = None
    is_fallback: bool = False
    counter: str | None = None
    panel_inch: float | None = None
    farthest_m: float | None = None
    margin_percent: float = 0.0
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class QuietHall:
    """``POST /branches/{b}/quiet``: no chime, no voice for so many minutes; 0 ends it."""

    minutes: int


@dataclass(frozen=True, slots=True)
class BeginPairing:
    """``POST /pairings``: a device without a token asks for a code to show."""

    kind: str


@dataclass(frozen=True, slots=True)
class AcceptPairing:
    """``POST /branches/{b}/pairings/{code}``."""

    name: str
    zone: str | None = None
