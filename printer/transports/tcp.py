"""A network printer on its raw port (9100)."""

from __future__ import annotations

import contextlib
import socket
import time
from urllib.parse import urlsplit

from printer.profiles import Profile
from printer.transports.options import Options, read_options
from printer.transports.port import STALL_S, AddressError, CutOffError, NotReachableError, Transport

SCHEMES = ("tcp",)
EXAMPLE = "tcp://HOST:9100"
DEFAULT_PORT = 9100
CONNECT_S = 1.5
LINGER_S = 0.3
_SHORTEST_S = 0.001
_CHUNK = 4096
_ANSWER = 64


def from_address(address: str, profile: Profile) -> TcpTransport:
    """Return the transport for ``tcp://HOST[:PORT][?status=none|proof=id]``. Raises AddressError."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, DEFAULT_PORT if parts.port is None else parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, 0
    if not host or not port or parts.path not in {"", "/"} or parts.username is not None or parts.fragment:
        raise AddressError(f"{address!r} is not a printer's network address. Write {EXAMPLE}.")
    return TcpTransport(host, port, read_options(parts.query, profile))


class TcpTransport(Transport):
    """One connection an exchange: many printers serve one at a time and drop idle ones."""

    def __init__(self, host: str, port: int, options: Options | None = None, connect_s: float = CONNECT_S) -> None:
        self.host, self.port, self._connect_s = host, port, connect_s
        self.is_one_way = options is not None and options.is_one_way
        self.knows_process_id = options is not None and options.knows_process_id
        self._line: socket.socket | None = None

    def open(self, job: str) -> None:  # noqa: ARG002  (the same verb for all transports)
        """Connect. Raises NotReachableError within 1.5 seconds."""
        self.close()
        try:
            self._line = socket.create_connection((self.host, self.port), self._connect_s)
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            cause = error.strerror or str(error) or type(error).__name__
            raise NotReachableError(f"No printer answers at {self.host}:{self.port}: {cause}.") from error

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
        line.settimeout(max(timeout_s, _SHORTEST_S))
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
