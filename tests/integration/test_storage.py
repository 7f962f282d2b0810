"""The database itself: its plans, its guards, its durability, and what commands get when it says no."""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url, text

from queue_server.application.ports import StoreBusy, StoreFull
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.ticket import Status
from queue_server.storage import account_records, migrate, records
from queue_server.storage.append_only import STATEMENTS
from queue_server.storage.base import Base
from queue_server.storage.database import open_writer, sqlite_module
from queue_server.storage.opening import DatabaseNotReady, create_or_upgrade, open_store
from queue_server.storage.unit_of_work import SqlStore
from tests.cast import EAST_KIOSK, KIOSK, KOTA, KOTA_FILE, RATNA, TIMUR_FILE, YOHANA, always_open
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall, context_on, url_of
from tests.invariants import check

SAID_AT = SettableClock().now


def file_of(url: str) -> str:
    return make_url(url).database or ""


@pytest.fixture
def outsider(database_url: str) -> Iterator[Any]:
    """Another process's connection to the same file."""
    connection = sqlite_module().connect(file_of(database_url), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA busy_timeout=5000")
    yield connection
    connection.close()


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


# ---- plans


@pytest.fixture
def crowded(hall: Hall) -> Hall:
    """A few hundred old tickets, some waiting ones, and statistics for the planner."""
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
        work._connection.exec_driver_sql("ANALYZE")
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


# ---- guards of the schema


@pytest.mark.parametrize("sql", ["UPDATE events SET actor = 'x'", "DELETE FROM events", "UPDATE events SET seq = seq"])
def test_events_are_append_only_for_everybody(hall: Hall, outsider: Any, sql: str) -> None:
    hall.issue("KTP")
    before = outsider.execute("SELECT * FROM events").fetchall()
    with pytest.raises(sqlite_module().DatabaseError, match="append-only: record a new event instead"):
        outsider.execute(sql)
    assert outsider.execute("SELECT * FROM events").fetchall() == before


def test_the_database_refuses_a_second_ticket_at_a_counter(hall: Hall, outsider: Any) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.called("1")
    with pytest.raises(sqlite_module().IntegrityError):
        outsider.execute("UPDATE tickets SET status = 'serving', counter = '1' WHERE number = 'A-002'")


def test_the_database_refuses_a_number_twice_and_a_second_open_leg(hall: Hall, outsider: Any) -> None:
    hall.issue_many("KTP", "KTP")
    with pytest.raises(sqlite_module().IntegrityError):
        outsider.execute("UPDATE tickets SET serial = 1")
    with pytest.raises(sqlite_module().IntegrityError):
        outsider.execute("INSERT INTO legs (ticket_id, no, service, joined_at, held_s) SELECT id, 2, 'KK', 0, 0 FROM tickets")


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_the_schema_knows_every_status_of_the_domain(hall: Hall, outsider: Any, status: str) -> None:
    hall.issue("KTP")
    outsider.execute("BEGIN")
    outsider.execute("UPDATE tickets SET status = ?", (status,))
    outsider.execute("ROLLBACK")


def test_the_schema_knows_no_other_status(hall: Hall, outsider: Any) -> None:
    hall.issue("KTP")
    for other in ("skipped", "WAITING", ""):
        with pytest.raises(sqlite_module().IntegrityError):
            outsider.execute("UPDATE tickets SET status = ?", (other,))


def catalogue_of(engine: Engine) -> dict[str, Any]:
    """Return what SQLite itself says of its schema, partial indexes with their WHERE."""
    with engine.connect() as connection:

        def rows(pragma: str) -> list[Any]:
            return [tuple(row) for row in connection.exec_driver_sql(pragma)]

        names = [row[0] for row in rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        tables = {
            name: {
                "columns": [row[1:] for row in rows(f"PRAGMA table_info({name})")],
                "foreign keys": sorted(row[2:] for row in rows(f"PRAGMA foreign_key_list({name})")),
                "indexes": sorted(
                    (row[1:], tuple(column[2] for column in rows(f"PRAGMA index_info({row[1]})")))
                    for row in rows(f"PRAGMA index_list({name})")
                ),
            }
            for name in sorted(names)
            if name != "alembic_version"
        }
        written = {
            row[0]: " ".join(row[1].replace('"', "").split())
            for row in rows("SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL")
        }
        checks = {
            name: sorted(
                part.strip().rstrip(",")
                for row in rows(f"SELECT sql FROM sqlite_master WHERE name = '{name}'")
                for part in row[0].replace("\t", "").splitlines()
                if "CHECK" in part
            )
            for name in tables
        }
    return {"tables": tables, "indexes and triggers": written, "checks": checks}


def test_migrations_make_exactly_the_schema_of_the_models(migrated_file: Path, tmp_path: Path) -> None:
    assert account_records.UserRow.metadata is records.TicketRow.metadata
    modelled = open_writer(url_of(tmp_path / "models.db"))
    Base.metadata.create_all(modelled)
    with modelled.connect() as connection:
        for statement in STATEMENTS["sqlite"]:
            connection.exec_driver_sql(statement)
        connection.commit()
    migrated = open_writer(url_of(migrated_file))
    wanted, found = catalogue_of(modelled), catalogue_of(migrated)
    for engine in (modelled, migrated):
        engine.dispose()
    for part in wanted:
        assert found[part] == wanted[part], part
    assert "WHERE status = 'waiting'" in wanted["indexes and triggers"]["ix_tickets_waiting"]


def test_migrating_twice_changes_nothing(migrated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.db"
    shutil.copy(migrated_file, path)
    create_or_upgrade(url_of(path))
    engine = open_writer(url_of(path))
    assert migrate.present(engine) == migrate.newest()
    engine.dispose()


def test_a_database_that_is_not_ready_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseNotReady, match='Run "antrean migrate" first'):
        open_store(url_of(tmp_path / "nothing.db"))
    sqlite_module().connect(tmp_path / "empty.db").close()
    with pytest.raises(DatabaseNotReady, match='Run "antrean migrate" first'):
        open_store(url_of(tmp_path / "empty.db"))


# ---- durability


def test_every_connection_syncs_fully_and_writes_ahead(store: SqlStore) -> None:
    for engine in (store._writer, store._readers):
        with engine.connect() as connection:
            pragmas = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 0}


def test_the_driver_is_one_that_does_not_corrupt_its_files() -> None:
    assert tuple(sqlite_module().sqlite_version_info) >= (3, 51, 3)


def test_what_was_answered_is_there_for_the_next_server(hall: Hall, database_url: str) -> None:
    hall.issue_many("KTP", "AKTA")
    again = open_store(database_url)
    with again.read(KOTA) as work:
        assert work.seq == hall.seq()
        assert [ticket.number for ticket in work.tickets.with_status(hall.stored_day(), ["waiting"])] == ["A-001", "B-101"]
    again.dispose()


def test_instants_come_back_to_the_microsecond(hall: Hall) -> None:
    hall.clock.now += timedelta(microseconds=123_457)
    assert hall.stored(hall.issue("KTP")).issued_at == hall.clock.now


# ---- somebody else holds the file


@pytest.fixture
def hasty(database_url: str, clock: SettableClock) -> Iterator[Hall]:
    """A hall whose commands wait 0.3 s for the database, no longer."""
    store = open_store(database_url)
    store._shared._patience_s = 0.3
    yield Hall(context_on(store, clock), clock, KOTA_FILE, KIOSK, RATNA)
    store.dispose()


def test_a_foreign_lock_of_a_second_goes_unnoticed(hall: Hall, outsider: Any) -> None:
    outsider.execute("BEGIN IMMEDIATE")
    release = threading.Timer(1.0, outsider.execute, ["COMMIT"])
    release.start()
    assert hall.issue("KTP").number == "A-001"
    release.join()


def test_a_longer_foreign_lock_is_an_answer_and_then_it_goes_on(hasty: Hall, outsider: Any) -> None:
    hasty.issue("KTP")
    outsider.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        with pytest.raises(StoreBusy):
            hasty.issue("KTP")
    assert hasty.track(hasty.context.track_token(hasty.stored_number("A-001").id)).number == "A-001", "screens live on"
    outsider.execute("COMMIT")
    assert hasty.issue("KTP").number == "A-002"
    check(hasty.context.store, KOTA)  # type: ignore[arg-type]


def test_everybody_who_waits_behind_a_foreign_lock_gets_the_answer(hasty: Hall, outsider: Any) -> None:
    outsider.execute("BEGIN IMMEDIATE")
    outcomes = at_once([lambda: hasty.issue("KTP")] * 6)
    outsider.execute("COMMIT")
    assert {type(outcome) for outcome in outcomes} == {StoreBusy}
    assert hasty.issue("KTP").number == "A-001"


# ---- the disk is full


def fill_up(hall: Hall) -> int:
    """Let the database grow no more; return the limit that it had."""
    store: Any = hall.context.store
    pages = store._connection.exec_driver_sql("PRAGMA page_count").scalar()
    before = store._connection.exec_driver_sql("PRAGMA max_page_count").scalar()
    store._connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    store._connection.rollback()
    return int(before)


def make_room(hall: Hall, pages: int) -> None:
    store: Any = hall.context.store
    store._connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    store._connection.rollback()


def issue_until_full(hall: Hall) -> int:
    """Issue until the disk refuses; return how many were acknowledged."""
    for issued in range(2000):
        try:
            hall.issue("KTP")
        except StoreFull:
            return issued
    raise AssertionError("the database never filled up")


def test_a_full_disk_stores_nothing_by_halves_and_recovers(hall: Hall) -> None:
    hall.issue("KTP")
    room = fill_up(hall)
    issued = 1 + issue_until_full(hall)
    store: Any = hall.context.store
    check(store, KOTA)
    with store.read(KOTA) as work:
        assert sum(work.tickets.count_by_status(hall.stored_day()).values()) == issued
    with pytest.raises(StoreFull):
        issue_all(hall, 30)
    make_room(hall, room)
    assert hall.issue("KTP").serial > issued
    check(store, KOTA)


def issue_all(hall: Hall, count: int) -> None:
    for _ in range(count):
        hall.issue("KTP")


def test_a_full_disk_fails_all_who_share_the_transaction(hall: Hall) -> None:
    """Whoever was answered is stored, whoever was refused is not, whatever shared which commit."""
    store: Any = hall.context.store
    hall.issue("KTP")
    room = fill_up(hall)
    outcomes = [outcome for _ in range(12) for outcome in at_once([lambda: hall.issue("KTP")] * 8)]
    kinds = Counter(type(outcome).__name__ for outcome in outcomes)
    assert set(kinds) <= {"Ticket", "StoreFull"}
    assert kinds["StoreFull"] > 0
    make_room(hall, room)
    check(store, KOTA)
    acknowledged = {outcome.number for outcome in outcomes if not isinstance(outcome, Exception)} | {"A-001"}
    with store.read(KOTA) as work:
        stored = {ticket.number for ticket in work.tickets.with_status(hall.stored_day(), ["waiting"])}
    assert stored == acknowledged


# ---- many at once


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Run every deed in a thread of its own, all released together; return results, or what they raised."""
    gate = threading.Barrier(len(deeds))
    outcomes: list[Any] = [None] * len(deeds)

    def run(index: int) -> None:
        gate.wait()
        try:
            outcomes[index] = deeds[index]()
        except (Refusal, StoreBusy, StoreFull) as answer:
            outcomes[index] = answer

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def wide_hall(context: Any, clock: SettableClock) -> Hall:
    """Eight counters that take KTP, open."""
    counters = "".join(f'\n[[counters]]\ncode = "w{n}"\nname = "Loket W{n}"\nservices = ["KTP"]\n' for n in range(8))
    hall = Hall(context, clock, always_open(KOTA_FILE) + counters, KIOSK, RATNA)
    hall.open(*(f"w{n}" for n in range(8)))
    return hall


def test_sixteen_at_once_issue_and_call_without_duplicate_or_gap(wide_hall: Hall) -> None:
    hall = wide_hall
    store: Any = hall.context.store
    issued: list[str] = []
    called: list[str] = []

    def kiosk() -> None:
        for _ in range(15):
            issued.append(hall.issue("KTP").number)

    def officer(counter: str) -> None:
        for _ in range(15):
            ticket = hall.call(counter)
            if ticket is not None:
                called.append(ticket.number)
                hall.act("start", ticket, counter)
                hall.act("complete", ticket, counter)

    outcomes = at_once([kiosk] * 8 + [lambda n=n: officer(f"w{n}") for n in range(8)])  # type: ignore[misc]
    assert outcomes == [None] * 16
    assert sorted(issued) == [f"A-{serial:03d}" for serial in range(1, 121)]
    assert len(called) == len(set(called))
    check(store, KOTA)


def test_commands_that_wait_together_share_a_commit(hall: Hall) -> None:
    store: Any = hall.context.store
    commits = 0
    real = store._shared._run_blocking

    def slow_disk(commit: Callable[[], Any]) -> Any:
        nonlocal commits
        commits += 1
        time.sleep(0.05)
        return real(commit)

    store._shared._run_blocking = slow_disk
    outcomes = at_once([lambda: hall.issue("KTP").number for _ in range(16)])
    assert sorted(outcomes) == [f"A-{serial:03d}" for serial in range(1, 17)]
    assert commits < 8, "sixteen commands, and most of them waited for the same disk"
    check(store, KOTA)


def test_a_refusal_in_the_middle_of_a_batch_undoes_itself_alone(hall: Hall) -> None:
    store: Any = hall.context.store

    def half_done() -> None:
        with store.write(KOTA) as work:
            work.record(NewEvent("half.done", SAID_AT, "officer:x"))
            raise Refusal("quota_reached")

    deeds: list[Callable[[], Any]] = [lambda: hall.issue("KTP").number, half_done]
    outcomes = at_once(deeds * 8)
    assert sorted(outcome for outcome in outcomes if isinstance(outcome, str)) == [f"A-{n:03d}" for n in range(1, 9)]
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 8
    with store.read(KOTA) as work:
        kinds = Counter(work._connection.execute(text("SELECT kind FROM events")).scalars())
    assert kinds["half.done"] == 0
    assert kinds["ticket.issued"] == 8
    check(store, KOTA)


def test_a_bug_in_a_command_undoes_itself_and_harms_nobody(hall: Hall) -> None:
    store: Any = hall.context.store

    def broken() -> None:
        with store.write(KOTA) as work:
            work.record(NewEvent("half.done", SAID_AT, "officer:x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert hall.issue("KTP").number == "A-001"
    check(store, KOTA)


def test_what_happened_is_published_once_and_only_when_it_is_durable(hall: Hall, outsider: Any) -> None:
    store: Any = hall.context.store
    heard: list[tuple[str, int, int]] = []

    def published(branch: str, seq: int) -> None:
        heard.append((branch, seq, outsider.execute("SELECT seq FROM branches WHERE code = ?", (branch,)).fetchone()[0]))

    store.published = published
    hall.issue("KTP")
    with pytest.raises(Refusal):
        hall.call("1")
    assert heard == [(KOTA, hall.seq(), hall.seq())]


def test_a_reader_sees_one_instant_however_much_is_written_meanwhile(hall: Hall) -> None:
    hall.issue("KTP")
    with hall.context.store.read(KOTA) as work:
        seq = work.seq
        hall.issue("KTP")
        assert sum(work.tickets.count_by_status(hall.stored_day()).values()) == 1
        assert work.branches.seqs()[KOTA] == seq
    assert hall.seq() > seq


def test_two_branches_share_commits_and_nothing_else(hall: Hall, context: Any, clock: SettableClock) -> None:
    east = Hall(context, clock, always_open(TIMUR_FILE), EAST_KIOSK, YOHANA)
    outcomes = at_once([lambda: hall.issue("KTP").number, lambda: east.issue("KTP").number] * 6)
    assert Counter(outcomes) == {f"A-{serial:03d}": 2 for serial in range(1, 7)}
    check(context.store, KOTA)
    check(context.store, east.branch)
