"""Trace files (docs/protocol.md): who came when for what, and how long the service took."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import isfinite

NEEDED = ("arrival_s", "service", "service_s")
DAY_S = 86_400.0


class TraceError(Exception):
    """A trace that cannot be played; the message names the line, what is wrong and what is expected."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One resident: seconds since local midnight, service code, seconds of service, line of the file.

    ``is_absent``: took a number and is gone when it is called. ``then``: the service, and its seconds, to which the
    first counter sends the resident on.
    """

    arrival_s: float
    service: str
    service_s: float
    line: int
    priority: str = "regular"
    is_absent: bool = False
    then: tuple[str, float] | None = None


def read_trace(lines: Iterable[str], services: Collection[str]) -> list[Arrival]:
    """Return the arrivals sorted by instant (ties in the file's order); raise TraceError on any bad line."""
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
        missing = [name for name in NEEDED if name not in header]
        if missing:
            sentence = f"line 1: the column {missing[0]} is missing; a trace begins with {','.join(NEEDED)}"
            raise TraceError(sentence)
        columns = [header.index(name) for name in NEEDED]
        arrivals = [_arrival(row, columns, reader.line_num, services) for row in reader if any(row)]
    except csv.Error as error:
        sentence = f"line {reader.line_num}: this is not CSV ({error})"
        raise TraceError(sentence) from None
    except UnicodeDecodeError:
        sentence = f"line {reader.line_num + 1}: this is not UTF-8 text"
        raise TraceError(sentence) from None
    return sorted(arrivals, key=lambda arrival: arrival.arrival_s)


def _arrival(row: list[str], columns: list[int], line: int, services: Collection[str]) -> Arrival:
    if len(row) <= max(columns):
        sentence = f"line {line}: {len(row)} columns, but the header promises more"
        raise TraceError(sentence)
    arrival, service, duration = (row[column].strip() for column in columns)
    if service not in services:
        known = ", ".join(sorted(services))
        sentence = f'line {line}: the branch has no service "{service}" (it has {known})'
        raise TraceError(sentence)
    return Arrival(
        _seconds(arrival, "arrival_s", line, DAY_S), service, _seconds(duration, "service_s", line, DAY_S), line
    )


def _seconds(text: str, name: str, line: int, limit: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not isfinite(value) or not 0 <= value < limit:
        sentence = f'line {line}: {name} is "{text}"; expected seconds from 0 to below {limit:.0f}'
        raise TraceError(sentence)
    return value
