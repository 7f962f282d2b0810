"""A printer on a serial line: RS-232, or a USB adapter that looks like one."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import termios
import time
from typing import NoReturn
from urllib.parse import urlsplit

from serial import Serial

from printer.profiles import Profile
from printer.transports.options import Options, read_options
from printer.transports.port import STALL_S, AddressError, CutOffError, NotReachableError, Transport

SCHEMES = ("serial",)
EXAMPLE = "serial:///dev/ttyUSB0?baud=115200"
BAUDS = ("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200", "230400", "460800", "921600")
_FLOWS = frozenset({"none", "dtr", "rtscts", "xonxoff"})
_BITS_A_BYTE = 10
_CHUNK = 256
_DTR_CHUNK = 64
"""Printers that pull DTR down still take this much: Epson's are busy from 128 bytes before their buffer is full."""
_LOOK_S = 0.01
_ERRORS = (OSError, ValueError, termios.error)
_DETAILS = {errno.EACCES: "no_permission", errno.EPERM: "no_permission", errno.ENOENT: "not_found"}
_NO_LINES = frozenset({errno.ENOTTY, errno.EINVAL})
_SENTENCES = {
    "no_permission": "This account may not use it; add it to the group that owns it (dialout on Debian).",
    "not_found": "There is no such port. Is the cable plugged in?",
}


def from_address(address: str, profile: Profile) -> SerialTransport:
    """Return the transport for ``serial:///DEVICE?baud=…[&flow=…][&status=none|proof=id]``. Raises AddressError."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.strip("/") or parts.fragment or "\0" in parts.path:
        raise AddressError(f"{address!r} names no serial port. Write {EXAMPLE}.")
    options = read_options(parts.query, profile, {"baud": frozenset(BAUDS), "flow": _FLOWS})
    if "baud" not in options.own:
        raise AddressError(f"{address!r} does not say how fast the line is, as its printer is set: {EXAMPLE}.")
    return SerialTransport(parts.path, options)


class SerialTransport(Transport):
    """The port is this program's alone while it is open; eight bits, no parity, one stop bit.

    ``stall_s``: how long the printer may take nothing, in seconds.
    """

    def __init__(self, path: str, options: Options, stall_s: float = STALL_S) -> None:
        self.path, self._stall_s = path, stall_s
        self.is_one_way, self.knows_process_id = options.is_one_way, options.knows_process_id
        self._baud, self._flow = int(options.own["baud"]), options.own.get("flow", "none")
        self.byte_s = _BITS_A_BYTE / self._baud
        self._port: Serial | None = None

    def open(self, job: str) -> None:  # noqa: ARG002  (the same verb for all transports)
        """Open the port and forget what came in meanwhile. Raises NotReachableError."""
        self.close()
        flow = {"rtscts": self._flow == "rtscts", "xonxoff": self._flow == "xonxoff", "dsrdtr": self._flow == "dtr"}
        try:
            self._port = Serial(self.path, self._baud, timeout=0, exclusive=True, **flow)
            self._port.reset_input_buffer()
        except _ERRORS as error:
            self.close()
            detail = _DETAILS.get(getattr(error, "errno", None) or 0, "not_reachable")
            raise NotReachableError(f"{self.path}: {_SENTENCES.get(detail, error)}", detail) from error

    def write(self, data: bytes) -> None:
        """Send all of ``data`` and wait until it has left; a line that takes nothing for five seconds has stalled."""
        given, ends_at = 0, time.monotonic() + self._stall_s
        try:
            port = self._opened()
            while given < len(data):
                taken = self._write_some(port, data[given : given + _CHUNK])
                given += taken
                if taken:
                    ends_at = time.monotonic() + self._stall_s
                elif time.monotonic() >= ends_at:
                    _give_up(port, given)
            self._see_it_leave(port, given)
        except CutOffError:
            raise
        except _ERRORS as error:
            raise CutOffError(given, str(error)) from error

    def read(self, timeout_s: float) -> bytes:
        """Return the next bytes, empty for silence."""
        port = self._opened()
        try:
            if not select.select([port], [], [], timeout_s)[0]:
                return b""
            heard: bytes = port.read(_CHUNK)
        except _ERRORS as error:
            raise CutOffError(0, str(error)) from error
        return heard

    def close(self) -> None:
        """Close the port. Nothing is thrown away here: what a stalled printer never took was taken back already."""
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(*_ERRORS):
                port.close()

    def _see_it_leave(self, port: Serial, given: int) -> None:
        """Wait until the system has sent what it took, as long as that gets less."""
        before, ends_at = given + 1, time.monotonic() + self._stall_s
        while waiting := int(port.out_waiting):
            if waiting < before:
                before, ends_at = waiting, time.monotonic() + self._stall_s
            elif time.monotonic() >= ends_at:
                _give_up(port, given)
            time.sleep(_LOOK_S)

    def _write_some(self, port: Serial, data: bytes) -> int:
        """Give the system some bytes; return how many it took.

        Linux knows no DTR/DSR flow control, so with ``flow=dtr`` (Epson's factory setting) the printer's DTR, which
        is DSR at this end, is looked at before each piece, and the next piece waits until this one has left.
        """
        if self._flow != "dtr":
            return _write_some(port, data)
        if port.out_waiting or not _is_ready(port):
            time.sleep(_LOOK_S)
            return 0
        return _write_some(port, data[:_DTR_CHUNK])

    def _opened(self) -> Serial:
        if self._port is None:
            raise CutOffError(0, "not open")
        return self._port


def _is_ready(port: Serial) -> bool:
    """Say whether DSR is up; a terminal without such lines always is."""
    try:
        return bool(port.dsr)
    except OSError as error:
        if error.errno in _NO_LINES:
            return True
        raise


def _write_some(port: Serial, data: bytes) -> int:
    """Give the system some bytes; return how many it took. Its own ``write`` would wait without end or count."""
    if not select.select([], [port], [], _LOOK_S)[1]:
        return 0
    try:
        return os.write(port.fileno(), data)
    except BlockingIOError:
        return 0


def _give_up(port: Serial, given: int) -> NoReturn:
    """Take back what the system still holds, and say how many of the ``given`` bytes have left."""
    left = max(0, given - int(port.out_waiting))
    port.reset_output_buffer()
    raise CutOffError(left, "the printer takes no more")
