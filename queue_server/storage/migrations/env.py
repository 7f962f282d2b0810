"""How Alembic reaches the database: on the connection that ``storage.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from queue_server.storage import account_records, paper_records, records
from queue_server.storage.base import Base

TABLES = (account_records, paper_records, records)
"""Imported so that their tables are known."""

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
