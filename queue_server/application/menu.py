"""The kiosk's menu: what is offered, how many wait, how long it may take, and why something is not given now."""

from __future__ import annotations

from datetime import date, datetime

from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.days import closed_refusal, local_time, opening, status_of
from queue_server.application.envelopes import current_day, envelope, printer_state
from queue_server.application.outlook import Hall, hall_of, wait_for
from queue_server.application.payloads import head_payload, in_utc, texts
from queue_server.application.ports import Work
from queue_server.application.sentences import in_both, opens_again, quota_refusal
from queue_server.application.stored import ServiceDay
from queue_server.domain.branch import Branch, Service
from queue_server.domain.calendar import WEEKDAYS, written
from queue_server.domain.counter import CounterStatus
from queue_server.domain.errors import Refusal


def menu_state(context: Context, branch: str) -> protocol.Envelope:
    """Return what a kiosk offers, and why not."""
    with context.store.read(branch) as work:
        now = context.clock()
        day, found = current_day(work, now)
        hall = hall_of(work, day, now)
        services = [_menu_service(context, work, service, (day, found), hall) for service in work.branch.services]
        state = protocol.MenuState(
            branch=head_payload(work.branch),
            day_status=status_of(work.branch, now, found),
            max_calls=work.branch.policy.max_calls,
            printer=printer_state(work),
            agencies=[protocol.Agency(agency.code, texts(agency.name)) for agency in work.branch.agencies],
            services=services,
            service_hours=_written_hours(work.branch),
            counters_open=sum(1 for counter in hall.counters.values() if counter.status is CounterStatus.OPEN),
            last_number_at=in_utc(work.branch.issue_hours.last_end(local_time(work.branch, now))),
        )
        return envelope(context, work, state)


def _written_hours(branch: Branch) -> dict[str, list[str]]:
    days = zip(WEEKDAYS, branch.service_hours.days, strict=True)
    return {weekday: [written(span) for span in spans] for weekday, spans in days}


def _menu_service(
    context: Context,
    work: Work,
    service: Service,
    day: tuple[date, ServiceDay | None],
    hall: Hall,
) -> protocol.MenuService:
    branch = work.branch
    refusal = _why_not(work, service, day, hall.now)
    ahead = sum(hall.waiting.get(lane, 0) for lane in branch.competitors_of[service.code])
    wait = wait_for(branch, service.code, ahead, hall)
    return protocol.MenuService(
        code=service.code,
        series=service.series,
        agency=service.agency,
        name=texts(service.name),
        available=refusal is None,
        reason=None if refusal is None else refusal.sentence_key,
        sentence=None if refusal is None else in_both(context.catalogue, refusal),
        opens_at=None if refusal is None else in_utc(opens_again(refusal)),
        waiting=hall.waiting.get(service.code, 0),
        wait_low_s=None if wait is None else wait.low_s,
        wait_high_s=None if wait is None else wait.high_s,
        requirements=service.requirements,
        service_minutes=service.service_minutes,
    )


def _why_not(work: Work, service: Service, day: tuple[date, ServiceDay | None], now: datetime) -> Refusal | None:
    """Return the refusal that an issue would get now, or None."""
    state = opening(work.branch, now, day[1])
    if state.reason is not None:
        return closed_refusal(work.branch, state)
    if service.daily_quota and work.tickets.count_issued(day[0], service.code) >= service.daily_quota:
        return quota_refusal(work.branch, service, now)
    return None
