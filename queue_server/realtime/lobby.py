"""The instant after a screen's CONNECT packet, which Socket.IO does not announce by itself.

A state sent inside the connect handler reaches the JS client before its ``connect`` event and is lost there. Socket.IO
queues the CONNECT packet when the handler has returned, then tells its client manager: this one passes that on.
Until then nobody sits in a room, so no broadcast can overtake the packet either.
"""

from __future__ import annotations

from collections.abc import Callable

import socketio


class Lobby(socketio.Manager):  # type: ignore[misc]
    """Socket.IO's list of clients, calling ``arrived(sid)`` once a client's CONNECT packet is on its way."""

    def __init__(self, arrived: Callable[[str], None]) -> None:
        super().__init__()
        self._arrived = arrived

    def connect(self, sid: str, namespace: str) -> str:
        """Mark a client as connected, then say so."""
        connected: str = super().connect(sid, namespace)
        self._arrived(connected)
        return connected
