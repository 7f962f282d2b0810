"""Spans of a day in the branch's own wall-clock time, and which weekday has which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_END = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of a day, in minutes since midnight: ``[start, end)``."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read ``"07:30-15:00"``; ``24:00`` may end a span. Raise ValueError with a sentence."""
        try:
            start, end = (_minutes(part) for part in text.split("-"))
        except ValueError:
            sentence = f'"{text}" is not a span of a day; write it like "07:30-15:00"'
            raise ValueError(sentence) from None
        if start >= end:
            sentence = f'"{text}" ends before it begins'
            raise ValueError(sentence)
        return cls(start, end)

    def holds(self, minute: int) -> bool:
        """Say whether a minute of the day lies in the span."""
        return self.start <= minute < self.end


def _minutes(clock: str) -> int:
    hour, minute = (int(part) for part in clock.strip().split(":"))
    total = hour * 60 + minute
    if not (0 <= minute < 60 and 0 <= total <= DAY_END):  # noqa: PLR2004  (minutes of an hour)
        raise ValueError(clock)
    return total


def written(span: Span) -> str:
    """Return a span as the branch file writes it, ``"07:30-15:00"``."""
    start, end = (f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in (span.start, span.end))
    return f"{start}-{end}"


def cut(spans: Iterable[Span], piece: Span) -> tuple[Span, ...]:
    """Return what is left of spans without a piece of the day."""
    left: list[Span] = []
    for span in spans:
        before, after = min(span.end, piece.start), max(span.start, piece.end)
        if span.start < before:
            left.append(Span(span.start, before))
        if after < span.end:
            left.append(Span(after, span.end))
    return tuple(left)


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The spans of each weekday, Monday first."""

    days: tuple[tuple[Span, ...], ...]

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the spans of a date, earliest first."""
        return self.days[day.weekday()]


def minute_of(local: datetime) -> int:
    """Return the minute of its day in which a local instant lies."""
    return local.hour * 60 + local.minute


def at_minute(local: datetime, minute: int) -> datetime:
    """Return the instant of a minute of a local instant's day; 1440 is the midnight that ends it."""
    return datetime.combine(local.date(), time(), local.tzinfo) + timedelta(minutes=minute)


def at_day(local: datetime, day: date) -> datetime:
    """Return the midnight that begins another date, in a local instant's zone."""
    return datetime.combine(day, time(), local.tzinfo)
