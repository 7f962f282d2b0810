"""Who comes on the day that is played: when, for what, and what becomes of them. The same seed, the same day."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate
from random import Random

MINUTE_S = 60.0
RUSH_MINUTES = 115.0
QUIET_SHARE = 0.16
AT_THE_DOOR = 0.07
DOOR_S = 240.0
SPREAD = 0.45
SHORTEST_S = 45.0
PRIORITIES = ("elderly", "elderly", "pregnant", "infant", "disability")


class Fate(Enum):
    """What becomes of a visit besides being served."""

    SERVED = auto()
    ABSENT = auto()
    RETURNS = auto()
    """Absent when called, back later."""
    TRANSFERRED = auto()
    HELD = auto()
    """Goes to copy a paper in the middle, comes back."""
    CANCELS = auto()
    """Gives the number back by phone."""


SHARES = {Fate.ABSENT: 0.03, Fate.RETURNS: 0.015, Fate.TRANSFERRED: 0.025, Fate.HELD: 0.025, Fate.CANCELS: 0.01}
PRIORITY_SHARE = 0.05
ENGLISH_SHARE = 0.02


@dataclass(slots=True)
class Visit:
    """One resident. ``service_s`` is the time that the next counter will need."""

    at_s: float
    service: str
    service_s: float
    priority: str = "regular"
    language: str = "id"
    fate: Fate = Fate.SERVED
    second_service: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as the day's inventor sees it; ``weight`` is its share of the residents."""

    code: str
    minutes: float
    weight: float


Spans = Sequence[tuple[float, float]]
"""Stretches of a day, in seconds since local midnight."""


def invent_visits(offers: Sequence[Offer], spans: Spans, count: int, seed: int) -> list[Visit]:
    """Return a plausible day: a crowd at the door, a rush, a quiet afternoon."""
    dice = Random(f"day {seed}")  # noqa: S311  (a reproducible day, no secret)
    weights = [offer.weight for offer in offers]
    instants = sorted(_instants(spans, count, dice))
    visits = []
    for at_s in instants:
        offer = dice.choices(offers, weights)[0]
        service_s = dice.lognormvariate(math.log(offer.minutes * MINUTE_S) - SPREAD**2 / 2, SPREAD)
        visits.append(Visit(round(at_s, 1), offer.code, round(max(service_s, SHORTEST_S), 1)))
    return visits


def _instants(spans: Spans, count: int, dice: Random) -> Iterable[float]:
    """Yield instants inside the spans, dense after the first opening; some stand at the door before it."""
    opens_s = spans[0][0]
    at_the_door = round(count * AT_THE_DOOR)
    yield from (opens_s + dice.uniform(1, DOOR_S) for _ in range(at_the_door))
    minutes = [start + MINUTE_S * n for start, end in spans for n in range(int((end - start) // MINUTE_S))]
    rates = list(accumulate(_rate((minute - opens_s) / MINUTE_S) for minute in minutes))
    for _ in range(count - at_the_door):
        yield minutes[bisect_left(rates, dice.uniform(0, rates[-1]))] + dice.uniform(0, MINUTE_S)


def _rate(minute: float) -> float:
    return math.exp(-minute / RUSH_MINUTES) + QUIET_SHARE


def cast_fates(visits: Sequence[Visit], services: Sequence[str], languages: Sequence[str], seed: int) -> None:
    """Decide for each visit, by lot, who is absent, transferred, held, goes first, reads English."""
    dice = Random(f"fates {seed}")  # noqa: S311  (a reproducible day, no secret)
    order = dice.sample(range(len(visits)), len(visits))
    drawn = iter(order)
    for fate, share in SHARES.items():
        for _, index in zip(range(_some(share, len(visits))), drawn, strict=False):
            visits[index].fate = fate
            if fate is Fate.TRANSFERRED:
                visits[index].second_service = _other(services, visits[index].service, dice)
    for index in dice.sample(order, _some(PRIORITY_SHARE, len(visits))):
        visits[index].priority = dice.choice(PRIORITIES)
    if "en" in languages:
        for index in dice.sample(order, _some(ENGLISH_SHARE, len(visits))):
            visits[index].language = "en"


def _some(share: float, count: int) -> int:
    """Return a share of a crowd; a small crowd has one of each kind too."""
    return min(max(round(share * count), 1), count)


def _other(services: Sequence[str], service: str, dice: Random) -> str | None:
    others = [code for code in services if code != service]
    return dice.choice(others) if others else None
