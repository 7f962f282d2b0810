"""Printers: what they say of themselves, when they were last heard, and papers that staff ask of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from queue_server import protocol
from queue_server.application.calling import known
from queue_server.application.context import Context, branch_of, new_id, require_branch
from queue_server.application.envelopes import current_day
from queue_server.application.issuing import SlipWish, queue_slip
from queue_server.application.outlook import Prospect
from queue_server.application.papers import take_count
from queue_server.application.ports import Work
from queue_server.application.promising import promised_again
from queue_server.application.stored import Job, PrinterSeen
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import CLOCK, Actor
from queue_server.domain.ticket import Status

HEARD_EVERY = timedelta(seconds=10)
"""A printer that asks for work is noted as heard this often at most."""
SILENT_AFTER = timedelta(seconds=40)
"""An agent that did not ask for work for so long is gone; it asks every five seconds."""


def branch_of_printer(actor: Actor) -> str:
    """Return the branch of a printer; somebody without one prints nothing."""
    if actor.branch is None:
        raise Refusal("forbidden")
    return actor.branch


def report_printer(context: Context, actor: Actor, report: protocol.PrinterReport) -> None:
    """Store what a printer says of itself; a change is an event, so that every screen learns of it."""
    with context.store.write(branch_of_printer(actor)) as work:
        now = context.clock()
        before = _seen(work, actor)
        seen = PrinterSeen(
            device_id=actor.id,
            name="",
            state=report.state.value,
            paper=report.paper,
            detail=report.detail,
            at=now,
            profile=report.profile or (before.profile if before else None),
            seen_at=context.wall_time(),
        )
        work.printers.report(seen)
        if before is None or before.at is None or _shown(before) != _shown(seen):
            _tell(work, actor.label, seen, now)
        take_count(work, actor, report.count, now)


def _seen(work: Work, actor: Actor) -> PrinterSeen | None:
    return _among(work.printers.all(), actor)


def _among(printers: Iterable[PrinterSeen], actor: Actor) -> PrinterSeen | None:
    return next((seen for seen in printers if seen.device_id == actor.id), None)


def _shown(seen: PrinterSeen) -> tuple[str, str | None, str | None]:
    return seen.shown_state, seen.paper, seen.shown_detail


def _tell(work: Work, label: str, seen: PrinterSeen, now: datetime) -> None:
    facts = {"printer": seen.device_id, "state": seen.shown_state, "paper": seen.paper, "detail": seen.shown_detail}
    work.record(NewEvent("printer.reported", now, label, facts=facts))


def is_due_to_be_noted(context: Context, printers: Iterable[PrinterSeen], actor: Actor) -> bool:
    """Say whether one of ``printers`` that asks for work should be noted as heard."""
    seen = _among(printers, actor)
    return seen is None or _is_due(context, seen)


def _is_due(context: Context, seen: PrinterSeen) -> bool:
    """Say whether the last note is old, or lies ahead of a clock that was set back."""
    if seen.is_gone or seen.seen_at is None:
        return True
    return not timedelta(0) <= context.wall_time() - seen.seen_at < HEARD_EVERY


def note_heard(context: Context, work: Work, actor: Actor) -> None:
    """Note, now and then, that a printer was heard; of one that never said how it is, nothing more is known."""
    seen = _seen(work, actor)
    if seen is None:
        raise Refusal("forbidden")
    if not _is_due(context, seen):
        return
    now = context.clock()
    heard = replace(seen, seen_at=context.wall_time(), is_gone=False)
    if heard.at is None:
        heard = replace(heard, state="unknown", detail="no_report", at=now)
    work.printers.report(heard)
    if seen.is_gone or seen.at is None:
        _tell(work, actor.label, heard, now)


def note_silent(context: Context, branch: str) -> None:
    """Note every printer whose agent was not heard for too long: staff and kiosks must not wait for its paper."""
    with context.store.read(branch) as work:
        if not _fell_silent(context, work):
            return
    with context.store.write(branch) as work:
        now = context.clock()
        for seen in _fell_silent(context, work):
            gone = replace(seen, is_gone=True)
            work.printers.report(gone)
            _tell(work, CLOCK.label, gone, now)


def _fell_silent(context: Context, work: Work) -> list[PrinterSeen]:
    wall = context.wall_time()
    return [
        seen
        for seen in work.printers.all()
        if not seen.is_gone and seen.seen_at is not None and not -SILENT_AFTER <= wall - seen.seen_at <= SILENT_AFTER
    ]


def reprint_ticket(context: Context, actor: Actor, ticket_id: str) -> protocol.PrintJobState:
    """Queue a marked copy of a ticket's slip, on the printer that its first one was meant for."""
    branch = branch_of(context, actor, ticket_id)
    with context.store.write(branch) as work:
        now = context.clock()
        ticket = known(work, ticket_id)
        if not work.printers.any():
            raise Refusal("no_printer")
        waits = ticket.status is Status.WAITING
        prospect = promised_again(context, work, ticket, now) if waits else Prospect(0)
        earlier = work.jobs.of_ticket(ticket.id)
        wish = SlipWish(earlier[0].printer if earlier else None, copy=max(len(earlier), 1))
        job = queue_slip(work, ticket, prospect, now, wish)
        facts = {"job": job.id, "kind": "ticket", "copy": job.copy}
        work.record(NewEvent("job.queued", now, actor.label, job.service_day, ticket.id, None, facts))
    return protocol.PrintJobState(job.id, job.state, job.printer)


