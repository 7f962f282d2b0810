"""What closed waits taught about a hall: by how much they differ from the plain calculation, and how far they scatter.

A wait is explained in layers: how many are ahead, the hour, the service, the service at that length of queue. They are
logarithms, so that they multiply. Each closed wait moves all its layers towards itself by what they leave together, a
layer that has seen ``n`` of them by one part in ``n + k``: while data are few it says little, and what one explains is
not learned again by another. What one wait may teach is bounded, so that no pause and no forgotten ticket upsets a
layer; after ``MEMORY`` waits it forgets as it learns.

Sources: shrunk group means (Efron & Morris 1975), fitted together (backfitting, Buja, Hastie & Tibshirani 1989) and one
by one (Robbins & Monro 1951), bounded influence (Huber 1964); the width of the range by adaptive conformal inference
(Gibbs & Candès 2021). Reasons and measured errors: docs/waits.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from math import exp, log
from typing import Final

from queue_server.domain.scene import Scene

LENGTHS: Final = (0, 1, 3, 8, 18, 38)
"""Queues with up to so many people ahead behave alike."""
MEMORY: Final = 2000
MOST_TAUGHT: Final = 0.75
OFFSET_S: Final = 120.0
"""Two minutes more or less are no factor: officers and clocks differ by as much."""
LENGTH, HOUR, SERVICE, SERVICE_LENGTH = range(4)
SHRINK: Final = (20.0, 50.0, 5.0, 50.0)
"""``k`` of each layer, in closed waits."""

EFFECT_TRUST: Final = 50.0
USUAL_TRUST: Final = 3.0
LEAST_COUNTERS: Final = 0.5

WIDTHS_S: Final = (300, 600, 1200, 2400, 4800)
"""Waits expected to last up to so long scatter alike."""
FIRST_WIDTH: Final = 0.35
WIDTH_BOUNDS: Final = (0.05, 1.5)
WIDTH_STEP: Final = 0.03
OUTSIDE: Final = 0.2
"""The part of waits that may fall outside their range."""
ENOUGH_OF_SERVICE: Final = 5
ENOUGH_OF_HALL: Final = 20

HOUR_MIN: Final = 60
Key = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """A wait that ended: how it was asked, what was expected and what came true in seconds of calling.

    ``was_inside``: it fell into the range that was told.
    """

    scene: Scene
    expected_s: float
    came_s: float
    was_inside: bool


class Layer:
    """By how much waits of one kind differ, as a logarithm; zero until told."""

    __slots__ = ("count", "mean")

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0

    def learn(self, left: float, shrink: float) -> None:
        """Move towards one more wait by what is ``left`` unexplained, as if ``shrink`` waits had been as expected."""
        self.count = min(self.count + 1, MEMORY)
        self.mean += left / (self.count + shrink)


class Effect:
    """How much a counter more speeds a queue: 1 where it takes its full share, 0 where it makes no difference.

    The slope of a regression through the origin of what waits gain on how far the open counters are from the usual
    number; it begins at 1. Recorded queues, whose counters are shared with others, lie near a quarter.
    """

    __slots__ = ("_product", "_square")

    def __init__(self) -> None:
        self._product = self._square = EFFECT_TRUST

    @property
    def slope(self) -> float:
        """Return the exponent of the counters, 0 to 1."""
        return min(max(self._product / self._square, 0.0), 1.0)

    def learn(self, distance: float, gain: float) -> None:
        """Take one more pair of logarithms: usual over open counters, and the wait over what it would usually be."""
        self._product += distance * gain
        self._square += distance * distance
        if self._square > MEMORY:
            self._product /= 2
            self._square /= 2


class WaitRecord:
    """All that is learned about one hall; grows with services and hours, not with waits.

    ``_views`` keeps what all scenes of a kind share until the next wait is learned: a thousand phones ask at once.
    """

    def __init__(self) -> None:
        self._layers: defaultdict[Key, Layer] = defaultdict(Layer)
        self._closed = 0
        self._usual: dict[str, tuple[float, int]] = {}  # mean of open counters, and of how many waits
        self._views: dict[Key, tuple[float, float]] = {}
        self._widths = [FIRST_WIDTH] * (len(WIDTHS_S) + 1)
        self.effect = Effect()

    def is_enough(self, queue: str) -> bool:
        """Say whether enough waits have ended to tell people more than how many are ahead."""
        of_service = self._layers.get((SERVICE, queue))
        return self._closed >= ENOUGH_OF_HALL or (of_service is not None and of_service.count >= ENOUGH_OF_SERVICE)

    def usual_counters(self, queue: str) -> float | None:
        """Return the mean number of counters that were open when a queue's waits were told, None before any ended."""
        usual = self._usual.get(queue)
        return None if usual is None else usual[0]

    def expected_s(self, scene: Scene) -> float:
        """Return the expected wait in seconds of calling."""
        view = (scene.queue, scene.is_preferred, *_kind(scene), scene.counters)
        views = self._views
        seen = views.get(view)
        if seen is None:
            seen = views[view] = (self._counters(scene), self._factor(scene))
        counters, factor = seen
        return scene.plain_s(counters) * factor

    def _factor(self, scene: Scene) -> float:
        layers = (self._layers.get(key) for key in _layers_of(scene))
        return exp(sum(layer.mean for layer in layers if layer is not None))

    def width_at(self, expected_s: float) -> float:
        """Return how far waits of this length scatter: a logarithm, to both sides."""
        return self._widths[bisect_left(WIDTHS_S, expected_s)]

    def learn(self, closed: Closed) -> None:
        """Take one more wait that ended. The order is that in which they ended."""
        scene = closed.scene
        self._learn_width(closed)
        self._closed += 1
        self._learn_layers(scene, closed.came_s)
        mean, count = self._usual.get(scene.queue, (0.0, 0))
        count = min(count + 1, MEMORY)
        self._usual[scene.queue] = (mean + (scene.counters - mean) / count, count)
        self._views = {}  # a thread that still works with the old ones keeps them to itself

    def _learn_width(self, closed: Closed) -> None:
        place = bisect_left(WIDTHS_S, closed.expected_s)
        miss = (0.0 if closed.was_inside else 1.0) - OUTSIDE
        low, high = WIDTH_BOUNDS
        self._widths[place] = min(max(self._widths[place] * exp(WIDTH_STEP * miss), low), high)

    def _learn_layers(self, scene: Scene, came_s: float) -> None:
        left = _bounded(log(came_s + OFFSET_S) - log(self.expected_s(scene) + OFFSET_S))
        for key, shrink in zip(_layers_of(scene), SHRINK, strict=True):
            self._layers[key].learn(left, shrink)
        distance = self._distance(scene)
        self.effect.learn(distance, left + self.effect.slope * distance)

    def _usual_counters(self, scene: Scene) -> float:
        mean, count = self._usual.get(scene.queue, (0.0, 0))
        return max((mean * count + scene.counters * USUAL_TRUST) / (count + USUAL_TRUST), LEAST_COUNTERS)

    def _distance(self, scene: Scene) -> float:
        return log(self._usual_counters(scene) / max(scene.counters, LEAST_COUNTERS))

    def _counters(self, scene: Scene) -> float:
        """Return the open counters in as far as they make a difference, the usual number else."""
        return self._usual_counters(scene) * exp(-self.effect.slope * self._distance(scene))


def _kind(scene: Scene) -> tuple[int, int]:
    """Return the length of queue and the hour, as layers tell them apart."""
    return bisect_left(LENGTHS, scene.ahead), scene.minute // HOUR_MIN


def _layers_of(scene: Scene) -> tuple[Key, ...]:
    """Return the layers that explain a wait, in the order of ``SHRINK``."""
    length, hour = _kind(scene)
    return (
        (LENGTH, length),
        (HOUR, hour, length),
        (SERVICE, scene.queue),
        (SERVICE_LENGTH, scene.queue, scene.is_preferred, length),
    )


def _bounded(difference: float) -> float:
    return min(max(difference, -MOST_TAUGHT), MOST_TAUGHT)
