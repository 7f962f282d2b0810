"""A printer's device file (``/dev/usb/lp0``) or a plain file that collects the bytes. One way."""

from __future__ import annotations

import contextlib
import os
import select
import stat
from pathlib import Path

from printer.profiles import Profile
from printer.transports.port import STALL_S, AddressError, CutOffError, NotReachableError, Transport

SCHEMES = ("file",)
EXAMPLE = "file:PATH"
_CHUNK = 4096
_DETAILS = {PermissionError: "no_permission", FileNotFoundError: "not_found"}  # EACCES and EPERM; ENOENT
_DEVICES = Path("/dev")


def from_address(address: str, _profile: Profile) -> FileTransport:
    """Return the transport for ``file:PATH`` or ``file:///PATH``. Raises AddressError."""
    return FileTransport(path_of(address))


def path_of(address: str) -> str:
    """Return the path of ``SCHEME:PATH``, also when it was written as an address: ``SCHEME:///PATH``."""
    path = address.partition(":")[2]
    path = path[2:] if path.startswith("///") else path
    if not path or path.startswith("//") or "\0" in path:
        raise AddressError(f"{address!r} names no file or folder of this machine. Write {EXAMPLE}.")
    return path


class FileTransport(Transport):
    """Appends to a file or writes to a device.

    A plain file is on the disk before ``write`` returns, a device has taken what it was given.
    ``stall_s``: how long it may take nothing, in seconds.
    """

    is_one_way = True

    def __init__(self, path: str, stall_s: float = STALL_S) -> None:
        self.path, self._stall_s = Path(path), stall_s
        self._file: int | None = None

    def open(self, job: str) -> None:  # noqa: ARG002  (the same verb for all transports)
        """Open without waiting for a device that does not answer. Raises NotReachableError."""
        self.close()
        flags = os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK | os.O_CLOEXEC
        if not _is_device_name(self.path):
            flags |= os.O_CREAT
        try:
            self._file = os.open(self.path, flags, 0o640)
        except OSError as error:
            detail = _DETAILS.get(type(error), "not_reachable")
            raise NotReachableError(f"{self.path}: {error.strerror}.", detail) from error

    def write(self, data: bytes) -> None:
        """Send all of ``data``; a device that takes nothing for five seconds has stalled.

        usblp(4) takes a piece before the printer has it, and takes the next one when the printer has; so only a device
        that would take more again has passed the last piece on.
        """
        if self._file is None:
            raise CutOffError(0, "not open")
        sent = last = 0
        try:
            while sent < len(data):
                self._wait(self._file)
                last = os.write(self._file, data[sent : sent + _CHUNK])
                sent += last
            if stat.S_ISREG(os.fstat(self._file).st_mode):
                os.fsync(self._file)
            else:
                self._wait(self._file)
        except OSError as error:
            raise CutOffError(max(1, sent - last) if sent else 0, str(error)) from error

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  (the same verb for all transports)
        """Return nothing: this way leads only there."""
        return b""

    def close(self) -> None:
        """Close the file."""
        opened, self._file = self._file, None
        if opened is not None:
            with contextlib.suppress(OSError):
                os.close(opened)

    def _wait(self, file: int) -> None:
        if not select.select([], [file], [], self._stall_s)[1]:
            raise TimeoutError("the device takes no more")


def _is_device_name(path: Path) -> bool:
    """Say whether ``path`` stands or leads below /dev, where a file that we made would pass for a printer."""
    names = (Path(os.path.abspath(path)), Path(os.path.realpath(path)))  # noqa: PTH100  (resolve() raises at loops)
    return any(name.is_relative_to(_DEVICES) for name in names)
