"""Branches in SQL: their definitions as checked documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from queue_server.domain.event import FIRST_HASH
from queue_server.storage.paper_records import PrintJobRow
from queue_server.storage.records import BranchRow, TicketRow

B = BranchRow


class SqlBranches:
    """All branches (see ``ports.Branches``)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _one(self, statement: Any) -> str | None:
        found: str | None = self._connection.execute(statement).scalar()
        return found

    def codes(self) -> list[str]:
        """Return the codes of all branches, sorted."""
        return list(self._connection.execute(select(B.code).order_by(B.code)).scalars())

    def document(self, code: str) -> str | None:
        """Return a branch's definition as stored."""
        return self._one(select(B.definition).where(B.code == code))

    def put(self, code: str, document: str) -> None:
        """Create a branch or replace its definition."""
        change = update(B).where(B.code == code).values(definition=document, version=B.version + 1)
        if self._connection.execute(change).rowcount == 0:
            row = {"code": code, "definition": document, "head": FIRST_HASH, "seq": 0, "version": 1}
            self._connection.execute(insert(B), row)

    def of_ticket(self, ticket_id: str) -> str | None:
        """Return the code of the branch that a ticket belongs to."""
        return self._one(select(B.code).join(TicketRow).where(TicketRow.id == ticket_id))

    def of_track(self, track_hash: str) -> str | None:
        """Return the code of the branch that a track token leads to."""
        return self._one(select(B.code).join(TicketRow).where(TicketRow.track_hash == track_hash))

    def of_job(self, job_id: str) -> str | None:
        """Return the code of the branch that a print job belongs to."""
        return self._one(select(B.code).join(PrintJobRow).where(PrintJobRow.id == job_id))

    def seqs(self) -> dict[str, int]:
        """Return every branch's ``seq``."""
        return dict(self._connection.execute(select(B.code, B.seq)).all())
