"""Where lines break: wrapping, balancing, shortening. Pure; texts have passed ``texts.readable`` before."""

from __future__ import annotations

import re
from dataclasses import dataclass

ELLIPSIS = "..."
_FIGURE = re.compile(r"\d")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORT = 3


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
    if len(best) <= 1:
        return best
    # No line is shorter than an even share of the text, and a narrower room never needs fewer lines.
    low, high = max(1, len(text) // len(best) - 1), room
    while low < high:
        middle = (low + high) // 2
        lines = wrap(text, middle)
        if len(lines) > len(best):
            low = middle + 1
        else:
            high, best = middle, lines
    return best


def figure_of(text: str) -> tuple[int, int]:
    """Return from where to where ``text`` names its figure: to the end, or its first word if it begins with it."""
    found = _FIGURE.search(text)
    if found is None:
        return 0, 0
    return (found.start(), len(text)) if found.start() else (0, len(text.split(" ", 1)[0]))


def shortened(text: str) -> str:
    """Return a day with its names cut to three letters, as both languages do: ``Sen, 23 Nov 2026``."""
    return _LONG_WORD.sub(lambda word: word[0][:_SHORT], text)


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
    text = (head + items[0])[: room.columns * room.most]
    while text and not room.holds(text + ELLIPSIS):
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
