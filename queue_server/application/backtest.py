"""The wait estimator on recorded queues: how far off it is, and how often the range it told came true.

A recorded queue is CSV, plain or gzip: who asks how long, what was known then, how long it took (docs/protocol.md).
Rows are played in the order of time. What a wait teaches is learned when it has ended and not before.
"""

from __future__ import annotations

import csv
import gzip
import heapq
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from itertools import groupby
from math import inf, isfinite
from pathlib import Path
from statistics import fmean, median
from typing import Any, Final

from queue_server.application.trace import TraceError
from queue_server.domain.estimate import Estimate, estimate
from queue_server.domain.scene import MINUTE_S, Scene
from queue_server.domain.wait_record import Closed, WaitRecord

TYPED_WORK_MIN: Final = 5
"""What an office would type in for the minutes of a service, while nothing is learned."""
MANY_AHEAD: Final = 10
DAY_MIN: Final = 1440
MOST: Final = 1_000_000_000
NUMBERS: Final[dict[str, tuple[str, int, int]]] = {
    "day": ("a whole number", 0, MOST),
    "minute": ("minutes since midnight", 0, DAY_MIN),
    "ahead": ("a whole number of people, the asking one included,", 1, MOST),
    "open_counters": ("a number", 0, MOST),
    "wait_min": ("minutes", 0, MOST),
}
"""Each column of numbers: what it holds, the least value, the first that is too large."""
NEEDED: Final = ("queue", *NUMBERS)
GZIP_MAGIC: Final = b"\x1f\x8b"
LONGEST_QUOTE: Final = 40
Progress = Callable[[], None]


