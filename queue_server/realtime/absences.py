"""Officers whose desks are gone: a PC that fell asleep, a browser that was shut, a cable that was pulled.

Only a desk that was seen here by its socket can go missing, so whoever works by HTTP alone is never touched, and a
server that starts begins to count with the first loss it sees itself. Time is the machine's own: a hall that is
played faster, and a clock that is set, make no officer absent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from queue_server.domain.roles import Role
from queue_server.protocol import Screen
from queue_server.realtime.presence import Presence


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter's desk as one officer has it open."""

    branch: str
    counter: str
    officer: str


LeaveDesk = Callable[[Desk, float], bool]
"""(desk, seconds since it was seen) -> nothing more will come of this absence."""


ASK_S = 2.0


class Absences:
    """Remembers when each desk was lost, and tells of those that stay away."""

    def __init__(self, presence: Presence, leave_desk: LeaveDesk, clock: Callable[[], float] = time.monotonic) -> None:
        self._presence = presence
        self._leave_desk = leave_desk
        self._clock = clock
        self._here: set[Desk] = set()
        self._lost: dict[Desk, float] = {}
        self._asked_at = clock()

    def look(self) -> None:
        """Note which desks came and which went; every ``ASK_S`` tell of those that are gone."""
        here = {
            Desk(seat.room.branch, seat.room.key, seat.actor.id)
            for seat in self._presence.where(lambda seat: seat.room.screen is Screen.DESK)
            if seat.actor.role is Role.OFFICER
        }
        now = self._clock()
        self._lost.update(dict.fromkeys(self._here - here, now))
        for desk in here & self._lost.keys():
            del self._lost[desk]
        self._here = here
        if now - self._asked_at >= ASK_S:
            self._asked_at = now
            self._tell(now)

    def _tell(self, now: float) -> None:
        """Tell of every desk that is gone, for how long; forget those of which nothing more will come."""
        for desk, lost_at in list(self._lost.items()):
            if self._leave_desk(desk, now - lost_at):
                self._lost.pop(desk, None)
