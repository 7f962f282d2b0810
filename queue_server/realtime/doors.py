"""Limits on who may come in: sockets per token and address, refused tries, messages per second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from queue_server.domain.roles import Role
from queue_server.realtime.presence import Presence
from queue_server.realtime.rooms import Refused

SOCKETS_PER_TOKEN = {Role.RESIDENT: 20, Role.KIOSK: 200, Role.DISPLAY: 200, Role.PRINTER: 20}
SOCKETS_PER_SESSION = 40
SOCKETS_PER_ADDRESS = 5_000
STRANGERS_PER_ADDRESS = 100
REMEMBERED_S = 5.0
MESSAGES_PER_TICK = 200


class Doors:
    """Turns away without asking the database. A whole hall may share one address: only strangers count by it.

    A token that was just refused is refused again for ``REMEMBERED_S``; so one device with an old token, trying
    every second, costs nothing and bars nobody else.
    """

    def __init__(self, presence: Presence, *, is_limited: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._presence = presence
        self._is_limited = is_limited
        self._clock = clock
        self._lock = threading.Lock()
        self._strangers: dict[str, dict[str, float]] = {}
        self._said: dict[str, int] = {}

    def check_stranger(self, address: str, credential: str) -> None:
        """Raise ``Refused`` for a token that was refused a moment ago, or for one of too many."""
        with self._lock:
            now = self._clock()
            tried = self._strangers.get(address, {})
            if tried.get(credential, 0.0) > now:
                raise Refused("unauthenticated")
            if self._is_limited and sum(until > now for until in tried.values()) >= STRANGERS_PER_ADDRESS:
                raise Refused("rate_limited")

    def note_stranger(self, address: str, credential: str) -> None:
        """Remember a token that nobody has."""
        with self._lock:
            self._strangers.setdefault(address, {})[credential] = self._clock() + REMEMBERED_S

    def check_room_left(self, role: Role, address: str, credential: str) -> None:
        """Raise ``Refused`` when one token, or one address, has all the sockets it may have."""
        if not self._is_limited:
            return
        allowed = SOCKETS_PER_TOKEN.get(role, SOCKETS_PER_SESSION)
        if self._presence.count_with(credential) >= allowed:
            raise Refused("rate_limited")
        if self._presence.count_at(address) >= SOCKETS_PER_ADDRESS:
            raise Refused("rate_limited")

    def hears(self, link: str) -> bool:
        """Count one message of a screen; False when it talks too much."""
        said = self._said[link] = self._said.get(link, 0) + 1
        return said <= MESSAGES_PER_TICK

    def tick(self) -> None:
        """Begin a new interval for messages and forget what is over."""
        self._said.clear()
        with self._lock:
            now = self._clock()
            for address, tried in list(self._strangers.items()):
                for credential in [credential for credential, until in tried.items() if until <= now]:
                    del tried[credential]
                if not tried:
                    del self._strangers[address]
