"""The tables of paper: jobs, printers, and what the agents count by themselves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from queue_server.storage.base import Base
from queue_server.storage.types import Instant

OPEN_ONLY = text("state IN ('queued', 'leased', 'sending')")
"""Jobs whose end is open: a handful, whatever the history. A literal, so that the planner knows the index."""


class PrintJobRow(Base):
    """A wish for paper. ``fence`` grows with each lease; ``leased_by`` has it, ``printer`` was asked for."""

    __tablename__ = "print_jobs"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    service_day: Mapped[date]
    kind: Mapped[str] = mapped_column(Text)
    ticket_id: Mapped[str | None] = mapped_column(Text)
    copy: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    fence: Mapped[int]
    attempts: Mapped[int]
    leased_by: Mapped[str | None] = mapped_column(Text)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    not_before: Mapped[datetime] = mapped_column(Instant)
    queued_at: Mapped[datetime] = mapped_column(Instant)
    printed_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    printer: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index(
            "ix_print_jobs_open",
            "branch_id",
            "queued_at",
            "id",
            sqlite_where=OPEN_ONLY,
            postgresql_where=OPEN_ONLY,
        ),
        Index("ix_print_jobs_day", "branch_id", "service_day", "state", "leased_by", "kind", "copy"),
        Index("ix_print_jobs_ticket", "ticket_id", "queued_at"),
    )


class PrinterRow(Base):
    """What a printer device last said of itself, when it was last heard, and whether it fell silent since."""

    __tablename__ = "printers"
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    state: Mapped[str] = mapped_column(Text)
    paper: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    profile: Mapped[str | None] = mapped_column(Text)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    is_gone: Mapped[bool] = mapped_column(default=False, server_default=false())


class PaperCountRow(Base):
    """An agent's own count of a day's papers; ``differs`` from the server's when it was told."""

    __tablename__ = "paper_counts"
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    service_day: Mapped[date] = mapped_column(primary_key=True)
    tickets: Mapped[int]
    reprints: Mapped[int]
    failures: Mapped[int]
    differs: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant)
