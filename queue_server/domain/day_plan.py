"""The spans of one date: its weekday's, cut by breaks, replaced by an exception, emptied by a holiday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from queue_server.domain.calendar import Span
from queue_server.domain.text import Text

FRIDAY = 4
NOON = 12 * 60
PRAYER = "prayer"


@dataclass(frozen=True, slots=True)
class Break:
    """A named break on some weekdays (Monday is 0). ``kind``: lunch, prayer, other; ``stops``: issue, service, both."""

    days: frozenset[int]
    span: Span
    name: Text
    kind: str = "other"
    stops: str = "both"

    def stops_on(self, weekday: int, what: str) -> bool:
        """Say whether the break stops ``issue`` or ``service`` on a weekday."""
        return weekday in self.days and self.stops in {what, "both"}


@dataclass(frozen=True, slots=True)
class DayException:
    """A date that is not like its weekday, holiday or not. Spans that are None stay the weekday's."""

    day: date
    name: Text
    closed: bool = False
    issue: tuple[Span, ...] | None = None
    service: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A date's spans, earliest first, and why they are so.

    ``pauses``: the breaks that stop the giving of numbers; ``last_number``: the minute at which the rule of the
    last number ends it, where that rule does.
    """

    day: date
    issue: tuple[Span, ...]
    service: tuple[Span, ...]
    pauses: tuple[Break, ...] = ()
    holiday: Text | None = None
    exception: DayException | None = None
    last_number: int | None = None

    @property
    def special(self) -> Text | None:
        """Return the name of what makes this date unlike its weekday."""
        return self.exception.name if self.exception is not None else self.holiday

    def issues_at(self, minute: int) -> bool:
        """Say whether numbers are given in a minute."""
        return any(span.holds(minute) for span in self.issue)

    def serves_at(self, minute: int) -> bool:
        """Say whether counters are expected to call in a minute."""
        return any(span.holds(minute) for span in self.service)

    def pause_at(self, minute: int) -> Break | None:
        """Return the named break that stops the giving of numbers in a minute."""
        return next((pause for pause in self.pauses if pause.span.holds(minute)), None)

    def is_prayer(self, minute: int) -> bool:
        """Say whether the gap around a minute is for prayer: by its name, or a gap of a Friday that holds noon."""
        pause = self.pause_at(minute)
        if pause is not None:
            return pause.kind == PRAYER
        gaps = [Span(before.end, after.start) for before, after in pairwise(self.issue) if before.end < after.start]
        return self.day.weekday() == FRIDAY and any(gap.holds(minute) and gap.holds(NOON) for gap in gaps)


def why_closed(plan: DayPlan, minute: int) -> str | None:
    """Say why no number is given in a minute of a day: a reason code, or None while numbers are given."""
    if plan.issues_at(minute):
        return None
    if not plan.issue:
        return _why_never(plan)
    if minute < plan.issue[0].start:
        return "not_yet_open"
    if minute < plan.issue[-1].end:
        return "prayer_break" if plan.is_prayer(minute) else "on_break"
    is_served = any(minute < span.end for span in plan.service)
    return "last_number_given" if plan.last_number is not None and is_served else "issuing_ended"


def _why_never(plan: DayPlan) -> str:
    if plan.exception is not None:
        return "exception_closed"
    return "closed_today" if plan.holiday is None else "holiday"
