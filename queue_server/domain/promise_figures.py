"""Promised against actual: how often the range held, and how far the expectation was off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from queue_server.domain.promise import Promise


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures of some promises.

    ``told`` of them; ``came``: whose call is known, with means over these in seconds, None without any. ``shown`` of
    those saw the range: ``sooner``, ``inside`` or ``later`` than it said.
    """

    told: int
    came: int
    shown: int
    sooner: int
    inside: int
    later: int
    mean_expected_s: float | None
    mean_came_s: float | None
    mean_error_s: float | None


def kept(promises: Iterable[Promise]) -> Kept:
    """Return the figures of promises."""
    told = list(promises)
    pairs = [(promise, promise.came_s) for promise in told]
    came = [(promise, came_s) for promise, came_s in pairs if came_s is not None]
    shown = [(promise.span, came_s) for promise, came_s in came if promise.is_shown]
    sooner = sum(came_s < span.low_s for span, came_s in shown)
    later = sum(came_s > span.high_s for span, came_s in shown)
    return Kept(
        told=len(told),
        came=len(came),
        shown=len(shown),
        sooner=sooner,
        inside=len(shown) - sooner - later,
        later=later,
        mean_expected_s=_mean(promise.expected_s for promise, _ in came),
        mean_came_s=_mean(came_s for _, came_s in came),
        mean_error_s=_mean(abs(promise.expected_s - came_s) for promise, came_s in came),
    )


def kept_by(promises: Iterable[Promise], key_of: Callable[[Promise], str]) -> Mapping[str, Kept]:
    """Return the figures by a key, sorted by it."""
    groups: dict[str, list[Promise]] = {}
    for promise in promises:
        groups.setdefault(key_of(promise), []).append(promise)
    return {key: kept(groups[key]) for key in sorted(groups)}


def _mean(seconds: Iterable[float]) -> float | None:
    values = list(seconds)
    return fmean(values) if values else None
