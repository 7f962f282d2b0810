"""A branch's rules of time put together: week, breaks, exceptions, holidays, and when what begins again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from queue_server.domain.calendar import DAY_END, Span, WeekHours, at_minute, cut, minute_of
from queue_server.domain.day_plan import Break, DayException, DayPlan
from queue_server.domain.text import Text

LOOK_AHEAD_DAYS = 31
Plans = Callable[[date], DayPlan]
Pick = Callable[[DayPlan], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The rules. ``last_number_before``: issuing ends so many minutes before the day's last service span; 0 never."""

    issue: WeekHours
    service: WeekHours
    breaks: tuple[Break, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    last_number_before: int = 0

    def plan(self, day: date, holidays: Mapping[date, Text]) -> DayPlan:
        """Return a date's plan. An exception beats a holiday, and its own spans beat weekday and breaks."""
        exception = next((found for found in self.exceptions if found.day == day), None)
        holiday = holidays.get(day) if exception is None else None
        if holiday is not None or (exception is not None and exception.closed):
            return DayPlan(day, (), (), holiday=holiday, exception=exception)
        weekday = day.weekday()
        issue, service = self._usual(weekday, "issue"), self.usual_service(weekday)
        pauses = tuple(pause for pause in self.breaks if pause.stops_on(weekday, "issue"))
        if exception is not None and exception.issue is not None:
            issue, pauses = exception.issue, ()
        if exception is not None and exception.service is not None:
            service = exception.service
        last = self._last_number(issue, service)
        if last is not None:
            issue = cut(issue, Span(last, DAY_END))
        return DayPlan(day, issue, service, pauses, None, exception, last)

    def usual_service(self, weekday: int) -> tuple[Span, ...]:
        """Return when counters are expected to call on a weekday (Monday is 0)."""
        return self._usual(weekday, "service")

    def _usual(self, weekday: int, what: str) -> tuple[Span, ...]:
        """Return a weekday's spans without its breaks."""
        spans = (self.issue if what == "issue" else self.service).days[weekday]
        for pause in self.breaks:
            if pause.stops_on(weekday, what):
                spans = cut(spans, pause.span)
        return spans

    def _last_number(self, issue: tuple[Span, ...], service: tuple[Span, ...]) -> int | None:
        if not (self.last_number_before and issue and service):
            return None
        last = max(service[-1].end - self.last_number_before, 0)
        return last if last < issue[-1].end else None


def given_from(plans: Plans, local: datetime) -> datetime | None:
    """Return the first instant, this one or a later one, at which numbers are given; None within a month."""
    if plans(local.date()).issues_at(minute_of(local)):
        return local
    return _next(plans, local, lambda plan: plan.issue)


def called_from(plans: Plans, local: datetime) -> datetime | None:
    """Return the first instant, this one or a later one, at which counters begin calling; None within a month."""
    return _next(plans, local, lambda plan: plan.service)


def day_after(local: datetime) -> datetime:
    """Return the midnight that ends a local instant's day."""
    return at_minute(local, DAY_END)


def _next(plans: Plans, local: datetime, pick: Pick) -> datetime | None:
    for ahead in range(LOOK_AHEAD_DAYS):
        day = local + timedelta(days=ahead)
        for span in pick(plans(day.date())):
            begins = at_minute(day, span.start)
            if begins >= local:
                return begins
    return None
