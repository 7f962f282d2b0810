"""Paper: a printer claims a job, prints it, and says so. A job never loses its ticket, nor a ticket its job.

States: queued -> leased -> printed, failed or unknown. A fence grows with each lease, so that an agent
that was thought dead cannot answer for its successor. A paper that may already be out is marked as a copy.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from queue_server import protocol
from queue_server.application.calling import known
from queue_server.application.context import Context, branch_of, require_branch
from queue_server.application.issuing import queue_slip
from queue_server.application.outlook import Prospect, prospect_of
from queue_server.application.ports import Work
from queue_server.application.slips import content_of
from queue_server.application.stored import Job, PrinterSeen
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import Status

LEASE_S = 30
STALE = timedelta(minutes=10)
LONGEST_BACK_OFF_S = 5
SETTLED = frozenset({"printed", "failed", "unknown"})

Outcome = Literal["printed", "failed", "unknown"]


def claim_job(context: Context, actor: Actor) -> protocol.PrintJob | None:
    """Lease the oldest job that is due to a printer, or return None."""
    branch = _branch_of_printer(actor)
    if _nothing_due(context, branch):
        return None
    with context.store.write(branch) as work:
        now = context.clock()
        _shelve_overdue(work, actor, now)
        found = work.jobs.claimable(now)
        if found is None:
            return None
        job = _leased(found, actor, now)
        work.jobs.save(found, job)
        content = content_of(context, work, job)
    return protocol.PrintJob(job.id, job.kind, job.fence, LEASE_S, job.copy, content, job.service_day.isoformat())


def _branch_of_printer(actor: Actor) -> str:
    if actor.branch is None:
        raise Refusal("forbidden")
    return actor.branch


def _nothing_due(context: Context, branch: str) -> bool:
    """Look before writing: agents ask often, and mostly in vain."""
    with context.store.read(branch) as work:
        return work.jobs.claimable(context.clock()) is None


def _leased(job: Job, actor: Actor, now: datetime) -> Job:
    """Another agent's lease that ran out may have printed: the next paper is marked as a copy."""
    was_elsewhere = job.state == "leased" and job.leased_by != actor.id
    return replace(
        job,
        state="leased",
        fence=job.fence + 1,
        attempts=job.attempts + 1,
        copy=job.copy + 1 if was_elsewhere else job.copy,
        leased_by=actor.id,
        leased_until=now + timedelta(seconds=LEASE_S),
    )


def _shelve_overdue(work: Work, actor: Actor, now: datetime) -> None:
    """A paper ten minutes late surprises more than it helps: it waits for a person."""
    for job in work.jobs.overdue(now - STALE, now):
        shelved = replace(job, state="failed", reason="stale")
        work.jobs.save(job, shelved)
        _record(work, actor, shelved, "job.failed", now)


def report_job(context: Context, actor: Actor, job_id: str, outcome: Outcome, report: protocol.JobReport) -> None:
    """Take an agent's word for a job that it still leases; the same word twice is harmless."""
    branch = _branch_of_printer(actor)
    with context.store.write(branch) as work:
        now = context.clock()
        job = work.jobs.get(job_id)
        if job is None:
            raise Refusal("not_found", "unknown_print_job")
        if job.fence != report.fence or job.leased_by != actor.id:
            raise Refusal("lease_lost", None, job=job_id)
        if job.state == outcome or (outcome == "failed" and job.state == "queued"):
            return
        if job.state in SETTLED:
            raise Refusal("lease_lost", None, job=job_id)
        after = _after(job, outcome, report.reason, now)
        work.jobs.save(job, after)
        _record(work, actor, after, f"job.{outcome}", now)


def _after(job: Job, outcome: Outcome, reason: str | None, now: datetime) -> Job:
    """A failed job, of which nothing came out, is tried again soon; an unknown one waits for a person."""
    if outcome == "printed":
        return replace(job, state="printed", printed_at=now, reason=None)
    if outcome == "unknown":
        return replace(job, state="unknown", reason=reason)
    back_off = min(2 ** min(job.attempts, 8) / 4, LONGEST_BACK_OFF_S)
    return replace(job, state="queued", reason=reason, not_before=now + timedelta(seconds=back_off))


def _record(work: Work, actor: Actor, job: Job, kind: str, now: datetime) -> None:
    facts = {"job": job.id, "kind": job.kind, "copy": job.copy, "reason": job.reason}
    work.record(NewEvent(kind, now, actor.label, job.service_day, job.ticket_id, None, facts))


def report_printer(context: Context, actor: Actor, report: protocol.PrinterReport) -> None:
    """Store what a printer says of itself; a change is an event, so that every screen learns of it."""
    branch = _branch_of_printer(actor)
    with context.store.write(branch) as work:
        now = context.clock()
        before = next((seen for seen in work.jobs.printers() if seen.device_id == actor.id), None)
        seen = PrinterSeen(actor.id, "", report.state.value, report.paper, report.detail, now)
        work.jobs.report(seen)
        if before is None or (before.state, before.paper) != (seen.state, seen.paper):
            facts = {"state": seen.state, "paper": seen.paper, "detail": seen.detail}
            work.record(NewEvent("printer.reported", now, actor.label, facts=facts))


def reprint_ticket(context: Context, actor: Actor, ticket_id: str) -> protocol.PrintJobState:
    """Queue a marked copy of a ticket's slip."""
    branch = branch_of(context, actor, ticket_id)
    require_branch(actor, branch)
    with context.store.write(branch) as work:
        now = context.clock()
        ticket = known(work, ticket_id)
        if not work.jobs.has_printer():
            raise Refusal("no_printer")
        waits = ticket.status is Status.WAITING
        prospect = prospect_of(work, ticket, now) if waits else Prospect(0, None)
        job = queue_slip(work, ticket, prospect, now, copy=max(work.jobs.copies_of(ticket.id), 1))
        facts = {"job": job.id, "kind": "ticket", "copy": job.copy}
        work.record(NewEvent("job.queued", now, actor.label, job.service_day, ticket.id, None, facts))
    return protocol.PrintJobState(job.id, job.state)
