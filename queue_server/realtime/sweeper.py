"""Lets go of sockets that hold a place and give nothing: silent, stuck, talkative, malformed or never a screen."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any

from queue_server.realtime.doors import Doors
from queue_server.realtime.presence import Presence

QUEUE_LIMIT = 256
ANONYMOUS_S = 10.0
BINARY = ("5", "6")
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


def _tolerant(base: Any) -> Any:
    """Return a websocket class whose connection is known as ``Socket.ws``, and ends at what is no Engine.IO packet.

    Engine.IO lets such a packet's error run through the server, with a traceback, and keeps the dead socket.
    """

    class ScreenSocket(base):  # type: ignore[misc]
        def __init__(self, handler: Any, server: Any, **options: Any) -> None:
            link = handler.__self__

            def tolerant(connection: Any) -> Any:
                link.ws = connection
                try:
                    return handler(connection)
                except MALFORMED:
                    link.close(wait=False, abort=True)
                    return []

            super().__init__(tolerant, server, **options)

    return ScreenSocket


class Sweeper:
    """Looks at every socket of an Engine.IO server each time ``sweep`` is called, and at every message."""

    def __init__(self, server: Any, presence: Presence, doors: Doors) -> None:
        self._engine = server.eio
        self._manager = server.manager
        self._presence = presence
        self._doors = doors
        self._first_seen: dict[str, float] = {}
        self._deliver = self._engine.handlers["message"]
        self._engine.on("message", self._guarded)
        sockets = self._engine._async  # noqa: SLF001
        self._engine._async = {**sockets, "websocket": _tolerant(sockets["websocket"])}  # noqa: SLF001

    def sweep(self) -> None:
        """Cut what must go: no answer to a ping in time, a queue that only grows, nobody after ``ANONYMOUS_S``."""
        now = time.monotonic()
        links = dict(self._engine.sockets)
        self._first_seen = {link: self._first_seen.get(link, now) for link in links}
        for link, connection in links.items():
            if not connection.closed and self._is_useless(link, connection, now):
                self.cut(connection)
        for seat in self._presence.where(lambda seat: seat.link not in links):
            self._presence.leave(seat.sid)
            self._manager.disconnect(seat.sid, "/screens")
        self._doors.tick()

    def _is_useless(self, link: str, connection: Any, now: float) -> bool:
        asked = connection.last_ping
        is_silent = bool(asked) and time.time() - asked > self._engine.ping_timeout
        is_stuck = connection.queue.qsize() > QUEUE_LIMIT
        is_nobody = now - self._first_seen[link] > ANONYMOUS_S and not self._presence.is_seated(link)
        return is_silent or is_stuck or is_nobody

    def cut(self, connection: Any) -> None:
        """Close a socket at once, without waiting for whatever its other end does."""
        connection.close(wait=False, abort=True, reason=self._engine.reason.PING_TIMEOUT)
        wire = getattr(getattr(connection, "ws", None), "socket", None)
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def _guarded(self, link: str, data: Any) -> None:
        """Pass a message on; one that is no Socket.IO packet, or one too many, ends the socket."""
        is_sound = isinstance(data, str) and not data.startswith(BINARY) and self._doors.hears(link)
        if is_sound:
            try:
                self._deliver(link, data)
            except MALFORMED:
                is_sound = False
        connection = self._engine.sockets.get(link)
        if not is_sound and connection is not None:
            self.cut(connection)
