"""Calling the next one: whose turn it is, who may, and what is refused by name."""

from __future__ import annotations

import pytest

from queue_server import protocol
from queue_server.application import calling, handling
from queue_server.application.handling import Deed
from queue_server.protocol import TicketVerb
from tests.cast import (
    RATNA,
)
from tests.fakes.hall import Hall, numbers, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def test_calls_go_by_place_and_preference_of_the_counter(hall: Hall) -> None:
    hall.issue_many("KK", "AKTA", "KTP", "KONSUL")
    hall.open("1", "2", "3", "5")
    assert hall.called("2").number == "B-101", "counter 2 takes AKTA and KTP"
    assert hall.called("3").number == "C-001", "counter 3 prefers KONSUL strictly"
    assert hall.called("1").number == "A-001"
    assert hall.called("5").number == "A-002"
    hall.act("start", hall.stored_payload("A-001"), "1")


def test_nobody_waits_is_an_answer_and_no_key_is_spent_on_it(hall: Hall) -> None:
    hall.open("1")
    assert hall.call("1", key="tekan-0001") is None
    hall.issue("KTP")
    ticket = hall.call("1", key="tekan-0001")
    assert ticket is not None
    assert ticket.number == "A-001"


def test_the_same_press_of_a_button_calls_once(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    first = calling.call_next(hall.context, RATNA, hall.place("1"), "tekan-0001")
    again = calling.call_next(hall.context, RATNA, hall.place("1"), "tekan-0001")
    assert isinstance(first.answer, protocol.TicketAnswer)
    assert isinstance(again.answer, dict)
    assert again.replayed
    assert first.answer.ticket is not None
    assert again.answer["ticket"]["number"] == first.answer.ticket.number


def test_a_counter_with_somebody_in_hand_calls_nobody_else(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    ticket = hall.called("1")
    for _ in ("called", "serving"):
        refusal = refused(hall.call, "1")
        assert (refusal.code, refusal.params["number"]) == ("counter_busy", "A-001")
        if hall.stored(ticket).status == "called":
            hall.act("start", ticket)


def test_two_priority_calls_then_a_regular_one(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    for priority in ("elderly", "pregnant", "infant", "disability"):
        hall.issue("KTP", priority=priority)
    hall.open("1")
    assert numbers([hall.serve("1") for _ in range(6)]) == ["A-003", "A-004", "A-001", "A-005", "A-006", "A-002"]


def test_each_counter_has_its_own_burst(hall: Hall) -> None:
    hall.issue("KTP")
    for _ in range(3):
        hall.issue("KTP", priority="elderly")
    hall.open("1", "2")
    assert numbers([hall.serve("1"), hall.serve("2"), hall.serve("1")]) == ["A-002", "A-003", "A-004"]


def test_a_counter_that_calls_by_itself_does_so_on_completion(hall: Hall) -> None:
    hall.issue_many("KK", "KK")
    hall.open("4")
    hall.serve("4")
    assert hall.stored_number("A-002").status == "called"
    assert hall.stored_number("A-002").counter == "4"


def test_a_counter_that_calls_by_itself_stops_when_it_is_closing(hall: Hall) -> None:
    tickets = hall.issue_many("KK", "KK")
    hall.open("4")
    hall.act("start", hall.called("4"), "4")
    assert hall.close("4").status == "closing"
    hall.act("complete", tickets[0], "4")
    assert hall.stored(tickets[1]).status == "waiting"


def test_a_ticket_is_called_out_of_turn_only_where_it_belongs(hall: Hall) -> None:
    ticket = hall.issue_many("KTP", "AKTA")[1]
    assert refused(hall.act, "call", ticket, "1").code == "counter_closed"
    hall.open("1", "2")
    assert refused(hall.act, "call", ticket, "1").code == "counter_not_eligible"
    assert refused(hall.act, "call", ticket, None).code == "invalid_field"
    assert hall.act("call", ticket, "2").status == "called"


@pytest.mark.parametrize("verb", [verb.value for verb in TicketVerb if verb.value not in {"call", "cancel"}])
def test_what_the_table_does_not_have_is_refused_by_name(hall: Hall, verb: str) -> None:
    ticket = hall.issue("KTP")
    hall.open("1")
    words = {"service": "KTP"} if verb == "transfer" else {}
    refusal = refused(hall.act, verb, ticket, **words)
    assert refusal.code == "transition_refused"
    assert (refusal.params["number"], refusal.params["status"]) == ("A-001", "waiting")


@pytest.mark.parametrize("verb", [verb.value for verb in TicketVerb if verb is not TicketVerb.UNDO])
def test_a_completed_ticket_takes_no_further_step(hall: Hall, verb: str) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.serve("1")
    assert refused(hall.act, verb, ticket).code == "transition_refused"


def test_an_unknown_counter_or_ticket_is_named(hall: Hall) -> None:
    ticket = hall.issue("KTP")
    assert refused(hall.call, "77").params["counter"] == "77"
    assert refused(hall.act, "start", ticket, "77").reason == "unknown_counter"
    deed = Deed(TicketVerb.START, protocol.TicketCommand("1"))
    assert refused(handling.act, hall.context, RATNA, "no-such-id", deed).reason == "unknown_ticket"


def test_an_action_with_a_key_happens_once(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    deed = Deed(TicketVerb.START, protocol.TicketCommand("1"), "tekan-0001")
    assert not handling.act(hall.context, RATNA, ticket.id, deed).replayed
    seq = hall.seq()
    assert handling.act(hall.context, RATNA, ticket.id, deed).replayed
    assert hall.seq() == seq
