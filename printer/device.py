"""One printer: ask it, send to it, ask again, and say honestly what became of the slip."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from printer.status import ONE_WAY, QUESTIONS, UNREACHABLE, Reading, conclude, is_answer, question
from printer.transports.port import CutOffError, NotReachableError, Transport
from queue_server.protocol import PrinterState

PATIENCE_S = 0.5
SHORT_PATIENCE_S = 0.1
READY_WITHIN_S = 0.5
DONE_WITHIN_S = 3.0
_PAUSE_S = 0.1


class Outcome(StrEnum):
    """What is told to the server; also the last part of ``POST /print-jobs/{id}/{outcome}``."""

    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one slip. ``reason`` is a code, None when it was printed."""

    outcome: Outcome
    reason: str | None
    reading: Reading


class Device:
    """A printer behind a transport. The line is opened for each exchange and closed after it."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._is_silent = False

    @property
    def is_silent(self) -> bool:
        """Say whether asking is of no use: it never answers, or did not the last time."""
        return self._transport.is_one_way or self._is_silent

    def check(self) -> Reading:
        """Ask for the present state."""
        try:
            self._transport.open("")
            return self._ask()
        except (NotReachableError, CutOffError):
            return UNREACHABLE
        finally:
            self._transport.close()

    def print_slip(self, job: str, data: bytes, begin: Callable[[], None]) -> Result:
        """Send one slip. ``begin`` is called once, right before its first byte may leave.

        A printer that says what is wrong gets nothing (failed). One that was silent before gets the slip;
        silence afterwards is unknown. What broke while sending is unknown unless not one byte left.
        """
        try:
            self._transport.open(job)
            before = self._ask_until(lambda reading: not reading.is_blocking, READY_WITHIN_S)
        except (NotReachableError, CutOffError):
            self._transport.close()
            return Result(Outcome.FAILED, UNREACHABLE.detail, UNREACHABLE)
        try:
            if before.is_blocking:
                return Result(Outcome.FAILED, before.detail or before.state.value, before)
            begin()
            return self._send(data)
        finally:
            self._transport.close()

    def _send(self, data: bytes) -> Result:
        try:
            self._transport.write(data)
        except CutOffError as error:
            outcome = Outcome.UNKNOWN if error.sent else Outcome.FAILED
            return Result(outcome, "cut_off", UNREACHABLE)
        if self._transport.is_one_way:
            return Result(Outcome.PRINTED, None, ONE_WAY)
        try:
            after = self._ask_until(lambda reading: reading.state is not PrinterState.OFFLINE, DONE_WITHIN_S)
        except CutOffError:
            return Result(Outcome.UNKNOWN, "cut_off", UNREACHABLE)
        if after.state in {PrinterState.READY, PrinterState.PAPER_LOW}:
            return Result(Outcome.PRINTED, None, after)
        return Result(Outcome.UNKNOWN, after.detail or after.state.value, after)

    def _ask_until(self, is_enough: Callable[[Reading], bool], within_s: float) -> Reading:
        """Ask until the answer is enough; paper out and open cover need a person, so they are enough at once."""
        ends_at = time.monotonic() + within_s
        while True:
            reading = self._ask()
            needs_a_person = reading.is_blocking and reading.state is not PrinterState.OFFLINE
            if is_enough(reading) or needs_a_person or time.monotonic() >= ends_at:
                return reading
            time.sleep(_PAUSE_S)

    def _ask(self) -> Reading:
        if self._transport.is_one_way:
            return ONE_WAY
        answers: dict[int, int | None] = {}
        heard_anything = False
        patience = SHORT_PATIENCE_S if self._is_silent else PATIENCE_S
        for number in QUESTIONS:
            self._transport.write(question(number))
            answers[number], heard = self._listen(patience)
            heard_anything = heard_anything or heard
            if answers[number] is None:
                patience = SHORT_PATIENCE_S
        reading = conclude(answers, heard_anything=heard_anything)
        self._is_silent = not heard_anything
        return reading

    def _listen(self, patience_s: float) -> tuple[int | None, bool]:
        """Return the first proper answer within ``patience_s``, and whether anything came at all."""
        ends_at = time.monotonic() + patience_s
        heard_anything = False
        while (left := ends_at - time.monotonic()) > 0:
            heard = self._transport.read(left)
            heard_anything = heard_anything or bool(heard)
            answer = next((byte for byte in heard if is_answer(byte)), None)
            if answer is not None:
                return answer, True
            if not heard:
                break
        return None, heard_anything
