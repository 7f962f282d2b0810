"""What the players share: the clock, the office's address, the residents in it, and what has happened so far."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote

from queue_server.demo.clock import FastClock
from queue_server.demo.day import Fate, Spans, Visit
from queue_server.demo.wire import Line, RefusedError

STRANGER_S = 240.0
ANSWER_S = 1.0


@dataclass(slots=True)
class Town:
    """One office during one day."""

    address: str
    branch: str
    clock: FastClock
    spans: Spans
    """When counters call."""
    seed: int
    answers: Counter[int] = field(default_factory=Counter)
    issued: int = 0
    slips: list[float] = field(default_factory=list)
    """When each slip that the server promised was promised."""
    calls: int = 0
    turned_away: int = 0
    is_over: bool = False
    _residents: dict[str, Visit] = field(default_factory=dict)

    def line(self, token: str | None = None) -> Line:
        """Return a new connection, counted with all others."""
        line = Line(self.address, self.answers, self.clock.pause)
        if token is not None:
            line.show(token)
        return line

    def path(self, rest: str) -> str:
        """Return an address of this branch in the API."""
        return f"/branches/{quote(self.branch, safe='')}/{rest}"

    def arrive(self, answer: dict[str, Any], visit: Visit) -> None:
        """Take note of a resident who has a number."""
        self._residents[answer["ticket"]["id"]] = visit
        self.issued += 1
        if answer["print_job"] is not None:
            self.slips.append(self.clock.now_s)

    def resident(self, ticket_id: str) -> Visit:
        """Return who holds a ticket; whoever took it in a browser comes when called and needs four minutes."""
        stranger = Visit(self.clock.now_s, "", STRANGER_S)
        return self._residents.setdefault(ticket_id, stranger)


class Errands:
    """What happens later, away from kiosks and counters: a number given back by phone, a return of somebody missed."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._phone = town.line()

    def __len__(self) -> int:
        return len(self._due)

    def later(self, seconds: float, deed: Callable[[], None]) -> None:
        """Do something after a stretch of the hall's time."""
        heapq.heappush(self._due, (self._town.clock.now_s + seconds, next(self._order), deed))

    def cancel(self, track_url: str, visit: Visit) -> None:
        """Give a number back by phone; if it was called meanwhile, its holder comes after all."""
        visit.fate = Fate.SERVED
        try:
            self._phone.post(f"/track/{track_url.rpartition('/')[2]}/cancel")
        except RefusedError:
            return

    def prepare(self) -> None:
        """Need nothing before the day begins."""

    def run(self) -> None:
        """Do what is due, for as long as the clock runs."""
        while True:
            while self._due and self._due[0][0] <= self._town.clock.now_s:
                self._due[0][2]()
                heapq.heappop(self._due)
            self._town.clock.wait(ANSWER_S)
