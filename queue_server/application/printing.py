"""Paper: a printer claims a job, prints it, and says so. A job never loses its ticket, nor a ticket its job.

States: queued -> leased -> sending -> printed, failed or unknown. A fence grows with each lease, so that an agent
that was thought dead cannot answer for its successor. A paper that may already be out is marked as a copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.papers import take_count
from queue_server.application.ports import Work
from queue_server.application.printers import branch_of_printer, is_due_to_be_noted, note_heard
from queue_server.application.slips import content_of
from queue_server.application.stored import Job, PrinterSeen
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.paper import IN_HAND, LEASE, LONGEST_BACK_OFF, SETTLED, JobState, reach_of
from queue_server.domain.roles import Actor, Role

STALE = timedelta(minutes=10)
STALE_REASON = "stale"
LEASE_S = int(LEASE.total_seconds())
SHELF: Final = Actor(Role.CLOCK, "stale-paper", None)


def claim_job(context: Context, actor: Actor) -> protocol.PrintJob | None:
    """Lease the oldest job that is due to a printer and within its reach, or return None."""
    branch = branch_of_printer(actor)
    if _nothing_to_write(context, branch, actor):
        return None
    with context.store.write(branch) as work:
        now = context.clock()
        note_heard(context, work, actor)
        _shelve(work, work.jobs.overdue(now - STALE, now), now)
        found = _within_reach(work, work.printers.all(), actor, now)
        if found is None:
            return None
        job = _leased(found, actor, now)
        work.jobs.save(found, job)
        content = content_of(context, work, job)
    return protocol.PrintJob(job.id, job.kind, job.fence, LEASE_S, job.copy, content, job.service_day.isoformat())


def _nothing_to_write(context: Context, branch: str, actor: Actor) -> bool:
    """Look before writing: agents ask often, and mostly in vain."""
    with context.store.read(branch) as work:
        printers = work.printers.all()
        if is_due_to_be_noted(context, printers, actor):
            return False
        return _within_reach(work, printers, actor, context.clock()) is None


def _within_reach(work: Work, printers: Iterable[PrinterSeen], actor: Actor, now: datetime) -> Job | None:
    return work.jobs.claimable(reach_of(actor.id, [seen.part for seen in printers]), now)


def _leased(job: Job, actor: Actor, now: datetime) -> Job:
    """Lease a job. What another agent had, or what was being sent, may be out: the next paper is a marked copy."""
    may_be_out = job.state == JobState.SENDING or (job.state == JobState.LEASED and job.leased_by != actor.id)
    return replace(
        job,
        state=JobState.LEASED.value,
        fence=job.fence + 1,
        attempts=job.attempts + 1,
        copy=job.copy + 1 if may_be_out else job.copy,
        leased_by=actor.id,
        leased_until=now + LEASE,
    )


def shelve_stale(context: Context, branch: str) -> None:
    """Let papers that nobody printed for ten minutes wait for a person, also where no agent asks for them any more.

    So do those from before the clock was set back that no printer took at once.
    """
    with context.store.read(branch) as work:
        if not _left_lying(work, context.clock()):
            return
    with context.store.write(branch) as work:
        now = context.clock()
        _shelve(work, _left_lying(work, now), now)


def _left_lying(work: Work, now: datetime) -> list[Job]:
    return [*work.jobs.overdue(now - STALE, now), *work.jobs.from_ahead(now + STALE, now)]


def _shelve(work: Work, jobs: Iterable[Job], now: datetime) -> None:
    """A paper ten minutes late surprises more than it helps: it waits for a person. What was being sent may be out."""
    for job in jobs:
        end = JobState.UNKNOWN if job.state == JobState.SENDING else JobState.FAILED
        shelved = replace(job, state=end.value, reason=STALE_REASON)
        work.jobs.save(job, shelved)
        _record(work, SHELF, shelved, f"job.{end.value}", now)


def begin_sending(context: Context, actor: Actor, job_id: str, command: protocol.JobSending) -> None:
    """Note that the first byte of a job is about to leave, and renew its lease; refused when another has it."""
    with context.store.write(branch_of_printer(actor)) as work:
        job = _in_hand(work, actor, job_id, command.fence)
        work.jobs.save(job, replace(job, state=JobState.SENDING.value, leased_until=context.clock() + LEASE))
        note_heard(context, work, actor)


def _in_hand(work: Work, actor: Actor, job_id: str, fence: int) -> Job:
    """Return a job of which this agent has the last lease and whose end is open."""
    job = _last_leased_by(work, actor, job_id, fence)
    if job.state not in IN_HAND:
        raise Refusal("lease_lost", None, job=job_id)
    return job


def _last_leased_by(work: Work, actor: Actor, job_id: str, fence: int) -> Job:
    job = work.jobs.get(job_id)
    if job is None:
        raise Refusal("not_found", "unknown_print_job")
    if job.fence != fence or job.leased_by != actor.id:
        raise Refusal("lease_lost", None, job=job_id)
    return job


def report_job(context: Context, actor: Actor, job_id: str, outcome: JobState, report: protocol.JobReport) -> None:
    """Take an agent's word for a job that it had last; the same word twice is harmless.

    Of a job that grew stale meanwhile the word of who had it last is still the truth, as nobody had it since.
    """
    with context.store.write(branch_of_printer(actor)) as work:
        now = context.clock()
        job = _last_leased_by(work, actor, job_id, report.fence)
        is_told = job.state == outcome or (outcome is JobState.FAILED and job.state == JobState.QUEUED)
        if not is_told:
            if job.state in SETTLED and job.reason != STALE_REASON:
                raise Refusal("lease_lost", None, job=job_id)
            after = _after(job, outcome, report.reason, now)
            work.jobs.save(job, after)
            _record(work, actor, after, f"job.{outcome.value}", now)
        note_heard(context, work, actor)
        take_count(work, actor, report.count, now)


def _after(job: Job, outcome: JobState, reason: str | None, now: datetime) -> Job:
    """A failed job, of which nothing came out, is tried again soon; an unknown one waits for a person."""
    if outcome is JobState.PRINTED:
        return replace(job, state=outcome.value, printed_at=now, reason=None)
    if outcome is JobState.UNKNOWN:
        return replace(job, state=outcome.value, reason=reason)
    not_before = now + min(timedelta(seconds=2 ** min(job.attempts, 8) / 4), LONGEST_BACK_OFF)
    return replace(job, state=JobState.QUEUED.value, reason=reason or "failed", not_before=not_before)


def _record(work: Work, actor: Actor, job: Job, kind: str, now: datetime) -> None:
    facts = {"job": job.id, "kind": job.kind, "copy": job.copy, "reason": job.reason}
    work.record(NewEvent(kind, now, actor.label, job.service_day, job.ticket_id, None, facts))
