"""What stands on a slip, as the virtual printer sees it: lines, codes, pictures, feeds, cuts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Look:
    """How the next character is printed."""

    align: int = 0
    bold: bool = False
    width: int = 1
    height: int = 1
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Characters in one look; ``start`` is an absolute position in dots, None to follow on."""

    text: str
    look: Look
    start: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of characters; the paper then moves by ``spacing`` dots, or its tallest character."""

    spans: list[Span]
    spacing: int


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A QR code drawn by the printer itself."""

    content: str
    module: int
    level: str
    align: int


@dataclass(frozen=True, slots=True)
class PrintedRaster:
    """A picture: one bit a dot, rows of whole bytes."""

    bits: bytes
    width: int
    align: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty paper, in dots."""

    dots: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The cutter fell."""


Printed = PrintedLine | PrintedCode | PrintedRaster | Feed | Cut


@dataclass(slots=True)
class Paper:
    """What came out, in order, and the codes of commands that were not understood."""

    printed: list[Printed] = field(default_factory=list)
    unknown: list[bytes] = field(default_factory=list)
