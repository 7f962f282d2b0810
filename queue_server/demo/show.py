"""The day from its first minute to its tally: who plays, how fast the clock may run, when everybody has gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from queue_server.demo.clock import Over
from queue_server.demo.day import Visit
from queue_server.demo.kiosk import Kiosk
from queue_server.demo.officer import Officer
from queue_server.demo.paper import Paper
from queue_server.demo.screen import Screen
from queue_server.demo.town import Errands, Town
from queue_server.demo.wire import BrokenError, RefusedError
from queue_server.protocol import Screen as Kind

BEAT_S = 0.05
LATE_S = 20.0
PAPER_S = 240.0
LOOK_S = 0.5
OVERTIME_S = 2 * 3600.0
PATIENCE_S = 60.0
READY_S = 30.0

Account = tuple[str, str]
"""Username and password."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: tokens of devices, accounts of people, and whom they meet."""

    kiosks: Sequence[str]
    display: str
    printer: str
    officers: dict[str, Account]
    """By counter."""
    supervisor: Account
    visits: Sequence[Visit]
    day: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The hall at a glance, as its own screens and its printer tell it."""

    issued: int
    waiting: int
    served: int
    calls: int
    calls_seen: int
    slips: int


class Player(Protocol):
    """Somebody who takes a place before the day begins and then plays it."""

    def prepare(self) -> None:
        """Take one's place."""

    def run(self) -> None:
        """Play until done. Raises ``Over`` when the demo ends before."""


class Show:
    """One day. ``run`` plays it to its end and returns the frozen tally."""

    def __init__(self, town: Town, cast: Cast, home: Path, spawn: Callable[..., object]) -> None:
        self._town = town
        self._cast = cast
        self._home = home
        self._spawn = spawn
        self._seen: set[int] = set()
        self._errands = Errands(town)
        ways = [cast.visits[number :: len(cast.kiosks)] for number in range(len(cast.kiosks))]
        self._kiosks = [Kiosk(town, self._errands, *way) for way in zip(cast.kiosks, ways, strict=True)]
        self._officers = [Officer(town, self._errands, *desk) for desk in cast.officers.items()]
        self._board = Screen(Kind.BOARD, self._hear)
        self._overview = Screen(Kind.SUPERVISION)
        self._supervisor = town.line()
        self._paper: Paper | None = None
        self._looked_at = 0.0
        self._playing = 0
        self.has_begun = False
        self._count = threading.Lock()
        self._fault: Exception | None = None

    def run(self) -> dict[str, Any]:
        """Play the day. Raises ``Over`` when stopped, else whatever kept a player from playing."""
        town = self._town
        self._wait_until_ready()
        self._paper = Paper(town.address, self._cast.printer, self._home)
        self._supervisor.log_in(*self._cast.supervisor)
        wish = {"screen": Kind.SUPERVISION.value, "branch": town.branch}
        self._overview.connect(town.address, wish, self._supervisor.cookie)
        self._board.connect(town.address, {"token": self._cast.display})
        players: tuple[Player, ...] = (*self._kiosks, *self._officers, self._errands)
        for player in players:
            player.prepare()
        self.has_begun = True
        self._playing = len(players)
        for player in players:
            self._spawn(self._played, player.run)
        self._conduct(self._has_emptied)
        town.is_over = True
        self._conduct(lambda: self._playing == 1)  # the officers close their counters; errands never end
        return self._close()

    def stop(self) -> None:
        """End everything, also in the middle; the printer's process first."""
        self._town.clock.end()
        if self._paper is not None:
            self._paper.stop()

    def figures(self) -> Figures:
        """Return the hall at a glance."""
        state = self._overview.state
        issued, waiting, served = (int(state.get(name, 0)) for name in ("issued", "waiting", "completed"))
        return Figures(issued, waiting, served, self._town.calls, len(self._seen), self._printed())

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_S
        while True:
            try:
                self._supervisor.get(self._town.path("menu"))
            except (BrokenError, RefusedError):
                if time.monotonic() > deadline:
                    raise
                self._town.clock.pause(LOOK_S)
            else:
                return

    def _played(self, play: Callable[[], None]) -> None:
        """Let one player play; the first that cannot go on ends the show."""
        try:
            play()
        except Over:
            return
        except Exception as error:  # noqa: BLE001  (raised again by ``run``, whatever it was)
            self._fault = self._fault or error
        finally:
            with self._count:
                self._playing -= 1

    def _hear(self, state: dict[str, Any]) -> None:
        self._seen.update(call["seq"] for call in state["calls"])
        self._board.paint()

    def _conduct(self, is_done: Callable[[], bool]) -> None:
        """Wind the clock, no faster than paper and answers follow, until ``is_done``."""
        clock = self._town.clock
        wound_at = time.monotonic()
        while not is_done():
            if self._is_behind():
                clock.hold()
            else:
                clock.wind()
                wound_at = time.monotonic()
            if time.monotonic() - wound_at > PATIENCE_S:
                raise BrokenError(f"{len(self._town.slips)} slips were promised, {self._printed()} came out")
            clock.pause(BEAT_S)
            if self._fault is not None:
                raise self._fault

    def _is_behind(self) -> bool:
        """Say whether a slip or an answer is overdue: a paper that comes late goes to nobody."""
        if self._paper is None or not self._paper.is_running:
            raise BrokenError("the printer agent ended by itself")
        promised = self._town.slips[self._printed() :]
        late_s = max((kiosk.late_s for kiosk in self._kiosks), default=0)
        paper_s = self._town.clock.now_s - promised[0] if promised else 0
        return late_s > LATE_S or paper_s > PAPER_S

    def _printed(self) -> int:
        return 0 if self._paper is None else self._paper.count()

    def _has_emptied(self) -> bool:
        """Look now and then whether everybody has gone home."""
        if time.monotonic() - self._looked_at < LOOK_S:
            return False
        self._looked_at = time.monotonic()
        return self._is_empty()

    def _is_empty(self) -> bool:
        """Say whether nobody comes, waits or is served any more. The day's own figures decide."""
        if self._town.clock.now_s > self._town.spans[-1][1] + OVERTIME_S:
            return True
        if self._errands or not all(kiosk.is_done for kiosk in self._kiosks) or self._overview.state["waiting"]:
            return False
        tally = self._supervisor.get(self._town.path(f"days/{self._cast.day}/tally"))
        ended = sum(tally[name] for name in ("completed", "no_show", "cancelled", "expired"))
        return bool(tally["issued"] == ended)

    def _close(self) -> dict[str, Any]:
        """Close the day and wait for its last paper, the tally."""
        self._town.clock.hold()
        path = self._town.path(f"days/{self._cast.day}/close")
        try:
            tally: dict[str, Any] = self._supervisor.post(path)
        except RefusedError:
            tally = self._supervisor.post(path, {"force": True})
        deadline = time.monotonic() + PATIENCE_S
        while self._printed() <= len(self._town.slips) and time.monotonic() < deadline:
            self._town.clock.pause(BEAT_S)
        return tally
