"""The judge is judged: each way of cooking the books is noticed by the rule that is there for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from queue_server.storage.database import sqlite_module
from tests.cast import KOTA, MONDAY, TIMUR
from tests.fakes.hall import Hall
from tests.invariants import check, check_database

SECOND_LEG = "INSERT INTO legs (ticket_id, no, service, joined_at, held_s) SELECT id, 2, 'KK', 0, 0 FROM tickets"
Cook = Callable[[str], None]


@pytest.fixture
def cook(database_url: str) -> Cook:
    """Change the database behind everybody's back."""

    def run(sql: str) -> None:
        connection = sqlite_module().connect(Path(make_url(database_url).database or ""))
        connection.executescript(
            "DROP TRIGGER IF EXISTS events_refuse_update; DROP TRIGGER IF EXISTS events_refuse_delete;"
            "DROP INDEX IF EXISTS uq_tickets_at_counter; DROP INDEX IF EXISTS uq_legs_open;" + sql
        )
        connection.close()

    return run


@pytest.fixture
def busy_day(hall: Hall) -> Hall:
    """A-001 is served, A-002 called, A-003 and B-101 wait; yesterday's tally is frozen."""
    hall.clock.pass_by(hours=-72)
    hall.open("1")
    hall.issue("KTP")
    hall.serve("1")
    hall.close_day(hall.clock.local.date())
    hall.clock.pass_by(hours=72)
    hall.open("1")
    hall.issue_many("KTP", "KTP", "KK", "AKTA")
    hall.serve("1")
    hall.call("1")
    return hall


def test_an_honest_day_passes(busy_day: Hall, database_url: str) -> None:
    check(busy_day.context.store, KOTA)  # type: ignore[arg-type]  # the test's store is a SqlStore
    check_database(database_url, KOTA)


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE tickets SET serial = 9 WHERE number = 'A-003'", "numbers_have_no_gaps"),
        ("UPDATE tickets SET serial = 100 WHERE number = 'B-101'", "numbers_have_no_gaps: 2026-11-23: B begins"),
        ("UPDATE tickets SET number = 'A-001' WHERE number = 'A-003'", "numbers_are_unique"),
        (
            "UPDATE tickets SET serial = 4 - serial + 1000 WHERE service_day = '2026-11-23' AND series = 'A'",
            "numbers_grow_with_seq",
        ),
        ("UPDATE tickets SET status = 'completed' WHERE number = 'A-003'", "every_step_is_in_the_table"),
        ("UPDATE tickets SET call_count = 2 WHERE number = 'A-002'", "every_step_has_its_event"),
        (SECOND_LEG, "one_leg_is_open_at_most"),
        ("UPDATE tickets SET status = 'called', counter = '1'", "a_counter_holds_one_ticket_at_most"),
        ("UPDATE counters SET status = 'closed'", "a_closed_counter_holds_nothing"),
        ("UPDATE legs SET ended_at = 1 WHERE ended_at IS NULL", "one_leg_is_open_at_most"),
        ("DELETE FROM events WHERE seq = 7", "seq_has_no_holes"),
        ("UPDATE branches SET seq = seq + 1", "seq_has_no_holes"),
        ("UPDATE events SET actor = 'officer:x' WHERE seq = 5", "the_chain_of_hashes_verifies: event 5"),
        ("UPDATE events SET at = at + 1 WHERE seq = 9", "the_chain_of_hashes_verifies: event 9"),
        ("UPDATE branches SET head = 'x'", "the branch's head"),
        ("UPDATE service_days SET closed_at = NULL", "days_follow_each_other"),
        ("UPDATE tallies SET body = replace(body, '\"completed\":1', '\"completed\":2')", "the_tally_is_what_happened"),
        ("UPDATE tallies SET seal = 'x'", "the seal"),
        ("UPDATE idempotency_keys SET answer = (SELECT answer FROM idempotency_keys LIMIT 1)", "one_key_one_ticket"),
    ],
)
def test_cooked_books_are_noticed(busy_day: Hall, cook: Cook, database_url: str, sql: str, rule: str) -> None:
    cook(sql)
    with pytest.raises(AssertionError, match=rule):
        check_database(database_url, KOTA)


def test_each_branch_has_its_own_books(busy_day: Hall, east: Hall, cook: Cook, database_url: str) -> None:
    east.issue("KTP")
    cook("UPDATE branches SET seq = seq + 1 WHERE code = 'kota'")
    check_database(database_url, TIMUR)


def test_the_day_of_the_cast_is_a_monday() -> None:
    assert MONDAY.strftime("%A") == "Monday"
