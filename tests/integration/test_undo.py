"""Taking a press back: ticket, counter, line and figures are as if it had never happened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from queue_server.application import snapshots
from tests.cast import BUDI, MONDAY
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def picture(hall: Hall, number: str, counter: str = "1") -> tuple[Any, Any]:
    """Return a stored ticket without its own memory, and its counter's row."""
    with hall.context.store.read(hall.branch) as work:
        return replace(hall.stored_number(number), before=None), work.counters.get(counter)


def test_an_undone_call_leaves_no_trace_but_its_events(hall: Hall) -> None:
    hall.issue("KTP")
    hall.issue("KTP", priority="elderly")
    hall.open("1")
    before = picture(hall, "A-002")
    called = hall.called()
    assert called.number == "A-002"
    hall.clock.pass_by(seconds=10)
    assert hall.act("undo", called).status == "waiting"
    assert picture(hall, "A-002") == before, "the run of priority calls too"
    assert [event.kind for event in hall.events(MONDAY)][-2:] == ["ticket.called", "ticket.undone"]
    assert hall.called().number == "A-002"


def test_an_undone_start_completion_and_no_show_restore_exactly(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called()
    for verb in ("start", "complete"):
        before = picture(hall, "A-001")
        hall.clock.pass_by(seconds=30)
        hall.act(verb, ticket)
        hall.act("undo", ticket)
        assert picture(hall, "A-001") == before
        hall.act(verb, ticket)
    hall.issue("KTP")
    absent = hall.missed()
    assert hall.act("undo", absent).status == "called"
    assert hall.act("no-show", absent).status == "no_show"


def test_completing_and_calling_in_one_press_is_undone_in_one(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    first = hall.called()
    hall.act("start", first)
    before = picture(hall, "A-001"), picture(hall, "A-002")
    hall.clock.pass_by(seconds=90)
    hall.act("complete", first, then_call=True)
    assert hall.state_of("1").undo.number == "A-001"
    hall.act("undo", first)
    assert (picture(hall, "A-001"), picture(hall, "A-002")) == before


def test_a_completion_is_not_undone_into_a_counter_that_went_on(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    first = hall.serve()
    hall.clock.pass_by(seconds=1)
    hall.called()
    assert hall.state_of("1").undo.number == "A-002", "the desk offers the last press only"
    assert refused(hall.act, "undo", first).code == "counter_busy"
    hall.act("requeue", hall.stored_payload("A-002"))
    hall.close("1")
    assert refused(hall.act, "undo", first).reason == "counter_closed"


def test_only_the_officer_who_pressed_undoes_and_not_for_long(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called()
    assert refused(hall.act, "undo", ticket, by=BUDI).code in {"transition_refused", "counter_taken"}
    hall.clock.pass_by(seconds=11)
    refusal = refused(hall.act, "undo", ticket)
    assert (refusal.reason, refusal.params["seconds"]) == ("undo_too_late", 10)
    assert hall.state_of("1").undo is None


def test_steps_that_are_no_press_of_one_key_are_not_undone(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called()
    hall.act("start", ticket)
    hall.act("hold", ticket)
    assert refused(hall.act, "undo", ticket).code == "transition_refused"
    hall.act("resume", ticket)
    assert refused(hall.act, "undo", ticket).reason == "undo_nothing"


def test_nothing_comes_back_into_a_closed_day(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.serve()
    hall.close_day(MONDAY)
    assert refused(hall.act, "undo", ticket).reason == "day_closed"


def test_the_board_forgets_a_call_that_was_undone(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    first = hall.serve()
    second = hall.called()

    def shown() -> list[str]:
        state = snapshots.board_state(hall.context, hall.branch).state
        return [call.number for call in state.calls]

    assert shown() == [second.number, first.number]
    hall.act("undo", second)
    assert shown() == [first.number]
    hall.called()
    assert shown() == [second.number, first.number]
