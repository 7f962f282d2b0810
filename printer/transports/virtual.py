"""A printer that is a folder: each slip becomes ``<job>.bin`` (its bytes) and ``<job>.png`` (its picture)."""

from __future__ import annotations

import re
from pathlib import Path

from printer.profiles import Profile
from printer.transports.file import path_of
from printer.transports.port import CutOffError, NotReachableError, Transport
from printer.virtual.machine import Machine
from printer.virtual.slips import Slip, picture, put_whole

SCHEMES = ("virtual",)
EXAMPLE = "virtual:DIR"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_NAME = 120


def from_address(address: str, profile: Profile) -> VirtualTransport:
    """Return the transport for ``virtual:DIR``. Raises AddressError."""
    return VirtualTransport(path_of(address), profile)


class VirtualTransport(Transport):
    """Paints every slip and is always well. A second slip of one job stays beside the first, to be seen."""

    def __init__(self, folder: str, profile: Profile) -> None:
        self.folder = Path(folder)
        self._profile = profile
        self._job = ""
        self._machine = Machine(profile, self._keep)

    def open(self, job: str) -> None:
        """Make the folder. Raises NotReachableError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotReachableError(f"{self.folder}: {error.strerror}.") from error
        self._job, self._machine = job, Machine(self._profile, self._keep)

    def write(self, data: bytes) -> None:
        """Give ``data`` to the printer; of each slip, write picture and bytes, each whole or not at all."""
        try:
            self._machine.take(data)
            self._machine.hang_up()
        except OSError as error:
            raise CutOffError(0, str(error)) from error

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  (the same verb for all transports)
        """Return the answers that are due."""
        return self._machine.answers()

    def close(self) -> None:
        """Forget the job."""
        self._job = ""

    def _keep(self, slip: Slip) -> None:
        """Put a slip into the folder. Raises OSError."""
        name = self._free_name()
        put_whole(self.folder / f"{name}.png", picture(slip.data, self._profile.dots))
        put_whole(self.folder / f"{name}.bin", slip.data)

    def _free_name(self) -> str:
        name = _UNSAFE.sub("_", self._job).lstrip(".")[:_LONGEST_NAME] or "slip"
        taken = sum(1 for _ in self.folder.glob(f"{name}*.bin")) if (self.folder / f"{name}.bin").exists() else 0
        return f"{name}-{taken + 1}" if taken else name
