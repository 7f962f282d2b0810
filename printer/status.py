"""What a printer says of itself by DLE EOT 1 to 4 or by ASB, and what may be concluded. Pure.

Source of the bits: Epson's ESC/POS command reference, DLE EOT and GS a. Silence and answers that do not look
like one are ``unknown``, never ``ready``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queue_server.protocol import PrinterState

QUESTIONS = (1, 2, 3, 4)
_PRINTER, _OFFLINE_CAUSE, _ERROR_CAUSE, _PAPER = QUESTIONS
_FIXED_MASK, _FIXED_BITS = 0b1001_0011, 0b0001_0010
_OFFLINE = 0x08
_COVER_OPEN, _STOPPED_BY_PAPER, _ERROR_STOP = 0x04, 0x20, 0x40
_CUTTER_ERROR, _FATAL_ERROR, _HOT = 0x08, 0x20, 0x40
_NEAR_END, _PAPER_END = 0x0C, 0x60

# The four bytes of an automatic status: which bit says what DLE EOT says with which bit of which answer.
_ASB_BITS = (
    (0, 0x08, _PRINTER, _OFFLINE),
    (0, 0x20, _OFFLINE_CAUSE, _COVER_OPEN),
    (1, 0x04, _OFFLINE_CAUSE, _ERROR_STOP),
    (1, 0x08, _ERROR_CAUSE, _CUTTER_ERROR),
    (1, 0x20, _ERROR_CAUSE, _FATAL_ERROR),
    (1, 0x40, _ERROR_CAUSE, _HOT),
    (2, 0x03, _PAPER, _NEAR_END),
    (2, 0x0C, _PAPER, _PAPER_END),
)

DETAILS = (
    "not_reachable",
    "not_found",
    "no_permission",
    "offline",
    "no_answer",
    "wrong_answer",
    "one_way",
    "cutter",
    "fatal",
    "overheated",
    "error",
    "no_proof",
    "cut_off",
)
"""Every code that may stand as a printer's ``detail`` or, beside the states, as the reason of a slip's outcome."""

BLOCKING = frozenset({PrinterState.OFFLINE, PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.ERROR})


@dataclass(frozen=True, slots=True)
class Reading:
    """A printer's state; ``paper`` is ok, low, out or None when not known; ``detail`` a code for staff."""

    state: PrinterState
    paper: str | None = None
    detail: str | None = None

    @property
    def is_blocking(self) -> bool:
        """Say whether it makes no sense to send a slip now."""
        return self.state in BLOCKING


SILENT = Reading(PrinterState.UNKNOWN, detail="no_answer")
NONSENSE = Reading(PrinterState.UNKNOWN, detail="wrong_answer")
ONE_WAY = Reading(PrinterState.UNKNOWN, detail="one_way")
UNREACHABLE = Reading(PrinterState.OFFLINE, detail="not_reachable")


def question(number: int) -> bytes:
    """Return the real-time command that asks for status ``number`` (1 to 4)."""
    return b"\x10\x04" + bytes((number,))


def is_answer(byte: int) -> bool:
    """Say whether ``byte`` has the fixed bits of a DLE EOT answer."""
    return byte & _FIXED_MASK == _FIXED_BITS


def read_asb(packet: bytes) -> Reading:
    """Return the state that the four bytes of an automatic status show, by the same rules as ``conclude``."""
    answers: dict[int, int | None] = dict.fromkeys(QUESTIONS, 0)
    for place, bits, number, meaning in _ASB_BITS:
        if packet[place] & bits:
            answers[number] = (answers[number] or 0) | meaning
    return conclude(answers, heard_anything=True)


def conclude(answers: Mapping[int, int | None], *, heard_anything: bool) -> Reading:
    """Return the state that the answers to ``QUESTIONS`` show; None or missing where the printer was silent.

    Only an answer to question 1 or 2 makes a printer ready: an old answer about paper alone proves nothing.
    """
    if not any(answers.get(number) is not None for number in QUESTIONS):
        return NONSENSE if heard_anything else SILENT
    bits = {number: answers.get(number) or 0 for number in QUESTIONS}
    paper = _paper(answers.get(_PAPER))
    trouble = _trouble(bits, paper)
    if trouble is not None:
        return trouble
    if answers.get(_PRINTER) is None and answers.get(_OFFLINE_CAUSE) is None:
        return Reading(PrinterState.UNKNOWN, paper, "no_answer")
    return Reading(PrinterState.PAPER_LOW if paper == "low" else PrinterState.READY, paper)


def _trouble(bits: Mapping[int, int], paper: str | None) -> Reading | None:
    """Return what keeps the printer from printing, the cause that a person sees first coming first."""
    if bits[_OFFLINE_CAUSE] & _COVER_OPEN:
        return Reading(PrinterState.COVER_OPEN, paper)
    if paper == "out" or bits[_OFFLINE_CAUSE] & _STOPPED_BY_PAPER:
        return Reading(PrinterState.PAPER_OUT, "out")
    error = _error(bits)
    if error is not None:
        return Reading(PrinterState.ERROR, paper, error)
    return Reading(PrinterState.OFFLINE, paper, "offline") if bits[_PRINTER] & _OFFLINE else None


def _paper(answer: int | None) -> str | None:
    if answer is None:
        return None
    if answer & _PAPER_END:
        return "out"
    return "low" if answer & _NEAR_END else "ok"


def _error(bits: Mapping[int, int]) -> str | None:
    error = bits[_ERROR_CAUSE]
    if error & _CUTTER_ERROR:
        return "cutter"
    if error & _FATAL_ERROR:
        return "fatal"
    if error & _HOT:
        return "overheated"
    return "error" if bits[_OFFLINE_CAUSE] & _ERROR_STOP else None
