"""Promises in SQL: added when told, completed when their leg ends, read in the order in which they ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update

from queue_server.domain.estimate import WaitRange
from queue_server.domain.promise import Promise
from queue_server.storage.records import PromiseRow

P = PromiseRow
COLUMNS = (
    P.ticket_id, P.leg_no, P.service, P.service_day, P.preferred, P.made_at, P.is_change, P.ahead, P.counters, P.idle,
    P.work_s, P.first_free_s, P.expected_s, P.low_s, P.high_s, P.is_shown, P.called_at,
)  # fmt: skip
OF_BRANCH = P.branch_id == bindparam("branch")
ADD = insert(P)
CLOSE = (
    update(P)
    .where(P.ticket_id == bindparam("the_ticket"), P.leg_no == bindparam("the_leg"))
    .values(called_at=bindparam("at"), closed_seq=case((P.is_change, None), else_=bindparam("seq")))
)
CLOSED_AFTER = (
    select(*COLUMNS, P.closed_seq)
    .where(OF_BRANCH, P.closed_seq > bindparam("after"))
    .order_by(P.closed_seq.desc(), P.id.desc())
    .limit(bindparam("most"))
)
OF_DAY = select(*COLUMNS).where(OF_BRANCH, P.service_day == bindparam("day")).order_by(P.id)
NEWEST = (
    select(func.max(P.id))
    .where(P.ticket_id.in_(bindparam("tickets", expanding=True)))
    .group_by(P.ticket_id)
    .scalar_subquery()
)
LATEST = select(*COLUMNS).where(P.id.in_(NEWEST))
FORGET_CHANGES = delete(P).where(OF_BRANCH, P.is_change, P.service_day < bindparam("day"))


class SqlPromises:
    """The promises of one branch (see ``ports.Promises``)."""

    def __init__(self, connection: Connection, branch_id: int) -> None:
        self._connection = connection
        self._branch_id = branch_id

    def _run(self, statement: Any, **values: object) -> Any:
        return self._connection.execute(statement, {"branch": self._branch_id, **values})

    def add(self, promises: Sequence[Promise]) -> None:
        """Store what was told."""
        if promises:
            self._connection.execute(ADD, [_values(promise) | {"branch_id": self._branch_id} for promise in promises])

    def close(self, ticket_id: str, leg_no: int, called_at: datetime, seq: int) -> None:
        """Store when the call came of a leg that the event ``seq`` ended."""
        self._connection.execute(CLOSE, {"the_ticket": ticket_id, "the_leg": leg_no, "at": called_at, "seq": seq})

    def reopen(self, ticket_id: str, leg_no: int) -> None:
        """Forget when the call came: the leg goes on after all."""
        self._connection.execute(CLOSE, {"the_ticket": ticket_id, "the_leg": leg_no, "at": None, "seq": None})

    def closed_after(self, seq: int, most: int) -> list[tuple[int, Promise]]:
        """Return what was told with numbers in legs that ended after an event, in order, each with its ``seq``.

        Of more than ``most`` the latest.
        """
        rows = self._run(CLOSED_AFTER, after=seq, most=most).all()
        return [(row[-1], _promise(row[:-1])) for row in reversed(rows)]

    def forget_changes(self, before: date) -> None:
        """Drop what phones showed before a day; what was told with numbers stays."""
        self._run(FORGET_CHANGES, day=before)

    def of_day(self, day: date) -> list[Promise]:
        """Return a day's promises in the order in which they were made."""
        return [_promise(row) for row in self._run(OF_DAY, day=day)]

    def latest(self, ticket_ids: Collection[str]) -> dict[str, Promise]:
        """Return what was told last about each of these tickets."""
        found = [_promise(row) for row in self._run(LATEST, tickets=list(ticket_ids))]
        return {promise.ticket_id: promise for promise in found}


def _values(promise: Promise) -> dict[str, object]:
    return {
        "service_day": promise.service_day,
        "ticket_id": promise.ticket_id,
        "leg_no": promise.leg_no,
        "service": promise.service,
        "preferred": promise.is_preferred,
        "made_at": promise.made_at,
        "is_change": promise.is_change,
        "ahead": promise.ahead,
        "counters": promise.counters,
        "idle": promise.idle,
        "work_s": promise.work_s,
        "first_free_s": promise.first_free_s,
        "expected_s": promise.expected_s,
        "low_s": promise.span.low_s,
        "high_s": promise.span.high_s,
        "is_shown": promise.is_shown,
    }


def _promise(row: Any) -> Promise:
    (
        ticket_id, leg_no, service, day, preferred, made_at, is_change, ahead, counters, idle,
        work_s, first_free_s, expected_s, low_s, high_s, is_shown, called_at,
    ) = row  # fmt: skip
    return Promise(
        ticket_id=ticket_id,
        leg_no=leg_no,
        service=service,
        service_day=day,
        is_preferred=preferred,
        made_at=made_at,
        is_change=is_change,
        ahead=ahead,
        counters=counters,
        idle=idle,
        work_s=work_s,
        first_free_s=first_free_s,
        expected_s=expected_s,
        span=WaitRange(low_s, high_s),
        is_shown=is_shown,
        called_at=called_at,
    )
