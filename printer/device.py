"""One printer: ask it, send to it, wait for its proof, and say honestly what became of the slip."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from printer.dialogue import Dialogue
from printer.proof import Proof
from printer.status import BLOCKING, NONSENSE, ONE_WAY, SILENT, UNREACHABLE, Reading
from printer.transports.port import CutOffError, NotReachableError, Transport
from queue_server.protocol import PrinterState

READY_WITHIN_S = 0.5
DONE_WITHIN_S = 3.0
SPEAKS_WITHIN_S = 1.5
BUSY_FOR_S = 10.0
"""A printer that spoke so recently and is silent now is busy with somebody else, not deaf."""
_PAUSE_S = 0.1
_WELL = frozenset({PrinterState.READY, PrinterState.PAPER_LOW})
_NEEDS_A_PERSON = BLOCKING - {PrinterState.OFFLINE}
_log = logging.getLogger(__name__)


class NotAllowedError(Exception):
    """``begin`` forbids the slip, as when its lease went to another printer: not one byte of it was sent."""


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
    """A printer behind a transport. The line is opened for each exchange and closed after it.

    ``done_within_s``: how long it may take, in seconds beyond the time on the line, until a slip is printed.
    """

    def __init__(self, transport: Transport, done_within_s: float = DONE_WITHIN_S) -> None:
        self._transport, self._done_within_s = transport, done_within_s
        self._dialogue = Dialogue(transport)
        self._proof = Proof(expects_id=transport.knows_process_id)
        self._said = ""
        self._spoke_at: float | None = None

    @property
    def is_silent(self) -> bool:
        """Say whether asking is of no use: it never answers, or did not the last time."""
        return self._transport.is_one_way or self._dialogue.is_silent

    def check(self) -> Reading:
        """Ask for the present state."""
        try:
            self._open("")
            return self._ask()
        except NotReachableError as error:
            return _unreachable(error)
        except CutOffError:
            return UNREACHABLE
        finally:
            self._transport.close()

    def print_slip(self, job: str, data: bytes, begin: Callable[[], None]) -> Result:
        """Send one slip. ``begin`` is called once, right before its first byte may leave.

        A printer that says what is wrong gets nothing (failed), nor does one that spoke a moment ago and is silent now:
        it may be printing for another machine. One that is silent for longer gets the slip; silence afterwards is
        unknown. What broke while sending is unknown unless not one byte left.
        What ``begin`` raises (OSError, NotAllowedError) passes through; then the line is closed and nothing was sent.
        """
        try:
            self._open(job)
            before = self._ask_until_free()
            self._dialogue.heard()
        except NotReachableError as error:
            self._transport.close()
            reading = _unreachable(error)
            return Result(Outcome.FAILED, reading.detail, reading)
        except CutOffError:
            self._transport.close()
            return Result(Outcome.FAILED, UNREACHABLE.detail, UNREACHABLE)
        try:
            if before.is_blocking or (before == SILENT and self._spoke_lately):
                return Result(Outcome.FAILED, before.detail or before.state.value, before)
            begin()
            return self._send(data, before)
        finally:
            self._transport.close()

    def _send(self, data: bytes, before: Reading) -> Result:
        is_asked = before not in {ONE_WAY, SILENT, NONSENSE}
        try:
            self._transport.write(data + self._proof.request() if is_asked else data)
        except CutOffError as error:
            outcome = Outcome.UNKNOWN if error.sent else Outcome.FAILED
            return Result(outcome, "cut_off", UNREACHABLE)
        if self._transport.is_one_way:
            return Result(Outcome.PRINTED, None, ONE_WAY)
        try:
            return self._wait_for_proof(len(data) * self._transport.byte_s, is_asked=is_asked)
        except CutOffError:
            return Result(Outcome.UNKNOWN, "cut_off", UNREACHABLE)

    def _wait_for_proof(self, line_s: float, *, is_asked: bool) -> Result:
        """Ask until the printer has proved that the slip is out, says what is wrong, or time is up.

        Nobody knows how much of a slip came out of a printer that is in trouble afterwards.
        """
        proof, sent_at = self._proof, time.monotonic()
        while True:
            reading = self._ask()
            if is_asked:
                proof.take(self._dialogue.heard())
                if proof.is_certain or (reading.state in _WELL and proof.is_enough):
                    return Result(Outcome.PRINTED, None, reading)
            trouble = reading if reading.state in _NEEDS_A_PERSON else proof.trouble if is_asked else None
            if trouble is not None:
                return _unknown(trouble)
            patience_s = self._patience_s(reading) if is_asked or reading.state is PrinterState.OFFLINE else 0.0
            if not patience_s or time.monotonic() - sent_at >= patience_s + line_s:
                break
            time.sleep(_PAUSE_S)
        if reading.state not in _WELL:
            return _unknown(reading)
        if is_asked and proof.is_missing():
            return Result(Outcome.UNKNOWN, "no_proof", reading)
        return Result(Outcome.PRINTED, None, reading)

    def _patience_s(self, reading: Reading) -> float:
        """Return how long it is worth to ask on; one that spoke before and is silent now may be busy on a slow line."""
        patience_s = self._proof.patience_s(self._done_within_s)
        if reading.state is PrinterState.OFFLINE:
            return self._done_within_s
        return max(patience_s, min(SPEAKS_WITHIN_S, self._done_within_s)) if reading == SILENT else patience_s

    def _ask_until_free(self) -> Reading:
        """Ask for a short while whether it can print; paper out and open cover need a person, so they are enough."""
        ends_at = time.monotonic() + READY_WITHIN_S
        while True:
            reading = self._ask()
            if reading.state is not PrinterState.OFFLINE or time.monotonic() >= ends_at:
                return reading
            time.sleep(_PAUSE_S)

    def _ask(self) -> Reading:
        reading = self._dialogue.ask()
        if not self.is_silent:
            self._spoke_at = time.monotonic()
        return reading

    @property
    def _spoke_lately(self) -> bool:
        return self._spoke_at is not None and time.monotonic() - self._spoke_at < BUSY_FOR_S

    def _open(self, job: str) -> None:
        """Open the line; say why it does not open, once until that changes."""
        try:
            self._transport.open(job)
        except NotReachableError as error:
            if str(error) != self._said:
                _log.warning("%s", error)
            self._said = str(error)
            raise
        self._said = ""
        self._dialogue.begin()


def _unreachable(error: NotReachableError) -> Reading:
    return Reading(PrinterState.OFFLINE, detail=error.detail)


def _unknown(reading: Reading) -> Result:
    return Result(Outcome.UNKNOWN, reading.detail or reading.state.value, reading)
