"""A working day in an office, played by the use cases on a clock of its own: who comes, is called, is missed."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from queue_server import protocol
from queue_server.application.printers import report_printer
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import Ticket
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall

SEED = 5
VISITS_AN_HOUR = {7: 46, 8: 64, 9: 60, 10: 46, 11: 22, 13: 36, 14: 16}
SHARES = {"REKAM": 22, "CETAK": 22, "KK": 20, "KIA": 8, "LAHIR": 8, "AKTA": 5, "PINDAH": 8, "KONSUL": 7}
MINUTES = {"REKAM": 6, "CETAK": 4, "KK": 8, "KIA": 5, "LAHIR": 10, "AKTA": 9, "PINDAH": 9, "KONSUL": 7}
OFFICERS = {"1": "ratna", "2": "wahyu", "3": "sari", "4": "dimas", "5": "lestari", "6": "agus", "7": "nur", "8": "yoga"}
PRIORITIES = ("elderly", "elderly", "infant", "disability", "pregnant")
PRIORITY_SHARE, NO_SHOW_SHARE, HOLD_SHARE = 0.08, 0.05, 0.03
LUNCH = 12
MAX_CALLS, CALLS_APART_S = 3, 25


class Morning:
    """Events in order of time; ``until`` plays them and leaves everything as it stands at that minute."""

    def __init__(self, hall: Hall, printer: Actor) -> None:
        self.hall, self.clock = hall, hall.clock
        self._printer = printer
        self._chance = random.Random(SEED)
        self._order = count()
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._idle: set[str] = set()
        self._wants_break: set[str] = set()
        self._sends_for_copies: set[str] = set()
        self._people = {code: Actor(Role.OFFICER, name, hall.branch) for code, name in OFFICERS.items()}
        self._plan()

    def until(self, minute: str) -> None:
        last = SettableClock(self.clock.zone, self.clock.now)
        last.set(minute)
        while self._events and self._events[0][0] <= last.now:
            self.clock.now, _, deed = heapq.heappop(self._events)
            deed()
        self.clock.now = last.now

    def _plan(self) -> None:
        report_printer(self.hall.context, self._printer, protocol.PrinterReport(protocol.PrinterState.READY))
        for hour, visits in VISITS_AN_HOUR.items():
            for _ in range(visits):
                past = self._chance.uniform(31 if hour == 7 else 0, 59)
                self._at(f"{hour:02d}:{int(past):02d}", self._arrive, self._chance.uniform(0, 59))
        for minute, counter in (("09:29", "8"), ("10:10", "5"), ("14:00", "1")):
            self._at(minute, partial(self._wants_break.add, counter), 0)
        self._at("09:18", lambda: self._sends_for_copies.add("3"), 0)
        for turn, counter in enumerate(self._people):
            self._at(f"07:5{5 + turn // 2}", partial(self._open, counter), turn * 7)
            self._at("08:00", partial(self._next, counter), turn * 5)

    def _at(self, minute: str, deed: Callable[[], None], seconds: float) -> None:
        moment = SettableClock(self.clock.zone, self.clock.now)
        moment.set(minute)
        heapq.heappush(self._events, (moment.now + timedelta(seconds=seconds), next(self._order), deed))

    def _in(self, seconds: float, deed: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.clock.now + timedelta(seconds=seconds), next(self._order), deed))

    def _arrive(self) -> None:
        service = self._chance.choices(list(SHARES), list(SHARES.values()))[0]
        urgent = self._chance.random() < PRIORITY_SHARE
        self.hall.issue(service, priority=self._chance.choice(PRIORITIES) if urgent else "regular")
        job = self.hall.claim_or_none(self._printer)
        if job is not None:
            self.hall.report(self._printer, job)
        for counter in sorted(self._idle):
            self._idle.discard(counter)
            self._next(counter)

    def _next(self, counter: str) -> None:
        if self.clock.local.hour == LUNCH:
            self._at("13:00", lambda: self._next(counter), int(counter) * 4)
            return
        if counter in self._wants_break:
            self._wants_break.discard(counter)
            self.hall.pause(counter, by=self._people[counter])
            self._in(15 * 60, lambda: self._come_back(counter))
            return
        self.hall.officer = self._people[counter]
        ticket = self.hall.call(counter)
        if ticket is None:
            self._idle.add(counter)
        elif self._chance.random() < NO_SHOW_SHARE:
            self._miss(counter, ticket, 1)
        else:
            self._in(self._chance.uniform(12, 45), lambda: self._start(counter, ticket))

    def _open(self, counter: str) -> None:
        self.hall.open(counter, by=self._people[counter])

    def _come_back(self, counter: str) -> None:
        self._open(counter)
        self._next(counter)

    def _miss(self, counter: str, ticket: Ticket, calls: int) -> None:
        def again() -> None:
            if calls < MAX_CALLS:
                self._do("recall", ticket, counter)
                self._miss(counter, ticket, calls + 1)
            else:
                self._do("no-show", ticket, counter)
                self._next(counter)

        self._in(CALLS_APART_S, again)

    def _start(self, counter: str, ticket: Ticket) -> None:
        self._do("start", ticket, counter)
        seconds = 60 * MINUTES[ticket.service] * self._chance.lognormvariate(-0.08, 0.4)
        if counter in self._sends_for_copies or self._chance.random() < HOLD_SHARE:
            self._sends_for_copies.discard(counter)
            self._in(seconds / 3, lambda: self._hold(counter, ticket))
        else:
            self._in(seconds, lambda: self._finish(counter, ticket))

    def _hold(self, counter: str, ticket: Ticket) -> None:
        self._do("hold", ticket, counter, reason="copies")
        self._in(15 * 60, lambda: self._resume(counter, ticket))
        self._next(counter)

    def _resume(self, counter: str, ticket: Ticket) -> None:
        try:
            self._do("resume", ticket, counter)
        except Refusal:
            self._in(60, lambda: self._resume(counter, ticket))
            return
        self._idle.discard(counter)
        self._in(120, lambda: self._finish(counter, ticket))

    def _finish(self, counter: str, ticket: Ticket) -> None:
        self._do("complete", ticket, counter, outcome="done")
        self._next(counter)

    def _do(self, verb: str, ticket: Ticket, counter: str, **more: str) -> None:
        self.hall.act(verb, ticket, counter, by=self._people[counter], **more)
