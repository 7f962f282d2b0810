"""What every transport promises."""

from __future__ import annotations

from typing import Protocol

STALL_S = 5.0
"""A line that takes nothing for so long, in seconds, has stalled."""


class AddressError(ValueError):
    """The address of a printer cannot be understood; the text says how to write it."""


class NotReachableError(OSError):
    """The printer could not be opened: nothing was sent. ``detail`` is one of ``printer.status.DETAILS``."""

    def __init__(self, sentence: str, detail: str = "not_reachable") -> None:
        super().__init__(sentence)
        self.detail = detail


class CutOffError(OSError):
    """The line broke while sending; the first ``sent`` bytes may have reached the printer."""

    def __init__(self, sent: int, cause: str) -> None:
        super().__init__(f"{cause} after {sent} bytes")
        self.sent = sent


class Transport(Protocol):
    """A line to one printer, opened for one exchange and closed again. No step takes longer than ``STALL_S``.

    ``is_one_way``: nothing ever comes back, so having sent everything is the confirmation.
    ``knows_process_id``: the printer says when the paper is done (Epson, GS ( H function 48).
    ``byte_s``: how long one byte takes on a slow line, in seconds; 0 where that does not matter.
    """

    is_one_way: bool = False
    knows_process_id: bool = False
    byte_s: float = 0.0

    def open(self, job: str) -> None:
        """Open the line for ``job`` (empty for a status check). Raises NotReachableError."""

    def write(self, data: bytes) -> None:
        """Send all of ``data``. Raises CutOffError."""

    def read(self, timeout_s: float) -> bytes:
        """Return what came within ``timeout_s``, empty for silence. Raises CutOffError when the line is gone."""

    def close(self) -> None:
        """Close the line; never raises."""
