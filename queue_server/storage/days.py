"""Service days, tallies, counters, events and idempotency keys in SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from queue_server.application.stored import KeptAnswer, ServiceDay
from queue_server.domain.counter import CounterDay, CounterStatus
from queue_server.domain.event import Event
from queue_server.storage.records import (
    CounterRow,
    EventRow,
    IdempotencyRow,
    ServiceDayRow,
    TallyRow,
)

D, E, C = ServiceDayRow, EventRow, CounterRow
DAYS = select(D.day, D.opened_at, D.closed_at, D.forced, D.issuing, D.issuing_reason).where(
    D.branch_id == bindparam("branch")
)
LATEST_DAY = DAYS.order_by(D.day.desc()).limit(1)
ONE_DAY = DAYS.where(D.day == bindparam("day"))
CLOSE_DAY = update(D).where(D.branch_id == bindparam("branch"), D.day == bindparam("the_day"), D.closed_at.is_(None))
DECIDE = update(D).where(D.branch_id == bindparam("branch"), D.day == bindparam("the_day"))
READ_TALLY = select(TallyRow.body).where(
    TallyRow.branch_id == bindparam("branch"), TallyRow.service_day == bindparam("day")
)

EVENTS = select(E.seq, E.kind, E.at, E.actor, E.service_day, E.ticket_id, E.counter, E.facts).where(
    E.branch_id == bindparam("branch"), E.service_day == bindparam("day")
)
DAY_EVENTS = EVENTS.order_by(E.seq)
IS_CALL = E.kind.in_(["ticket.called", "ticket.recalled"])
CALLS = EVENTS.where(IS_CALL, E.counter.in_(bindparam("counters", expanding=True))).order_by(E.seq.desc())
SOME_CALLS = CALLS.limit(bindparam("count"))
UNDONE = EVENTS.where(E.kind == "ticket.undone", E.seq > bindparam("after"))
DEEDS_SINCE = (
    select(E.seq)
    .where(
        E.branch_id == bindparam("branch"),
        E.service_day == bindparam("day"),
        E.counter == bindparam("counter"),
        E.actor == bindparam("actor"),
        E.at > bindparam("since"),
    )
    .limit(1)
)
FIRST_OPENING = (
    select(E.at)
    .where(
        E.branch_id == bindparam("branch"),
        E.service_day == bindparam("day"),
        E.kind == "counter.opened",
        E.counter == bindparam("counter"),
    )
    .order_by(E.seq)
    .limit(1)
)
CALLS_SINCE = CALLS.where(E.at >= bindparam("since"))

COUNTERS = select(C.code, C.status, C.officer, C.since, C.reason, C.priority_run).where(
    C.branch_id == bindparam("branch")
)
ONE_COUNTER = COUNTERS.where(C.code == bindparam("code"))
SAVE_COUNTER = update(C).where(C.branch_id == bindparam("branch"), C.code == bindparam("the_code"))

I = IdempotencyRow  # noqa: E741  (read as a column prefix below)
FIND_KEY = select(I.digest, I.answer).where(I.scope == bindparam("scope"), I.key == bindparam("key"))


class SqlDays:
    """The service days of one branch (see ``ports.Days``)."""

    def __init__(self, connection: Connection, branch_id: int) -> None:
        self._connection = connection
        self._branch_id = branch_id

    def _one(self, statement: Any, **values: object) -> ServiceDay | None:
        row = self._connection.execute(statement, {"branch": self._branch_id, **values}).one_or_none()
        return None if row is None else ServiceDay(*row)

    def latest(self) -> ServiceDay | None:
        """Return the last day that was opened."""
        return self._one(LATEST_DAY)

    def get(self, day: date) -> ServiceDay | None:
        """Return a day, if it was ever opened."""
        return self._one(ONE_DAY, day=day)

    def open(self, day: ServiceDay) -> None:
        """Store a newly opened day."""
        row = {"day": day.day, "opened_at": day.opened_at, "closed_at": None, "forced": day.forced}
        self._connection.execute(insert(D), {"branch_id": self._branch_id, **row})

    def decide(self, day: date, issuing: str, reason: str | None) -> None:
        """Store what a supervisor decided about a day's numbers."""
        values = {"branch": self._branch_id, "the_day": day, "issuing": issuing, "issuing_reason": reason}
        self._connection.execute(DECIDE, values)

    def close(self, day: date, at: datetime) -> None:
        """Mark a day as closed."""
        self._connection.execute(CLOSE_DAY, {"branch": self._branch_id, "the_day": day, "closed_at": at})

    def tally(self, day: date) -> str | None:
        """Return the frozen figures of a closed day, as JSON."""
        values = {"branch": self._branch_id, "day": day}
        body: str | None = self._connection.execute(READ_TALLY, values).scalar()
        return body

    def freeze(self, day: date, body: str, seal: str) -> None:
        """Store a closed day's figures."""
        row = {"branch_id": self._branch_id, "service_day": day, "body": body, "seal": seal}
        self._connection.execute(insert(TallyRow), row)


