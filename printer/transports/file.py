"""A printer's device file (``/dev/usb/lp0``) or a plain file that collects the bytes. One way."""

from __future__ import annotations

import contextlib
import os
import select
import stat
from pathlib import Path

from printer.transports.port import CutOffError, NotReachableError

STALL_S = 5.0
_CHUNK = 4096


class FileTransport:
    """Appends to a file or writes to a device; a plain file is on the disk before ``write`` returns."""

    is_one_way = True

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._file: int | None = None

    def open(self, job: str) -> None:  # noqa: ARG002  (the same verb for all transports)
        """Open without waiting for a device that does not answer. Raises NotReachableError."""
        self.close()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            self._file = os.open(self.path, flags, 0o640)
        except OSError as error:
            raise NotReachableError(f"{self.path}: {error}") from error

    def write(self, data: bytes) -> None:
        """Send all of ``data``; a device that takes nothing for five seconds has stalled."""
        if self._file is None:
            raise CutOffError(0, "not open")
        sent = 0
        try:
            while sent < len(data):
                sent += _write_some(self._file, data[sent : sent + _CHUNK])
            if stat.S_ISREG(os.fstat(self._file).st_mode):
                os.fsync(self._file)
        except OSError as error:
            raise CutOffError(sent, str(error)) from error

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  (the same verb for all transports)
        """Return nothing: this way leads only there."""
        return b""

    def close(self) -> None:
        """Close the file."""
        opened, self._file = self._file, None
        if opened is not None:
            with contextlib.suppress(OSError):
                os.close(opened)


def _write_some(file: int, data: bytes) -> int:
    if not select.select([], [file], [], STALL_S)[1]:
        raise TimeoutError("the device takes no more")
    return os.write(file, data)
