"""Tickets that leave the straight way: transfers, no-shows that return, holds."""

from __future__ import annotations

import pytest

from queue_server.application import closing
from tests.cast import (
    BUDI,
    KOTA,
    MONDAY,
    SARI,
)
from tests.fakes.hall import Hall, numbers, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def test_a_transfer_keeps_number_and_place_and_begins_a_new_leg(hall: Hall) -> None:
    hall.issue_many("KTP", "KK", "KK")
    hall.open("1", "4")
    ticket = hall.called("1")
    hall.act("start", ticket)
    moved = hall.act("transfer", ticket, service="KK")
    assert (moved.number, moved.status, moved.service, moved.counter) == ("A-001", "waiting", "KK", None)
    assert moved.issued_at == ticket.issued_at
    assert hall.called("4").number == "A-001", "it arrived before the others"
    assert hall.stored(ticket).leg.no == 2


def test_a_transfer_to_a_counter_waits_for_that_counter_alone(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1", "2", "3")
    ticket = hall.called("1")
    hall.act("transfer", ticket, to_counter="3")
    assert hall.called("1").number == "A-002"
    assert hall.call("2") is None
    assert hall.called("3").number == "A-001"


@pytest.mark.parametrize("words", [{}, {"service": "KK", "to_counter": "3"}])
def test_a_transfer_needs_exactly_one_target(hall: Hall, words: dict[str, str]) -> None:
    ticket = hall.issue("KTP")
    assert refused(hall.act, "transfer", ticket, **words).reason == "transfer_target"


@pytest.mark.parametrize("words", [{"service": "SIM"}, {"to_counter": "77"}])
def test_a_transfer_to_nowhere_changes_nothing(hall: Hall, words: dict[str, str]) -> None:
    ticket = hall.issue("KTP")
    assert refused(hall.act, "transfer", ticket, **words).code == "not_found"
    assert hall.stored(ticket).leg.no == 1


def test_a_no_show_returns_behind_the_next_two_of_its_service(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP", "AKTA", "KTP", "KTP")
    hall.open("1")
    missed = hall.missed("1")
    back = hall.act("requeue", missed, None)
    assert (back.status, back.call_count, back.counter) == ("waiting", 0, None)
    assert numbers([hall.serve("1") for _ in range(4)]) == ["A-002", "A-003", "A-001", "A-004"]


def test_a_no_show_returns_last_where_fewer_wait(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.act("requeue", hall.missed("1"), None)
    hall.issue("KTP")
    assert numbers([hall.serve("1") for _ in range(3)]) == ["A-002", "A-001", "A-003"]


def test_those_who_return_together_keep_their_order(hall: Hall) -> None:
    hall.issue_many(*["KTP"] * 6)
    hall.open("1")
    first, second = hall.missed("1"), hall.missed("1")
    hall.act("requeue", first, None)
    hall.act("requeue", second, None)
    served = numbers([hall.serve("1") for _ in range(6)])
    assert served[:2] == ["A-003", "A-004"]
    assert set(served[2:4]) == {"A-001", "A-002"}


def test_a_no_show_returns_once(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.act("requeue", hall.missed("1"), None)
    assert refused(hall.act, "requeue", hall.missed("1"), None).reason == "requeue_limit"


def test_a_no_show_of_a_closed_day_stays_away(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    missed = hall.missed("1")
    frozen = hall.close_day(MONDAY)
    refusal = refused(hall.act, "requeue", missed, None)
    assert (refusal.code, refusal.reason) == ("transition_refused", "day_closed")
    assert closing.read_tally(hall.context, SARI, KOTA, MONDAY) == frozen


def test_a_call_by_mistake_goes_back_to_the_front(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.act("requeue", hall.called("1"))
    assert hall.called("1").number == "A-001"
    assert hall.stored_number("A-001").requeues == 0


def test_a_hold_frees_the_counter_and_keeps_the_ticket(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    first = hall.called("1")
    hall.act("start", first)
    assert hall.act("hold", first, reason="fotokopi").counter == "1"
    second = hall.called("1")
    assert refused(hall.act, "resume", first).params["number"] == second.number, "the counter is not free"
    hall.act("start", second)
    hall.act("complete", second)
    assert hall.act("resume", first).status == "serving"
    assert hall.act("complete", first).status == "completed"


def test_a_held_ticket_resumes_at_another_counter(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.open("2", by=BUDI)
    ticket = hall.called("1")
    hall.act("start", ticket)
    hall.act("hold", ticket)
    assert refused(hall.act, "resume", ticket, "4").code == "counter_closed"
    assert hall.act("resume", ticket, "2", by=BUDI).counter == "2"
    assert refused(hall.act, "complete", ticket, "1").reason == "wrong_counter"
    assert hall.act("complete", ticket, "2", by=BUDI).status == "completed"
