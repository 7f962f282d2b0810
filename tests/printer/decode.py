"""An ESC/POS reader of the tests' own, sharing no code with the product.

It knows exactly the commands that a slip may hold, by Epson's ESC/POS reference; anything else, above all a
control byte inside a text, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

COMMANDS = re.compile(
    rb"""(?P<init>\x1b@)
    |(?P<no_chinese>\x1c\.)
    |\x1bt(?P<page>[\x00-\xff])
    |\x1b3(?P<spacing>[\x00-\xff])
    |\x1ba(?P<align>[\x00\x01])
    |\x1bE(?P<bold>[\x00\x01])
    |\x1b!(?P<mode>[\x00\x08\x10\x18\x20\x28\x30\x38])
    |\x1d!(?P<size>[\x00-\x07\x10-\x17\x20-\x27\x30-\x37\x40-\x47\x50-\x57\x60-\x67\x70-\x77])
    |\x1dB(?P<reverse>[\x00\x01])
    |\x1b\$(?P<position>[\x00-\xff]{2})
    |\x1bd(?P<feed>[\x00-\x0a])
    |\x1bJ(?P<dots>[\x00-\x18])
    |(?P<cut>\x1dVB\x00)
    |\x1d\(k\x03\x001C(?P<module>[\x01-\x10])
    |\x1d\(k\x03\x001E(?P<level>[0-3])
    |\x1d\(k(?P<store>[\x00-\xff]{2})1P0
    |(?P<draw>\x1d\(k\x03\x001Q0)
    |\x1dv0\x00(?P<raster>[\x00-\xff]{4})
    |(?P<text>[\x20-\x7e\x80-\xff]+)
    |(?P<end>\n)""",
    re.VERBOSE | re.DOTALL,
)
ONCE = ("init", "no_chinese", "page", "spacing", "cut", "feed", "store", "draw")


@dataclass(frozen=True)
class Command:
    """One command: its name in ``COMMANDS``, its parameter bytes, and the data that it announces."""

    name: str
    value: bytes
    data: bytes = b""


@dataclass(frozen=True)
class Run:
    """Characters of one look on one line; ``left`` is the position in dots that they were sent to."""

    text: str
    width: int
    height: int
    bold: bool
    reverse: bool
    centred: bool
    left: int | None


@dataclass(frozen=True)
class Symbol:
    """A QR code that the printer draws."""

    content: str
    module: int
    level: str


@dataclass(frozen=True)
class Dots:
    """A picture: rows of bytes, one bit a dot, 1 is black."""

    width: int
    rows: bytes


@dataclass
class Slip:
    """The lines of text in order, and what else was on the paper."""

    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    widest_dots: int = 0
    cuts: int = 0
    rasters: int = 0
    reversed_text: str = ""
    page: int | None = None
    drawn: list[list[Run] | Symbol | Dots] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.lines).split())

    def run(self, text: str) -> Run:
        """Return how ``text`` was printed."""
        runs = [run for line in self.drawn if isinstance(line, list) for run in line]
        return next(run for run in runs if run.text.strip() == text)


def commands(data: bytes) -> Iterator[Command]:
    """Read commands. Raises AssertionError at the first byte that does not belong."""
    at = 0
    while at < len(data):
        found = COMMANDS.match(data, at)
        assert found, f"byte {at}: {data[at : at + 8]!r}"
        at = found.end()
        name = str(found.lastgroup)
        value = found.group(name)
        length = 0
        if name == "store":
            length = int.from_bytes(value, "little") - 3
            assert length > 0
        elif name == "raster":
            length = int.from_bytes(value[:2], "little") * int.from_bytes(value[2:], "little")
            assert length > 0
        assert at + length <= len(data), f"{name} announces more than there is"
        yield Command(name, value, data[at : at + length])
        at += length


def decode(data: bytes, encoding: str = "cp437") -> Slip:
    """Read a slip. Raises AssertionError for bytes that make none: see ``commands``, and ``ONCE``."""
    reader = _Reader(encoding)
    seen: list[str] = []
    for command in commands(data):
        reader.take(command)
        seen.append(command.name)
    for name in ONCE:
        assert seen.count(name) <= 1, f"{name} more than once"
    assert seen[0] == "init"
    assert seen[-1] in {"cut", "feed"}
    assert seen.count("cut") + seen.count("feed") == 1
    assert not reader.line
    return reader.slip


class _Reader:
    def __init__(self, encoding: str) -> None:
        self.encoding, self.slip, self.line = encoding, Slip(), list[Run]()
        self.width = self.height = 1
        self.bold = self.reverse = self.centred = False
        self.left: int | None = None
        self.across, self.module, self.level, self.stored = 0, 3, "L", ""
        self.last = ""

    def take(self, command: Command) -> None:
        getattr(self, f"_{command.name}", self._ignore)(command.value, command.data)
        self.last = command.name

    def _ignore(self, value: bytes, data: bytes) -> None:
        pass

    def _page(self, value: bytes, data: bytes) -> None:
        self.slip.page = value[0]

    def _align(self, value: bytes, data: bytes) -> None:
        assert not self.line, "alignment counts at the beginning of a line only"
        self.centred = value == b"\x01"

    def _bold(self, value: bytes, data: bytes) -> None:
        self.bold = value == b"\x01"

    def _mode(self, value: bytes, data: bytes) -> None:
        self.bold, self.height, self.width = bool(value[0] & 8), 1 + bool(value[0] & 16), 1 + bool(value[0] & 32)

    def _size(self, value: bytes, data: bytes) -> None:
        self.width, self.height = (value[0] >> 4) + 1, (value[0] & 7) + 1

    def _reverse(self, value: bytes, data: bytes) -> None:
        self.reverse = value == b"\x01"

    def _position(self, value: bytes, data: bytes) -> None:
        self.left = self.across = int.from_bytes(value, "little")

    def _text(self, value: bytes, data: bytes) -> None:
        text = value.decode(self.encoding)
        self.line.append(Run(text, self.width, self.height, self.bold, self.reverse, self.centred, self.left))
        self.left = None
        self.across += len(text) * self.width * 12
        self.slip.widest_dots = max(self.slip.widest_dots, self.across)
        self.slip.reversed_text += text * self.reverse

    def _end(self, value: bytes, data: bytes) -> None:
        parts = [("" if run.left is None else " ") + run.text for run in self.line]
        self.slip.lines.append("".join(parts))
        self.slip.drawn.append(self.line)
        self.line, self.across = [], 0

    def _module(self, value: bytes, data: bytes) -> None:
        self.module = value[0]

    def _level(self, value: bytes, data: bytes) -> None:
        self.level = "LMQH"[value[0] - 48]

    def _store(self, value: bytes, data: bytes) -> None:
        self.stored = data.decode()

    def _draw(self, value: bytes, data: bytes) -> None:
        assert self.stored
        self.slip.codes.append(self.stored)
        self.slip.drawn.append(Symbol(self.stored, self.module, self.level))

    def _raster(self, value: bytes, data: bytes) -> None:
        """Take a strip; strips that follow each other are one picture."""
        width, before = int.from_bytes(value[:2], "little") * 8, self.slip.drawn[-1] if self.slip.drawn else None
        if self.last == "raster" and isinstance(before, Dots) and before.width == width:
            self.slip.drawn[-1] = Dots(width, before.rows + data)
            return
        self.slip.rasters += 1
        self.slip.drawn.append(Dots(width, data))

    def _cut(self, value: bytes, data: bytes) -> None:
        self.slip.cuts += 1
