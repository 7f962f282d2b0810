"""Sort what a printer sends: answers to DLE EOT, automatic status, process ids, and what is none of these. Pure.

Sources, all in Epson's ESC/POS command reference: DLE EOT (one byte, 0xx1xx10), GS a (four bytes, the first
0xx1xx00, the others 0xx0xxxx), GS ( H function 48 (37h 22h, four printable bytes, 00h), and "Notes for transmission
process": XON (11h) and XOFF (13h) may stand anywhere, no other byte may stand inside an answer.
"""

from __future__ import annotations

from dataclasses import dataclass

_KIND_MASK = 0b1001_0011
_STATUS_BITS, _ASB_BITS = 0b0001_0010, 0b0001_0000
_REST_MASK = 0b1001_0000
_ASB_LENGTH = 4
_ID_HEAD, _ID_LENGTH = b"\x37\x22", 7
_ID_FIRST, _ID_LAST = 0x20, 0x7E
_FLOW_CONTROL = b"\x11\x13"


@dataclass(frozen=True, slots=True)
class Status:
    """The answer to one DLE EOT; which of them it answers, only the order tells."""

    byte: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """Four bytes that the printer sent by itself, or as the immediate answer to GS a."""

    packet: bytes


@dataclass(frozen=True, slots=True)
class ProcessId:
    """Everything before the GS ( H that asked for ``identity`` (four printable bytes) has been printed."""

    identity: bytes


@dataclass(frozen=True, slots=True)
class Nonsense:
    """A byte that belongs to no answer."""

    byte: int


Answer = Status | AutomaticStatus | ProcessId | Nonsense


class AnswerReader:
    """Takes bytes in any pieces and gives answers as soon as they are whole; the pieces make no difference."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Answer]:
        """Return the answers that are whole now. Never raises."""
        self._rest += data.translate(None, _FLOW_CONTROL)
        answers: list[Answer] = []
        while self._rest:
            length = _length(self._rest)
            if length is None:
                break
            answers.append(_read(self._rest[:length]))
            self._rest = self._rest[length:]
        return answers


def _length(data: bytes) -> int | None:
    """Return how many bytes the answer at the start of ``data`` has; None when more must come to tell."""
    if data[0] & _KIND_MASK == _ASB_BITS:
        return _framed(data, _ASB_LENGTH, all(not byte & _REST_MASK for byte in data[1:_ASB_LENGTH]))
    if data[0] == _ID_HEAD[0]:
        return _framed(data, _ID_LENGTH, _may_be_id(data[:_ID_LENGTH]))
    return 1


def _framed(data: bytes, length: int, may_be: bool) -> int | None:  # noqa: FBT001  (what was found, not a switch)
    """Return the length of an answer of ``length`` bytes, or 1 when what came so far rules it out."""
    if not may_be:
        return 1
    return length if len(data) >= length else None


def _may_be_id(data: bytes) -> bool:
    head, identity, end = data[:2], data[2:6], data[6:]
    return (
        _ID_HEAD.startswith(head) and all(_ID_FIRST <= byte <= _ID_LAST for byte in identity) and end in {b"", b"\x00"}
    )


def _read(answer: bytes) -> Answer:
    if len(answer) == _ASB_LENGTH:
        return AutomaticStatus(answer)
    if len(answer) == _ID_LENGTH:
        return ProcessId(answer[2:6])
    return Status(answer[0]) if answer[0] & _KIND_MASK == _STATUS_BITS else Nonsense(answer[0])
