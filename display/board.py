"""What the TV page is told before it sees any state: sizes, layouts, times. Pure.

Sizes follow the panel: the called number's capitals are 16 % of the height of a lying panel and 20.7 % of the
width of a standing one; capitals are readable from a hundred times their height.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, hypot

LYING_CAPITALS = 0.16
STANDING_CAPITALS = 0.207
READABLE_CAPITALS = 100
INCH_MM = 25.4
PANEL_WIDTH, PANEL_HEIGHT = 16, 9
USUAL_PANELS_INCH = (43, 55, 65)


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid of counters for up to ``most`` of them, and how many earlier calls fit beside it.

    ``name``: luas (few counters under the call), padat (many across the panel), tegak (a standing panel).
    """

    name: str
    most: int
    columns: int
    rows: int
    earlier: int


LYING = (
    Layout("luas", 3, 3, 1, 5),
    Layout("luas", 4, 4, 1, 5),
    Layout("luas", 6, 3, 2, 5),
    Layout("luas", 8, 4, 2, 5),
    Layout("luas", 10, 5, 2, 5),
    Layout("luas", 12, 6, 2, 5),
    Layout("padat", 15, 5, 3, 3),
    Layout("padat", 21, 7, 3, 3),
    Layout("padat", 28, 7, 4, 3),
    Layout("padat", 40, 10, 4, 3),
)
STANDING = (
    Layout("tegak", 4, 4, 1, 3),
    Layout("tegak", 8, 4, 2, 3),
    Layout("tegak", 12, 4, 3, 2),
    Layout("tegak", 20, 5, 4, 2),
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the page obeys. Durations in seconds.

    A call stays at least ``hold_s``; one older than ``stale_s``, or answered meanwhile, is shown for
    ``silent_hold_s`` and not spoken. A page that never spoke before speaks only what is younger than
    ``news_s``. Counters beyond one page turn every ``turn_s``; running text every ``ticker_s``. The line
    counts as lost ``lost_after_s`` after it broke.
    """

    lying: tuple[Layout, ...] = LYING
    standing: tuple[Layout, ...] = STANDING
    hold_s: float = 8
    silent_hold_s: float = 2.5
    stale_s: float = 120
    news_s: float = 5
    turn_s: float = 10
    ticker_s: float = 12
    lost_after_s: float = 1.5


RULES = Rules()


def readable_to_m(panel_inch: float, *, standing: bool = False) -> float:
    """Return from how many metres the called number can be read, in steps of 0.1 m rounded down.

    ``panel_inch`` is the diagonal of a 16:9 panel: 55 inches are 685 mm high, so 10.9 m.
    """
    short_side_mm = panel_inch * INCH_MM * PANEL_HEIGHT / hypot(PANEL_WIDTH, PANEL_HEIGHT)
    capitals_mm = short_side_mm * (STANDING_CAPITALS if standing else LYING_CAPITALS)
    return floor(capitals_mm * READABLE_CAPITALS / 100) / 10
