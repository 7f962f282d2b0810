"""A network printer on its raw port (9100)."""

from __future__ import annotations

import contextlib
import socket
import time

from printer.transports.port import CutOffError, NotReachableError

DEFAULT_PORT = 9100
CONNECT_S = 1.5
STALL_S = 5.0
LINGER_S = 0.3
_CHUNK = 4096
_ANSWER = 64


class TcpTransport:
    """One connection an exchange: many printers serve one at a time and drop idle ones."""

    def __init__(self, host: str, port: int, *, is_one_way: bool = False) -> None:
        self.host, self.port, self.is_one_way = host, port, is_one_way
        self._line: socket.socket | None = None

    def open(self, job: str) -> None:  # noqa: ARG002  (the same verb for all transports)
        """Connect. Raises NotReachableError within 1.5 seconds."""
        self.close()
        try:
            self._line = socket.create_connection((self.host, self.port), CONNECT_S)
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise NotReachableError(f"{self.host}:{self.port}: {error}") from error

    def write(self, data: bytes) -> None:
        """Send all of ``data``; a printer that takes nothing for five seconds has stalled."""
        line = self._opened()
        line.settimeout(STALL_S)
        sent = 0
        while sent < len(data):
            try:
                sent += line.send(data[sent : sent + _CHUNK])
            except OSError as error:
                raise CutOffError(sent, str(error)) from error
        if self.is_one_way:
            self._see_it_through(sent)

    def read(self, timeout_s: float) -> bytes:
        """Return the next bytes, empty for silence."""
        line = self._opened()
        line.settimeout(timeout_s)
        try:
            heard = line.recv(_ANSWER)
        except TimeoutError:
            return b""
        except OSError as error:
            raise CutOffError(0, str(error)) from error
        if not heard:
            raise CutOffError(0, "the printer hung up")
        return heard

    def close(self) -> None:
        """Say goodbye properly: what waits unread would make the kernel tear the connection down."""
        line, self._line = self._line, None
        if line is None:
            return
        with contextlib.suppress(OSError):
            line.setblocking(False)
            while line.recv(_ANSWER):
                pass
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_WR)
        line.close()

    def _see_it_through(self, sent: int) -> None:
        """Give a broken line a moment to show itself, as no answer ever will."""
        line = self._opened()
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_WR)
        ends_at = time.monotonic() + LINGER_S
        while (left := ends_at - time.monotonic()) > 0:
            line.settimeout(left)
            try:
                if not line.recv(_ANSWER):
                    return
            except TimeoutError:
                return
            except OSError as error:
                raise CutOffError(sent, str(error)) from error

    def _opened(self) -> socket.socket:
        if self._line is None:
            raise CutOffError(0, "not connected")
        return self._line
