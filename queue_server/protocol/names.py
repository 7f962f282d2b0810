"""The wire's names: addresses, headers, screens, verbs, states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

API = "/api/v1"
SCREENS = "/screens"
IDEMPOTENCY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
CSRF_HEADER = "X-CSRF-Token"
SESSION_COOKIE = "antrean_session"
IDEMPOTENCY_KEEP_DAYS = 7
PAINTED = "painted"


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
