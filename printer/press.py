"""One job from claim to outcome: what the spool knows comes first, then paper, then the truth about it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from printer.content import read_slip, read_tally
from printer.device import Device, Outcome
from printer.encode import encode
from printer.profiles import Profile
from printer.slip import ticket_lines
from printer.spool import Entry, Spool, Step
from printer.status import Reading
from printer.tally_slip import tally_lines
from queue_server.protocol import PrintJob

_log = logging.getLogger(__name__)
RESTARTED = "agent_restarted"
NOT_UNDERSTOOD = "content_not_understood"
SPOOL_BROKEN = "spool_not_writable"


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


def render(job: PrintJob, profile: Profile, spool: Spool, day: str) -> bytes:
    """Return the bytes of ``job``. Raises ValueError for a kind or content that makes no slip."""
    columns, encoding = profile.columns, profile.encoding
    if job.kind == "tally":
        lines = tally_lines(read_tally(job.content), columns, encoding, spool.count(day), job.copy)
    elif job.kind in {"ticket", "test"}:
        slip = read_slip(job.content)
        if not slip.number.strip():
            raise ValueError("a slip needs a number")
        lines = ticket_lines(slip, columns, encoding, job.copy)
    else:
        raise ValueError(f"no slip is known for kind {job.kind!r}")
    return encode(lines, profile)


class Press:
    """Prints jobs on one device, each at most once unmarked."""

    def __init__(self, device: Device, spool: Spool, profile: Profile) -> None:
        self.device, self.spool, self._profile = device, spool, profile

    def recover(self) -> None:
        """Decide what was in hand when the agent last stopped.

        Of what was being sent nobody knows how much is on paper; what was only leased can be given back at once.
        """
        for entry in self.spool.in_hand():
            if entry.step is Step.SENDING:
                self._keep(entry.decided(Outcome.UNKNOWN, RESTARTED))
            else:
                self._keep(replace(entry.decided(Outcome.FAILED, RESTARTED), failures=entry.failures))

    def work(self, job: PrintJob, day: str) -> Work:
        """Print ``job`` of service day ``day`` unless the spool forbids it, and remember the outcome."""
        before = self.spool.get(job.id)
        known = known_outcome(before, job)
        if before is not None and known is not None:
            return Work(self._keep(replace(before.decided(*known), fence=job.fence, failures=before.failures)))
        failures = before.failures if before else 0
        entry = Entry(job=job.id, kind=job.kind, copy=job.copy, fence=job.fence, day=day, failures=failures)
        try:
            data = render(job, self._profile, self.spool, day)
        except Exception:  # noqa: BLE001  (whatever a content does to the layout, the next slip must come)
            _log.exception("job %s cannot be laid out", job.id)
            return Work(self._keep(entry.decided(Outcome.FAILED, NOT_UNDERSTOOD)))
        return self._print(entry, data)

    def _print(self, entry: Entry, data: bytes) -> Work:
        try:
            self.spool.put(entry)
            begin = replace(entry, step=Step.SENDING)
            result = self.device.print_slip(entry.job, data, lambda: self.spool.put(begin))
        except OSError:
            _log.exception("the spool cannot be written, so nothing is printed")
            return Work(entry.decided(Outcome.FAILED, SPOOL_BROKEN))
        _log.info("job %s (%s, copy %d): %s %s", entry.job, entry.kind, entry.copy, result.outcome, result.reason or "")
        return Work(self._keep(entry.decided(result.outcome, result.reason)), result.reading)

    def _keep(self, entry: Entry) -> Entry:
        try:
            self.spool.put(entry)
        except OSError:
            _log.exception("the outcome of job %s could not be kept", entry.job)
        return entry
