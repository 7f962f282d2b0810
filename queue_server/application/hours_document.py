"""The branch file's rules of time: hours by weekday, breaks, exceptions by date, windows of a quota."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from queue_server.application.document_parts import Part, TextPart
from queue_server.domain.calendar import WEEKDAYS, Span, WeekHours
from queue_server.domain.day_plan import Break, DayException
from queue_server.domain.quota import QuotaWindow
from queue_server.domain.text import Text


def require_apart(spans: list[Span]) -> tuple[Span, ...]:
    """Return spans in their order; raise ValueError where two overlap."""
    ordered = sorted(spans, key=lambda span: span.start)
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            sentence = "two spans overlap; let one end where the next begins"
            raise ValueError(sentence)
    return tuple(ordered)


def _spans(value: list[str]) -> list[str]:
    spans_of(value)
    return value


def _span(value: str) -> str:
    Span.parse(value)
    return value


def a_day(value: object) -> object:
    """Take a date of TOML, or the same as text."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value)  # type: ignore[arg-type]  # whatever is no text is refused
    except (TypeError, ValueError):
        sentence = f'"{value}" is not a date; write it like 2026-12-24'
        raise ValueError(sentence) from None


def spans_of(value: list[str]) -> tuple[Span, ...]:
    """Return the spans that texts name, in their order; raise ValueError where one is none or two overlap."""
    return require_apart([Span.parse(text) for text in value])


class Hours(Part):
    """Spans by weekday."""

    mon: list[str] = Field(default=[])
    tue: list[str] = Field(default=[])
    wed: list[str] = Field(default=[])
    thu: list[str] = Field(default=[])
    fri: list[str] = Field(default=[])
    sat: list[str] = Field(default=[])
    sun: list[str] = Field(default=[])

    @field_validator("*")
    @classmethod
    def _are_spans(cls, value: list[str]) -> list[str]:
        return _spans(value)

    def week(self) -> WeekHours:
        """Return the spans as the domain reads them."""
        return WeekHours(tuple(spans_of(getattr(self, weekday)) for weekday in WEEKDAYS))


class HoursTable(Part):
    """When numbers are given, and when counters are expected to call."""

    issue: Hours
    service: Hours


class BreakPart(Part):
    """A named break that comes back every week."""

    days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(min_length=1)
    span: str
    name: TextPart
    kind: Literal["lunch", "prayer", "other"] = "other"
    stops: Literal["issue", "service", "both"] = "both"

    @field_validator("span")
    @classmethod
    def _is_span(cls, value: str) -> str:
        return _span(value)

    def pause(self) -> Break:
        """Return the break as the domain reads it."""
        days = frozenset(WEEKDAYS.index(day) for day in self.days)
        return Break(days, Span.parse(self.span), Text(self.name.id, self.name.en), self.kind, self.stops)


class ExceptionPart(Part):
    """A date that is not like its weekday."""

    date: Annotated[dt.date, BeforeValidator(a_day)]
    name: TextPart
    closed: bool = False
    issue: list[str] | None = None
    service: list[str] | None = None

    @field_validator("issue", "service")
    @classmethod
    def _are_spans(cls, value: list[str] | None) -> list[str] | None:
        return None if value is None else _spans(value)

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if self.closed and (self.issue or self.service):
            sentence = f"{self.date}: closed = true leaves no room for issue and service; remove one or the other"
            raise ValueError(sentence)
        return self

    def exception(self) -> DayException:
        """Return the exception as the domain reads it."""
        spans = (None if value is None else spans_of(value) for value in (self.issue, self.service))
        return DayException(self.date, Text(self.name.id, self.name.en), self.closed, *spans)


class QuotaPart(Part):
    """At most so many numbers within a window of the day."""

    span: str
    count: int = Field(ge=1, le=100_000)

    @field_validator("span")
    @classmethod
    def _is_span(cls, value: str) -> str:
        return _span(value)

    def window(self) -> QuotaWindow:
        """Return the window as the domain reads it."""
        return QuotaWindow(Span.parse(self.span), self.count)
