"""Which printer takes which paper: each its own, a fall-back what another cannot print. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

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

    ``own``: those meant for these printers; ``free``: those meant for none, or for one that is there no more;
    ``late``: any that waits longer than ``FALLBACK_AFTER``. ``known`` are the ids of all printers of the branch.
    """

    own: frozenset[str]
    free: bool
    late: bool
    known: frozenset[str]


def reach_of(printer: str, parts: Collection[PrinterPart]) -> Reach:
    """Return what ``printer`` may take among its branch's ``parts``.

    A printer in trouble leaves its papers to a fall-back printer that is well, and keeps them where there is none.
    """
    known = frozenset(part.id for part in parts)
    me = next((part for part in parts if part.id == printer), PrinterPart(printer, False, False))
    others = [part for part in parts if part.id != printer]
    if not me.is_fallback:
        yields = me.is_helpless and any(part.is_fallback and not part.is_helpless for part in others)
        return Reach(frozenset() if yields else frozenset({printer}), not yields, late=False, known=known)
    helpless = frozenset(part.id for part in others if not part.is_fallback and part.is_helpless)
    mains = {part.id for part in others if not part.is_fallback}
    return Reach(helpless | {printer}, free=helpless == mains, late=True, known=known)
