"""A branch's own colours for its displays, and whether they can be read.

Contrast is that of WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of the relative luminances of sRGB, 1 to 21.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

KREM, KUNYIT, KUNYIT_PALE = "#FFF8E7", "#F4B52E", "#FDF0CC"
READABLE_IN_A_HALL, READABLE_NEAR = 7.0, 4.5
DARK_STEP = 0.04045


@dataclass(frozen=True, slots=True)
class Dyes:
    """Colours as ``#RRGGBB``: the ground of calls, the second text on it, the ground of the running text."""

    panel: str = "#0F2440"
    second: str = "#B9CBE2"
    foot: str = "#6B3F1D"


@dataclass(frozen=True, slots=True)
class Faint:
    """Two colours that cannot be told apart well enough."""

    key: str
    colour: str
    against: str
    ratio: float
    least: float


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= DARK_STEP else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def faint_pairs(dyes: Dyes) -> list[Faint]:
    """Return the pairs of a theme that a hall could not read; none when it is good."""
    return [
        Faint(key, colour, against, ratio, least)
        for key, colour, against, least in _pairs(dyes)
        if (ratio := contrast(colour, against)) < least
    ]


def _pairs(dyes: Dyes) -> Iterator[tuple[str, str, str, float]]:
    """Yield what stands on what on a display, with the contrast that it needs."""
    yield "panel", dyes.panel, KREM, READABLE_IN_A_HALL
    yield "second", dyes.second, dyes.panel, READABLE_IN_A_HALL
    yield "panel", dyes.panel, KUNYIT, READABLE_IN_A_HALL
    yield "foot", dyes.foot, KREM, READABLE_IN_A_HALL
    yield "foot", dyes.foot, KUNYIT_PALE, READABLE_NEAR
