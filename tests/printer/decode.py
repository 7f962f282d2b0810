"""An ESC/POS reader of the tests' own, sharing no code with the product.

It knows exactly the commands that a slip may hold; anything else, above all a control byte inside a text,
is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

COMMANDS = re.compile(
    rb"""(?P<init>\x1b@)
    |(?P<no_chinese>\x1c\.)
    |\x1bt(?P<page>[\x00-\xff])
    |\x1b3(?P<spacing>[\x00-\xff])
    |\x1ba(?P<align>[\x00\x01])
    |\x1bE(?P<bold>[\x00\x01])
    |\x1d!(?P<size>[\x00-\x77])
    |\x1dB(?P<reverse>[\x00\x01])
    |\x1b\$(?P<position>[\x00-\xff]{2})
    |\x1bd(?P<feed>[\x00-\x0a])
    |(?P<cut>\x1dVB\x00)
    |\x1d\(k\x04\x001A(?P<model>2)\x00
    |\x1d\(k\x03\x001C(?P<module>[\x01-\x10])
    |\x1d\(k\x03\x001E(?P<level>[0-3])
    |\x1d\(k(?P<store>[\x00-\xff]{2})1P0
    |(?P<draw>\x1d\(k\x03\x001Q0)
    |\x1dv0\x00(?P<raster>[\x00-\xff]{4})
    |(?P<text>[\x20-\x7e\x80-\xff]+)
    |(?P<end>\n)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass
class Slip:
    """The lines of text in order, and what else was on the paper."""

    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    widest_dots: int = 0
    cuts: int = 0
    rasters: int = 0
    reversed_text: str = ""

    @property
    def words(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.lines).split())


def decode(data: bytes) -> Slip:  # noqa: C901  (one case a command reads best in one place)
    """Read a slip. Raises AssertionError at the first byte that does not belong."""
    slip, at, line, stored, width, reverse, across = Slip(), 0, "", "", 1, False, 0
    while at < len(data):
        found = COMMANDS.match(data, at)
        assert found, f"byte {at}: {data[at : at + 8]!r}"
        at = found.end()
        name = next(name for name, value in found.groupdict().items() if value is not None)
        value = found.group(name)
        match name:
            case "text":
                text = value.decode("cp437")
                line += text
                across += len(text) * width * 12
                slip.widest_dots = max(slip.widest_dots, across)
                slip.reversed_text += text * reverse
            case "end":
                slip.lines.append(line)
                line, across = "", 0
            case "store":
                length = int.from_bytes(value, "little") - 3
                stored, at = data[at : at + length].decode(), at + length
            case "draw":
                slip.codes.append(stored)
            case "raster":
                at += int.from_bytes(value[:2], "little") * int.from_bytes(value[2:], "little")
                slip.rasters += 1
            case "size":
                width = (value[0] >> 4) + 1
            case "position":
                across = int.from_bytes(value, "little")
                line += " "
            case "reverse":
                reverse = value == b"\x01"
            case "cut":
                slip.cuts += 1
    assert not line
    return slip
