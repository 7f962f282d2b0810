"""Two officers and one counter, one officer and two counters: nobody loses a seat without a word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role
from queue_server.sentences import sentences
from tests.cast import BUDI, KOTA, MONDAY, RATNA, SARI, YOHANA
from tests.fakes.hall import CATALOGUE, Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def said(refusal: Refusal) -> str:
    return sentences(CATALOGUE, "en", refusal)[1]


def counter_events(hall: Hall) -> list[Any]:
    return [event for event in hall.events(MONDAY) if event.kind.startswith("counter.")]


def test_a_counter_with_somebody_else_is_refused_naming_them(hall: Hall) -> None:
    hall.open("1", by=RATNA)
    seq = hall.seq()
    refusal = refused(hall.open, "1", by=BUDI)
    assert (refusal.code, refusal.reason) == ("counter_taken", None)
    assert "ratna" in said(refusal)
    assert "take it over" in said(refusal)
    assert hall.seq() == seq
    assert hall.state_of("1").officer == "ratna"


@pytest.mark.parametrize("status", ["open", "paused", "closing"])
def test_taking_over_opens_it_for_the_other_and_names_both(hall: Hall, status: str) -> None:
    hall.issue("KTP")
    hall.open("1", by=RATNA)
    ticket = hall.called("1")
    if status == "paused":
        hall.pause("1", reason="break")
    elif status == "closing":
        hall.close("1")
    state = hall.open("1", by=BUDI, take_over=True)
    assert (state.status, state.officer, state.reason) == ("open", "budi", None)
    assert state.in_hand.ticket.id == ticket.id, "the ticket stays at its counter"
    event = counter_events(hall)[-1]
    assert (event.kind, event.actor) == ("counter.taken_over", "officer:budi")
    assert (event.facts["officer"], event.facts["before"]) == ("budi", "ratna")


def test_taking_over_a_free_counter_is_opening_it(hall: Hall) -> None:
    assert hall.open("1", by=RATNA, take_over=True).officer == "ratna"
    assert [event.kind for event in counter_events(hall)] == ["counter.opened"]


def test_repeating_an_own_open_changes_nothing_with_or_without_taking_over(hall: Hall) -> None:
    hall.open("1", by=RATNA)
    seq = hall.seq()
    hall.open("1", by=RATNA)
    hall.open("1", by=RATNA, take_over=True)
    assert hall.seq() == seq


def leave_at(hall: Hall, status: str) -> None:
    """Leave Ratna at counter 1 in some status."""
    hall.issue("KTP")
    hall.open("1", by=RATNA)
    hall.called("1")
    if status == "paused":
        hall.pause("1")
    elif status == "closing":
        hall.close("1")


@pytest.mark.parametrize("status", ["open", "paused", "closing"])
def test_nobody_sits_at_two_counters_unasked(hall: Hall, status: str) -> None:
    leave_at(hall, status)
    refusal = refused(hall.open, "2", by=RATNA, take_over=False)
    assert (refusal.code, refusal.reason) == ("counter_taken", "officer_elsewhere")
    assert "Counter 1" in said(refusal)
    assert hall.state_of("2").status == "closed"


@pytest.mark.parametrize("status", ["open", "paused", "closing"])
def test_moving_on_leaves_the_other_counter_closing_while_it_has_a_ticket(hall: Hall, status: str) -> None:
    leave_at(hall, status)
    assert hall.open("2", by=RATNA, take_over=True).officer == "ratna"
    assert (hall.state_of("1").status, hall.state_of("1").officer) == ("closing", "ratna")
    hall.act("start", hall.state_of("1").in_hand.ticket, "1", by=RATNA)
    hall.act("complete", hall.state_of("1").in_hand.ticket, "1", by=RATNA)
    assert hall.state_of("1").status == "closed"


def test_one_officer_may_staff_two_counters_where_nobody_asks(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1", "2", by=RATNA)
    assert [hall.state_of(counter).officer for counter in "12"] == ["ratna", "ratna"]
    assert [hall.called(counter).number for counter in "12"] == ["A-001", "A-002"]


def test_moving_on_closes_the_other_counter(hall: Hall) -> None:
    hall.open("1", by=RATNA)
    hall.open("2", by=RATNA, take_over=True)
    assert (hall.state_of("1").status, hall.state_of("1").officer) == ("closed", None)
    assert [event.kind for event in counter_events(hall)] == ["counter.opened", "counter.closed", "counter.opened"]


def test_whoever_moved_on_does_not_reopen_the_closing_counter_beside_the_new_one(hall: Hall) -> None:
    leave_at(hall, "open")
    hall.open("2", by=RATNA, take_over=True)
    assert refused(hall.open, "1", by=RATNA, take_over=False).reason == "officer_elsewhere"
    hall.open("1", by=RATNA, take_over=True)
    assert (hall.state_of("1").status, hall.state_of("2").status) == ("open", "closed")


def test_two_officers_may_change_places(hall: Hall) -> None:
    hall.open("1", by=RATNA)
    hall.open("2", by=BUDI)
    hall.open("2", by=RATNA, take_over=True)
    assert (hall.state_of("1").status, hall.state_of("2").officer) == ("closed", "ratna")
    hall.open("1", by=BUDI)
    assert hall.state_of("1").officer == "budi"


def test_the_same_name_in_another_branch_is_somebody_else(hall: Hall, east: Hall) -> None:
    hall.open("1", by=replace(RATNA, id="yohana"))
    assert east.open("1", by=YOHANA).officer == "yohana"


def test_an_open_that_is_refused_closes_nothing(hall: Hall) -> None:
    hall.open("1", by=RATNA)
    seq = hall.seq()
    assert refused(hall.open, "99", by=RATNA, take_over=True).reason == "unknown_counter"
    assert (hall.state_of("1").status, hall.seq()) == ("open", seq)


@pytest.mark.parametrize("deed", ["pause", "close"])
def test_nobody_pauses_or_closes_a_counter_of_somebody_else(hall: Hall, deed: str) -> None:
    hall.open("1", by=RATNA)
    refusal = refused(getattr(hall, deed), "1", by=BUDI)
    assert (refusal.code, refusal.params["officer"]) == ("counter_taken", "ratna")
    assert hall.state_of("1").status == "open"


def test_whoever_was_taken_over_calls_nobody_there_any_more(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1", by=RATNA)
    hall.open("1", by=BUDI, take_over=True)
    assert hall.state_of("1").officer == "budi", "the desk of whoever was taken over can say so"
    refusal = refused(hall.call, "1", by=RATNA)
    assert (refusal.code, refusal.params["officer"]) == ("counter_taken", "budi")
    assert hall.called("1").number == "A-001"


def test_a_ticket_goes_on_with_whoever_sits_at_its_counter_and_supervisors_may_help(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1", by=RATNA)
    ticket = hall.called("1")
    hall.open("1", by=BUDI, take_over=True)
    refusal = refused(hall.act, "start", ticket, "1", by=RATNA)
    assert (refusal.code, refusal.params["officer"]) == ("counter_taken", "budi")
    assert hall.act("start", ticket, "1", by=SARI).status == "serving"
    assert hall.act("complete", ticket, "1", by=BUDI).status == "completed"


def test_an_admin_helps_too(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1", by=RATNA)
    ticket = hall.called("1")
    assert hall.act("start", ticket, "1", by=Actor(Role.ADMIN, "tono", KOTA)).status == "serving"
