"""What the TV page is told before it sees any state: sizes, layouts, times. Pure.

Sizes follow the panel: the called number's capitals are 16 % of the height of a lying panel and 20.7 % of the
width of a standing one; where the farthest seat is too far for that, a lying panel gives the call its whole width
and capitals of 23 %. A standing one has no larger ones: there the number fills the width already. Capitals are
readable from a hundred times their height.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, hypot

LYING_CAPITALS = 0.16
STANDING_CAPITALS = 0.207
FAR_CAPITALS = 0.23
READABLE_CAPITALS = 100
INCH_MM = 25.4
M_MM = 1000
PANEL_WIDTH, PANEL_HEIGHT = 16, 9
USUAL_PANELS_INCH = (43, 55, 65)
PANELS_INCH = (32, 43, 50, 55, 65, 75, 86, 98)
"""Diagonals that shops have, smallest first."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid of counters for up to ``most`` cells, and how many earlier calls fit beside it.

    ``name``: luas (few counters under the call), padat (many across the panel), besar (a hall too deep for
    either), tegak (a standing panel). ``earlier``: beside nothing else; ``earlier_beside_media``: with a film or
    picture; ``zoned`` and ``zoned_beside_media``: the same where each call names its part of the hall.
    """

    name: str
    most: int
    columns: int
    rows: int
    earlier: int
    earlier_beside_media: int
    zoned: int
    zoned_beside_media: int


LYING = (
    Layout("luas", 3, 3, 1, 5, 3, 5, 2),
    Layout("luas", 4, 4, 1, 5, 3, 5, 2),
    Layout("luas", 6, 3, 2, 5, 3, 5, 2),
    Layout("luas", 8, 4, 2, 5, 3, 5, 2),
    Layout("luas", 10, 5, 2, 5, 3, 5, 2),
    Layout("luas", 12, 6, 2, 5, 3, 5, 2),
    Layout("padat", 15, 5, 3, 3, 1, 2, 1),
    Layout("padat", 21, 7, 3, 3, 1, 2, 1),
    Layout("padat", 28, 7, 4, 3, 1, 2, 1),
    Layout("padat", 40, 10, 4, 3, 1, 2, 1),
)
STANDING = (
    Layout("tegak", 4, 4, 1, 3, 1, 3, 1),
    Layout("tegak", 8, 4, 2, 3, 1, 3, 1),
    Layout("tegak", 12, 4, 3, 2, 1, 2, 1),
    Layout("tegak", 20, 5, 4, 2, 1, 2, 1),
)
STANDING_BESIDE_MEDIA = (
    Layout("tegak", 4, 4, 1, 1, 1, 1, 1),
    Layout("tegak", 10, 5, 2, 1, 1, 1, 1),
)
FAR = (
    Layout("besar", 10, 5, 2, 2, 1, 2, 1),
    Layout("besar", 20, 10, 2, 2, 1, 2, 1),
)
FAR_BESIDE_MEDIA = (
    Layout("besar", 6, 3, 2, 1, 1, 1, 1),
    Layout("besar", 12, 6, 2, 1, 1, 1, 1),
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the page obeys. Durations in seconds.

    A call stays at least ``hold_s``; one older than ``stale_s``, or answered meanwhile, is shown for
    ``silent_hold_s`` and not spoken. A page that never spoke before speaks only what is younger than
    ``news_s``. Counters beyond one page turn every ``turn_s``; running text every ``ticker_s``. The line
    counts as lost ``lost_after_s`` after it broke.

    Of the displays of a zone one speaks, as long as the server's word is younger than ``lease_s``; the others show
    what it says, and go on by themselves when it shows nothing new for ``follow_s``. A call is said without the
    second language while more than ``behind_s`` of sentences wait behind it, in few words from ``far_behind_s`` on.
    """

    lying: tuple[Layout, ...] = LYING
    standing: tuple[Layout, ...] = STANDING
    standing_beside_media: tuple[Layout, ...] = STANDING_BESIDE_MEDIA
    far: tuple[Layout, ...] = FAR
    far_beside_media: tuple[Layout, ...] = FAR_BESIDE_MEDIA
    lying_capitals: float = LYING_CAPITALS
    standing_capitals: float = STANDING_CAPITALS
    far_capitals: float = FAR_CAPITALS
    panels_inch: tuple[int, ...] = PANELS_INCH
    hold_s: float = 8
    silent_hold_s: float = 2.5
    stale_s: float = 120
    news_s: float = 5
    turn_s: float = 10
    ticker_s: float = 12
    lost_after_s: float = 1.5
    lease_s: float = 2.5
    behind_s: float = 15
    far_behind_s: float = 30
    follow_s: float = 10


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether the farthest seat can read the called number. ``far``: it takes the layout besar.

    ``readable_m``: from where it can be read then; ``panel_inch``: the smallest usual panel that would do, null
    where this one does or none does.
    """

    far: bool
    enough: bool
    readable_m: float
    panel_inch: int | None


def capitals_mm(panel_inch: float, *, standing: bool = False, far: bool = False) -> float:
    """Return how high the called number's capitals are on a 16:9 panel of that diagonal."""
    short_side_mm = panel_inch * INCH_MM * PANEL_HEIGHT / hypot(PANEL_WIDTH, PANEL_HEIGHT)
    if standing:
        return short_side_mm * STANDING_CAPITALS
    return short_side_mm * (FAR_CAPITALS if far else LYING_CAPITALS)


def readable_to_m(panel_inch: float, *, standing: bool = False, far: bool = False) -> float:
    """Return from how many metres the called number can be read, in steps of 0.1 m rounded down.

    ``panel_inch`` is the diagonal of a 16:9 panel: 55 inches are 685 mm high, so 10.9 m.
    """
    return floor(capitals_mm(panel_inch, standing=standing, far=far) * READABLE_CAPITALS / 100) / 10


def reach(panel_inch: float, farthest_m: float, *, standing: bool = False) -> Reach:
    """Return what a panel does for a seat at ``farthest_m``; the page computes the same from its rules."""
    needed_mm = farthest_m * M_MM / READABLE_CAPITALS
    far = not standing and capitals_mm(panel_inch) < needed_mm
    enough = capitals_mm(panel_inch, standing=standing, far=far) >= needed_mm
    wide = [inch for inch in PANELS_INCH if capitals_mm(inch, standing=standing, far=far) >= needed_mm]
    return Reach(
        far, enough, readable_to_m(panel_inch, standing=standing, far=far), None if enough or not wide else wide[0]
    )
