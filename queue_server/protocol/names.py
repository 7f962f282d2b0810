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
VOICE = "voice"


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
    UNDO = "undo"
    NOTE = "note"
    ADD_SERVICE = "add-service"
    CLASSIFY = "classify"


class Outcome(StrEnum):
    """How a service ended; ``unfinished`` is the clock's word for one that the closing of the day cut off."""

    DONE = "done"
    PAPERS_MISSING = "papers_missing"
    REFERRED = "referred"
    UNFINISHED = "unfinished"


class Position(StrEnum):
    """Where a transfer joins its new line: by its own place, first, last, or behind the next K."""

    OWN = "own"
    FIRST = "first"
    LAST = "last"
    BEHIND = "behind"


class IssuingWish(StrEnum):
    """What a supervisor decides about numbers today: by the hours, given all the same, or not at all."""

    AUTO = "auto"
    OPEN = "open"
    CLOSED = "closed"


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
