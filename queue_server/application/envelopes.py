"""What all screens' states share: their envelope, the day they show, the printer's state."""

from __future__ import annotations

from datetime import date, datetime

from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.days import local_time
from queue_server.application.ports import Work
from queue_server.application.stored import PrinterSeen, ServiceDay

WELL = ("ready", "printing", "paper_low")


def envelope(context: Context, work: Work, state: object) -> protocol.Envelope:
    """Wrap a state with the ``seq`` of the snapshot that it was read in."""
    return protocol.Envelope(work.seq, context.clock(), work.branch.code, state)


def current_day(work: Work, now: datetime) -> tuple[date, ServiceDay | None]:
    """Return the day that screens show: the last one opened if it is today or still open, else today."""
    latest = work.days.latest()
    today = local_time(work.branch, now).date()
    if latest is not None and (latest.is_open or latest.day >= today):
        return latest.day, latest
    return today, None


def best_printer(work: Work) -> PrinterSeen | None:
    """Return the printer that is best off, or None where the branch has none."""
    return min(work.printers.all(), key=_how_bad, default=None)


def _how_bad(seen: PrinterSeen) -> int:
    """Return a place in the order of trouble; one that can never be asked is well as far as anybody knows."""
    if seen.shown_state in WELL:
        return WELL.index(seen.shown_state)
    return len(WELL) + (seen.shown_detail != "one_way")
