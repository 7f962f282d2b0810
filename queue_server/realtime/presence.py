"""Who is connected right now, in this process."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable

from queue_server.domain.roles import Role
from queue_server.protocol import DeskShown, Screen
from queue_server.realtime.rooms import ANY_ZONE, Room, Seat


class Presence:
    """The seats that are taken, by room and by what their holders came with. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._seats: dict[str, Seat] = {}
        self._links: dict[str, str] = {}
        self._rooms: dict[str, dict[Room, dict[str, Seat]]] = defaultdict(dict)
        self._credentials: Counter[str] = Counter()
        self._addresses: Counter[str] = Counter()
        self._repainted: set[str] = set()

    def sit(self, seat: Seat) -> None:
        """Take a seat: from now on every change of its room is sent to it."""
        with self._lock:
            self._seats[seat.sid] = seat
            self._links[seat.link] = seat.sid
            self._rooms[seat.room.branch].setdefault(seat.room, {})[seat.sid] = seat
            self._credentials[seat.credential] += 1
            self._addresses[seat.address] += 1
            self._note_display(seat)

    def leave(self, sid: str) -> Seat | None:
        """Free a seat; None when it was free already."""
        with self._lock:
            seat = self._seats.pop(sid, None)
            if seat is None:
                return None
            self._links.pop(seat.link, None)
            rooms = self._rooms[seat.room.branch]
            rooms[seat.room].pop(sid, None)
            if not rooms[seat.room]:
                del rooms[seat.room]
            if not rooms:
                del self._rooms[seat.room.branch]
            for counts, key in ((self._credentials, seat.credential), (self._addresses, seat.address)):
                counts[key] -= 1
                if not counts[key]:
                    del counts[key]
            self._note_display(seat)
            return seat

    def seat(self, sid: str) -> Seat | None:
        """Return a seat by its Socket.IO session."""
        return self._seats.get(sid)

    def is_seated(self, link: str) -> bool:
        """Say whether an Engine.IO session became a screen."""
        return link in self._links

    def seats(self) -> list[Seat]:
        """Return all seats."""
        with self._lock:
            return list(self._seats.values())

    def where(self, wanted: Callable[[Seat], bool]) -> list[Seat]:
        """Return the seats that ``wanted`` says yes to."""
        return [seat for seat in self.seats() if wanted(seat)]

    def rooms(self, branch: str) -> list[Room]:
        """Return the branch's rooms in which somebody sits."""
        with self._lock:
            return list(self._rooms.get(branch, {}))

    def branches(self) -> list[str]:
        """Return the branches that somebody looks at."""
        with self._lock:
            return list(self._rooms)

    def in_room(self, room: Room) -> list[Seat]:
        """Return who sits in a room."""
        with self._lock:
            return list(self._rooms.get(room.branch, {}).get(room, {}).values())

    def count_with(self, credential: str) -> int:
        """Return how many seats are taken with one token."""
        return self._credentials[credential]

    def count_at(self, address: str) -> int:
        """Return how many seats are taken from one address."""
        return self._addresses[address]

    def count(self, branch: str) -> dict[Screen, int]:
        """Return how many screens of each kind look at a branch."""
        counts: dict[Screen, int] = defaultdict(int)
        for room in self.rooms(branch):
            counts[room.screen] += len(self.in_room(room))
        return dict(counts)

    def is_online(self, actor_id: str) -> bool:
        """Say whether a device (or a person) has a screen open."""
        return any(seat.actor.id == actor_id for seat in self.seats())

    def note_painted(self, sid: str, seq: int) -> None:
        """Remember that a display has drawn a state; an older one than before is a late message."""
        seat = self._seats.get(sid)
        if seat is not None and seat.room.screen is Screen.BOARD and seq >= (seat.painted or 0):
            seat.painted = seq
            self._note_display(seat)

    def _note_display(self, seat: Seat) -> None:
        if _is_display(seat):
            with self._lock:
                self._repainted.add(seat.room.branch)

    def take_repainted(self) -> set[str]:
        """Return the branches whose displays came, went or painted since this was last asked."""
        with self._lock:
            repainted, self._repainted = self._repainted, set()
        return repainted

    def shown(self, branch: str, zone: str | None) -> DeskShown:
        """Return what the displays of a zone and those of the whole hall have painted. Staff who look do not count."""
        last: dict[str, int] = {}
        for key in {zone or ANY_ZONE, ANY_ZONE}:
            for seat in filter(_is_display, self.in_room(Room(Screen.BOARD, branch, key))):
                last[seat.actor.id] = max(last.get(seat.actor.id, 0), seat.painted or 0)
        return DeskShown(len(last), sorted(seq for seq in last.values() if seq))

    def painted(self, branch: str, zone: str | None = None) -> dict[str, int | None]:
        """Return the last seq that each connected display of a branch (or of one zone) has drawn, by device id."""
        shown: dict[str, int | None] = {}
        for seat in self.where(lambda seat: seat.room.screen is Screen.BOARD and seat.room.branch == branch):
            if zone is None or seat.room.key == zone:
                shown[seat.actor.id] = max(seat.painted or 0, shown.get(seat.actor.id) or 0) or None
        return shown


def _is_display(seat: Seat) -> bool:
    return seat.room.screen is Screen.BOARD and seat.actor.role is Role.DISPLAY
