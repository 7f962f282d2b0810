"""The kiosk's menu: what is offered, how many wait, how long it may take, and why something is not given now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.days import Opening, closed_refusal, local_time, opening, status_of, todays, todays_plan
from queue_server.application.envelopes import best_printer, current_day, envelope
from queue_server.application.hall_now import Hall, hall_of
from queue_server.application.outlook import of_newcomer
from queue_server.application.payloads import head_payload, in_utc, texts
from queue_server.application.ports import Work
from queue_server.application.sentences import in_both, opens_again, quota_refusal
from queue_server.application.stored import PrinterSeen, ServiceDay
from queue_server.domain.branch import Branch, Service
from queue_server.domain.calendar import WEEKDAYS, at_minute, written
from queue_server.domain.counter import CounterStatus
from queue_server.domain.day_plan import DayPlan
from queue_server.domain.errors import Refusal
from queue_server.protocol import IssuingWish

PAPER_NEWS = timedelta(minutes=5)
"""So long a kiosk is told of a slip that did not come out; the screen that shows the ticket is gone by then."""


def menu_state(context: Context, branch: str) -> protocol.Envelope:
    """Return what a kiosk offers, and why not."""
    with context.store.read(branch) as work:
        now = context.clock()
        day, found = current_day(work, now)
        hall = hall_of(context, work, day, now)
        doors = _Doors(opening(work.branch, now, found), todays(work.branch, now, found), now)
        plan = todays_plan(work.branch, now)
        printer = best_printer(work)
        state = protocol.MenuState(
            branch=head_payload(work.branch),
            day_status=status_of(work.branch, now, found),
            max_calls=work.branch.policy.max_calls,
            printer=None if printer is None else printer.shown_state,
            agencies=[protocol.Agency(agency.code, texts(agency.name)) for agency in work.branch.agencies],
            services=[_menu_service(context, work, service, doors, hall) for service in work.branch.services],
            service_hours=_written_hours(work.branch),
            counters_open=sum(1 for counter in hall.counters.values() if counter.status is CounterStatus.OPEN),
            last_number_at=_last_number_at(work.branch, doors, plan),
            notice=_notice(doors, plan),
            printers=[_place(seen) for seen in work.printers.all()],
            papers_not_out=work.jobs.not_out(day, now - PAPER_NEWS),
        )
        return envelope(context, work, state)


def _place(seen: PrinterSeen) -> protocol.PrinterPlace:
    return protocol.PrinterPlace(
        seen.device_id, seen.name, seen.shown_state, is_fallback=seen.is_fallback, detail=seen.shown_detail
    )


@dataclass(frozen=True, slots=True)
class _Doors:
    """Whether numbers are given now, and today's row if there is one already."""

    opening: Opening
    day: ServiceDay | None
    now: datetime

    @property
    def decided(self) -> str | None:
        """Return what a supervisor said of today's numbers; None where the hours decide."""
        return self.day.issuing_reason if self.day is not None and self.day.issuing != IssuingWish.AUTO else None


def _written_hours(branch: Branch) -> dict[str, list[str]]:
    return {
        weekday: [written(span) for span in branch.timetable.usual_service(place)]
        for place, weekday in enumerate(WEEKDAYS)
    }


def _last_number_at(branch: Branch, doors: _Doors, plan: DayPlan) -> datetime | None:
    """Return when the day's numbers end by the hours; None where none are given, or staff decided otherwise."""
    is_by_hand = doors.day is not None and (doors.day.forced or doors.day.issuing != IssuingWish.AUTO)
    is_over = doors.day is not None and not doors.day.is_open
    if is_by_hand or is_over or not plan.issue:
        return None
    return in_utc(at_minute(local_time(branch, doors.now), plan.issue[-1].end))


def _notice(doors: _Doors, plan: DayPlan) -> protocol.Texts | None:
    """Return what is special now: a supervisor's words, the day's name, or the break's."""
    if doors.decided is not None:
        return protocol.Texts(doors.decided, doors.decided)
    name = doors.opening.name or plan.special
    return None if name is None else texts(name)


def _menu_service(context: Context, work: Work, service: Service, doors: _Doors, hall: Hall) -> protocol.MenuService:
    refusal = _why_not(work, service, doors)
    wait = of_newcomer(hall, service.code).wait
    return protocol.MenuService(
        code=service.code,
        series=service.series,
        agency=service.agency,
        name=texts(service.name),
        available=refusal is None,
        reason=None if refusal is None else refusal.sentence_key,
        sentence=None if refusal is None else in_both(context.catalogue, refusal),
        opens_at=None if refusal is None else in_utc(opens_again(refusal)),
        waiting=hall.count(service.code),
        wait_low_s=None if wait is None else wait.low_s,
        wait_high_s=None if wait is None else wait.high_s,
        requirements=service.requirements,
        service_minutes=service.service_minutes,
        max_people=service.max_people,
    )


def _why_not(work: Work, service: Service, doors: _Doors) -> Refusal | None:
    """Return the refusal that an issue would get now, or None."""
    if doors.opening.reason is not None:
        return closed_refusal(work.branch, doors.opening)
    return quota_refusal(work, service, doors.day, doors.now)
