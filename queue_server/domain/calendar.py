"""When numbers are given and when counters call, in the branch's own wall-clock time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 14
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


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The spans of each weekday, Monday first."""

    days: tuple[tuple[Span, ...], ...]

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the spans of a date, earliest first."""
        return self.days[day.weekday()]

    def last_end(self, local: datetime) -> datetime | None:
        """Return the end of the last span of a local instant's day, or None on a day without spans."""
        spans = self.spans(local.date())
        return _at(local, spans[-1].end) if spans else None

    def contains(self, local: datetime) -> bool:
        """Say whether a local instant lies in one of its day's spans."""
        return any(_at(local, span.start) <= local < _at(local, span.end) for span in self.spans(local.date()))


def _at(local: datetime, minutes: int) -> datetime:
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    return midnight + timedelta(minutes=minutes)


def next_opening(hours: WeekHours, local: datetime, holidays: Collection[date]) -> datetime | None:
    """Return the next instant after ``local`` at which a span begins, or None within two weeks."""
    for ahead in range(LOOK_AHEAD_DAYS):
        day = local + timedelta(days=ahead)
        if day.date() in holidays:
            continue
        for span in hours.spans(day.date()):
            opening = _at(day, span.start)
            if opening > local:
                return opening
    return None


def why_closed(hours: WeekHours, local: datetime, holidays: Collection[date]) -> str | None:
    """Say why no number is given at a local instant: a reason code, or None while numbers are given."""
    if local.date() in holidays:
        return "holiday"
    if hours.contains(local):
        return None
    spans = hours.spans(local.date())
    if not spans:
        return "closed_today"
    if local < _at(local, spans[0].start):
        return "not_yet_open"
    if local >= _at(local, spans[-1].end):
        return "issuing_ended"
    return "on_break"
