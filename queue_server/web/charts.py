"""Pictures of figures: from numbers to places on a canvas. Pure; templates draw what this measures.

Lengths are units of the SVG's viewBox. Every picture keeps direct labels where they fit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 604.0, 236.0
LEFT, TOP, FLOOR = 34.0, 26.0, 210.0
GAP = 3.0
WIDEST_BAR = 30.0
LABELLED_GROUPS = 12
STEPS = (1.0, 2.0, 2.5, 5.0)
GRID_LINES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with the label above it; ``kind`` is its series."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    label: float | None

    @property
    def middle(self) -> float:
        """Return where its label is centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled place on an axis or a curve."""

    x: float
    y: float
    value: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: grid lines with their values, names under the groups, bars, and the points of a line."""

    grid: tuple[Mark, ...]
    names: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    line: tuple[Mark, ...] = ()

    @property
    def peak(self) -> Mark | None:
        """Return the highest point of the line."""
        return max(self.line, key=lambda mark: mark.value, default=None)

    @property
    def points(self) -> str:
        """Return the line as an SVG polyline."""
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.line)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands over one name: bars by series and, perhaps, a point of the line."""

    name: str
    bars: tuple[tuple[str, float], ...]
    point: float | None = None


def grid_step(most: float) -> float:
    """Return a round distance between grid lines so that at most four cover ``most``."""
    rough = max(most, 1.0) / GRID_LINES
    size = 10.0 ** math.floor(math.log10(rough))
    for step in STEPS:
        if rough <= step * size:
            return max(step * size, 1.0) if size < 1 else step * size
    return 10.0 * size


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Where groups stand and how high a value is drawn."""

    groups: Sequence[Group]
    step: float
    top: float

    @property
    def room(self) -> float:
        return (WIDTH - LEFT) / max(len(self.groups), 1)

    @property
    def every(self) -> int:
        """Name each group, or only some where they stand close."""
        return max(math.ceil(len(self.groups) / LABELLED_GROUPS), 1)

    def middle(self, place: int) -> float:
        return LEFT + self.room * (place + 0.5)

    def height(self, value: float) -> float:
        return value * (FLOOR - TOP) / self.top


def column_chart(groups: Sequence[Group]) -> Chart:
    """Return columns side by side over each name, with an optional line across the groups."""
    values = [value for group in groups for _, value in group.bars]
    most = max([*values, *(group.point or 0.0 for group in groups), 1.0])
    step = grid_step(most)
    canvas = _Canvas(groups, step, math.ceil(most / step) * step)
    lines = [step * count for count in range(round(canvas.top / step) + 1)]
    return Chart(
        grid=tuple(Mark(LEFT, FLOOR - canvas.height(value), value) for value in lines),
        names=tuple(
            Mark(canvas.middle(place), HEIGHT - 5, 0.0, group.name)
            for place, group in enumerate(groups)
            if place % canvas.every == 0
        ),
        bars=tuple(bar for place, group in enumerate(groups) for bar in _bars(canvas, place, group)),
        line=tuple(
            Mark(canvas.middle(place), FLOOR - canvas.height(group.point), group.point)
            for place, group in enumerate(groups)
            if group.point is not None
        ),
    )


def _bars(canvas: _Canvas, place: int, group: Group) -> list[Bar]:
    count = max(len(group.bars), 1)
    width = min(WIDEST_BAR, (canvas.room * 0.84 - GAP * (count - 1)) / count)
    start = canvas.middle(place) - (width * count + GAP * (count - 1)) / 2
    bars = []
    for nth, (kind, value) in enumerate(group.bars):
        height = canvas.height(value)
        label = value if canvas.every == 1 else None
        bars.append(Bar(kind, start + nth * (width + GAP), FLOOR - height, width, height, label))
    return bars


def shares(values: Sequence[float]) -> list[float]:
    """Return each value as a part (0–100) of the largest, for rows of bars."""
    most = max(values, default=0.0)
    return [100.0 * value / most if most > 0 else 0.0 for value in values]
