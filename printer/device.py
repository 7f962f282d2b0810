"""One printer: ask it, send to it, wait for its proof, and say honestly what became of the slip."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from printer.dialogue import Dialogue
from printer.paper_time import paper_mm
from printer.proof import USUAL_MM_S, Proof
from printer.status import BLOCKING, NONSENSE, ONE_WAY, SILENT, UNREACHABLE, Reading
from printer.transports.port import CutOffError, NotReachableError, Transport
from queue_server.protocol import PrinterState

READY_WITHIN_S = 0.5
DONE_WITHIN_S = 3.0
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
    """What became of one slip. ``reason`` is a code, None when it was printed.

    ``broke_off``: only a part of its bytes left, so the printer may wait for the rest of a command.
    """

    outcome: Outcome
    reason: str | None
    reading: Reading
    broke_off: bool = False


@dataclass(frozen=True, slots=True)
class _Wait:
    """What a slip's time depends on: when its last byte was sent, how long the line takes, how much paper it is."""

    sent_at: float
    line_s: float
    paper_mm: float

    @property
    def usual_s(self) -> float:
        """How long the paper usually takes, in seconds after the last byte."""
        return self.paper_mm / USUAL_MM_S + self.line_s


class Device:
    """A printer behind a transport. The line is opened for each exchange and closed after it.

    ``done_within_s``: how long to wait at least for the proof of a printer that gives one, beyond the time on the line.
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
            reading = self._ask()
            self._proof.learn(self._dialogue.heard())
        except NotReachableError as error:
            return _unreachable(error)
        except CutOffError:
            return UNREACHABLE
        finally:
            self._transport.close()
        return reading

    def print_slip(self, job: str, data: bytes, begin: Callable[[], None]) -> Result:
        """Send one slip. ``begin`` is called once, right before its first byte may leave.

        A printer that says what is wrong gets nothing (failed), nor does one that spoke a moment ago and is silent now:
        it may be printing for another machine. One that is silent for longer gets the slip and nothing else; silence
        afterwards is unknown, and so is everything but a proof. What broke while sending is unknown unless not one byte
        left.
        What ``begin`` raises (OSError, NotAllowedError) passes through; then the line is closed and nothing was sent.
        """
        try:
            self._open(job)
            before = self._ask_until_free()
            self._proof.learn(self._dialogue.heard())
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
        speaks = before not in {ONE_WAY, SILENT, NONSENSE}
        try:
            self._transport.write(data)
        except CutOffError as error:
            return self._stopped_within(error.sent)
        if self._transport.is_one_way:
            return Result(Outcome.PRINTED, None, ONE_WAY)
        sent_at, line_s, paper = time.monotonic(), len(data) * self._transport.byte_s, paper_mm(data)
        try:
            if not speaks:
                reading = self._ask()
                if reading.state not in _WELL:
                    return _unknown(reading)
            self._ask_for_proof()
            return self._wait_for_proof(_Wait(sent_at, line_s, paper), spoke_before=speaks)
        except CutOffError:
            return Result(Outcome.UNKNOWN, "cut_off", UNREACHABLE)

    def _stopped_within(self, sent: int) -> Result:
        """Return what became of a slip of which only ``sent`` bytes left; a printer that takes no more may say why."""
        if not sent or self._transport.is_one_way:
            return Result(Outcome.UNKNOWN if sent else Outcome.FAILED, "cut_off", UNREACHABLE, bool(sent))
        try:
            reading = self._ask()
        except CutOffError:
            reading = UNREACHABLE
        reason = _unknown(reading).reason if reading.state in _NEEDS_A_PERSON else "cut_off"
        return Result(Outcome.UNKNOWN, reason, reading, broke_off=True)

    def _ask_for_proof(self) -> None:
        """Send the request apart from the slip: what came before it is no answer to it."""
        self._dialogue.hear_out()
        self._proof.learn(self._dialogue.heard())
        self._transport.write(self._proof.request())

    def _wait_for_proof(self, wait: _Wait, *, spoke_before: bool) -> Result:
        """Ask until the printer has proved that the slip is out, says what is wrong, or time is up.

        Nobody knows how much of a slip came out of a printer that is in trouble afterwards, nor whether one that was
        silent before took it at all: its word that it is ready is no proof, a packet is.
        """
        proof, ready_from = self._proof, wait.sent_at
        while True:
            reading = self._ask()
            proof.take(self._dialogue.heard())
            now = time.monotonic()
            if reading.state is PrinterState.OFFLINE:
                ready_from = now
            is_well, was_ready = reading.state in _WELL, now - ready_from >= wait.usual_s
            believes = spoke_before or proof.is_hoped_for
            if proof.is_certain or (is_well and believes and proof.is_enough(was_ready=was_ready)):
                return Result(Outcome.PRINTED, None, reading)
            trouble = reading if reading.state in _NEEDS_A_PERSON else proof.trouble
            if trouble is not None:
                return _unknown(trouble)
            patience_s = proof.patience_s(wait.paper_mm, self._done_within_s) + wait.line_s
            is_unproved = proof.is_hoped_for or not (is_well and spoke_before)
            if is_unproved and now - wait.sent_at >= patience_s:
                break
            time.sleep(_PAUSE_S)
        if reading.state not in _WELL:
            return _unknown(reading)
        if proof.is_missing() or not (spoke_before or proof.has_come):
            return Result(Outcome.UNKNOWN, "no_proof", reading)
        return Result(Outcome.PRINTED, None, reading)

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