def print_test(context: Context, actor: Actor, branch: str, printer: str) -> protocol.PrintJobState:
    """Queue a test page for one printer."""
    require_branch(actor, branch)
    with context.store.write(branch) as work:
        return _queue(context, work, actor, _Wanted("test", _known_printer(work, printer)))


def print_tally(context: Context, actor: Actor, branch: str, day: date) -> protocol.PrintJobState:
    """Queue a closed day's tally once more, as a marked copy."""
    require_branch(actor, branch)
    with context.store.write(branch) as work:
        stored = work.days.get(day)
        if stored is None:
            raise Refusal("not_found", "unknown_day", day=day.isoformat())
        if stored.is_open:
            raise Refusal("day_open", None, day=day.isoformat())
        if not work.printers.any():
            raise Refusal("no_printer")
        now = context.clock()
        job = Job(new_id(work.seq), day, "tally", now, now, {}, copy=1)
        work.jobs.add(job)
        facts = {"job": job.id, "kind": "tally", "copy": 1}
        work.record(NewEvent("job.queued", now, actor.label, day, facts=facts))
    return protocol.PrintJobState(job.id, job.state, job.printer)


def print_sign(
    context: Context, actor: Actor, branch: str, counter: str, command: protocol.CounterSign
) -> protocol.PrintJobState:
    """Queue a sign to hang at a counter."""
    require_branch(actor, branch)
    with context.store.write(branch) as work:
        if counter not in work.branch.counters_by_code:
            raise Refusal("not_found", "unknown_counter", counter=counter)
        if not work.printers.any():
            raise Refusal("no_printer")
        wanted = None if command.printer is None else _known_printer(work, command.printer)
        return _queue(context, work, actor, _Wanted("sign", wanted, {"counter": counter}))


def _known_printer(work: Work, printer: str) -> str:
    if printer not in {seen.device_id for seen in work.printers.all()}:
        raise Refusal("not_found", "unknown_printer")
    return printer


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A paper that staff ask for, on one printer or on whichever is free."""

    kind: str
    printer: str | None
    facts: dict[str, Any] = field(default_factory=dict)


def _queue(context: Context, work: Work, actor: Actor, wanted: _Wanted) -> protocol.PrintJobState:
    now = context.clock()
    day, _ = current_day(work, now)
    job = Job(new_id(work.seq), day, wanted.kind, now, now, wanted.facts, printer=wanted.printer)
    work.jobs.add(job)
    facts = {"job": job.id, "kind": job.kind, "printer": job.printer, **wanted.facts}
    work.record(NewEvent("job.queued", now, actor.label, day, facts=facts))
    return protocol.PrintJobState(job.id, job.state, job.printer)