class SqlEvents:
    """The events of one branch (see ``ports.Events``)."""

    def __init__(self, connection: Connection, branch_id: int) -> None:
        self._connection = connection
        self._branch_id = branch_id

    def _run(self, statement: Any, **values: object) -> list[Event]:
        rows = self._connection.execute(statement, {"branch": self._branch_id, **values})
        return [
            Event(seq, kind, at, actor, day, ticket_id, counter, json.loads(facts))
            for seq, kind, at, actor, day, ticket_id, counter, facts in rows
        ]

    def of_day(self, day: date) -> list[Event]:
        """Return a day's events in the order of ``seq``."""
        return self._run(DAY_EVENTS, day=day)

    def was_active(self, day: date, counter: str, actor: str, since: datetime) -> bool:
        """Say whether somebody did anything at a counter after an instant."""
        values = {"branch": self._branch_id, "day": day, "counter": counter, "actor": actor, "since": since}
        return self._connection.execute(DEEDS_SINCE, values).first() is not None

    def opened_at(self, day: date, counter: str) -> datetime | None:
        """Return when a counter first opened on a day."""
        values = {"branch": self._branch_id, "day": day, "counter": counter}
        opened: datetime | None = self._connection.execute(FIRST_OPENING, values).scalar()
        return opened

    def recent_calls(self, day: date, counters: Sequence[str], since: datetime, at_least: int) -> list[Event]:
        """Return the calls to some counters since an instant, and at least the last so many; newest first.

        Calls that were undone are left out; more are read until they leave no gap.
        """
        count, values = at_least, {"day": day, "counters": list(counters)}
        calls = self._run(SOME_CALLS, **values, count=count)
        if len(calls) == count and calls[-1].at >= since:
            calls = self._run(CALLS_SINCE, **values, since=since)
        standing = self._without_undone(day, calls)
        while len(standing) < at_least and len(calls) >= count:
            count = 2 * len(calls)
            calls = self._run(SOME_CALLS, **values, count=count)
            standing = self._without_undone(day, calls)
        return [call for place, call in enumerate(standing) if place < at_least or call.at >= since]

    def _without_undone(self, day: date, calls: list[Event]) -> list[Event]:
        """Each undo names the calls of its ticket that it took back: those after one seq and up to another."""
        if not calls:
            return calls
        undone = [(event.ticket_id, event.facts["undone"]) for event in self._run(UNDONE, day=day, after=calls[-1].seq)]
        return [
            call
            for call in calls
            if not any(call.ticket_id == ticket and after < call.seq <= upto for ticket, (after, upto) in undone)
        ]


class SqlCounters:
    """The counters of one branch (see ``ports.Counters``)."""

    def __init__(self, connection: Connection, branch_id: int) -> None:
        self._connection = connection
        self._branch_id = branch_id

    def _run(self, statement: Any, **values: object) -> list[CounterDay]:
        rows = self._connection.execute(statement, {"branch": self._branch_id, **values})
        return [CounterDay(code, CounterStatus(status), *rest) for code, status, *rest in rows]

    def get(self, code: str) -> CounterDay:
        """Return a counter's state; one that never opened is closed."""
        return next(iter(self._run(ONE_COUNTER, code=code)), CounterDay(code))

    def all(self) -> dict[str, CounterDay]:
        """Return the state of every counter that ever opened."""
        return {counter.code: counter for counter in self._run(COUNTERS)}

    def save(self, counter: CounterDay) -> None:
        """Store a counter's state."""
        values = {
            "status": counter.status.value,
            "officer": counter.officer,
            "since": counter.since,
            "reason": counter.reason,
            "priority_run": counter.priority_run,
        }
        key = {"branch": self._branch_id, "the_code": counter.code}
        if self._connection.execute(SAVE_COUNTER, key | values).rowcount == 0:
            row = {"branch_id": self._branch_id, "code": counter.code, **values}
            self._connection.execute(insert(C), row)


class SqlKeys:
    """Idempotency keys (see ``ports.Keys``)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, scope: str, key: str) -> KeptAnswer | None:
        """Return what a key answered before."""
        row = self._connection.execute(FIND_KEY, {"scope": scope, "key": key}).one_or_none()
        return None if row is None else KeptAnswer(*row)

    def keep(self, scope: str, key: str, kept: KeptAnswer, at: datetime) -> None:
        """Store an answer under its key."""
        row = {"scope": scope, "key": key, "digest": kept.digest, "answer": kept.answer, "kept_at": at}
        self._connection.execute(insert(I), row)

    def forget_before(self, at: datetime) -> None:
        """Drop the keys that are older than an instant."""
        self._connection.execute(delete(I).where(I.kept_at < at))
