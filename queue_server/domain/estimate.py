"""How long a resident will wait: a range for people, never a promise.

The plain calculation (the time left of those being served, then people ahead × work / open counters), multiplied by
what closed waits taught, put on the clock with its breaks. The range is wide enough that four of five waits fall into
it, in steps of five minutes. Formula, sources and measured error: docs/waits.md.
"""

from __future__ import annotations

from math import ceil, exp
from typing import Final, NamedTuple

from queue_server.domain.scene import Scene, meets_break, on_the_clock
from queue_server.domain.wait_record import WaitRecord

STEP_S: Final = 300
LONGEST_S: Final = 12 * 3600


class WaitRange(NamedTuple):
    """Seconds from now, both multiples of five minutes."""

    low_s: int
    high_s: int

    def holds(self, wait_s: float) -> bool:
        """Say whether a wait came true within the range."""
        return self.low_s <= wait_s <= self.high_s


class Estimate(NamedTuple):
    """The expected wait in seconds on the clock, its range, and whether enough is known to show that to people."""

    expected_s: float
    span: WaitRange
    is_shown: bool


def estimate(scene: Scene, record: WaitRecord) -> Estimate:
    """Return what somebody may expect. Pure: the same scene and record give the same answer.

    Ends of the range lie on the nearest step: its width makes up for what rounding takes and gives.
    """
    calling_s = min(record.expected_s(scene), LONGEST_S)
    factor = exp(record.width_at(calling_s))
    shortest_s, expected_s, longest_s = calling_s / factor, calling_s, min(calling_s * factor, LONGEST_S)
    if meets_break(longest_s, scene.spans):
        shortest_s, expected_s, longest_s = (
            on_the_clock(wait_s, scene.spans) for wait_s in (shortest_s, expected_s, longest_s)
        )
    steps = expected_s / STEP_S
    low = min(int(shortest_s / STEP_S + 0.5), int(steps))
    high = max(int(longest_s / STEP_S + 0.5), ceil(steps), low + 1)
    return Estimate(expected_s, WaitRange(low * STEP_S, high * STEP_S), record.is_enough(scene.queue))
