"""The tables of the queue. Constraints and partial indexes derive from the domain's own sets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from queue_server.domain.counter import CounterStatus
from queue_server.domain.ticket import AT_COUNTER, Status
from queue_server.storage.base import Base
from queue_server.storage.types import Instant

WAITING_ONLY = text(f"status = '{Status.WAITING.value}'")
AT_COUNTER_ONLY = text("status IN (" + ", ".join(f"'{status.value}'" for status in sorted(AT_COUNTER)) + ")")
HELD_ONLY = text(f"status = '{Status.ON_HOLD.value}'")
ENDED_ONLY = text("ended_at IS NOT NULL")
OPEN_LEG_ONLY = text("ended_at IS NULL")
CLOSED_PROMISE_ONLY = text("closed_seq IS NOT NULL")
FAILED_PAPER_ONLY = text("kind IN ('job.failed', 'job.unknown')")


def _one_of(column: str, words: Iterable[str]) -> str:
    return f"{column} IN (" + ", ".join(f"'{word}'" for word in words) + ")"


class BranchRow(Base):
    """An office: its definition as one checked document, its ``seq`` and the head of its event chain.

    ``switched`` holds what counters take today where that differs from the definition; until ``quiet_until`` nothing
    sounds in the hall.
    """

    __tablename__ = "branches"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    definition: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    head: Mapped[str] = mapped_column(Text)
    switched: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    quiet_until: Mapped[datetime | None] = mapped_column(Instant)


class ServiceDayRow(Base):
    """A business day of a branch; ``forced`` when staff opened it outside the issuing hours."""

    __tablename__ = "service_days"
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    forced: Mapped[bool] = mapped_column(default=False)
    issuing: Mapped[str] = mapped_column(Text, default="auto", server_default="auto")
    issuing_reason: Mapped[str | None] = mapped_column(Text)


class TicketRow(Base):
    """A ticket; its present leg lies in ``legs``. What indexes need of the leg stands here too.

    ``before`` is the ticket as it was before a step that can be undone.
    """

    __tablename__ = "tickets"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    service_day: Mapped[date]
    series: Mapped[str] = mapped_column(Text)
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(Text)
    priority: Mapped[str] = mapped_column(Text)
    preferred: Mapped[bool]
    language: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    lane: Mapped[str] = mapped_column(Text)
    place: Mapped[int] = mapped_column(BigInteger)
    issued_service: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    leg_no: Mapped[int]
    service: Mapped[str] = mapped_column(Text)
    joined_at: Mapped[datetime] = mapped_column(Instant)
    counter: Mapped[str | None] = mapped_column(Text)
    call_count: Mapped[int]
    requeues: Mapped[int]
    reason: Mapped[str | None] = mapped_column(Text)
    track_hash: Mapped[str] = mapped_column(Text, unique=True)
    people: Mapped[int] = mapped_column(default=1, server_default="1")
    note: Mapped[str | None] = mapped_column(Text)
    call_seq: Mapped[int | None] = mapped_column(BigInteger)
    before: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("branch_id", "service_day", "series", "serial"),
        CheckConstraint(_one_of("status", [status.value for status in Status]), "status"),
        Index(
            "ix_tickets_waiting",
            *("branch_id", "service_day", "lane", "preferred", "place", "serial"),
            sqlite_where=WAITING_ONLY,
            postgresql_where=WAITING_ONLY,
        ),
        Index(
            "uq_tickets_at_counter",
            *("branch_id", "service_day", "counter"),
            unique=True,
            sqlite_where=AT_COUNTER_ONLY,
            postgresql_where=AT_COUNTER_ONLY,
        ),
        Index(
            "ix_tickets_ages",
            *("branch_id", "service_day", "service", "joined_at"),
            sqlite_where=WAITING_ONLY,
            postgresql_where=WAITING_ONLY,
        ),
        Index(
            "ix_tickets_ended",
            *("branch_id", "service_day", "counter", "ended_at"),
            sqlite_where=ENDED_ONLY,
            postgresql_where=ENDED_ONLY,
        ),
        Index("ix_tickets_held", "branch_id", "service_day", sqlite_where=HELD_ONLY, postgresql_where=HELD_ONLY),
        Index("ix_tickets_counter", "branch_id", "service_day", "counter", "status"),
        Index("ix_tickets_issued", "branch_id", "service_day", "issued_service"),
    )


class LegRow(Base):
    """One stretch of queue, call and service for one service."""

    __tablename__ = "legs"
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(Text)
    counter: Mapped[str | None] = mapped_column(Text)
    officer: Mapped[str | None] = mapped_column(Text)
    joined_at: Mapped[datetime] = mapped_column(Instant)
    called_at: Mapped[datetime | None] = mapped_column(Instant)
    last_called_at: Mapped[datetime | None] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    held_s: Mapped[float]
    held_since: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("uq_legs_open", "ticket_id", unique=True, sqlite_where=OPEN_LEG_ONLY, postgresql_where=OPEN_LEG_ONLY),
    )


class EventRow(Base):
    """What happened; append-only (triggers refuse update and delete), chained by ``hash``."""

    __tablename__ = "events"
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    service_day: Mapped[date | None]
    ticket_id: Mapped[str | None] = mapped_column(Text)
    counter: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("ix_events_day", "branch_id", "service_day", "seq"),
        Index(
            "ix_events_failed_papers",
            "branch_id",
            "service_day",
            "actor",
            sqlite_where=FAILED_PAPER_ONLY,
            postgresql_where=FAILED_PAPER_ONLY,
        ),
    )


class CounterRow(Base):
    """A counter's present state; which counters there are is the branch's definition."""

    __tablename__ = "counters"
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    status: Mapped[str] = mapped_column(Text)
    officer: Mapped[str | None] = mapped_column(Text)
    since: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(Text)
    priority_run: Mapped[int] = mapped_column(default=0)

    __table_args__ = (CheckConstraint(_one_of("status", [status.value for status in CounterStatus]), "status"),)


class IdempotencyRow(Base):
    """The answer to a command, kept by the key its sender chose, in the command's own transaction."""

    __tablename__ = "idempotency_keys"
    scope: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(Instant, index=True)


class TallyRow(Base):
    """A closed day's figures, frozen as they were sealed."""

    __tablename__ = "tallies"
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), primary_key=True)
    service_day: Mapped[date] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(Text)


class PromiseRow(Base):
    """What a resident was told about the wait, from what, and when the call came (see ``domain.promise``).

    ``called_at`` is set once the truth is known. With it ``closed_seq``, the ``seq`` of the event that ended the leg,
    but only of what was told with a number: the hall learns from each wait once.
    """

    __tablename__ = "promises"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    service_day: Mapped[date]
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"))
    leg_no: Mapped[int]
    service: Mapped[str] = mapped_column(Text)
    preferred: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(Instant)
    is_change: Mapped[bool]
    ahead: Mapped[int]
    counters: Mapped[int]
    idle: Mapped[int]
    work_s: Mapped[float]
    first_free_s: Mapped[float]
    expected_s: Mapped[float]
    low_s: Mapped[int]
    high_s: Mapped[int]
    is_shown: Mapped[bool]
    called_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_seq: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        Index("ix_promises_leg", "ticket_id", "leg_no"),
        Index("ix_promises_day", "branch_id", "service_day"),
        Index(
            "ix_promises_closed",
            *("branch_id", "closed_seq"),
            sqlite_where=CLOSED_PROMISE_ONLY,
            postgresql_where=CLOSED_PROMISE_ONLY,
        ),
    )
