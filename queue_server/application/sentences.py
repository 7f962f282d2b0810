"""Why no number is given, said before anyone taps: the same answer for the kiosk's menu and for who asks for one."""

from __future__ import annotations

from datetime import date, datetime

from queue_server import protocol
from queue_server.application.days import local_time, opening, plans_of
from queue_server.application.payloads import texts
from queue_server.application.ports import Work
from queue_server.application.stored import ServiceDay
from queue_server.catalogue import LANGUAGES, Catalogue
from queue_server.domain.branch import Branch, Service
from queue_server.domain.calendar import at_minute, minute_of
from queue_server.domain.errors import Refusal
from queue_server.domain.quota import window_at
from queue_server.domain.timetable import day_after, given_from
from queue_server.sentences import detail_of


def quota_refusal(work: Work, service: Service, latest: ServiceDay | None, now: datetime) -> Refusal | None:
    """Return the refusal of an issue when a service gave all numbers of its day, or of this window of the day."""
    branch, day = work.branch, issuing_day(work.branch, latest, now)
    if service.daily_quota and work.tickets.count_issued(day, service.code) >= service.daily_quota:
        local = local_time(branch, now)
        again = given_from(plans_of(branch, local), day_after(local))
        return Refusal("quota_reached", None, service=texts(service.name), quota=service.daily_quota, opens_at=again)
    return _window_refusal(work, service, (day, latest), now)


def issuing_day(branch: Branch, latest: ServiceDay | None, now: datetime) -> date:
    """Return the day on which a number given now would count: today, also while yesterday was left open."""
    local_day = local_time(branch, now).date()
    return local_day if latest is None else max(latest.day, local_day)


def _window_refusal(work: Work, service: Service, day: tuple[date, ServiceDay | None], now: datetime) -> Refusal | None:
    local = local_time(work.branch, now)
    window = window_at(service.quotas, minute_of(local))
    if window is None:
        return None
    begins, ends = at_minute(local, window.span.start), at_minute(local, window.span.end)
    if work.tickets.count_issued_between(day[0], service.code, (begins, ends)) < window.count:
        return None
    # what stops numbers at the window's end is asked of the day's own row too: staff may have opened it by hand
    later = opening(work.branch, ends, day[1])
    again = ends if later.reason is None else later.opens_at
    facts = {"service": texts(service.name), "quota": window.count, "opens_at": again}
    if again is not None and again.date() == local.date():
        return Refusal("quota_reached", "window_quota_reached", **facts)
    return Refusal("quota_reached", None, **facts)


def in_both(catalogue: Catalogue, refusal: Refusal) -> protocol.Texts:
    """Return a refusal's sentence in both languages."""
    return protocol.Texts(**{language: detail_of(catalogue, language, refusal) for language in LANGUAGES})


def opens_again(refusal: Refusal) -> datetime | None:
    """Return when numbers are given again, as a refusal of an issue says it."""
    again = refusal.params.get("opens_at")
    return again if isinstance(again, datetime) else None
