"""The day from its first minute to its tally: who plays, how fast the clock may run, when everybody has gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
SLIPS_BEHIND = 3
LATE_S = 60.0
LOOK_S = 0.5
OVERTIME_S = 3 * 3600.0
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
    absent: int
    calls: int
    calls_seen: int
    slips: int


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
        self._playing = 0
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
        for player in (*self._kiosks, *self._officers, self._errands):
            self._spawn(self._played, player.run)
        self._conduct()
        return self._close()

    def stop(self) -> None:
        """End everything, also in the middle; the printer's process first."""
        self._town.clock.end()
        if self._paper is not None:
            self._paper.stop()

    def figures(self) -> Figures:
        """Return the hall at a glance."""
        state = self._overview.state
        slips = 0 if self._paper is None else self._paper.count()
        told = (int(state.get(name, 0)) for name in ("issued", "waiting", "completed", "no_show"))
        return Figures(*told, self._town.calls, len(self._seen), slips)

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
        with self._count:
            self._playing += 1
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

    def _conduct(self) -> None:
        """Run the clock, no faster than paper and answers follow, until everybody has gone home."""
        clock = self._town.clock
        looked_at = went_at = time.monotonic()
        while not self._town.is_over:
            now = time.monotonic()
            if self._is_behind():
                clock.hold()
            else:
                clock.run()
                went_at = now
            if now - went_at > PATIENCE_S:
                raise BrokenError(f"the hall does not follow: {self._lag()}")
            if now - looked_at >= LOOK_S:
                looked_at = now
                self._town.is_over = self._is_empty()
            clock.pause(BEAT_S)
            self._raise_fault()
        clock.run()

    def _raise_fault(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _is_behind(self) -> bool:
        if self._paper is None or not self._paper.is_running:
            raise BrokenError("the printer agent ended by itself")
        missing = self._town.slips - self._paper.count()
        return missing > SLIPS_BEHIND or any(kiosk.late_s > LATE_S for kiosk in self._kiosks)

    def _lag(self) -> str:
        printed = 0 if self._paper is None else self._paper.count()
        return f"{printed} of {self._town.slips} slips are printed"

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
        """Wait until the officers have closed their counters, close the day, wait for its last paper."""
        while self._playing > 1:
            self._town.clock.pause(BEAT_S)
            self._raise_fault()
        path = self._town.path(f"days/{self._cast.day}/close")
        try:
            tally: dict[str, Any] = self._supervisor.post(path)
        except RefusedError:
            tally = self._supervisor.post(path, {"force": True})
        self._wait_for_paper(self._town.slips + 1)
        return tally

    def _wait_for_paper(self, slips: int) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while self._paper is not None and self._paper.count() < slips and time.monotonic() < deadline:
            self._town.clock.pause(BEAT_S)
