"""What a resident was told about the wait, with all that it was told from, and when the call came."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from queue_server.domain.estimate import WaitRange


class Promise(NamedTuple):
    """One range told for one leg of a ticket.

    ``is_change``: shown later, on the resident's phone, and not with the number. ``is_shown``: people saw the range,
    else only how many were ahead. ``called_at`` is known once the leg has ended after a call; ``expected_s`` is on the
    clock. The rest is the scene (``domain.scene.Scene``) that it was told from.
    """

    ticket_id: str
    leg_no: int
    service: str
    service_day: date
    is_preferred: bool
    made_at: datetime
    is_change: bool
    ahead: int
    counters: int
    idle: int
    work_s: float
    first_free_s: float
    expected_s: float
    span: WaitRange
    is_shown: bool
    called_at: datetime | None = None

    @property
    def came_s(self) -> float | None:
        """Return the wait from the promise to the call, None while that is unknown; a clock set back counts as none."""
        return None if self.called_at is None else max((self.called_at - self.made_at).total_seconds(), 0.0)

    @property
    def came_true(self) -> bool | None:
        """Say whether the call fell into the range, None while that is unknown."""
        came_s = self.came_s
        return None if came_s is None else self.span.holds(came_s)
