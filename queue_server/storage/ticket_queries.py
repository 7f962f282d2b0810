"""The statements about tickets, built once, and the way from rows to tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    ScalarSelect,
    String,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
    update,
)

from queue_server.domain.priority import Priority
from queue_server.domain.ticket import AT_COUNTER, Leg, Origin, Status, Ticket
from queue_server.storage.memory import remember, remembered
from queue_server.storage.records import LegRow, TicketRow
from queue_server.storage.types import Instant

T, L = TicketRow, LegRow
IS_WAITING = literal_column("tickets.status") == literal_column(f"'{Status.WAITING.value}'")
"""A literal, not a bind: the planner takes the partial index only for a literal."""
IS_AT_COUNTER = literal_column("tickets.status").in_(
    [literal_column(f"'{status.value}'") for status in sorted(AT_COUNTER)]
)
TICKET_COLUMNS = (
    T.id, T.service_day, T.series, T.serial, T.number, T.origin, T.priority, T.language, T.status, T.lane,
    T.place, T.issued_service, T.issued_at, T.call_count, T.requeues, T.ended_at, T.reason, T.people, T.note,
    T.call_seq, T.before,
)  # fmt: skip
LEG_COLUMNS = (
    L.no, L.service, L.joined_at, L.counter, L.officer, L.called_at, L.last_called_at, L.started_at,
    L.ended_at, L.held_s, L.held_since, L.outcome,
)  # fmt: skip
SPLIT = len(TICKET_COLUMNS)

TICKETS = select(*TICKET_COLUMNS, *LEG_COLUMNS).join(L, and_(L.ticket_id == T.id, L.no == T.leg_no))
OF_BRANCH = T.branch_id == bindparam("branch")
OF_DAY = and_(OF_BRANCH, T.service_day == bindparam("day"))


def ticket_of(row: Any, branch: str) -> Ticket:
    """Return the ticket of a row of ``TICKETS``."""
    (
        ticket_id, day, series, serial, number, origin, priority, language, status, lane,
        place, issued_service, issued_at, call_count, requeues, ended_at, reason, people, note, call_seq, before,
    ) = row[:SPLIT]  # fmt: skip
    ticket = Ticket(
        ticket_id, branch, day, series, serial, number, Origin(origin), Priority(priority), language,
        Status(status), lane, place, issued_service, issued_at, Leg(*row[SPLIT:]), call_count, requeues,
        ended_at, reason, people, note, call_seq,
    )  # fmt: skip
    return ticket if before is None else replace(ticket, before=remembered(before, ticket))


def ticket_values(ticket: Ticket) -> dict[str, Any]:
    """Return the columns of a ticket that a step may change."""
    return {
        "priority": ticket.priority.value,
        "preferred": ticket.priority.is_preferred,
        "status": ticket.status.value,
        "lane": ticket.lane,
        "place": ticket.place,
        "ended_at": ticket.ended_at,
        "leg_no": ticket.leg.no,
        "service": ticket.leg.service,
        "joined_at": ticket.leg.joined_at,
        "counter": ticket.leg.counter,
        "call_count": ticket.call_count,
        "requeues": ticket.requeues,
        "reason": ticket.reason,
        "note": ticket.note,
        "call_seq": ticket.call_seq,
        "before": None if ticket.before is None else remember(ticket.before),
    }


def leg_values(leg: Leg) -> dict[str, Any]:
    """Return the columns of a leg."""
    return {
        "service": leg.service,
        "counter": leg.counter,
        "officer": leg.officer,
        "joined_at": leg.joined_at,
        "called_at": leg.called_at,
        "last_called_at": leg.last_called_at,
        "started_at": leg.started_at,
        "ended_at": leg.ended_at,
        "held_s": leg.held_s,
        "held_since": leg.held_since,
        "outcome": leg.outcome,
    }


SAVE_TICKET = update(T).where(
    T.id == bindparam("the_id"), T.status == bindparam("from_status"), T.leg_no == bindparam("from_leg")
)
SAVE_LEG = update(L).where(L.ticket_id == bindparam("the_ticket"), L.no == bindparam("the_no"))

BY_ID = TICKETS.where(OF_BRANCH, T.id == bindparam("ticket_id"))
BY_IDS = TICKETS.where(OF_BRANCH, T.id.in_(bindparam("ticket_ids", expanding=True)))
BY_TRACK = TICKETS.where(OF_BRANCH, T.track_hash == bindparam("track_hash"))
LAST_SERIAL = select(func.max(T.serial)).where(OF_DAY, T.series == bindparam("series"))
COUNT_ISSUED = select(func.count()).where(OF_DAY, T.issued_service == bindparam("service"))
COUNT_ISSUED_BETWEEN = COUNT_ISSUED.where(T.issued_at >= bindparam("since"), T.issued_at < bindparam("until"))
FIRST_PLACES = (
    select(T.place)
    .where(OF_DAY, T.lane == bindparam("lane"), IS_WAITING)
    .order_by(T.place, T.serial)
    .limit(bindparam("count"))
)
AT_ANY_COUNTER = TICKETS.where(OF_DAY, IS_AT_COUNTER)

AT_ONE_COUNTER = AT_ANY_COUNTER.where(T.counter == bindparam("counter"))
OF_COUNTER = TICKETS.where(
    OF_DAY, T.counter == bindparam("counter"), T.status == bindparam("status", type_=String)
).order_by(T.place, T.serial)
WAITING_PLACES = (
    select(T.lane, T.preferred, T.place, T.serial)
    .where(OF_DAY, IS_WAITING)
    .order_by(T.lane, T.preferred, T.place, T.serial)
)
OLDEST = (
    select(T.joined_at)
    .where(OF_DAY, T.service == bindparam("lane"), T.lane == bindparam("lane"), IS_WAITING)
    .where(T.preferred == bindparam("preferred"))
    .order_by(T.joined_at)
    .limit(1)
)
LAST_ENDED = (
    TICKETS.where(
        OF_DAY,
        T.counter == bindparam("counter"),
        T.ended_at.is_not(None),
        T.status.in_([Status.COMPLETED.value, Status.NO_SHOW.value]),
    )
    .order_by(T.ended_at.desc())
    .limit(1)
)
LATEST_NO_SHOWS = (
    TICKETS.where(OF_DAY, T.counter == bindparam("counter"), T.ended_at.is_not(None), T.status == Status.NO_SHOW.value)
    .order_by(T.ended_at.desc())
    .limit(bindparam("count"))
)
IS_HELD = literal_column("tickets.status") == literal_column(f"'{Status.ON_HOLD.value}'")
HELD = TICKETS.where(OF_DAY, IS_HELD).order_by(T.place, T.serial)
BY_NUMBER = TICKETS.where(OF_DAY, T.number == bindparam("number"))
UPCOMING = (
    TICKETS.where(OF_DAY, IS_WAITING, T.lane.in_(bindparam("lanes", expanding=True)))
    .order_by(T.place, T.serial)
    .limit(bindparam("count"))
)
WITH_STATUS = TICKETS.where(OF_DAY, T.status.in_(bindparam("statuses", expanding=True))).order_by(T.place, T.serial)
COUNT_BY_STATUS = select(T.status, func.count()).where(OF_DAY).group_by(T.status)

IS_EARLIER = tuple_(T.place, T.serial) < tuple_(bindparam("place"), bindparam("serial"))


WAITING_BY_SERVICE = (
    select(T.service, func.count(), func.min(T.joined_at, type_=Instant)).where(OF_DAY, IS_WAITING).group_by(T.service)
)
WORKED_US = (L.ended_at - L.started_at).cast(BigInteger)
COUNTER_COUNT = (
    select(
        func.coalesce(func.sum(case((T.status == Status.COMPLETED.value, 1), else_=0)), 0),
        func.coalesce(func.sum(case((T.status == Status.NO_SHOW.value, 1), else_=0)), 0),
        func.avg(case((L.started_at.is_not(None), WORKED_US / 1e6 - L.held_s))),
    )
    .select_from(T)
    .join(L, and_(L.ticket_id == T.id, L.no == T.leg_no))
    .where(OF_DAY, T.counter == bindparam("counter"), L.ended_at.is_not(None))
)
IN_ORDER_OF_ISSUE = TICKETS.where(OF_DAY, T.id > bindparam("after")).order_by(T.id).limit(bindparam("limit"))
PAGE = IN_ORDER_OF_ISSUE
PAGE_OF_STATUS = IN_ORDER_OF_ISSUE.where(T.status == bindparam("status", type_=String))


LINES_AT_ONCE = 200
"""SQLite takes 500 parts of a UNION; each line has two, one a class."""


def named(lanes: Sequence[str]) -> dict[str, str]:
    """Return the binds of ``heads_of`` and ``before_of`` for these lines."""
    return dict(zip(_names(len(lanes)), lanes, strict=True))


@lru_cache(maxsize=256)
def _names(lanes: int) -> tuple[str, ...]:
    return tuple(f"lane_{index}" for index in range(lanes))


@lru_cache(maxsize=256)
def heads_of(lanes: int) -> Executable:
    """Return the statement for the heads of so many lines: for each line and class its first ticket."""
    wanted = union_all(
        *(
            select(bindparam(name, type_=String).label("lane"), literal_column(flag).label("preferred"))
            for name in _names(lanes)
            for flag in ("true", "false")
        )
    ).cte("wanted")
    first = (
        select(T.id)
        .where(OF_DAY, T.lane == wanted.c.lane, T.preferred == wanted.c.preferred, IS_WAITING)
        .order_by(T.place, T.serial)
        .limit(1)
        .scalar_subquery()
        .correlate(wanted)
    )
    ids = select(first.label("id")).select_from(wanted).cte("heads")
    head = select(T.id, T.number, T.lane, T.preferred, T.place, T.serial, T.joined_at)
    return head.select_from(ids).join(T, T.id == ids.c.id)


def _count_waiting(lanes: int, flag: str, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """Return a count that the waiting index answers alone: a seek a line, then one step a ticket."""
    in_lanes = T.lane.in_([bindparam(name, type_=String) for name in _names(lanes)])
    wanted = select(func.count()).select_from(T).where(OF_DAY, IS_WAITING, in_lanes)
    return wanted.where(T.preferred == literal_column(flag), *conditions).scalar_subquery()


@lru_cache(maxsize=256)
def before_of(lanes: int) -> Executable:
    """Return the statement that counts who waits in so many lines.

    Regular and preferred tickets, earlier and altogether; a waiting ticket is counted among all of its class.
    """
    counts = (
        _count_waiting(lanes, flag, *conditions) for flag in ("false", "true") for conditions in ((IS_EARLIER,), ())
    )
    return select(*counts)
