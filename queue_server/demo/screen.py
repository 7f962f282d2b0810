"""A player's screen: a Socket.IO connection that keeps the newest whole state."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Any

import socketio

from queue_server.protocol import PAINTED, SCREENS
from queue_server.protocol import Screen as Kind

CONNECT_S = 20
_quiet = logging.getLogger("antrean.demo.sockets")
_quiet.setLevel(logging.CRITICAL)


class Screen:
    """Shows ``state`` as of ``seq``; an older state never replaces a newer one."""

    def __init__(self, kind: Kind, seen: Callable[[dict[str, Any]], None] | None = None) -> None:
        self._kind = kind
        self._seen = seen
        self._news = threading.Condition()
        self._client: Any = socketio.Client(handle_sigint=False, logger=_quiet, engineio_logger=_quiet)
        self._client.on(kind.message, self._take, namespace=SCREENS)
        self.seq = -1
        self.state: dict[str, Any] = {}

    def connect(self, address: str, auth: dict[str, Any], cookie: str | None = None) -> None:
        """Connect and wait for the first state."""
        self._client.connect(
            address,
            auth=auth,
            headers={"Cookie": cookie} if cookie else {},
            transports=["websocket"],
            namespaces=[SCREENS],
            wait_timeout=CONNECT_S,
        )
        self.wait(self.seq, CONNECT_S)

    def wait(self, seq: int, wall_s: float) -> None:
        """Wait for a state newer than ``seq``, at most ``wall_s`` of the wall's seconds."""
        with self._news:
            self._news.wait_for(lambda: self.seq > seq, wall_s)

    def paint(self) -> None:
        """Tell the server what this screen shows, as a TV does."""
        with contextlib.suppress(socketio.exceptions.SocketIOError):
            self._client.emit(PAINTED, {"seq": self.seq}, namespace=SCREENS)

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(Exception):
            self._client.disconnect()

    def _take(self, envelope: dict[str, Any]) -> None:
        if envelope["seq"] < self.seq:
            return
        with self._news:
            self.seq, self.state = envelope["seq"], envelope["state"]
            self._news.notify_all()
        if self._seen is not None:
            self._seen(self.state)
