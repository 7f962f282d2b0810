"""The lines of a slip, before any printer language: text, rules, gaps and the QR code. Pure.

A ``Sheet`` wraps, centres and pairs texts into lines that fit the paper; every text on it has passed
``texts.readable``. Widths are columns of font A (12 dots), heights are lines of 24 dots.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from printer.texts import readable

ELLIPSIS = "..."


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


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; ``right`` ends at the right edge of the same line."""

    text: str
    style: Style = PLAIN
    right: str = ""


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


Line = TextLine | Rule | Gap | Code


@dataclass(slots=True)
class Sheet:
    """Collects the lines of one slip. ``columns`` fit across; ``encoding`` is the code page's codec."""

    columns: int
    encoding: str
    lines: list[Line] = field(default_factory=list)

    def plain(self, text: str) -> str:
        """Return ``text`` as it can be printed, with single spaces."""
        return " ".join(readable(text, self.encoding).split())

    def say(self, text: str, style: Style = PLAIN, indent: int = 0) -> None:
        """Add ``text``, wrapped; following lines are indented by ``indent`` columns. Nothing for an empty text."""
        room = self.columns // style.width
        plain = self.plain(text)
        lines = balanced(plain, room) if style.centred else wrap(plain, room, indent)
        self.lines += [TextLine(line, style) for line in lines]

    def band(self, text: str) -> None:
        """Add ``text`` white on black over the whole width, its first sentence on a line of its own if it is long."""
        plain = self.plain(text)
        first, stop, rest = plain.partition(". ")
        parts = [plain] if len(plain) <= self.columns or not stop else [first, rest]
        style = Style(bold=True, reverse=True)
        for part in parts:
            lines = wrap(part, self.columns)
            self.lines += [TextLine(line.center(self.columns), style) for line in lines]
        self.gap()

    def pair(self, left: str, right: str, style: Style = PLAIN) -> None:
        """Add a text at the left edge and one at the right edge; on two lines where they do not fit on one."""
        first, last = self.plain(left), self.plain(right)
        if first and last and len(first) + 1 + len(last) <= self.columns:
            self.lines.append(TextLine(first, style, last))
            return
        self.say(first, style)
        lines = wrap(last, self.columns)
        self.lines += [TextLine(line.rjust(self.columns), style) for line in lines]

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
        """Add a line across the paper, but never two in a row nor one at the top."""
        if self.lines and not isinstance(self.lines[-1], Rule):
            self.lines.append(Rule(dashed))

    def gap(self, lines: int = 1) -> None:
        """Add empty lines."""
        self.lines.append(Gap(lines))

    def code(self, content: str) -> None:
        """Add a QR code with one line of quiet above and below (24 dots are four modules of 6)."""
        target = "".join(character for character in content if character.isprintable()).strip()
        if target:
            self.lines += [Gap(), Code(target), Gap()]


def wrap(text: str, room: int, indent: int = 0) -> list[str]:
    """Break ``text`` at spaces into lines of at most ``room`` columns; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        rest = word
        while rest:
            joined = f"{line} {rest}" if line.strip() else line + rest
            if len(joined) <= room:
                line, rest = joined, ""
            elif line.strip():
                lines.append(line)
                line = " " * indent
            else:
                lines.append(joined[:room])
                line, rest = " " * indent, joined[room:]
    return [*lines, line] if line.strip() else lines


def balanced(text: str, room: int) -> list[str]:
    """Break ``text`` into as few lines as ``wrap`` does, of lengths as even as they can be."""
    best = wrap(text, room)
    for narrower in range(room - 1, 0, -1):
        lines = wrap(text, narrower)
        if len(lines) > len(best):
            break
        best = lines
    return best


@dataclass(frozen=True, slots=True)
class Room:
    """Space for a paragraph: ``most`` lines of ``columns``, following ones indented."""

    columns: int
    most: int
    indent: int = 0

    def holds(self, text: str) -> bool:
        """Say whether ``text`` fits when wrapped."""
        return len(wrap(text, self.columns, self.indent)) <= self.most


def fitting(head: str, items: list[str], room: Room) -> str:
    """Return ``head`` and as many whole ``items`` as ``room`` holds, the rest as an ellipsis."""
    whole = f"{head}{', '.join(items)}."
    if room.holds(whole):
        return whole
    for count in range(len(items) - 1, 0, -1):
        some = f"{head}{', '.join(items[:count])}, {ELLIPSIS}"
        if room.holds(some):
            return some
    text = head + items[0]
    while text and not room.holds(text + ELLIPSIS):
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
