"""The hall's time during a demo: faster than the wall's, and never faster than the hall can follow."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

SHORTEST_WAIT_S = 0.005
LONGEST_WAIT_S = 0.5
LONGEST_BEAT_S = 0.2


class Over(Exception):  # noqa: N818  (no fault: the way in which everybody goes home)
    """The demo ends; whoever waits for an instant waits no longer."""


class FastClock:
    """Tells instants like the server's clock, ``speed`` times as fast, for as long as somebody winds it.

    Unwound it stands still after a moment: on a busy machine the day takes longer, and nobody in it notices.
    Players think in seconds since the day's local midnight, as traces do.
    """

    def __init__(self, midnight: datetime, begins_s: float, speed: float) -> None:
        self._midnight = midnight.astimezone(UTC)
        self.speed = speed
        self._ends = threading.Event()
        self._wound: tuple[float, float | None] = (begins_s, None)

    def __call__(self) -> datetime:
        """Return the hall's instant in UTC, in whole milliseconds as the wire shows it."""
        return self._midnight + timedelta(milliseconds=int(self.now_s * 1000))

    @property
    def now_s(self) -> float:
        """Return the seconds since local midnight."""
        second, since = self._wound
        return second if since is None else second + min(time.monotonic() - since, LONGEST_BEAT_S) * self.speed

    def second_of(self, instant: str) -> float:
        """Return an instant of the wire in seconds since this day's local midnight."""
        return (datetime.fromisoformat(instant) - self._midnight).total_seconds()

    def wind(self) -> None:
        """Let the clock go on for another moment."""
        self._wound = (self.now_s, time.monotonic())

    def hold(self) -> None:
        """Stand still until wound again."""
        self._wound = (self.now_s, None)

    def end(self) -> None:
        """Send everybody home who waits for an instant."""
        self._ends.set()

    def wait_until(self, second: float) -> None:
        """Return at an instant, at once if it has passed. Raises ``Over``."""
        while (left_s := second - self.now_s) > 0:
            self.pause(min(max(left_s / self.speed, SHORTEST_WAIT_S), LONGEST_WAIT_S))

    def wait(self, seconds: float) -> None:
        """Let a stretch of the hall's time pass. Raises ``Over``."""
        self.wait_until(self.now_s + seconds)

    def pause(self, wall_s: float) -> None:
        """Let a stretch of the wall's time pass. Raises ``Over``."""
        if self._ends.wait(wall_s):
            raise Over
