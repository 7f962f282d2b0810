"""From a committed change to fresh states: built once a room, for rooms in which somebody sits, in order.

One worker a branch does all its sending, first states too, so what a screen receives never goes back in time.
Changes that arrive while it works are taken together in its next round. It rests as long as it worked, at most
``LONGEST_REST_S``: the screens of a storm cost half of the processor, never all of it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from queue_server.domain.errors import Refusal
from queue_server.protocol import Envelope, Screen
from queue_server.realtime.presence import Presence
from queue_server.realtime.rooms import Room, Seat

LONGEST_REST_S = 0.25
RETRY_S = 0.5
ORDER = (Screen.BOARD, Screen.DESK, Screen.MENU, Screen.PRINT, Screen.SUPERVISION, Screen.TRACK)
SENT_WHEN_CHANGED = frozenset({Screen.TRACK})

View = Callable[[str, list[str]], Mapping[str, Envelope]]
Send = Callable[[str, Envelope, list[Seat]], None]
Drop = Callable[[Iterable[Seat]], None]

_log = logging.getLogger("antrean.screens")


@dataclass(slots=True)
class _Work:
    """What a branch's worker has to do: screens to send again, screens to compare, and who just came."""

    changed: set[Screen] = field(default_factory=set)
    compare: set[Screen] = field(default_factory=set)
    newcomers: dict[Room, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changed or self.compare or self.newcomers)


class Broadcaster:
    """Sends every connected screen its state.

    ``views`` build states: ``view(branch, keys)`` returns an envelope for each key that still exists.
    """

    def __init__(self, spawn: Callable[..., object]) -> None:
        self._spawn = spawn
        self._presence = Presence()
        self._views: Mapping[Screen, View] = {}
        self._send: Send = _nowhere
        self._drop: Drop = _nobody
        self._lock = threading.Lock()
        self._work: dict[str, _Work] = defaultdict(_Work)
        self._working: set[str] = set()
        self._seen: dict[str, int] = {}
        self._last: dict[Room, Any] = {}
        self._failing: set[tuple[str, Screen]] = set()

    def attach(self, presence: Presence, views: Mapping[Screen, View], send: Send, drop: Drop) -> None:
        """Join the parts that are made after the store, which needs ``published``."""
        self._presence, self._views, self._send, self._drop = presence, views, send, drop

    def published(self, branch: str, seq: int) -> None:
        """Take note that a change of ``branch`` is committed. Returns at once; call it outside transactions."""
        with self._lock:
            if seq > self._seen.get(branch, -1):
                self._seen[branch] = seq
            self._work[branch].changed.update(ORDER)
        self._wake(branch)

    def seen(self, branch: str) -> int:
        """Return the highest seq that was published here; -1 for none."""
        return self._seen.get(branch, -1)

    def welcome(self, seat: Seat) -> None:
        """Send a screen its first state: it must sit in its room already, so that no change falls between."""
        with self._lock:
            self._work[seat.room.branch].newcomers.setdefault(seat.room, set()).add(seat.sid)
        self._wake(seat.room.branch)

    def compare(self, branch: str, screen: Screen) -> None:
        """Build a screen again and send it where it differs from what was sent: the clock changes states too."""
        with self._lock:
            self._work[branch].compare.add(screen)
        self._wake(branch)

    def _wake(self, branch: str) -> None:
        with self._lock:
            if branch in self._working:
                return
            self._working.add(branch)
        self._spawn(self._run, branch)

    def _run(self, branch: str) -> None:
        while True:
            with self._lock:
                work = self._work.pop(branch, None)
                if not work:
                    self._working.discard(branch)
                    return
            began = time.monotonic()
            failed = [screen for screen in ORDER if not self._try(branch, screen, work)]
            if failed:
                self._spawn(self._again, branch, work, failed)
            time.sleep(min(time.monotonic() - began, LONGEST_REST_S))

    def _again(self, branch: str, work: _Work, failed: list[Screen]) -> None:
        """Try in a moment what failed, without holding up the other kinds of screen."""
        time.sleep(RETRY_S)
        with self._lock:
            again = self._work[branch]
            again.changed.update(work.changed.intersection(failed))
            again.compare.update(work.compare.intersection(failed))
            for room, sids in work.newcomers.items():
                if room.screen in failed:
                    again.newcomers.setdefault(room, set()).update(sids)
        self._wake(branch)

    def _try(self, branch: str, screen: Screen, work: _Work) -> bool:
        """Send one kind of screen; False when its states could not be built now."""
        try:
            self._show(branch, screen, work)
        except Exception:  # noqa: BLE001  (logged, and tried again in a moment)
            if (branch, screen) not in self._failing:
                _log.exception("states of %s for %s cannot be built; trying on", screen.value, branch)
            self._failing.add((branch, screen))
            return False
        self._failing.discard((branch, screen))
        return True

    def _show(self, branch: str, screen: Screen, work: _Work) -> None:
        everybody = screen in work.changed or screen in work.compare
        rooms = [room for room in self._rooms(branch, work, everybody=everybody) if room.screen is screen]
        if not rooms:
            return
        envelopes = self._build(screen, rooms)
        for room in rooms:
            envelope = envelopes.get(room.key)
            if envelope is not None:
                self._deliver(room, envelope, work)
        time.sleep(0)  # others want the processor between two kinds of screen

    def _build(self, screen: Screen, rooms: list[Room]) -> Mapping[str, Envelope]:
        """Return the states of rooms. Who sits where there is nothing any more (a counter taken away) has to leave."""
        branch = rooms[0].branch
        try:
            return self._views[screen](branch, [room.key for room in rooms])
        except Refusal as refusal:
            if len(rooms) > 1:
                return {key: envelope for room in rooms for key, envelope in self._build(screen, [room]).items()}
            _log.warning("%s has no state: %s", rooms[0].name, refusal)
            self._drop(self._presence.in_room(rooms[0]))
            return {}

    def _rooms(self, branch: str, work: _Work, *, everybody: bool) -> Iterable[Room]:
        occupied = self._presence.rooms(branch)
        return occupied if everybody else [room for room in occupied if room in work.newcomers]

    def _deliver(self, room: Room, envelope: Envelope, work: _Work) -> None:
        is_new = self._last.get(room) != envelope.state
        seats = self._presence.in_room(room)
        if not (is_new or (room.screen in work.changed and room.screen not in SENT_WHEN_CHANGED)):
            newcomers = work.newcomers.get(room, set())
            seats = [seat for seat in seats if seat.sid in newcomers]
        self._last[room] = envelope.state
        if seats:
            self._send(room.screen.message, envelope, seats)

    def forget_empty(self) -> None:
        """Drop what is remembered of rooms that nobody sits in any more."""
        for room in [room for room in self._last if not self._presence.in_room(room)]:
            self._last.pop(room, None)


def _nowhere(_message: str, _envelope: Envelope, _seats: list[Seat]) -> None:
    """Before anybody can connect there is nobody to send to."""


def _nobody(_seats: Iterable[Seat]) -> None:
    """Likewise nobody to send away."""
