"""Read ESC/POS bytes back into what stands on the paper. Pure; the virtual printer's first half.

It knows the commands that ``encode`` sends and their near relatives. An unknown command is skipped with
its code byte, as printers do, and noted in ``Paper.unknown``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from printer.onpaper import Cut, Feed, Look, Paper, Printed, PrintedCode, PrintedLine, PrintedRaster, Span

DEFAULT_SPACING = 30
CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858", 30: "cp437", 52: "cp437"}
_LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}
_ESC, _GS, _FS, _DLE = 0x1B, 0x1D, 0x1C, 0x10
_LINE_FEED, _FIRST_PRINTABLE = 0x0A, 0x20


@dataclass(slots=True)
class _Printer:
    data: bytes
    at: int = 0
    look: Look = field(default_factory=Look)
    spacing: int = DEFAULT_SPACING
    encoding: str = "cp437"
    spans: list[Span] = field(default_factory=list)
    start: int | None = None
    code: bytes = b""
    module: int = 3
    level: str = "L"
    paper: Paper = field(default_factory=Paper)

    def take(self, count: int) -> bytes:
        taken = self.data[self.at : self.at + count]
        self.at += count
        return taken.ljust(count, b"\0")

    def byte(self) -> int:
        return self.take(1)[0]

    def word(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def end_line(self) -> None:
        self.paper.printed.append(PrintedLine(self.spans, self.spacing))
        self.spans, self.start = [], None

    def put(self, thing: Printed) -> None:
        if self.spans:
            self.end_line()
        self.paper.printed.append(thing)


def interpret(data: bytes) -> Paper:
    """Return what a printer would put on paper for ``data``; never raises, however broken the bytes."""
    printer = _Printer(data)
    while printer.at < len(data):
        _step(printer)
    if printer.spans:
        printer.end_line()
    return printer.paper


def _step(printer: _Printer) -> None:
    code = printer.data[printer.at]
    if code >= _FIRST_PRINTABLE:
        text = bytes(_characters(printer)).decode(printer.encoding, "replace")
        printer.spans.append(Span(text, printer.look, printer.start))
        printer.start = None
        return
    printer.at += 1
    if code == _LINE_FEED:
        printer.end_line()
    elif code == _DLE:
        printer.take(2)
    elif code in {_ESC, _GS, _FS}:
        letter = printer.take(1)
        command = _COMMANDS.get(bytes((code,)) + letter)
        if command is None:
            printer.paper.unknown.append(bytes((code,)) + letter)
        else:
            command(printer)


def _characters(printer: _Printer) -> Iterator[int]:
    while printer.at < len(printer.data) and printer.data[printer.at] >= _FIRST_PRINTABLE:
        yield printer.data[printer.at]
        printer.at += 1


def _reset(printer: _Printer) -> None:
    printer.look, printer.spacing, printer.encoding = Look(), DEFAULT_SPACING, "cp437"
    printer.spans, printer.start, printer.module, printer.level = [], None, 3, "L"


def _align(printer: _Printer) -> None:
    printer.look = replace(printer.look, align=printer.byte() % 48)


def _bold(printer: _Printer) -> None:
    printer.look = replace(printer.look, bold=bool(printer.byte() & 1))


def _reverse(printer: _Printer) -> None:
    printer.look = replace(printer.look, reverse=bool(printer.byte() & 1))


def _size(printer: _Printer) -> None:
    value = printer.byte()
    printer.look = replace(printer.look, width=(value >> 4 & 7) + 1, height=(value & 7) + 1)


def _mode(printer: _Printer) -> None:
    value = printer.byte()
    width, height = 2 if value & 0x20 else 1, 2 if value & 0x10 else 1
    printer.look = replace(printer.look, bold=bool(value & 8), width=width, height=height)


def _spacing(printer: _Printer) -> None:
    printer.spacing = printer.byte()


def _default_spacing(printer: _Printer) -> None:
    printer.spacing = DEFAULT_SPACING


def _feed_lines(printer: _Printer) -> None:
    printer.put(Feed(printer.byte() * printer.spacing))


def _feed_dots(printer: _Printer) -> None:
    printer.put(Feed(printer.byte()))


def _code_page(printer: _Printer) -> None:
    printer.encoding = CODE_PAGES.get(printer.byte(), "cp437")


def _position(printer: _Printer) -> None:
    printer.start = printer.word()


def _cut(printer: _Printer) -> None:
    function = printer.byte()
    if function in {65, 66}:
        printer.put(Feed(printer.byte()))
    printer.put(Cut())


def _raster(printer: _Printer) -> None:
    printer.take(2)
    width, height = printer.word(), printer.word()
    printer.put(PrintedRaster(printer.take(min(width * height, len(printer.data))), width * 8, printer.look.align))


def _symbol(printer: _Printer) -> None:
    letter = printer.take(1)
    body = printer.take(min(printer.word(), len(printer.data)))
    kind, function, values = body[:1], body[1:2], body[2:]
    if letter != b"k" or kind != b"1" or not values:
        return
    match function:
        case b"C":
            printer.module = max(1, values[0])
        case b"E":
            printer.level = _LEVELS.get(values[0], "L")
        case b"P":
            printer.code = values[1:]
        case b"Q" if printer.code:
            content = printer.code.decode("utf-8", "replace")
            printer.put(PrintedCode(content, printer.module, printer.level, printer.look.align))
        case _:
            pass


def _skip(count: int) -> Callable[[_Printer], None]:
    def command(printer: _Printer) -> None:
        printer.take(count)

    return command


_COMMANDS: dict[bytes, Callable[[_Printer], None]] = {
    b"\x1b@": _reset,
    b"\x1ba": _align,
    b"\x1bE": _bold,
    b"\x1b!": _mode,
    b"\x1b3": _spacing,
    b"\x1b2": _default_spacing,
    b"\x1bd": _feed_lines,
    b"\x1bJ": _feed_dots,
    b"\x1bt": _code_page,
    b"\x1b$": _position,
    b"\x1b-": _skip(1),
    b"\x1bM": _skip(1),
    b"\x1b{": _skip(1),
    b"\x1bR": _skip(1),
    b"\x1c.": _skip(0),
    b"\x1c&": _skip(0),
    b"\x1d!": _size,
    b"\x1dB": _reverse,
    b"\x1db": _skip(1),
    b"\x1da": _skip(1),
    b"\x1dr": _skip(1),
    b"\x1dV": _cut,
    b"\x1dv": _raster,
    b"\x1d(": _symbol,
}