@dataclass(frozen=True, slots=True, order=True)
class RecordedWait:
    """Somebody in a recorded queue, in the order of time; ``ahead`` counts this person too."""

    day: int
    minute: float
    queue: str
    ahead: int
    open_counters: float
    wait_min: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Mean absolute errors in minutes (of queues of ten or more: None without one), and the share inside the range."""

    n: int
    mae_min: float
    mae_min_10_ahead: float | None
    inside_range: float


@dataclass(frozen=True, slots=True)
class Rival:
    """A way to tell a wait that needs no estimator, with its errors on the same rows."""

    name: str
    mae_min: float
    mae_min_10_ahead: float | None


def read_waits(path: Path, least: int = 0) -> list[RecordedWait]:
    """Return the rows of a file, at least so many; raise TraceError, naming file and line, on the first bad one."""
    try:
        with path.open("rb") as file:
            return _read(csv.reader(_lines(file), strict=True), least)
    except TraceError as error:
        sentence = f"{path}: {error}. Mend the file and try again; nothing was written."
        raise TraceError(sentence) from None


def _read(reader: Any, least: int) -> list[RecordedWait]:
    try:
        header = [name.strip() for name in next(reader, [])]
        _require_columns(header)
        columns = [header.index(name) for name in NEEDED]
        rows = [_wait(row, columns, reader.line_num) for row in reader if any(row)]
        if len(rows) >= least:
            return rows
        sentence = f"line {reader.line_num + 1}: there is no row to measure, only a header"
    except csv.Error as error:
        sentence = f"line {reader.line_num}: this is not CSV ({error})"
    except UnicodeDecodeError:
        sentence = f"line {reader.line_num + 1}: this is not UTF-8 text"
    except (EOFError, gzip.BadGzipFile, zlib.error):
        sentence = f"line {reader.line_num + 1}: the gzip data are damaged or break off here"
    raise TraceError(sentence)


def _lines(file: BufferedReader) -> Iterator[str]:
    """Yield the lines of a file, unpacked if it begins as gzip does. By line, so that a bad one can be named."""
    packed = file.peek(len(GZIP_MAGIC)).startswith(GZIP_MAGIC)
    encoding = "utf-8-sig"
    for line in gzip.GzipFile(fileobj=file) if packed else file:
        yield line.decode(encoding)
        encoding = "utf-8"


def _require_columns(header: Sequence[str]) -> None:
    if not any(header):
        sentence = f"line 1: there is no header; recorded queues begin with {','.join(NEEDED)}"
        raise TraceError(sentence)
    missing = [name for name in NEEDED if name not in header]
    if missing:
        sentence = f"line 1: the column {missing[0]} is missing; recorded queues have {','.join(NEEDED)}"
        raise TraceError(sentence)


def _wait(row: Sequence[str], columns: Sequence[int], line: int) -> RecordedWait:
    if len(row) <= max(columns):
        sentence = f"line {line}: {len(row)} columns, but the header promises more"
        raise TraceError(sentence)
    queue, *texts = (row[column].strip() for column in columns)
    if not queue:
        sentence = f"line {line}: queue is empty; expected its name"
        raise TraceError(sentence)
    day, minute, ahead, counters, wait = (_number(text, name, line) for text, name in zip(texts, NUMBERS, strict=True))
    return RecordedWait(int(day), minute, queue, int(ahead), counters, wait)


def _number(text: str, name: str, line: int) -> float:
    kind, least, limit = NUMBERS[name]
    try:
        value = float(text)
    except ValueError:
        value = inf
    is_whole = "whole" not in kind or (isfinite(value) and value.is_integer())
    if not least <= value < limit or not is_whole:
        sentence = f'line {line}: {name} is "{text[:LONGEST_QUOTE]}"; expected {kind} from {least} to below {limit}'
        raise TraceError(sentence)
    return value


def backtest(train: Iterable[RecordedWait], test: Iterable[RecordedWait], progress: Progress) -> Scores:
    """Learn from one record, estimate another of at least one row, and return how that went."""
    errors: list[tuple[int, float]] = []
    inside = 0
    for row, told in told_waits(train, test, progress):
        errors.append((row.ahead, abs(told.expected_s / MINUTE_S - row.wait_min)))
        inside += told.span.holds(row.wait_min * MINUTE_S)
    return Scores(len(errors), *_means(errors), inside / len(errors))


def told_waits(
    train: Iterable[RecordedWait], test: Iterable[RecordedWait], progress: Progress
) -> Iterator[tuple[RecordedWait, Estimate]]:
    """Yield each row to test, in the order of time, with what its person would have been told."""
    record = WaitRecord()
    for _ in _played(train, record):
        progress()
    for told in _played(test, record):
        progress()
        yield told


def rivals(train: Sequence[RecordedWait], test: Sequence[RecordedWait]) -> list[Rival]:
    """Return what people make do with instead: minutes typed in, and the median of what was (the best constant)."""
    typed = [(row.ahead, abs(row.ahead * TYPED_WORK_MIN - row.wait_min)) for row in test]
    found = [Rival(f"people ahead × {TYPED_WORK_MIN} minutes", *_means(typed))]
    if train:
        usual = median(row.wait_min for row in train)
        constant = [(row.ahead, abs(usual - row.wait_min)) for row in test]
        found.append(Rival(f"always {usual:.0f} minutes", *_means(constant)))
    return found


def report_of(scores: Scores) -> dict[str, Any]:
    """Return the document of ``--json``; three decimals say more than any record knows."""
    many = scores.mae_min_10_ahead
    return {
        "n": scores.n,
        "mae_min": round(scores.mae_min, 3),
        "mae_min_10_ahead": None if many is None else round(many, 3),
        "inside_range": round(scores.inside_range, 3),
    }


def _played(rows: Iterable[RecordedWait], record: WaitRecord) -> Iterator[tuple[RecordedWait, Estimate]]:
    """Play a record day by day, the waits of each learned before the next."""
    for _, of_day in groupby(sorted(rows), lambda row: row.day):
        yield from _played_day(of_day, record)


def _played_day(rows: Iterable[RecordedWait], record: WaitRecord) -> Iterator[tuple[RecordedWait, Estimate]]:
    waiting: list[tuple[float, int, Closed]] = []
    for place, row in enumerate(rows):
        _learn_ended(waiting, row.minute, record)
        work_s = TYPED_WORK_MIN * MINUTE_S
        scene = Scene(row.queue, int(row.minute), row.ahead - 1, row.open_counters, work_s)
        told = estimate(scene, record)
        came_s = row.wait_min * MINUTE_S
        closed = Closed(scene, told.expected_s, came_s, told.span.holds(came_s))
        heapq.heappush(waiting, (row.minute + row.wait_min, place, closed))
        yield row, told
    _learn_ended(waiting, inf, record)


def _learn_ended(waiting: list[tuple[float, int, Closed]], minute: float, record: WaitRecord) -> None:
    while waiting and waiting[0][0] <= minute:
        record.learn(heapq.heappop(waiting)[2])


def _means(errors: Sequence[tuple[int, float]]) -> tuple[float, float | None]:
    """Return the mean of all errors and that of those with many ahead."""
    many = [error for ahead, error in errors if ahead >= MANY_AHEAD]
    return fmean(error for _, error in errors), fmean(many) if many else None
