"""The agent's ear: a Socket.IO connection on which the server says that there is something to print.

It only wakes the agent; jobs come by HTTP. It runs in threads of its own, so that a slow printer never
makes the server think that the agent is gone.
"""

from __future__ import annotations

import contextlib
import logging
from threading import Event, Thread
from urllib.parse import urlsplit

import socketio

from queue_server.protocol import SCREENS, Screen

LONGEST_PAUSE_S = 5.0
_FIRST_PAUSE_S = 0.25
_CONNECT_S = 5
_LOOK_S = 0.5
_QUIET = logging.getLogger("printer.listener.library")
_QUIET.setLevel(logging.CRITICAL)


class Listener:
    """Keeps the connection, with a pause that doubles up to five seconds, until stopped."""

    def __init__(self, server: str, token: str, wake: Event) -> None:
        self.is_connected = False
        self.service_day: str | None = None
        self._server, self._token, self._wake = server, token, wake
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="listener", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up."""
        self._stopped.set()
        self._thread.join(timeout=_LOOK_S * 4)

    def _run(self) -> None:
        pause = _FIRST_PAUSE_S
        while not self._stopped.is_set():
            if self._listen():
                pause = _FIRST_PAUSE_S
            self._stopped.wait(pause)
            pause = min(LONGEST_PAUSE_S, pause * 2)

    def _listen(self) -> bool:
        """Connect and stay until the connection ends; say whether there was one."""
        client = socketio.Client(
            reconnection=False, handle_sigint=False, request_timeout=_CONNECT_S, logger=_QUIET, engineio_logger=_QUIET
        )
        gone = Event()
        client.on("disconnect", lambda *_: gone.set(), namespace=SCREENS)
        client.on(Screen.PRINT.message, self._heard, namespace=SCREENS)
        parts = urlsplit(self._server)
        try:
            client.connect(
                f"{parts.scheme}://{parts.netloc}",
                auth={"token": self._token},
                transports=["websocket"],
                namespaces=[SCREENS],
                socketio_path=f"{parts.path.strip('/')}/socket.io".lstrip("/"),
                wait_timeout=_CONNECT_S,
            )
        except (socketio.exceptions.SocketIOError, OSError, ValueError):
            with contextlib.suppress(Exception):
                client.disconnect()
            return False
        self.is_connected = True
        self._wake.set()
        while not gone.wait(_LOOK_S) and not self._stopped.is_set() and client.connected:
            pass
        self.is_connected = False
        with contextlib.suppress(Exception):
            client.disconnect()
        self._wake.set()
        return True

    def _heard(self, envelope: object = None) -> None:
        state = envelope.get("state") if isinstance(envelope, dict) else None
        day = state.get("service_day") if isinstance(state, dict) else None
        if isinstance(day, str) and day:
            self.service_day = day
        self._wake.set()
