"""Telling residents how long it will take, and keeping what they were told.

What is told with a number is stored with it. What phones show later is kept aside while screens are served, and written
at the next look around: a phone never waits for the disk. A power cut loses those of half a second, and no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from queue_server.application.context import Context
from queue_server.application.outlook import Prospect, promise_of, prospect_of
from queue_server.application.ports import Work
from queue_server.domain.promise import Promise
from queue_server.domain.ticket import Ticket


def promised(context: Context, work: Work, ticket: Ticket, now: datetime) -> Prospect:
    """Return a waiting ticket's prospect, kept as told to its holder."""
    prospect = prospect_of(context, work, ticket, now, context.waits.known(work.branch.code))
    promise = promise_of(ticket, prospect, now)
    if promise is not None:
        work.promises.add([promise])
    return prospect


def promised_again(context: Context, work: Work, ticket: Ticket, now: datetime) -> Prospect:
    """Return what a copy of a slip says of the wait, kept like what a phone shows."""
    prospect = prospect_of(context, work, ticket, now, context.waits.known(work.branch.code))
    promise = promise_of(ticket, prospect, now, is_change=True)
    if promise is not None:
        context.shown_waits.add(work.branch.code, [promise])
    return prospect


def keep_shown(context: Context, branch: str) -> int:
    """Store what phones of a branch have shown since the last time where it differs from what was told before.

    Returns how many changes were stored.
    """
    shown = context.shown_waits.take(branch)
    try:
        changes = _changes(context, branch, shown)
        if changes:
            with context.store.write(branch) as work:
                changes = _still_open(work, changes)
                work.promises.add(changes)
    except BaseException:
        context.shown_waits.put_back(branch, shown)
        raise
    return len(changes)


def _changes(context: Context, branch: str, shown: Mapping[str, Promise]) -> list[Promise]:
    """Return what says something else than what is stored of these tickets."""
    if not shown:
        return []
    with context.store.read(branch) as work:
        told = work.promises.latest(shown)
    return [promise for promise in shown.values() if _differs(promise, told.get(promise.ticket_id))]


def _still_open(work: Work, promises: list[Promise]) -> list[Promise]:
    """Leave out turns that ended meanwhile: nothing would tell these what came true."""
    tickets = work.tickets.get_many([promise.ticket_id for promise in promises])
    legs = {(ticket.id, ticket.leg.no) for ticket in tickets if ticket.leg.ended_at is None}
    return [promise for promise in promises if (promise.ticket_id, promise.leg_no) in legs]


def _differs(promise: Promise, before: Promise | None) -> bool:
    if before is None or before.leg_no != promise.leg_no:
        return True
    return (before.span, before.is_shown) != (promise.span, promise.is_shown)
