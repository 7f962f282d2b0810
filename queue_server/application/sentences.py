"""Why no number is given, said before anyone taps."""

from __future__ import annotations

from datetime import datetime

from queue_server import protocol
from queue_server.application.days import local_time
from queue_server.application.holidays import holidays_of
from queue_server.application.payloads import texts
from queue_server.catalogue import LANGUAGES, Catalogue
from queue_server.domain.branch import Branch, Service
from queue_server.domain.calendar import next_opening
from queue_server.domain.errors import Refusal
from queue_server.sentences import detail_of


def quota_refusal(branch: Branch, service: Service, now: datetime) -> Refusal:
    """Return the refusal of an issue when a service gave all of its day's numbers."""
    local = local_time(branch, now)
    days_off = {*holidays_of(branch.holidays, local.year), local.date()}
    again = next_opening(branch.issue_hours, local, days_off)
    return Refusal("quota_reached", None, service=texts(service.name), quota=service.daily_quota, opens_at=again)


def in_both(catalogue: Catalogue, refusal: Refusal) -> protocol.Texts:
    """Return a refusal's sentence in both languages."""
    return protocol.Texts(**{language: detail_of(catalogue, language, refusal) for language in LANGUAGES})


def opens_again(refusal: Refusal) -> datetime | None:
    """Return when numbers are given again, as a refusal of an issue says it."""
    again = refusal.params.get("opens_at")
    return again if isinstance(again, datetime) else None
