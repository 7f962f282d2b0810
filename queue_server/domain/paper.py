"""Which printer takes which paper: each its own, a fall-back what another cannot print. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LEASE = timedelta(seconds=30)
"""So long a claimed job belongs to its printer; a new lease begins with ``sending``."""
LONGEST_BACK_OFF = timedelta(seconds=5)
"""So long a job waits at most after a try of which nothing came out."""
FALLBACK_AFTER = timedelta(seconds=10)
"""So long a paper waits for its own printer before a fall-back printer may take it, whatever the own one says."""
HELPLESS = frozenset({"offline", "paper_out", "cover_open", "error"})
"""States of a printer that cannot print now (``protocol.PrinterState``)."""


class JobState(StrEnum):
    """The life of a print job."""

    QUEUED = "queued"
    LEASED = "leased"
    SENDING = "sending"
    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


SETTLED = frozenset({JobState.PRINTED, JobState.FAILED, JobState.UNKNOWN})
IN_HAND = frozenset({JobState.LEASED, JobState.SENDING})


@dataclass(frozen=True, slots=True)
class PrinterPart:
    """A printer and what it can do at this moment."""

    id: str
    is_fallback: bool
    is_helpless: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """The papers that one printer may take now.

    ``own``: those meant for these printers; ``free``: those meant for none, or for one
    that is there no more; ``late``: any that waits longer than ``FALLBACK_AFTER``. ``known`` are the ids of all
    printers of the branch. Test pages and signs asked of one printer come out of that one (``me``) only.
    """

    me: str
    own: frozenset[str]
    free: bool
    late: bool
    known: frozenset[str]


def reach_of(printer: str, parts: Collection[PrinterPart]) -> Reach:
    """Return what ``printer`` may take among its branch's ``parts``.

    One that is well takes its own and what is meant for none; a fall-back also what its neighbours cannot print, and in
    time what nobody took. One in trouble leaves everything to those who are well: its own to a fall-back, the rest to
    anybody, and keeps what nobody well may take.
    """
    known = frozenset(part.id for part in parts)
    me = next((part for part in parts if part.id == printer), PrinterPart(printer, False, False))
    others = [part for part in parts if part.id != printer]
    mains = {part.id for part in others if not part.is_fallback}
    if me.is_helpless:
        is_helped = not me.is_fallback and any(part.is_fallback and not part.is_helpless for part in others)
        is_last_resort = all(part.is_helpless for part in others) and not (me.is_fallback and mains)
        own = frozenset() if is_helped else frozenset({printer})
        return Reach(printer, own, free=is_last_resort, late=False, known=known)
    if not me.is_fallback:
        return Reach(printer, frozenset({printer}), free=True, late=False, known=known)
    helpless = frozenset(part.id for part in others if not part.is_fallback and part.is_helpless)
    return Reach(printer, helpless | {printer}, free=helpless == mains, late=True, known=known)
