"""One job from claim to outcome: what the spool knows comes first, then paper, then the truth about it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from printer.device import Device, NotAllowedError, Outcome, Result
from printer.logo import Logos, NoLogos, longest_strip
from printer.profiles import Profile
from printer.render import render
from printer.spool import Entry, Spool, Step
from printer.status import UNREACHABLE, Reading
from queue_server.protocol import PrintJob

_log = logging.getLogger(__name__)
RESTARTED = "agent_restarted"
NOT_UNDERSTOOD = "content_not_understood"
SPOOL_BROKEN = "spool_not_writable"
NOT_ALLOWED = "lease_lost"
CUT_OFF, NOT_REACHABLE = "cut_off", "not_reachable"
_LONGEST_CODE = 8 + 213
"""GS ( k function 180 with its eight bytes before the content, which ``encode`` lets be no longer than this."""
Permit = Callable[[], None]
"""Called right before the first byte; raises NotAllowedError when the job is another printer's by now."""


@dataclass(frozen=True, slots=True)
class Work:
    """What became of one claimed job. ``reading`` is None when the printer was not asked."""

    entry: Entry
    reading: Reading | None = None


def known_outcome(entry: Entry | None, job: PrintJob) -> tuple[Outcome, str | None] | None:
    """Return what is already true of ``job``, or None when it may be printed.

    It may be printed when not one byte of it was ever sent, or when this claim is a newer marked copy.
    """
    if entry is None or entry.step is Step.LEASED or entry.outcome is Outcome.FAILED or job.copy > entry.copy:
        return None
    if entry.outcome is None:
        return Outcome.UNKNOWN, RESTARTED
    return entry.outcome, entry.reason


class _SpoolBrokenError(Exception):
    """The spool could not note a step, so the step is not taken."""


def end_of_command(profile: Profile) -> bytes:
    """Return what ends any command in the middle of which the line broke.

    A printer waits for the rest of it and would eat the next slip instead. NUL fills up what is missing, and between
    commands it is ignored; so as many as the longest command has (a strip of a picture, the content of a QR code) are
    always enough.
    """
    return bytes(max(longest_strip(profile), _LONGEST_CODE))


class Press:
    """Prints jobs on one device, each at most once unmarked."""

    def __init__(self, device: Device, spool: Spool, profile: Profile, logos: Logos | None = None) -> None:
        self.device, self.spool, self.profile = device, spool, profile
        self._logos = logos or NoLogos()
        self._may_wait = False

    def recover(self) -> None:
        """Decide what was in hand when the agent last stopped.

        Of what was being sent nobody knows how much is on paper; what was only leased can be given back at once.
        """
        self._may_wait = any(entry.outcome is Outcome.UNKNOWN for entry in self.spool.unconfirmed())
        for entry in self.spool.in_hand():
            if entry.step is Step.SENDING:
                self._may_wait = True
                self._keep(entry.decided(Outcome.UNKNOWN, RESTARTED))
            else:
                self._keep(replace(entry.decided(Outcome.FAILED, RESTARTED), failures=entry.failures))

    def work(self, job: PrintJob, day: str, permit: Permit = lambda: None) -> Work:
        """Print ``job`` of service day ``day`` unless the spool or ``permit`` forbids it, and remember the outcome."""
        before = self.spool.get(job.id)
        known = known_outcome(before, job)
        if before is not None and known is not None:
            return Work(self._keep(replace(before.decided(*known), fence=job.fence, failures=before.failures)))
        failures = before.failures if before else 0
        entry = Entry(
            job=job.id,
            kind=job.kind,
            copy=job.copy,
            fence=job.fence,
            day=day,
            failures=failures,
            owner=self.spool.owner,
        )
        try:
            data = render(job, self.profile, self.spool.count(day), self._logos)
        except Exception:  # noqa: BLE001  (whatever a content does to the layout, the next slip must come)
            _log.exception("job %s cannot be laid out", job.id)
            return Work(self._keep(entry.decided(Outcome.FAILED, NOT_UNDERSTOOD)))
        return self._print(entry, data, permit)

    def _print(self, entry: Entry, data: bytes, permit: Permit) -> Work:
        has_begun = False

        def begin() -> None:
            nonlocal has_begun
            permit()
            self._note(replace(entry, step=Step.SENDING))
            has_begun = True

        if self._may_wait:
            data = end_of_command(self.profile) + data
        try:
            self._note(entry)
            result = self.device.print_slip(entry.job, data, begin)
        except NotAllowedError as error:
            _log.warning("job %s is not printed here: %s", entry.job, error)
            return Work(self._keep(replace(entry.decided(Outcome.FAILED, NOT_ALLOWED), failures=entry.failures)))
        except _SpoolBrokenError:
            _log.exception("the spool cannot be written, so nothing is printed")
            return Work(entry.decided(Outcome.FAILED, SPOOL_BROKEN))
        except OSError:
            _log.exception("the line to the printer broke in a way that is not known")
            broken = (Outcome.UNKNOWN, CUT_OFF) if has_begun else (Outcome.FAILED, NOT_REACHABLE)
            result = Result(*broken, UNREACHABLE)
        # The device asks a printer that took no more what is wrong, so paper_out too may mean half a slip.
        # Where nothing was sent this time, the printer may still wait for the rest of what broke off before.
        is_doubtful = result.outcome is Outcome.UNKNOWN or result.reason == CUT_OFF
        self._may_wait = is_doubtful or (self._may_wait and not has_begun)
        _log.info("job %s (%s, copy %d): %s %s", entry.job, entry.kind, entry.copy, result.outcome, result.reason or "")
        return Work(self._keep(entry.decided(result.outcome, result.reason)), result.reading)

    def _note(self, entry: Entry) -> None:
        try:
            self.spool.put(entry)
        except OSError as error:
            raise _SpoolBrokenError(str(error)) from error

    def _keep(self, entry: Entry) -> Entry:
        try:
            self.spool.put(entry)
        except OSError:
            _log.exception("the outcome of job %s could not be kept", entry.job)
        return entry
