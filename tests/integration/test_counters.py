"""Counters open, pause and close, with or without a ticket in hand."""

from __future__ import annotations

import pytest

from tests.cast import (
    MONDAY,
    TUESDAY,
)
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def test_a_counter_with_a_ticket_in_hand_closes_when_it_is_done(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    ticket = hall.called("1")
    assert hall.close("1").status == "closing"
    assert refused(hall.call, "1").code == "counter_closed"
    hall.act("start", ticket)
    hall.act("complete", ticket)
    assert hall.state_of("1").status == "closed"


@pytest.mark.parametrize("way", ["requeue", "transfer", "hold"])
def test_a_closing_counter_closes_whichever_way_its_ticket_leaves(hall: Hall, way: str) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    hall.close("1")
    if way == "hold":
        hall.act("start", ticket)
    hall.act(way, ticket, **({"service": "KK"} if way == "transfer" else {}))
    assert hall.state_of("1").status == "closed"


def test_a_cancelled_hold_does_not_close_a_counter_that_still_serves(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    held = hall.called("1")
    hall.act("start", held)
    hall.act("hold", held)
    hall.act("start", hall.called("1"))
    hall.close("1")
    hall.act("cancel", held, None)
    assert hall.state_of("1").status == "closing"


def test_a_paused_counter_finishes_but_calls_nobody(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    ticket = hall.called("1")
    assert hall.pause("1").status == "paused"
    hall.act("start", ticket)
    hall.act("complete", ticket)
    assert refused(hall.call, "1").reason == "counter_paused"
    assert hall.open("1").status == "open"
    assert hall.called("1").number == "A-002"


def test_a_closed_counter_neither_calls_nor_pauses(hall: Hall) -> None:
    hall.issue("KTP")
    assert refused(hall.call, "1").reason == "counter_closed"
    assert refused(hall.pause, "1").code == "transition_refused"


def test_repeating_a_command_to_a_counter_changes_nothing(hall: Hall) -> None:
    hall.open("1")
    seq = hall.seq()
    hall.clock.pass_by(minutes=5)
    hall.open("1")
    assert hall.seq() == seq


def test_before_the_hours_officers_sit_down_and_no_day_is_opened(hall: Hall) -> None:
    hall.clock.set("06:00")
    assert hall.open("1").status == "open"
    assert hall.call("1") is None
    assert hall.supervision().day_status == "not_open"
    hall.clock.set("07:30")
    hall.issue("KTP")
    assert hall.called("1").number == "A-001"


def test_a_day_left_open_ends_without_sending_this_mornings_officers_away(hall: Hall) -> None:
    hall.open("1", "2")
    hall.issue("KTP")
    hall.clock.set("06:30", TUESDAY)
    hall.close("1")
    hall.open("1")
    hall.clock.set("07:30", TUESDAY)
    hall.issue("KTP")
    assert (hall.state_of("1").status, hall.state_of("2").status) == ("open", "closed")


def test_a_closed_day_takes_no_counter_back(hall: Hall) -> None:
    hall.open("1")
    hall.close_day(MONDAY)
    assert refused(hall.open, "1").reason == "day_closed"


def test_calling_goes_on_after_the_last_number_was_given(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.clock.set("16:30")
    assert hall.called("1").number == "A-001"
