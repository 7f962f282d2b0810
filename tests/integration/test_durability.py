"""Durable commits, foreign locks and full disks: what commands get when the database says no."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from queue_server import protocol
from queue_server.application.ports import StoreBusy, StoreFull
from queue_server.storage.database import sqlite_module
from queue_server.storage.opening import open_store
from queue_server.storage.unit_of_work import SqlStore
from tests.cast import KIOSK, KOTA, KOTA_FILE, RATNA
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall, context_on
from tests.fakes.together import at_once
from tests.invariants import check


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
        waiting = work.tickets.with_status(hall.stored_day(), ["waiting"])
        assert [ticket.number for ticket in waiting] == ["A-001", "B-101"]
    again.dispose()


def test_instants_come_back_to_the_microsecond(hall: Hall) -> None:
    hall.clock.now += timedelta(microseconds=123_457)
    assert hall.stored(hall.issue("KTP")).issued_at == hall.clock.now


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


@pytest.mark.parametrize("words", ["database or disk is full", "disk I/O error"])
def test_a_commit_that_the_disk_refuses_fails_all_of_its_commands_and_no_others(hall: Hall, words: str) -> None:
    store: Any = hall.context.store
    hall.issue("KTP")
    real = store._shared._run_blocking
    failures = iter([True])

    def broken_once(commit: Callable[[], Any]) -> Any:
        time.sleep(0.05)
        if next(failures, False):
            raise sqlite_module().OperationalError(words)
        return real(commit)

    store._shared._run_blocking = broken_once
    outcomes = at_once([lambda: hall.issue("KTP")] * 8)
    refused = [outcome for outcome in outcomes if isinstance(outcome, StoreFull)]
    acknowledged = {outcome.number for outcome in outcomes if isinstance(outcome, protocol.Ticket)}
    assert refused
    assert len(refused) + len(acknowledged) == 8
    hall.issue("KTP")
    check(store, KOTA)
    with store.read(KOTA) as work:
        stored = work.tickets.with_status(hall.stored_day(), ["waiting"])
    assert len(stored) == len(acknowledged) + 2
    assert acknowledged <= {ticket.number for ticket in stored}
