"""The lines of a slip, before any printer language: text, rules, gaps, the logo's place and the QR code. Pure.

A ``Sheet`` wraps, centres and pairs texts into lines that fit the paper; every text on it has passed
``texts.readable``. Widths are columns of font A (12 dots), heights are lines of 24 dots.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from printer.texts import readable
from printer.wrapping import balanced, figure_of, shortened, wrap
from queue_server.protocol import Logo


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks. ``width`` and ``height`` multiply font A, 1 to 8."""

    centred: bool = False
    bold: bool = False
    width: int = 1
    height: int = 1
    reverse: bool = False


PLAIN = Style()
STRONG = Style(bold=True)
CENTRED = Style(centred=True)
CENTRED_STRONG = Style(centred=True, bold=True)
_BAND = Style(bold=True, reverse=True)
LARGEST = 8
"""The most that a printer multiplies its letters by."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; ``right`` ends at the right edge of the same line.

    ``strong`` are the characters of ``text``, from and to, that are bold in a line that is not.
    """

    text: str
    style: Style = PLAIN
    right: str = ""
    strong: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, centred, leading to ``content``."""

    content: str


@dataclass(frozen=True, slots=True)
class Emblem:
    """Where the logo stands; nothing where there is none."""


@dataclass(frozen=True, slots=True)
class Poster:
    """A short text as large as the paper allows, centred."""

    text: str


Line = TextLine | Rule | Gap | Code | Emblem | Poster


@dataclass(slots=True)
class Sheet:
    """Collects the lines of one slip. ``columns`` fit across; ``encoding`` is the code page's codec."""

    columns: int
    encoding: str
    lines: list[Line] = field(default_factory=list)
    _rule: Rule | None = field(default=None, init=False)

    def put(self, *lines: Line) -> None:
        """Add lines below whatever rule was asked for before them."""
        if self._rule is not None and lines:
            self.lines.append(self._rule)
            self._rule = None
        self.lines += lines

    def emblem(self, logo: Logo | None) -> None:
        """Keep the place of the logo, if there is one."""
        if logo is not None:
            self.put(Emblem())

    def head(self, letterhead: list[str], branch: str) -> None:
        """Add the office's head, and its own name where no line of the head holds it."""
        for line in letterhead:
            self.say(line, CENTRED_STRONG)
        name = self.plain(branch)
        if not any(name.casefold() in self.plain(line).casefold() for line in letterhead):
            self.say(name, CENTRED_STRONG)

    def plain(self, text: str) -> str:
        """Return ``text`` as it can be printed, with single spaces."""
        return " ".join(readable(text, self.encoding).split())

    def say(self, text: str, style: Style = PLAIN, indent: int = 0) -> None:
        """Add ``text``, wrapped; following lines are indented by ``indent`` columns. Nothing for an empty text."""
        room = self.columns // style.width
        plain = self.plain(text)
        lines = balanced(plain, room) if style.centred else wrap(plain, room, indent)
        self.put(*(TextLine(line, style) for line in lines))

    def tell(self, text: str) -> None:
        """Add a centred sentence whose figure is bold; one that is too long breaks before its figure."""
        plain = self.plain(text)
        start, end = figure_of(plain)
        if len(plain) <= self.columns:
            parts = [(plain, (start, end))]
        elif 0 < start <= self.columns and end - start <= self.columns:
            parts = [(plain[:start].rstrip(), (0, 0)), (plain[start:], (0, end - start))]
        else:
            parts = [(line, figure_of(line)) for line in balanced(plain, self.columns)]
        self.put(*(TextLine(line, CENTRED, strong=strong) for line, strong in parts if line))

    def mark(self, copy_line: str | None, otherwise: str, copy: int) -> None:
        """Add the band of a marked copy: of a ``copy`` above 0 always, whatever the line says."""
        line = self.plain(copy_line or "")
        if line or copy > 0:
            self.band(line or otherwise)

    def band(self, text: str) -> None:
        """Add ``text`` white on black over the whole width, its first sentence on a line of its own if it is long."""
        plain = self.plain(text)
        first, stop, rest = plain.partition(". ")
        parts = [plain] if len(plain) <= self.columns or not stop else [first, rest]
        for part in parts:
            self.put(*(TextLine(line.center(self.columns), _BAND) for line in balanced(part, self.columns)))
        self.gap()

    def pair(self, left: str, right: str, style: Style = PLAIN) -> None:
        """Add a text at the left edge and one at the right edge; on two lines where they do not fit on one."""
        first, last = self.plain(left), self.plain(right)
        if first and last and len(first) + 1 + len(last) <= self.columns:
            self.put(TextLine(first, style, last))
            return
        self.say(first, style)
        self.put(*(TextLine(line.rjust(self.columns), style) for line in wrap(last, self.columns)))

    def moment(self, day: str, time: str) -> None:
        """Add a day and its time, with the names of the day shortened where the paper is too narrow for them."""
        whole, clock = self.plain(day), self.plain(time)
        is_too_long = len(whole) + 1 + len(clock) > self.columns
        self.pair(shortened(whole) if is_too_long else whole, clock)

    def joined(self, items: list[str], separator: str = " · ") -> None:
        """Add the items, as many on a line as fit, no item broken unless it is longer than a line."""
        mark = readable(separator, self.encoding)
        line = ""
        for item in (self.plain(item) for item in items):
            if not item:
                continue
            if line and len(line) + len(mark) + len(item) > self.columns:
                self.say(line)
                line = item
            else:
                line = f"{line}{mark}{item}" if line else item
        self.say(line)

    def rule(self, *, dashed: bool = False) -> None:
        """Add a line across the paper, but never two in a row nor one at the top or the end."""
        if self.lines and self._rule is None:
            self._rule = Rule(dashed)

    @property
    def ends_in_text(self) -> bool:
        """Say whether what comes next would touch a text."""
        return self._rule is None and bool(self.lines) and isinstance(self.lines[-1], TextLine)

    def gap(self, lines: int = 1) -> None:
        """Add empty lines."""
        self.put(Gap(lines))

    def code(self, content: str) -> None:
        """Add a QR code with one line of quiet above and below (24 dots are four modules of 6)."""
        target = "".join(character for character in content if character.isprintable()).strip()
        if target:
            self.put(Gap(), Code(target), Gap())
