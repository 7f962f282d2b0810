"""Printers of kiosks, fall-back printers, printers that fell silent, and the agents' own counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = "state IN ('queued', 'leased', 'sending')"
FAILED = "kind IN ('job.failed', 'job.unknown')"


def upgrade() -> None:
    """Apply this revision."""
    op.add_column("devices", sa.Column("printer", sa.Text(), nullable=True))
    op.add_column("devices", sa.Column("is_fallback", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("print_jobs", sa.Column("printer", sa.Text(), nullable=True))
    op.add_column("printers", sa.Column("profile", sa.Text(), nullable=True))
    op.add_column("printers", sa.Column("seen_at", sa.BigInteger(), nullable=True))
    op.add_column("printers", sa.Column("is_gone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE printers SET seen_at = at")
    op.drop_index("ix_print_jobs_state", "print_jobs")
    op.create_index(
        "ix_print_jobs_open",
        "print_jobs",
        ["branch_id", "queued_at", "id"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_print_jobs_day", "print_jobs", ["branch_id", "service_day", "state", "leased_by", "kind", "copy"]
    )
    op.create_index("ix_print_jobs_ticket", "print_jobs", ["ticket_id", "queued_at"])
    op.create_index(
        "ix_events_failed_papers",
        "events",
        ["branch_id", "service_day", "actor"],
        sqlite_where=sa.text(FAILED),
        postgresql_where=sa.text(FAILED),
    )
    op.create_table(
        "paper_counts",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("service_day", sa.Date(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("reprints", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "service_day", name=op.f("pk_paper_counts")),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("paper_counts")
    op.drop_index("ix_events_failed_papers", "events")
    for name in ("ix_print_jobs_ticket", "ix_print_jobs_day", "ix_print_jobs_open"):
        op.drop_index(name, "print_jobs")
    op.create_index("ix_print_jobs_state", "print_jobs", ["branch_id", "state", "queued_at"])
    for table, column in (
        ("printers", "is_gone"),
        ("printers", "seen_at"),
        ("printers", "profile"),
        ("print_jobs", "printer"),
        ("devices", "is_fallback"),
        ("devices", "printer"),
    ):
        op.drop_column(table, column)
