"""Print jobs in SQL."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Connection, and_, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from queue_server.application.stored import Job, TroubledPaper
from queue_server.domain.errors import Refusal
from queue_server.domain.paper import FALLBACK_AFTER, Reach
from queue_server.storage.paper_records import PrintJobRow
from queue_server.storage.records import TicketRow

J = PrintJobRow
LATER = aliased(PrintJobRow)
JOBS = select(
    J.id, J.service_day, J.kind, J.queued_at, J.not_before, J.facts, J.ticket_id, J.copy, J.state, J.fence,
    J.attempts, J.leased_by, J.leased_until, J.printed_at, J.reason, J.printer,
).where(J.branch_id == bindparam("branch"))  # fmt: skip
ONE_JOB = JOBS.where(J.id == bindparam("job_id"))
IS_DUE = or_(
    and_(J.state == "queued", J.not_before <= bindparam("now")),
    and_(J.state.in_(["leased", "sending"]), J.leased_until <= bindparam("now")),
)
IS_FREE = or_(J.printer.is_(None), J.printer.not_in(bindparam("known", expanding=True)))
IN_REACH = or_(
    J.printer.in_(bindparam("own", expanding=True)),
    and_(IS_FREE, bindparam("free", type_=Boolean)),
    and_(J.queued_at <= bindparam("late_since"), bindparam("late", type_=Boolean)),
)
NEXT_JOB = JOBS.where(IS_DUE, IN_REACH).order_by(J.queued_at, J.id).limit(1)
SAVE_JOB = update(J).where(
    J.id == bindparam("the_id"), J.state == bindparam("from_state"), J.fence == bindparam("from_fence")
)
ADD_JOB = insert(J)
FACTS = 5
WAITING_SINCE = select(func.min(J.queued_at)).where(J.branch_id == bindparam("branch"), J.state == "queued")
IS_LEFT = or_(J.state == "queued", and_(J.state.in_(["leased", "sending"]), J.leased_until <= bindparam("now")))
OVERDUE = JOBS.where(IS_LEFT, J.queued_at < bindparam("queued_before"))
TROUBLED = (
    select(J.ticket_id, TicketRow.number, J.state, J.reason, J.queued_at)
    .join(TicketRow, TicketRow.id == J.ticket_id)
    .where(
        J.branch_id == bindparam("branch"),
        J.service_day == bindparam("day"),
        J.state.in_(["failed", "unknown"]),
        ~exists().where(LATER.ticket_id == J.ticket_id, LATER.state == "printed"),
    )
    .order_by(J.queued_at)
    .limit(bindparam("count"))
)
OF_TICKET = JOBS.where(J.ticket_id == bindparam("ticket_id")).order_by(J.queued_at, J.id)
NOT_OUT = select(J.id).where(
    J.branch_id == bindparam("branch"),
    J.service_day == bindparam("day"),
    J.kind == "ticket",
    J.queued_at >= bindparam("since"),
    or_(J.state.in_(["failed", "unknown"]), and_(J.state == "queued", J.reason.is_not(None))),
)
COUNT_STATES = (
    select(J.state, func.count())
    .where(J.branch_id == bindparam("branch"), J.service_day == bindparam("day"))
    .group_by(J.state)
)


class SqlJobs:
    """The print jobs of one branch (see ``ports.Jobs``)."""

    def __init__(self, connection: Connection, branch_id: int) -> None:
        self._connection = connection
        self._branch_id = branch_id

    def _run(self, statement: Any, **values: object) -> Any:
        return self._connection.execute(statement, {"branch": self._branch_id, **values})

    def _jobs(self, statement: Any, **values: object) -> list[Job]:
        return [_job_of(row) for row in self._run(statement, **values)]

    def add(self, job: Job) -> None:
        """Queue a job."""
        self._connection.execute(ADD_JOB, {"branch_id": self._branch_id, "id": job.id, **_values(job)})

    def get(self, job_id: str) -> Job | None:
        """Return a job."""
        return next(iter(self._jobs(ONE_JOB, job_id=job_id)), None)

    def claimable(self, reach: Reach, now: datetime) -> Job | None:
        """Return the oldest job in reach that is due: queued, or leased by somebody who never answered."""
        places = {"own": sorted(reach.own), "known": sorted(reach.known), "free": reach.free, "late": reach.late}
        return next(iter(self._jobs(NEXT_JOB, now=now, late_since=now - FALLBACK_AFTER, **places)), None)

    def save(self, before: Job, after: Job) -> None:
        """Store a job that is still as ``before`` says; otherwise its lease is lost."""
        key = {"the_id": before.id, "from_state": before.state, "from_fence": before.fence}
        if self._connection.execute(SAVE_JOB, key | _values(after)).rowcount != 1:
            raise Refusal("lease_lost", job=before.id)

    def of_ticket(self, ticket_id: str) -> list[Job]:
        """Return the jobs that a ticket has had, the first one first."""
        return self._jobs(OF_TICKET, ticket_id=ticket_id)

    def count_states(self, day: date) -> dict[str, int]:
        """Return how many of a day's jobs are in each state."""
        return dict(self._run(COUNT_STATES, day=day).all())

    def waiting_since(self) -> datetime | None:
        """Return since when the longest waiting job stands in line, None when none does."""
        found: datetime | None = self._run(WAITING_SINCE).scalar()
        return found

    def overdue(self, queued_before: datetime, now: datetime) -> list[Job]:
        """Return jobs that nobody works on and that are too old to print without being asked."""
        return self._jobs(OVERDUE, queued_before=queued_before, now=now)

    def troubled(self, day: date, count: int) -> list[TroubledPaper]:
        """Return tickets whose paper did not surely come out, and none came since; the oldest first."""
        return [TroubledPaper(*row) for row in self._run(TROUBLED, day=day, count=count)]

    def not_out(self, day: date, queued_since: datetime) -> list[str]:
        """Return the slips of late that did not surely come out: failed, unknown, or waiting after a failed try."""
        return list(self._run(NOT_OUT, day=day, since=queued_since).scalars())


def _job_of(row: Any) -> Job:
    values = list(row)
    values[FACTS] = json.loads(values[FACTS])
    return Job(*values)


def _values(job: Job) -> dict[str, Any]:
    return {
        "service_day": job.service_day,
        "kind": job.kind,
        "ticket_id": job.ticket_id,
        "copy": job.copy,
        "state": job.state,
        "fence": job.fence,
        "attempts": job.attempts,
        "leased_by": job.leased_by,
        "leased_until": job.leased_until,
        "not_before": job.not_before,
        "queued_at": job.queued_at,
        "printed_at": job.printed_at,
        "reason": job.reason,
        "facts": json.dumps(job.facts, ensure_ascii=False),
        "printer": job.printer,
    }
