"""How long a resident will wait: a range for people, never a promise.

People ahead x minutes of service / open counters, plus the time until counters call again. The range
is the estimate less and more a share that covers the spread of service times, in 5-minute steps
(only open counters that take the service count, and announced breaks do).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

STEP_S = 300
SPREAD = 0.35
CAP_S = 12 * 3600


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known when somebody asks.

    ``mean_service_s`` of work that one person ahead brings to the ``counters`` open for this service (or
    expected, before opening), ``pause_s`` until counters call again.
    """

    ahead: int
    mean_service_s: float
    counters: int
    pause_s: float = 0


@dataclass(frozen=True, slots=True)
class WaitRange:
    """Seconds from now, both multiples of five minutes."""

    low_s: int
    high_s: int


def expected_wait(outlook: Outlook) -> WaitRange | None:
    """Return the range, or None where no counter takes the service."""
    if outlook.counters <= 0:
        return None
    queueing = outlook.ahead * outlook.mean_service_s / outlook.counters
    middle = min(queueing + max(outlook.pause_s, 0.0), CAP_S)
    low = floor(middle * (1 - SPREAD) / STEP_S) * STEP_S
    high = ceil(middle * (1 + SPREAD) / STEP_S) * STEP_S
    low = max(low, floor(max(outlook.pause_s, 0.0) / STEP_S) * STEP_S)
    return WaitRange(low, max(high, low + STEP_S))
