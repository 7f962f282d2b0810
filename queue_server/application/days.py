"""The service day: a stored row, opened by the first command inside the issuing hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from queue_server.application.holidays import holidays_of
from queue_server.application.payloads import texts
from queue_server.application.ports import Work
from queue_server.application.stored import ServiceDay
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import at_day, minute_of
from queue_server.domain.day_plan import DayPlan, why_closed
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor
from queue_server.domain.text import Text
from queue_server.domain.timetable import Plans, called_from, day_after, given_from
from queue_server.protocol import IssuingWish

EndDay = Callable[[Work, ServiceDay, datetime], None]
BREAKS = frozenset({"on_break", "prayer_break"})


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether numbers are given now: a reason code when not, and the next instant at which they are.

    ``name`` is what the file calls the day or the break, ``why`` a supervisor's own words.
    """

    reason: str | None
    opens_at: datetime | None = None
    name: Text | None = None
    why: str | None = None


def local_time(branch: Branch, now: datetime) -> datetime:
    """Return the branch's wall clock."""
    return now.astimezone(branch.zone_info)


def plans_of(branch: Branch, local: datetime) -> Plans:
    """Return the way from a date to its plan: the branch's rules and its holidays."""
    days_off = holidays_of(branch.holidays, local.year)
    return lambda day: branch.timetable.plan(day, days_off)


def todays_plan(branch: Branch, now: datetime) -> DayPlan:
    """Return the plan of the branch's present date."""
    local = local_time(branch, now)
    return plans_of(branch, local)(local.date())


def opening(branch: Branch, now: datetime, day: ServiceDay | None) -> Opening:
    """Say whether a branch gives numbers, from its rules of time and the day's own row."""
    local = local_time(branch, now)
    plans = plans_of(branch, local)
    own = todays(branch, now, day)
    if own is not None:
        decided = _decided(plans, local, own)
        if decided is not None:
            return decided
    plan, minute = plans(local.date()), minute_of(local)
    reason = why_closed(plan, minute)
    if reason is None:
        return Opening(None)
    pause = plan.pause_at(minute) if reason in BREAKS else None
    return Opening(reason, given_from(plans, local), plan.special if pause is None else pause.name)


def _decided(plans: Plans, local: datetime, day: ServiceDay) -> Opening | None:
    """Return what people decided about a day, whatever the hours say; None where they decided nothing."""
    next_day = day_after(at_day(local, day.day))
    if not day.is_open:
        return Opening("day_closed", given_from(plans, next_day))
    if day.issuing == IssuingWish.CLOSED:
        return Opening("issuing_stopped", given_from(plans, next_day), why=day.issuing_reason)
    return Opening(None) if day.forced or day.issuing == IssuingWish.OPEN else None


def next_calls(branch: Branch, now: datetime, day: ServiceDay | None) -> datetime | None:
    """Return when counters are expected to begin calling; None while they should be calling."""
    local = local_time(branch, now)
    plans = plans_of(branch, local)
    own = todays(branch, now, day)
    if own is not None and not own.is_open:
        return called_from(plans, day_after(local))
    return None if plans(local.date()).serves_at(minute_of(local)) else called_from(plans, local)


def closed_refusal(branch: Branch, state: Opening) -> Refusal:
    """Return the refusal of an issue while no numbers are given: why, and when they are again."""
    name = None if state.name is None else texts(state.name)
    return Refusal(
        "service_closed", state.reason, branch=branch.name, opens_at=state.opens_at, name=name, why=state.why
    )


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


def todays(branch: Branch, now: datetime, day: ServiceDay | None) -> ServiceDay | None:
    """Return a day's row if it is today's, and None for an earlier one that was left open."""
    return day if day is not None and day.day >= local_time(branch, now).date() else None


def status_of(branch: Branch, now: datetime, day: ServiceDay | None) -> str:
    """Return ``open``, ``closed`` or ``not_open`` for the screens."""
    if day is None or day.day < local_time(branch, now).date():
        return "open" if day is not None and day.is_open else "not_open"
    return "open" if day.is_open else "closed"
