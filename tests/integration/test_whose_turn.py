"""Whose turn it is when the rules meet: places after transfers, limits of waiting, bursts, and their figures."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server.protocol import Position
from tests.cast import KOTA_FILE, MONDAY
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")

FOUR = ("KONSUL", "KONSUL", "KONSUL", "KONSUL")


def numbers_called(hall: Hall, counter: str, count: int) -> list[str]:
    return [hall.serve(counter).number for _ in range(count)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["A-001", "C-001", "C-002", "C-003", "C-004"]),
        ({"position": Position.FIRST}, ["A-001", "C-001", "C-002", "C-003", "C-004"]),
        ({"position": Position.BEHIND, "behind": 3}, ["C-001", "C-002", "C-003", "A-001", "C-004"]),
        ({"position": Position.BEHIND}, ["C-001", "C-002", "A-001", "C-003", "C-004"]),
        ({"position": Position.BEHIND, "behind": 9}, ["C-001", "C-002", "C-003", "C-004", "A-001"]),
        ({"position": Position.LAST}, ["C-001", "C-002", "C-003", "C-004", "A-001"]),
    ],
)
def test_a_transfer_joins_where_the_officer_says(hall: Hall, more: dict[str, Any], expected: list[str]) -> None:
    hall.issue("KTP")
    hall.issue_many(*FOUR)
    hall.open("1", "3")
    ticket = hall.called()
    hall.act("start", ticket)
    issued = ticket.issued_at
    after = hall.act("transfer", ticket, service="KONSUL", **more)
    assert (after.number, after.issued_at) == ("A-001", issued)
    assert numbers_called(hall, "3", 5) == expected


def test_first_means_before_everybody_even_those_who_came_earlier(hall: Hall) -> None:
    hall.issue_many(*FOUR)
    hall.issue("KTP")
    hall.open("1", "3")
    ticket = hall.called()
    hall.act("transfer", ticket, service="KONSUL", position=Position.FIRST)
    assert numbers_called(hall, "3", 2) == ["A-001", "C-001"]


@pytest.mark.parametrize("more", [{"behind": 2}, {"position": Position.BEHIND, "behind": 0}])
def test_a_place_that_makes_no_sense_is_refused(hall: Hall, more: dict[str, Any]) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called()
    refusal = refused(hall.act, "transfer", ticket, service="KONSUL", **more)
    assert (refusal.code, refusal.reason) == ("invalid_field", "behind_what")


def limited(hall: Hall) -> Hall:
    """Return the hall with a limit of 40 minutes for KK."""
    file = KOTA_FILE.replace('code = "KK"\n', 'code = "KK"\nescalate_after_minutes = 40\n')
    return Hall(hall.context, hall.clock, file, hall.kiosk, hall.officer)


def test_after_forty_minutes_every_counter_that_takes_kk_takes_it_first(hall: Hall) -> None:
    hall = limited(hall)
    hall.issue_many("KTP", "KK")
    hall.issue("KTP", priority="elderly")
    hall.open("1", "5")
    hall.clock.pass_by(minutes=39)
    assert hall.state_of("1").next == "A-003", "priority as ever"
    hall.clock.pass_by(minutes=1)
    state = hall.state_of("5")
    assert (state.next, state.next_why) == ("A-002", "overdue")
    assert [(one.ticket.number, one.overdue) for one in state.upcoming] == [
        ("A-001", False),
        ("A-002", True),
        ("A-003", False),
    ]
    assert hall.called("1").number == "A-002"
    assert hall.called("5").number == "A-003"
    hall.act("start", hall.stored_payload("A-002"))
    hall.act("complete", hall.stored_payload("A-002"))
    hall.act("start", hall.stored_payload("A-003"), "5")
    hall.act("complete", hall.stored_payload("A-003"), "5")
    assert hall.serve("1").number == "A-001"
    fairness = hall.close_day(MONDAY)["fairness"]
    assert (fairness["overdue"], fairness["held_back"]) == (1, 1)
    assert fairness["longest"] == {"number": "A-001", "service": "KTP", "priority": "regular", "wait_s": 2400.0}


def test_the_tally_says_how_the_classes_fared(hall: Hall) -> None:
    for minute in range(6):
        hall.issue("KTP", priority="elderly" if minute % 2 else "regular")
        hall.clock.pass_by(minutes=1)
    hall.open("1")
    order = numbers_called(hall, "1", 6)
    assert order == ["A-002", "A-004", "A-001", "A-006", "A-003", "A-005"], "two priority calls, then a regular one"
    fairness = hall.close_day(MONDAY)["fairness"]
    assert [(row["key"], row["served"]) for row in fairness["by_class"]] == [("regular", 3), ("elderly", 3)]
    assert (fairness["held_back"], fairness["let_through"]) == (3, 1)
    waits = {row["key"]: row["waiting_time_s"]["mean"] for row in fairness["by_class"]}
    assert waits["regular"] > waits["elderly"]
