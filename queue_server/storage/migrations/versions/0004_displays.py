"""How displays hang in the hall, and until when it is silent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.add_column("devices", sa.Column("counter", sa.Text(), nullable=True))
    op.add_column("devices", sa.Column("panel_inch", sa.Double(), nullable=True))
    op.add_column("devices", sa.Column("farthest_m", sa.Double(), nullable=True))
    op.add_column("devices", sa.Column("margin_percent", sa.Double(), nullable=False, server_default="0"))
    op.add_column("devices", sa.Column("is_silent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("branches", sa.Column("quiet_until", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take this revision back."""
    for table, column in (
        ("branches", "quiet_until"),
        ("devices", "is_silent"),
        ("devices", "margin_percent"),
        ("devices", "farthest_m"),
        ("devices", "panel_inch"),
        ("devices", "counter"),
    ):
        op.drop_column(table, column)
