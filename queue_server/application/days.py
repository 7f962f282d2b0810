"""The service day: a stored row, opened by the first command inside the issuing hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from queue_server.application.holidays import holidays_of
from queue_server.application.ports import Work
from queue_server.application.stored import ServiceDay
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import next_opening, why_closed
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor

EndDay = Callable[[Work, ServiceDay, datetime], None]


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether numbers are given now: a reason code when not, and the next instant at which they are."""

    reason: str | None
    opens_at: datetime | None = None


def local_time(branch: Branch, now: datetime) -> datetime:
    """Return the branch's wall clock."""
    return now.astimezone(branch.zone_info)


def opening(branch: Branch, now: datetime, day: ServiceDay | None) -> Opening:
    """Say whether a branch gives numbers, from its hours, its holidays and the day's own row."""
    local = local_time(branch, now)
    days_off = holidays_of(branch.holidays, local.year)
    if day is not None and day.day >= local.date():
        if not day.is_open:
            return Opening("day_closed", next_opening(branch.issue_hours, local, {*days_off, local.date()}))
        if day.forced:
            return Opening(None)
    reason = why_closed(branch.issue_hours, local, days_off)
    return Opening(reason, next_opening(branch.issue_hours, local, days_off) if reason else None)


def next_calls(branch: Branch, now: datetime, day: ServiceDay | None) -> datetime | None:
    """Return when counters are expected to begin calling again; None while they should be calling."""
    local = local_time(branch, now)
    days_off = set(holidays_of(branch.holidays, local.year))
    if day is not None and day.day >= local.date() and not day.is_open:
        days_off.add(local.date())
    if local.date() not in days_off and branch.service_hours.contains(local):
        return None
    return next_opening(branch.service_hours, local, days_off)


def closed_refusal(branch: Branch, state: Opening) -> Refusal:
    """Return the refusal of an issue while no numbers are given: why, and when they are again."""
    return Refusal("service_closed", state.reason, branch=branch.name, opens_at=state.opens_at)


def require_issuing(branch: Branch, now: datetime, day: ServiceDay | None) -> None:
    """Refuse while no numbers are given."""
    state = opening(branch, now, day)
    if state.reason is not None:
        raise closed_refusal(branch, state)


def today(work: Work, actor: Actor, now: datetime, end_day: EndDay) -> ServiceDay:
    """Return the day that commands work on, opening it inside the issuing hours.

    A day left open is closed first. A clock that went back never opens an earlier day, and outside the
    issuing hours a day still open (service past midnight) goes on.
    """
    branch = work.branch
    latest = work.days.latest()
    local_day = local_time(branch, now).date()
    if latest is not None and latest.day >= local_day:
        if not latest.is_open:
            require_issuing(branch, now, latest)
        return latest
    if latest is not None and latest.is_open and opening(branch, now, latest).reason is not None:
        return latest
    require_issuing(branch, now, latest)
    return open_new(work, actor, now, Fresh(local_day, latest, end_day))


def working_day(work: Work, actor: Actor, now: datetime, end_day: EndDay) -> date:
    """Return the date that counters work on.

    Inside the issuing hours they open the day like an issue does. Outside them officers may sit down and
    call all the same (docs/adr/0012: calling is never refused by the clock), and no day is opened.
    """
    latest = work.days.latest()
    local_day = local_time(work.branch, now).date()
    has_begun = latest is not None and latest.day >= local_day
    if has_begun or opening(work.branch, now, latest).reason is None:
        return today(work, actor, now, end_day).day
    return latest.day if latest is not None and latest.is_open else local_day


@dataclass(frozen=True, slots=True)
class Fresh:
    """A day about to open, the one before it, and how a left-open one is ended."""

    day: date
    latest: ServiceDay | None
    end_day: EndDay
    forced: bool = False


def open_new(work: Work, actor: Actor, now: datetime, fresh: Fresh) -> ServiceDay:
    """Open a day, closing the one before it if it was left open."""
    if fresh.latest is not None and fresh.latest.is_open:
        fresh.end_day(work, fresh.latest, now)
    day = ServiceDay(fresh.day, now, forced=fresh.forced)
    work.days.open(day)
    work.record(NewEvent("day.opened", now, actor.label, fresh.day, facts={"forced": fresh.forced}))
    return day


def status_of(branch: Branch, now: datetime, day: ServiceDay | None) -> str:
    """Return ``open``, ``closed`` or ``not_open`` for the screens."""
    if day is None or day.day < local_time(branch, now).date():
        return "open" if day is not None and day.is_open else "not_open"
    return "open" if day.is_open else "closed"
