"""Numbers against the hours: a supervisor gives them all the same, or stops them, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from queue_server import protocol
from queue_server.application.closing import end_left_open_day
from queue_server.application.context import Context, require_branch
from queue_server.application.days import Fresh, local_time, open_new, opening, todays
from queue_server.application.payloads import in_utc
from queue_server.application.ports import Work
from queue_server.application.stored import ServiceDay
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.notes import require_impersonal
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import OPEN
from queue_server.protocol import IssuingWish

REASON_LIMIT = 120
NAMED = 10


def decide_issuing(
    context: Context, actor: Actor, branch: str, command: protocol.DecideIssuing
) -> protocol.IssuingState:
    """Store what a supervisor decides about today's numbers; ``auto`` gives them back to the hours.

    A decision needs a day to be kept on, so it opens one where there is none yet. The same decision again changes
    nothing.
    """
    require_branch(actor, branch)
    reason = _reason_of(command)
    with context.store.write(branch) as work:
        now = context.clock()
        day = _days_row(work, actor, now, command.wish)
        if day is not None and (day.issuing, day.issuing_reason) != (command.wish.value, reason):
            day = replace(day, issuing=command.wish.value, issuing_reason=reason)
            work.days.decide(day.day, day.issuing, reason)
            facts = {"wish": day.issuing, "reason": reason}
            work.record(NewEvent("issuing.decided", now, actor.label, day.day, facts=facts))
        return issuing_state(work, day, now)


def issuing_state(work: Work, day: ServiceDay | None, now: datetime) -> protocol.IssuingState:
    """Return what is decided about a branch's numbers, and whether they are given now."""
    state = opening(work.branch, now, day)
    own = todays(work.branch, now, day)
    wish, reason = (IssuingWish.AUTO.value, None) if own is None else (own.issuing, own.issuing_reason)
    return protocol.IssuingState(wish, reason, state.reason is None, state.reason, in_utc(state.opens_at))


def _days_row(work: Work, actor: Actor, now: datetime, wish: IssuingWish) -> ServiceDay | None:
    """Return the day that a decision is about: today's, opened if need be; a day once closed takes none."""
    local_day = local_time(work.branch, now).date()
    latest = work.days.latest()
    if latest is not None and latest.day >= local_day:
        if not latest.is_open:
            raise Refusal("day_closed", None, day=latest.day.isoformat())
        return latest
    if wish is IssuingWish.AUTO:
        return None
    if latest is not None and latest.is_open and opening(work.branch, now, latest).reason is not None:
        _require_nobody_left(work, latest)
    return open_new(work, actor, now, Fresh(local_day, latest, end_left_open_day))


def _require_nobody_left(work: Work, day: ServiceDay) -> None:
    """Refuse a new day while the one before it still goes on past midnight: its people would lose their numbers."""
    left = work.tickets.with_status(day.day, sorted(status.value for status in OPEN))
    if left:
        named = [ticket.number for ticket in left[:NAMED]]
        raise Refusal("day_unfinished", None, open=", ".join(named if len(left) <= NAMED else [*named, "…"]))


def _reason_of(command: protocol.DecideIssuing) -> str | None:
    """Return the supervisor's words, one line; whoever goes against the hours has to say why."""
    reason = " ".join((command.reason or "").split()).rstrip(".")
    if command.wish is IssuingWish.AUTO:
        return None
    if not reason:
        raise Refusal("invalid_field", "reason_missing", field="reason")
    if len(reason) > REASON_LIMIT:
        raise Refusal("invalid_field", "reason_too_long", field="reason", limit=REASON_LIMIT)
    require_impersonal(reason, "reason")
    return reason
