"""Lets go of sockets that hold a place and give nothing: silent, stuck, talkative, malformed or never a screen."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterable
from typing import Any

from queue_server.realtime.doors import Doors
from queue_server.realtime.presence import Presence

QUEUE_LIMIT = 256
ANONYMOUS_S = 10.0
MOST_BETWEEN_S = 1.0
"""What counts of the time between two looks, which are half a second apart on a server that has time."""
BINARY = ("5", "6")
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


class _Wire:
    """A websocket as Engine.IO sees it: without a socket that could be given a time limit of its own."""

    def __init__(self, connection: Any) -> None:
        self.wait, self.send, self.close = connection.wait, connection.send, connection.close


def _patient(base: Any) -> Any:
    """Return a queue class whose reader waits as long as its socket lives; a socket's end is a packet in its queue."""

    class PatientQueue(base):  # type: ignore[misc]
        def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: ARG002, FBT001, FBT002
            return super().get(block)

    return PatientQueue


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
                    return handler(_Wire(connection))
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
        self._swept = time.time()
        self._deliver = self._engine.handlers["message"]
        self._engine.on("message", self._guarded)
        sockets = self._engine._async  # noqa: SLF001
        self._engine._async = {  # noqa: SLF001
            **sockets,
            "websocket": _tolerant(sockets["websocket"]),
            "queue": _patient(sockets["queue"]),
        }

    def sweep(self) -> None:
        """Cut what must go: no answer to a ping in time, a queue that only grows, nobody after ``ANONYMOUS_S``."""
        links = dict(self._engine.sockets)
        self._forgive(links.values())
        now = self._swept
        self._first_seen = {link: self._first_seen.get(link, now) for link in links}
        for link, connection in links.items():
            if connection.closed:
                self._engine.sockets.pop(link, None)
            elif self._is_useless(link, connection, now):
                self.cut(connection)
        for seat in self._presence.where(lambda seat: seat.link not in links):
            self._presence.leave(seat.sid)
            self._manager.disconnect(seat.sid, "/screens")
        self._doors.tick()

    def _forgive(self, connections: Iterable[Any]) -> None:
        """Count no time in which the server itself stood still, or by which its clock was set.

        A computer that was suspended, or a disk that hung, holds up every answer: whoever owes one gets that time back.
        """
        before, self._swept = self._swept, time.time()
        passed = self._swept - before
        lost = passed - min(max(passed, 0.0), MOST_BETWEEN_S)
        if not lost:
            return
        self._first_seen = {link: seen + lost for link, seen in self._first_seen.items()}
        for connection in connections:
            asked = connection.last_ping
            if asked:
                connection.last_ping = min(asked + lost, self._swept)

    def _is_useless(self, link: str, connection: Any, now: float) -> bool:
        asked = connection.last_ping
        is_silent = bool(asked) and now - asked > self._engine.ping_timeout
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
