"""The unit of work: one branch's row, its event chain, and the stores on one connection."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from queue_server.application.branch_file import branch_of_document
from queue_server.domain.branch import Branch
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent, chain, instant
from queue_server.domain.switching import Switched, with_switched
from queue_server.storage.accounts import SqlAccountStore
from queue_server.storage.branches import SqlBranches
from queue_server.storage.days import SqlCounters, SqlDays, SqlEvents, SqlKeys
from queue_server.storage.jobs import SqlJobs
from queue_server.storage.printers import SqlPrinters
from queue_server.storage.promises import SqlPromises
from queue_server.storage.records import BranchRow, EventRow
from queue_server.storage.shared_commit import RunBlocking, SharedCommit
from queue_server.storage.tickets import SqlTickets

Published = Callable[[str, int], None]

BRANCH_COLUMNS = (
    BranchRow.id, BranchRow.seq, BranchRow.head, BranchRow.version, BranchRow.switched, BranchRow.quiet_until,
)  # fmt: skip
FIND_BRANCH = select(*BRANCH_COLUMNS).where(BranchRow.code == bindparam("branch_code"))
LOCK_BRANCH = FIND_BRANCH.with_for_update()
READ_DEFINITION = select(BranchRow.definition).where(BranchRow.id == bindparam("branch_id"))
ADVANCE = update(BranchRow).where(BranchRow.id == bindparam("the_id")).values(seq=bindparam("s"), head=bindparam("h"))
SWITCH = update(BranchRow).where(BranchRow.id == bindparam("the_id")).values(switched=bindparam("services"))
HUSH = update(BranchRow).where(BranchRow.id == bindparam("the_id")).values(quiet_until=bindparam("until"))
ADD_EVENT = insert(EventRow)
NOTHING_SWITCHED = "{}"


class Definitions:
    """Parsed branches, so that a command parses nothing: as filed by version, as they work now by what is switched."""

    def __init__(self) -> None:
        self._filed: dict[str, tuple[int, Branch]] = {}
        self._present: dict[str, tuple[Branch, str, Branch]] = {}

    def of(self, connection: Connection, code: str, branch_id: int, version: int) -> Branch:
        """Return the definition as filed, parsed again only when its version changed."""
        known = self._filed.get(code)
        if known is not None and known[0] == version:
            return known[1]
        document = connection.execute(READ_DEFINITION, {"branch_id": branch_id}).scalar_one()
        branch = branch_of_document(json.loads(document))
        self._filed[code] = (version, branch)
        return branch

    def at_present(self, filed: Branch, switched: str) -> Branch:
        """Return a branch with its counters taking what they take now."""
        if switched == NOTHING_SWITCHED:
            return filed
        known = self._present.get(filed.code)
        if known is None or known[0] is not filed or known[1] != switched:
            known = (filed, switched, with_switched(filed, _services_of(switched)))
            self._present[filed.code] = known
        return known[2]


def _services_of(switched: str) -> Switched:
    return {counter: tuple(services) for counter, services in json.loads(switched).items()}


class SqlWork:
    """An open unit of work (see ``ports.Work``)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._branch: Branch | None = None
        self._filed: Branch | None = None
        self.switched: Switched = {}
        self.quiet_until: datetime | None = None
        self.branch_id = 0
        self.seq = 0
        self.head = ""
        self._recorded = 0
        self.branches = SqlBranches(connection)
        self.accounts = SqlAccountStore(connection)
        self.keys = SqlKeys(connection)

    def on_branch(self, code: str, statement: Any, definitions: Definitions) -> SqlWork:
        """Bind the work to a branch; an unknown code is refused."""
        row = self._connection.execute(statement, {"branch_code": code}).one_or_none()
        if row is None:
            raise Refusal("not_found", "unknown_branch", branch=code)
        self.branch_id, self.seq, self.head, version, switched, self.quiet_until = row
        self._filed = definitions.of(self._connection, code, self.branch_id, version)
        self._branch = branch = definitions.at_present(self._filed, switched)
        self.switched = _services_of(switched)
        place = (self._connection, self.branch_id)
        self.tickets = SqlTickets(*place, branch.code)
        self.promises = SqlPromises(*place)
        self.events = SqlEvents(*place)
        self.days = SqlDays(*place)
        self.counters = SqlCounters(*place)
        self.jobs = SqlJobs(*place)
        self.printers = SqlPrinters(*place)
        return self

    @property
    def branch(self) -> Branch:
        """Return the branch's definition, with its counters taking what they take now."""
        return _required(self._branch)

    @property
    def filed(self) -> Branch:
        """Return the branch's definition as its file says."""
        return _required(self._filed)

    def switch(self, switched: Switched) -> None:
        """Let counters take other services than their file says; those left out take what it says."""
        if switched == self.switched:
            return
        text = json.dumps(switched, sort_keys=True, separators=(",", ":"))
        self._connection.execute(SWITCH, {"the_id": self.branch_id, "services": text})
        self.switched = dict(switched)
        self._branch = with_switched(self.filed, switched)

    def hush(self, until: datetime | None) -> None:
        """Let nothing sound in the hall until an instant; None lets it sound again."""
        self._connection.execute(HUSH, {"the_id": self.branch_id, "until": until})
        self.quiet_until = until

    @property
    def has_recorded(self) -> bool:
        """Say whether anything happened in this unit of work."""
        return self._recorded > 0

    def record(self, event: NewEvent) -> int:
        """Write one event at the head of the branch's chain; return its ``seq``."""
        self.seq += 1
        self._recorded += 1
        facts = json.dumps(event.facts or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        day = event.service_day.isoformat() if event.service_day else ""
        parts = (event.kind, instant(event.at), event.actor, day, event.ticket_id or "", event.counter or "", facts)
        self.head = chain(self.head, self.seq, "\n".join(parts))
        row = {
            "branch_id": self.branch_id,
            "seq": self.seq,
            "kind": event.kind,
            "at": event.at,
            "actor": event.actor,
            "service_day": event.service_day,
            "ticket_id": event.ticket_id,
            "counter": event.counter,
            "facts": facts,
            "hash": self.head,
        }
        self._connection.execute(ADD_EVENT, row)
        return self.seq

    def settle(self) -> None:
        """Carry the branch row along with the events recorded."""
        if self._recorded:
            self._connection.execute(ADVANCE, {"the_id": self.branch_id, "s": self.seq, "h": self.head})


def _required(branch: Branch | None) -> Branch:
    if branch is None:
        sentence = "this unit of work is on no branch"
        raise RuntimeError(sentence)
    return branch


class SqlStore:
    """Opens units of work on one database (see ``ports.Store``)."""

    def __init__(self, writer: Engine, readers: Engine, run_blocking: RunBlocking) -> None:
        self._writer = writer
        self._readers = readers
        self._connection = writer.connect()
        self._shared = SharedCommit(self._connection, run_blocking)
        self._definitions = Definitions()
        self.published: Published = lambda _branch, _seq: None

    @contextmanager
    def write(self, branch: str | None) -> Iterator[SqlWork]:
        """Open a writing unit of work; on leaving it is durable, then its branch's ``seq`` is published."""
        with self._shared.command() as connection:
            work = SqlWork(connection)
            if branch is not None:
                work.on_branch(branch, LOCK_BRANCH, self._definitions)
            yield work
            work.settle()
        if branch is not None and work.has_recorded:
            self.published(branch, work.seq)

    @contextmanager
    def read(self, branch: str | None = None) -> Iterator[SqlWork]:
        """Open a reading unit of work: one snapshot, ``seq`` and all."""
        with self._readers.connect() as connection:
            work = SqlWork(connection)
            if branch is not None:
                work.on_branch(branch, FIND_BRANCH, self._definitions)
            yield work

    def dispose(self) -> None:
        """Close every connection."""
        self._connection.close()
        self._writer.dispose()
        self._readers.dispose()
