"""From a committed change to fresh states: built once a room, for rooms in which somebody sits, in order.

Each kind of screen of a branch has one worker for all its sending, first states too, so what a screen receives never
goes back in time, and no kind waits for another. Changes that arrive while a worker works are taken together in its
next round. It rests in proportion to what the round cost: in a storm the screens share the processor, never take it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from queue_server.domain.errors import Refusal
from queue_server.protocol import Envelope, Screen
from queue_server.realtime.painted import repainted
from queue_server.realtime.presence import Presence
from queue_server.realtime.rooms import Room, Seat

RETRY_S = 0.5
LONGEST_REST_S = 0.4
RESTS = {Screen.BOARD: 1.0, Screen.DESK: 1.0, Screen.TRACK: 4.0}
"""How long a worker rests, times what its round took: people at the counter first, phones last."""
USUAL_REST = 2.0
SENT_WHEN_CHANGED = frozenset({Screen.TRACK})
BUILT_TOGETHER = frozenset({Screen.TRACK})
"""One ranking of who waits serves all phones; the others are built one by one, so that no build holds up the hall."""

View = Callable[[str, list[str]], Mapping[str, Envelope]]
Send = Callable[[str, Envelope, list[Seat]], None]
Drop = Callable[[Iterable[Seat]], None]

_log = logging.getLogger("antrean.screens")


@dataclass(slots=True)
class _Work:
    """What a worker has to do: send all again, send what differs, first states for who just came.

    ``is_repainted``: displays drew something, which desks are told without building anything anew.
    """

    is_changed: bool = False
    is_doubtful: bool = False
    is_repainted: bool = False
    newcomers: dict[Room, set[str]] = field(default_factory=dict)

    def add(self, other: _Work) -> None:
        """Take over what another piece of work left undone."""
        self.is_changed |= other.is_changed
        self.is_doubtful |= other.is_doubtful
        self.is_repainted |= other.is_repainted
        for room, sids in other.newcomers.items():
            self.newcomers.setdefault(room, set()).update(sids)


class Broadcaster:
    """Sends every connected screen its state.

    ``views`` build states: ``view(branch, keys)`` returns an envelope for each key that still exists.
    """

    def __init__(self, spawn: Callable[..., object]) -> None:
        self._spawn = spawn
        self.presence = Presence()
        self._views: Mapping[Screen, View] = {}
        self._send: Send = _nowhere
        self._drop: Drop = _nobody
        self._lock = threading.Lock()
        self._work: dict[tuple[str, Screen], _Work] = defaultdict(_Work)
        self._working: set[tuple[str, Screen]] = set()
        self._seen: dict[str, int] = {}
        self._last: dict[Room, Envelope] = {}
        self._newest: dict[str, int] = {}

    def attach(self, views: Mapping[Screen, View], send: Send, drop: Drop) -> None:
        """Join the parts that are made after the store, which needs ``published``."""
        self._views, self._send, self._drop = views, send, drop

    def published(self, branch: str, seq: int) -> None:
        """Take note that a change of ``branch`` is committed. Returns at once; call it outside transactions."""
        if seq > self._seen.get(branch, -1):
            self._seen[branch] = seq
        for screen in self._watched(branch):
            self._add(branch, screen, _Work(is_changed=True))

    def seen(self, branch: str) -> int:
        """Return the highest seq that was published here; -1 for none."""
        return self._seen.get(branch, -1)

    def newest(self, branch: str) -> int:
        """Return the seq of the state that was sent last; -1 for none."""
        return self._newest.get(branch, -1)

    def welcome(self, seat: Seat) -> None:
        """Send a screen its first state: it must sit in its room already, so that no change falls between."""
        self._add(seat.room.branch, seat.room.screen, _Work(newcomers={seat.room: {seat.sid}}))

    def compare(self, branch: str) -> None:
        """Build a branch's screens again and send what differs: the clock changes states too."""
        for screen in self._watched(branch):
            self._add(branch, screen, _Work(is_doubtful=True))

    def doubt(self, branch: str, screen: Screen) -> None:
        """Build one kind of screens again and send what differs: something changed that is no event."""
        if screen in self._watched(branch):
            self._add(branch, screen, _Work(is_doubtful=True))

    def repaint(self, branch: str) -> None:
        """Tell the desks of a branch what its displays have painted."""
        if Screen.DESK in self._watched(branch):
            self._add(branch, Screen.DESK, _Work(is_repainted=True))

    def dismiss(self, actor_id: str) -> None:
        """End all sockets of a device: it comes again, and is seated as it is fitted now."""
        self._drop(self.presence.where(lambda seat: seat.actor.id == actor_id))

    def forget_empty(self) -> None:
        """Drop what is remembered of rooms that nobody sits in any more."""
        for room in [room for room in self._last if not self.presence.in_room(room)]:
            self._last.pop(room, None)

    def _watched(self, branch: str) -> list[Screen]:
        occupied = {room.screen for room in self.presence.rooms(branch)}
        return [screen for screen in Screen if screen in occupied]

    def _add(self, branch: str, screen: Screen, work: _Work) -> None:
        with self._lock:
            self._work[branch, screen].add(work)
            if (branch, screen) in self._working:
                return
            self._working.add((branch, screen))
        self._spawn(self._run, branch, screen)

    def _run(self, branch: str, screen: Screen) -> None:
        """Do what there is to do, round by round, until nothing is left."""
        was_failing = False
        while True:
            with self._lock:
                work = self._work.pop((branch, screen), None)
                if work is None:
                    self._working.discard((branch, screen))
                    return
            began = time.monotonic()
            try:
                self._show(branch, screen, work)
            except Exception:  # noqa: BLE001  (logged, and tried again in a moment)
                if not was_failing:
                    _log.exception("states of %s for %s cannot be built; trying on", screen.value, branch)
                was_failing = True
                with self._lock:
                    self._work[branch, screen].add(work)
                time.sleep(RETRY_S)
            else:
                was_failing = False
                time.sleep(min((time.monotonic() - began) * RESTS.get(screen, USUAL_REST), LONGEST_REST_S))

    def _show(self, branch: str, screen: Screen, work: _Work) -> None:
        is_for_all = work.is_changed or work.is_doubtful
        rooms = [
            room
            for room in sorted(self.presence.rooms(branch), key=lambda room: room.is_for_one)
            if room.screen is screen and (is_for_all or room in work.newcomers)
        ]
        for together in [rooms] if screen in BUILT_TOGETHER else [[room] for room in rooms]:
            envelopes = self._build(screen, together) if together else {}
            for room in together:
                envelope = envelopes.get(room.key)
                if envelope is not None:
                    self._deliver(room, envelope, work)
            time.sleep(0)  # others want the processor between two states
        if work.is_repainted and not is_for_all:
            self._repaint(branch)

    def _repaint(self, branch: str) -> None:
        """Send each desk its last state again where the displays make a difference to it."""
        for room in self.presence.rooms(branch):
            last = self._last.get(room)
            fresh = None if room.screen is not Screen.DESK or last is None else repainted(last, self.presence)
            if fresh is not None:
                self._last[room] = fresh
                self._send(room.screen.message, fresh, self.presence.in_room(room))

    def _build(self, screen: Screen, rooms: list[Room]) -> Mapping[str, Envelope]:
        """Return the states of rooms. Who sits where there is nothing any more (a counter taken away) has to leave."""
        branch = rooms[0].branch
        try:
            return self._views[screen](branch, [room.key for room in rooms])
        except Refusal as refusal:
            if len(rooms) > 1:
                return {key: envelope for room in rooms for key, envelope in self._build(screen, [room]).items()}
            _log.warning("%s has no state: %s", rooms[0].name, refusal)
            self._drop(self.presence.in_room(rooms[0]))
            return {}

    def _deliver(self, room: Room, envelope: Envelope, work: _Work) -> None:
        last = self._last.get(room)
        is_new = last is None or last.state != envelope.state
        seats = self.presence.in_room(room)
        if not (is_new or (work.is_changed and room.screen not in SENT_WHEN_CHANGED)):
            newcomers = work.newcomers.get(room, set())
            seats = [seat for seat in seats if seat.sid in newcomers]
        self._last[room] = envelope
        self._newest[room.branch] = envelope.seq
        if seats:
            self._send(room.screen.message, envelope, seats)


def _nowhere(_message: str, _envelope: Envelope, _seats: list[Seat]) -> None:
    """Before anybody can connect there is nobody to send to."""


def _nobody(_seats: Iterable[Seat]) -> None:
    """Likewise nobody to send away."""
