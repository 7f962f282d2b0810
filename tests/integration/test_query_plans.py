"""How the database finds what commands ask for: by index, whatever waits and however old it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from queue_server.application.context import Context
from queue_server.domain.paper import PrinterPart, reach_of
from queue_server.storage import promises as promise_statements
from queue_server.storage import records
from queue_server.storage.unit_of_work import SqlStore
from tests.cast import KIOSK, KOTA, KOTA_FILE, MONDAY, RATNA
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall


@contextmanager
def seen(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that an engine runs."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def plan(store: SqlStore, deed: Callable[[Any], object]) -> str:
    """Return how the database would find the tickets that a read of the branch asks for."""
    with store.read(KOTA) as work, seen(store._readers) as statements:
        deed(work)
        statement, parameters = next(pair for pair in statements if "tickets" in pair[0])
        rows = work._connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)
        return "\n".join(row[-1] for row in rows)


@pytest.fixture
def crowded(hall: Hall) -> Hall:
    """A few hundred old tickets and some waiting ones; no statistics, as nobody makes any in a hall."""
    hall.issue_many(*["KTP"] * 30)
    store: Any = hall.context.store
    changed = {
        "id": "id || '-' || n",
        "service_day": "'2026-10-01'",
        "serial": "serial + n * 100",
        "status": "'completed'",
        "track_hash": "track_hash || '-' || n",
    }
    columns = [column.name for column in records.TicketRow.__table__.columns]
    values = ", ".join(changed.get(name, name) for name in columns)
    twenty = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20) SELECT n FROM c"
    with store.write(KOTA) as work:
        copy = f"INSERT INTO tickets ({', '.join(columns)}) SELECT {values} FROM tickets, ({twenty})"  # noqa: S608  (our own names)
        work._connection.exec_driver_sql(copy)
    return hall


@pytest.mark.parametrize("lanes", [["KTP"], ["@1", "KTP", "KK"], ["@5", "KTP", "KK", "AKTA", "KONSUL"]])
def test_the_heads_are_found_by_the_index_of_those_who_wait(crowded: Hall, lanes: list[str]) -> None:
    store: Any = crowded.context.store
    told = plan(store, lambda work: work.tickets.heads(crowded.stored_day(), lanes))
    assert "USING INDEX ix_tickets_waiting" in told or "USING COVERING INDEX ix_tickets_waiting" in told
    assert "SCAN tickets" not in told
    assert "USE TEMP B-TREE" not in told, "the first of each line comes out of the index, unsorted"


def test_counting_who_is_ahead_uses_the_index_of_those_who_wait(crowded: Hall) -> None:
    store: Any = crowded.context.store
    ticket = crowded.stored_number("A-007")
    told = plan(store, lambda work: work.tickets.before(ticket, ("KTP", "KK")))
    assert "INDEX ix_tickets_waiting" in told
    assert "SCAN tickets" not in told


def test_a_window_of_a_quota_is_counted_by_the_index_of_what_a_service_gave(crowded: Hall) -> None:
    store: Any = crowded.context.store
    now = crowded.clock.now
    span = (now, now + timedelta(hours=1))
    told = plan(store, lambda work: work.tickets.count_issued_between(crowded.stored_day(), "KTP", span))
    assert "USING INDEX ix_tickets_issued" in told
    with store.read(KOTA) as work:
        assert work.tickets.count_issued_between(crowded.stored_day(), "KTP", span) == 30, "from the first instant on"
        before = (now - timedelta(hours=1), now)
        assert work.tickets.count_issued_between(crowded.stored_day(), "KTP", before) == 0, "and not at the last"


@pytest.mark.parametrize("table", ["tickets", "events", "legs"])
def test_no_command_of_a_busy_day_scans_a_table_that_grows(crowded: Hall, table: str) -> None:
    store: Any = crowded.context.store
    with seen(store._writer) as written:
        crowded.issue("KTP")
        crowded.open("1")
        ticket = crowded.called("1")
        crowded.act("start", ticket)
        crowded.act("complete", ticket)
    with store.read() as work:
        for statement, parameters in written:
            if statement.split()[0] not in {"SELECT", "UPDATE", "WITH"}:
                continue
            rows = work._connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).all()
            assert not [row for row in rows if row[-1].split()[:2] == ["SCAN", table]], statement


def test_a_counter_may_take_more_services_than_one_statement_holds(context: Context, clock: SettableClock) -> None:
    services = "".join(
        f'\n[[services]]\ncode = "S{number}"\nseries = "S"\nname.id = "Layanan {number}"\n' for number in range(450)
    )
    hall = Hall(context, clock, KOTA_FILE + services, KIOSK, RATNA)
    hall.issue_many("S449", "S0", "S230")
    hall.open("5")
    assert [hall.serve("5").number for _ in range(3)] == ["S-001", "S-002", "S-003"]
    assert hall.call("5") is None


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda work, day: work.tickets.held(day), "ix_tickets_held"),
        (lambda work, day: work.tickets.last_ended(day, "1"), "ix_tickets_ended"),
        (lambda work, day: work.tickets.latest_no_shows(day, "1", 5), "ix_tickets_ended"),
        (lambda work, day: work.tickets.oldest(day, "KTP", preferred=False), "ix_tickets_ages"),
    ],
)
def test_what_a_desk_shows_is_found_by_an_index(crowded: Hall, ask: Callable[[Any, Any], object], index: str) -> None:
    store: Any = crowded.context.store
    told = plan(store, lambda work: ask(work, crowded.stored_day()))
    assert index in told, told
    assert "USE TEMP B-TREE FOR ORDER BY" not in told or index == "ix_tickets_held"


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda work, day, now: work.jobs.claimable(reach_of("p", [PrinterPart("p", False, False)]), now), "_open"),
        (lambda work, day, now: work.jobs.overdue(now, now), "_open"),
        (lambda work, day, now: work.jobs.waiting_since(), "_open"),
        (lambda work, day, now: work.jobs.count_states(day), "_day"),
        (lambda work, day, now: work.jobs.not_out(day, now), "_day"),
        (lambda work, day, now: work.jobs.troubled(day, 50), "_day"),
        (lambda work, day, now: work.jobs.of_ticket("t"), "_ticket"),
        (lambda work, day, now: work.printers.printed(day), "_day"),
    ],
)
def test_papers_are_found_by_the_index_made_for_them(crowded: Hall, ask: Callable[..., object], index: str) -> None:
    store: Any = crowded.context.store
    now = crowded.clock.now
    with store.read(KOTA) as work, seen(store._readers) as statements:
        ask(work, crowded.stored_day(), now)
        statement, parameters = statements[-1]
        rows = work._connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).all()
    told = "\n".join(row[-1] for row in rows)
    assert f"ix_print_jobs{index}" in told, told
    assert "SCAN print_jobs" not in told, told


def test_failed_papers_are_counted_by_their_own_index(crowded: Hall) -> None:
    store: Any = crowded.context.store
    with store.read(KOTA) as work, seen(store._readers) as statements:
        work.printers.papers(crowded.stored_day())
        statement, parameters = next(pair for pair in statements if "FROM events" in pair[0])
        rows = work._connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).all()
    assert "ix_events_failed_papers" in "\n".join(row[-1] for row in rows)


@pytest.mark.parametrize(
    ("statement", "values", "index"),
    [
        ("LATEST", {"tickets": ["a", "b"]}, "INTEGER PRIMARY KEY"),
        ("CLOSED_AFTER", {"branch": 1, "after": 7, "most": 10}, "ix_promises_closed"),
        ("OF_DAY", {"branch": 1, "day": MONDAY}, "ix_promises_day"),
        ("CLOSE", {"the_ticket": "a", "the_leg": 1, "at": None, "seq": 9}, "ix_promises_leg"),
    ],
)
def test_what_was_told_is_found_by_index(crowded: Hall, statement: str, values: dict[str, Any], index: str) -> None:
    store: Any = crowded.context.store
    with store.write(KOTA) as work, seen(store._writer) as statements:
        work._connection.execute(getattr(promise_statements, statement), values)
        text, parameters = statements[-1]
        rows = work._connection.exec_driver_sql("EXPLAIN QUERY PLAN " + text, parameters)
        found = "\n".join(row[-1] for row in rows)
    assert index in found
    assert "SCAN promises" not in found
