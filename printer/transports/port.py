"""What every transport promises."""

from __future__ import annotations

from typing import Protocol


class AddressError(ValueError):
    """The address of a printer cannot be understood; the text says how to write it."""


class NotReachableError(OSError):
    """The printer could not be opened: nothing was sent."""


class CutOffError(OSError):
    """The line broke while sending; the first ``sent`` bytes may have reached the printer."""

    def __init__(self, sent: int, cause: str) -> None:
        super().__init__(f"{cause} after {sent} bytes")
        self.sent = sent


class Transport(Protocol):
    """A line to one printer, opened for one exchange and closed again.

    ``is_one_way``: nothing ever comes back, so having sent everything is the confirmation.
    """

    is_one_way: bool

    def open(self, job: str) -> None:
        """Open the line for ``job`` (empty for a status check). Raises NotReachableError."""

    def write(self, data: bytes) -> None:
        """Send all of ``data``. Raises CutOffError."""

    def read(self, timeout_s: float) -> bytes:
        """Return what came within ``timeout_s``, empty for silence. Raises CutOffError when the line is gone."""

    def close(self) -> None:
        """Close the line; never raises."""
