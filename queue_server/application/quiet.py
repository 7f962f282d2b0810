"""Silence in the hall: by the branch's hours, or because somebody asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from queue_server import protocol
from queue_server.application.context import Context, require_branch
from queue_server.application.days import local_time
from queue_server.application.payloads import in_utc
from queue_server.application.ports import Work
from queue_server.domain.calendar import at_minute
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor

MOST_MINUTES: Final = 240
MOST_SPANS: Final = 20
"""Spans of silence that follow on each other without a gap: more are cut off there."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Whether nothing sounds now, and until when that lasts."""

    is_quiet: bool
    until: datetime | None = None


def quiet_of(work: Work, now: datetime) -> Quiet:
    """Return whether the hall is silent, by decision or by its hours, until the instant at which neither holds it."""
    until = now
    for _ in range(MOST_SPANS):
        end = _silent_to(work, now, until)
        if end <= until:
            break
        until = end
    return Quiet(is_quiet=until > now, until=until if until > now else None)


def _silent_to(work: Work, now: datetime, at: datetime) -> datetime:
    """Return until when what holds the hall silent at an instant does so; the instant itself where nothing does."""
    local = local_time(work.branch, at)
    span = work.branch.voice.quiet_span(local)
    ends = [at] if span is None else [at_minute(local, span.end)]
    if work.quiet_until is not None and now < work.quiet_until <= now + timedelta(minutes=MOST_MINUTES):
        ends.append(work.quiet_until)
    return max(ends)


def quiet_hall(context: Context, actor: Actor, branch: str, command: protocol.QuietHall) -> protocol.QuietState:
    """Let nothing sound for some minutes, from now on; 0 minutes end it. Hours of silence in the file stay."""
    require_branch(actor, branch)
    if not 0 <= command.minutes <= MOST_MINUTES:
        raise Refusal("invalid_field", "out_of_range", field="minutes", least="0", most=str(MOST_MINUTES))
    with context.store.write(branch) as work:
        now = context.clock()
        until = now + timedelta(minutes=command.minutes) if command.minutes else None
        work.hush(until)
        facts = {"minutes": command.minutes}
        work.record(NewEvent("hall.quieted", now, actor.label, facts=facts))
        return protocol.QuietState(in_utc(quiet_of(work, now).until))
