"""How well waits were foretold on a played day, hour by hour, beside a typed-in number of minutes a head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from queue_server.application.context import Context
from queue_server.application.days import local_time
from queue_server.domain.branch import Branch
from queue_server.domain.promise import Promise

MINUTE_S = 60
WHOLE_DAY = "all"


@dataclass(frozen=True, slots=True)
class Foretold:
    """Of one hour (``"08"``), or of all: ``told`` waits that came true, and the mean errors in seconds.

    ``fixed_error_s``: had it been people ahead × the branch file's minutes over its counters for the service.
    ``inside``: the part (0 to 1) of the ``shown`` ranges that held, None where none was shown yet.
    """

    hour: str
    told: int
    error_s: float
    fixed_error_s: float
    shown: int
    inside: float | None


def foretold(context: Context, branch: Branch, day: date) -> list[Foretold]:
    """Return the figures of the hours in which residents were told, and at last of all; empty if nobody was called."""
    with context.store.read(branch.code) as work:
        came = [promise for promise in work.promises.of_day(day) if promise.came_s is not None]
    hours: dict[str, list[Promise]] = {}
    for promise in came:
        hours.setdefault(f"{local_time(branch, promise.made_at):%H}", []).append(promise)
    rows = [_row(branch, hour, hours[hour]) for hour in sorted(hours)]
    return [*rows, _row(branch, WHOLE_DAY, came)] if came else []


def _row(branch: Branch, hour: str, promises: Sequence[Promise]) -> Foretold:
    held = [promise.came_true for promise in promises if promise.is_shown]
    return Foretold(
        hour=hour,
        told=len(promises),
        error_s=_off(promises, [promise.expected_s for promise in promises]),
        fixed_error_s=_off(promises, [fixed_s(branch, promise) for promise in promises]),
        shown=len(held),
        inside=sum(map(bool, held)) / len(held) if held else None,
    )


def _off(promises: Sequence[Promise], expected: Iterable[float]) -> float:
    return fmean(abs(one_s - (promise.came_s or 0.0)) for promise, one_s in zip(promises, expected, strict=True))


def fixed_s(branch: Branch, promise: Promise) -> float:
    """Return what a typed-in average would have said: people ahead × minutes over the counters of the branch file."""
    takers = len(branch.counters_for.get(promise.service, ())) or 1
    return promise.ahead * branch.service_begun(promise.service).service_minutes * MINUTE_S / takers
