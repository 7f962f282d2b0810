"""Notes, families, undo, switched services, numbers given or stopped by decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_tickets_ended", ["branch_id", "service_day", "counter", "ended_at"], "ended_at IS NOT NULL"),
    ("ix_tickets_held", ["branch_id", "service_day"], "status = 'on_hold'"),
)


def upgrade() -> None:
    """Apply this revision."""
    op.add_column("branches", sa.Column("switched", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("service_days", sa.Column("issuing", sa.Text(), nullable=False, server_default="auto"))
    op.add_column("service_days", sa.Column("issuing_reason", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("people", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("tickets", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("call_seq", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("before", sa.Text(), nullable=True))
    for name, columns, condition in INDEXES:
        where = sa.text(condition)
        op.create_index(name, "tickets", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take this revision back."""
    for name, _, _ in INDEXES:
        op.drop_index(name, "tickets")
    for table, column in (
        ("tickets", "before"),
        ("tickets", "call_seq"),
        ("tickets", "note"),
        ("tickets", "people"),
        ("service_days", "issuing_reason"),
        ("service_days", "issuing"),
        ("branches", "switched"),
    ):
        op.drop_column(table, column)
