"""Print jobs in SQL."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Connection, and_, bindparam, exists, func, insert, not_, or_, select, update
from sqlalchemy.orm import aliased

from queue_server.application.stored import Job, TroubledPaper
from queue_server.domain.errors import Refusal
from queue_server.domain.paper import FALLBACK_AFTER, LEASE, LONGEST_BACK_OFF, Reach
from queue_server.storage.paper_records import OPEN_ONLY, PrintJobRow
from queue_server.storage.records import TicketRow

J = PrintJobRow
LATER = aliased(PrintJobRow)
JOBS = select(
    J.id, J.service_day, J.kind, J.queued_at, J.not_before, J.facts, J.ticket_id, J.copy, J.state, J.fence,
    J.attempts, J.leased_by, J.leased_until, J.printed_at, J.reason, J.printer,
).where(J.branch_id == bindparam("branch"))  # fmt: skip
ONE_JOB = JOBS.where(J.id == bindparam("job_id"))
IS_QUEUED, IS_IN_HAND = J.state == "queued", J.state.in_(["leased", "sending"])
# A clock that was set back leaves instants which cannot be; what lies farther ahead than we ever plan is over.
IS_ALLOWED = or_(J.not_before <= bindparam("now"), J.not_before > bindparam("latest_back_off"))
IS_LET_GO = or_(J.leased_until <= bindparam("now"), J.leased_until > bindparam("latest_lease"))
IS_DUE = and_(OPEN_ONLY, or_(and_(IS_QUEUED, IS_ALLOWED), and_(IS_IN_HAND, IS_LET_GO)))
IS_FREE = or_(J.printer.is_(None), J.printer.not_in(bindparam("known", expanding=True)))
IS_LATE = or_(J.queued_at <= bindparam("late_since"), J.queued_at > bindparam("now"))
IS_FOR_ONE = and_(J.kind.in_(["test", "sign"]), J.printer.is_not(None))
IN_REACH = or_(
    and_(IS_FOR_ONE, J.printer == bindparam("me")),
    and_(
        not_(IS_FOR_ONE),
        or_(
            J.printer.in_(bindparam("own", expanding=True)),
            and_(IS_FREE, bindparam("free", type_=Boolean)),
            and_(IS_LATE, bindparam("late", type_=Boolean)),
        ),
    ),
)
NEXT_JOB = JOBS.where(IS_DUE, IN_REACH).order_by(J.queued_at, J.id).limit(1)
SAVE_JOB = update(J).where(
    J.id == bindparam("the_id"), J.state == bindparam("from_state"), J.fence == bindparam("from_fence")
)
ADD_JOB = insert(J)
FACTS = 5
WAITING_SINCE = select(func.min(J.queued_at)).where(J.branch_id == bindparam("branch"), OPEN_ONLY, IS_QUEUED)
IS_LEFT = and_(OPEN_ONLY, or_(IS_QUEUED, and_(IS_IN_HAND, IS_LET_GO)))
OVERDUE = JOBS.where(IS_LEFT, J.queued_at < bindparam("queued_before"))
FROM_AHEAD = JOBS.where(IS_LEFT, J.queued_at > bindparam("queued_after"))
IS_ITS_PAPER = or_(
    LATER.ticket_id == J.ticket_id,
    and_(
        J.kind == "tally",
        LATER.kind == "tally",
        LATER.branch_id == J.branch_id,
        LATER.service_day == J.service_day,
    ),
)
TROUBLED = (
    select(J.kind, J.ticket_id, TicketRow.number, J.state, J.reason, J.queued_at)
    .outerjoin(TicketRow, TicketRow.id == J.ticket_id)
    .where(
        J.branch_id == bindparam("branch"),
        J.service_day == bindparam("day"),
        J.state.in_(["failed", "unknown"]),
        J.kind.in_(["ticket", "tally"]),
        ~exists().where(IS_ITS_PAPER, LATER.state == "printed", LATER.queued_at > J.queued_at),
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
        places = {"me": reach.me, "own": sorted(reach.own), "known": sorted(reach.known)}
        wish = {"free": reach.free, "late": reach.late, "late_since": now - FALLBACK_AFTER}
        return next(iter(self._jobs(NEXT_JOB, **places, **wish, **_limits(now))), None)

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
        return self._jobs(OVERDUE, queued_before=queued_before, **_limits(now))

    def from_ahead(self, queued_after: datetime, now: datetime) -> list[Job]:
        """Return jobs that nobody works on, queued before the clock was set back: nobody can tell how old they are."""
        return self._jobs(FROM_AHEAD, queued_after=queued_after, **_limits(now))

    def troubled(self, day: date, count: int) -> list[TroubledPaper]:
        """Return tickets whose paper did not surely come out, and none came since; the oldest first."""
        return [TroubledPaper(*row) for row in self._run(TROUBLED, day=day, count=count)]

    def not_out(self, day: date, queued_since: datetime) -> list[str]:
        """Return the slips of late that did not surely come out: failed, unknown, or waiting after a failed try."""
        return list(self._run(NOT_OUT, day=day, since=queued_since).scalars())


def _limits(now: datetime) -> dict[str, datetime]:
    """Return the present and the farthest that a pause or a lease begun now could reach."""
    return {"now": now, "latest_back_off": now + LONGEST_BACK_OFF, "latest_lease": now + LEASE}


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
