"""How a printer feels, and the bytes in which it says so. Pure.

Sources of the bits: Epson's ESC/POS command reference, DLE EOT, GS a (the four bytes of basic ASB) and GS r.
They are written down here a second time, apart from ``printer.status``, so that the two check each other.
"""

from __future__ import annotations

from dataclasses import dataclass

OK, LOW, OUT = "ok", "low", "out"
_ANSWER = 0x12
_ASB_FIRST = 0x10


@dataclass(slots=True)
class Health:
    """What can be wrong with a printer. ``paper`` is ok, low or out."""

    paper: str = OK
    is_cover_open: bool = False
    is_jammed: bool = False
    is_hot: bool = False

    @property
    def is_offline(self) -> bool:
        """Say whether it has stopped working through what it received."""
        return self.paper == OUT or self.is_cover_open or self.is_jammed or self.is_hot

    def answer(self, number: int) -> int:
        """Return the byte that answers DLE EOT ``number`` (1 to 4)."""
        bits = {
            1: 0x08 * self.is_offline,
            2: 0x04 * self.is_cover_open | 0x20 * (self.paper == OUT) | 0x40 * (self.is_jammed or self.is_hot),
            3: 0x08 * self.is_jammed | 0x40 * self.is_hot,
            4: 0x0C * (self.paper != OK) | 0x60 * (self.paper == OUT),
        }
        return _ANSWER | bits[number]

    def asb(self) -> bytes:
        """Return the four bytes of an automatic status (GS a)."""
        return bytes(
            (
                _ASB_FIRST | 0x08 * self.is_offline | 0x20 * self.is_cover_open,
                0x08 * self.is_jammed | 0x40 * self.is_hot,
                0x03 * (self.paper != OK) | 0x0C * (self.paper == OUT),
                0x00,
            )
        )

    def paper_sensor(self) -> int:
        """Return the byte that answers GS r 1."""
        return 0x03 * (self.paper != OK) | 0x0C * (self.paper == OUT)
