"""What the tally's page shows beyond the bare figures: its sentence, its pictures, its longest rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queue_server import wording
from queue_server.protocol import PromisedDay, PromisedRow
from queue_server.web.charts import Chart, Group, column_chart, shares

Row = Mapping[str, Any]
SHOWN_ROWS = 8
MINUTE = 60
QUIET_HOUR: dict[str, Any] = {"issued": 0, "completed": 0, "waiting_time_s": {"mean": None, "p90": None}}


@dataclass(frozen=True, slots=True)
class Beam:
    """One row of a chart of rows: ``share`` and ``mark`` are parts (0–100) of the widest."""

    name: str
    value: float
    share: float
    mark: float | None
    marked: float | None
    count: int


@dataclass(frozen=True, slots=True)
class TallyPage:
    """The pictures and comparisons of one tally."""

    tenths: int | None
    percent: int | None
    busiest: Row | None
    arrivals: Chart | None
    waits: Chart | None
    services: tuple[Beam, ...]
    counters: tuple[Beam, ...]
    short_seal: str


@dataclass(frozen=True, slots=True)
class PromisedPage:
    """What residents were told, beside what came true: what can be said of it, and a picture where there is one.

    ``state``: ``nothing`` was told; all are still ``open``; those that came saw how many were ahead and no range
    (``hidden``); or ranges can be ``compared``. The percentages are of the ranges that people saw.
    """

    state: str
    percent: int | None
    phones_percent: int | None
    hours: Chart | None


def promised_page(promised: PromisedDay) -> PromisedPage:
    """Read a day's promises."""
    told = promised.with_numbers
    return PromisedPage(
        state=_promised_state(told),
        percent=in_range(told),
        phones_percent=in_range(promised.on_phones),
        hours=column_chart(_promised_hours(promised.by_hour)) if told.came else None,
    )


def _promised_state(told: PromisedRow) -> str:
    if not told.told:
        return "nothing"
    if not told.came:
        return "open"
    return "compared" if told.shown else "hidden"


def in_range(row: PromisedRow) -> int | None:
    """Return how many of a hundred came within the range that was shown, rounded down: 100 means all of them."""
    return 100 * row.inside // row.shown if row.shown else None


def _promised_hours(rows: Sequence[PromisedRow]) -> list[Group]:
    """Expected beside actual minutes; an hour of which nothing is known yet keeps its place, without bars."""
    came = {row.key: row for row in rows if row.came}
    first, last = int(min(came)), int(max(came))
    hours = (f"{hour:02d}" for hour in range(first, last + 1))
    return [Group(hour_name(key), _promised_bars(came[key]) if key in came else ()) for key in hours]


def _promised_bars(row: PromisedRow) -> tuple[tuple[str, float], ...]:
    return (("expected", _minutes(row.mean_expected_s) or 0.0), ("actual", _minutes(row.mean_came_s) or 0.0))


def page_of(tally: Mapping[str, Any]) -> TallyPage:
    """Read a tally as it stands on the wire."""
    within = tally["within_target"]
    part = within["count"] / within["of"] if within["of"] else None
    hours = tally["by_hour"]
    return TallyPage(
        tenths=None if part is None else int(part * 10),
        percent=None if part is None else round(part * 100),
        busiest=max(hours, key=lambda row: row["issued"], default=None) if tally["issued"] else None,
        arrivals=column_chart(_arrivals(hours)) if hours else None,
        waits=column_chart(_waits(hours)) if any(row["waiting_time_s"]["mean"] is not None for row in hours) else None,
        services=_service_beams(tally["by_service"]),
        counters=_counter_beams(tally["by_counter"]),
        short_seal=wording.grouped_seal(tally["seal"] or ""),
    )


def hour_name(key: str) -> str:
    """Return the hour of a row of ``by_hour`` as people write it."""
    return f"{key}.00"


def next_hour(key: str) -> str:
    """Return the hour after a row of ``by_hour``."""
    return hour_name(f"{(int(key) + 1) % 24:02d}")


def _whole(hours: Sequence[Row]) -> list[Row]:
    """Return a row for each hour from the first to the last: a picture shows the break as well."""
    rows = {row["key"]: row for row in hours}
    first, last = int(min(rows)), int(max(rows))
    return [rows.get(key, QUIET_HOUR | {"key": key}) for key in (f"{hour:02d}" for hour in range(first, last + 1))]


def _arrivals(hours: Sequence[Row]) -> list[Group]:
    return [
        Group(hour_name(row["key"]), (("came", row["issued"]), ("done", row["completed"]))) for row in _whole(hours)
    ]


def _waits(hours: Sequence[Row]) -> list[Group]:
    groups = []
    for row in _whole(hours):
        wait = row["waiting_time_s"]
        mean = 0.0 if wait["mean"] is None else wait["mean"] / MINUTE
        point = None if wait["p90"] is None else wait["p90"] / MINUTE
        groups.append(Group(hour_name(row["key"]), (("mean", round(mean, 1)),), point))
    return groups


def _service_beams(rows: Sequence[Row]) -> tuple[Beam, ...]:
    """Waits of the services most asked for: the mean as a bar, nine of ten as a mark."""
    measured = [row for row in rows if row["waiting_time_s"]["mean"] is not None]
    shown = sorted(measured, key=lambda row: -row["issued"])[:SHOWN_ROWS]
    means = [row["waiting_time_s"]["mean"] / MINUTE for row in shown]
    nineties = [row["waiting_time_s"]["p90"] / MINUTE for row in shown]
    parts = shares(means + nineties)
    return tuple(
        Beam(row["name"], mean, part, mark, ninety, row["issued"])
        for row, mean, ninety, part, mark in zip(shown, means, nineties, parts, parts[len(shown) :], strict=False)
    )


def _counter_beams(rows: Sequence[Row]) -> tuple[Beam, ...]:
    """People served by each counter, with the mean service time."""
    shown = [row for row in rows if row["completed"] > 0][: SHOWN_ROWS * 2]
    parts = shares([row["completed"] for row in shown])
    return tuple(
        Beam(row["name"], row["completed"], part, None, _minutes(row["service_time_s"]["mean"]), row["completed"])
        for row, part in zip(shown, parts, strict=True)
    )


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / MINUTE
