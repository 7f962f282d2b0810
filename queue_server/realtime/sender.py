"""One message to many screens: packed once, and straight into each socket that is free.

The stock path gives each packet to a queue, whose writer wakes up, packs a frame and sends it: 60 µs a screen. Most
sockets are idle and their kernel buffers empty, so the frame is written at once instead; a socket that is busy, polling
or full gets the packet by its queue, in order. Only on green threads (``is_short``): there nothing else runs between
the look at the queue and the write.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from engineio import packet as engine_packet
from engineio.exceptions import EngineIOError
from socketio import packet as socket_packet

from queue_server.protocol import SCREENS, Envelope
from queue_server.realtime.rooms import Seat

BREATH = 100


class Sender:
    """Sends envelopes to seats; ``is_short`` allows the short way."""

    def __init__(self, server: Any, spawn: Callable[..., object], *, is_short: bool) -> None:
        self._server = server
        self._spawn = spawn
        self._is_short = is_short

    def __call__(self, message: str, envelope: Envelope, seats: list[Seat]) -> None:
        """Send to all ``seats``; a screen that is gone is passed over."""
        said = self._server.packet_class(socket_packet.EVENT, namespace=SCREENS, data=[message, envelope])
        packet = engine_packet.Packet(engine_packet.MESSAGE, said.encode())
        frame: bytes | None = None
        for number, seat in enumerate(seats, 1):
            link = self._server.eio.sockets.get(seat.link)
            if link is None or link.closed:
                continue
            connection = getattr(link, "ws", None) if self._is_short else None
            if connection is not None and _is_free(link, connection):
                frame = frame or connection._pack_message(packet.encode())  # noqa: SLF001
                self._write(connection, frame)
            else:
                _queue(link, packet)
            if number % BREATH == 0:
                time.sleep(0)

    def _write(self, connection: Any, frame: bytes) -> None:
        """Write without waiting; what the kernel does not take is finished beside, holding the socket's lock."""
        try:
            sent = connection.socket.fd.send(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # its reader notices the same and cleans up
        if sent < len(frame):
            connection._sendlock.acquire()  # noqa: SLF001
            self._spawn(_finish, connection, frame[sent:])


def _is_free(link: Any, connection: Any) -> bool:
    return link.upgraded and not link.upgrading and link.queue.empty() and not connection._sendlock.locked()  # noqa: SLF001


def _queue(link: Any, packet: engine_packet.Packet) -> None:
    try:
        link.send(packet)
    except EngineIOError:
        return  # closed since we looked


def _finish(connection: Any, rest: bytes) -> None:
    try:
        connection.socket.sendall(rest)
    except OSError:
        return  # gone, or not reading: the sweeper drops it
    finally:
        connection._sendlock.release()  # noqa: SLF001
