"""A counter's own small machine."""

from __future__ import annotations

import pytest

from queue_server.domain.counter import (
    COUNTER_EVENTS,
    CounterAction,
    CounterDay,
    CounterStatus,
    CounterStep,
    apply_to_counter,
    require_calling,
)
from queue_server.domain.errors import Refusal
from tests.fakes.paper import NINE, after

AGREED = {
    ("closed", "open"): "open",
    ("open", "open"): "open",
    ("paused", "open"): "open",
    ("closing", "open"): "open",
    ("open", "pause"): "paused",
    ("paused", "pause"): "paused",
    ("open", "close"): "closed",
    ("paused", "close"): "closed",
    ("closing", "close"): "closed",
    ("closed", "close"): "closed",
}


def counter(status: str, officer: str | None = "ratna") -> CounterDay:
    return CounterDay("1", CounterStatus(status), None if status == "closed" else officer, NINE, None, 1)


def step(action: str, officer: str = "ratna", in_hand: str | None = None, reason: str | None = None) -> CounterStep:
    return CounterStep(CounterAction(action), after(60), officer, in_hand, reason)


@pytest.mark.parametrize("status", [status.value for status in CounterStatus])
@pytest.mark.parametrize("action", [action.value for action in CounterAction])
def test_a_counter_follows_its_table_and_nothing_else(status: str, action: str) -> None:
    if (status, action) in AGREED:
        assert apply_to_counter(counter(status), step(action)).status.value == AGREED[status, action]
    else:
        with pytest.raises(Refusal) as refused:
            apply_to_counter(counter(status), step(action))
        assert refused.value.code == "transition_refused"


@pytest.mark.parametrize("status", ["open", "paused", "closing"])
def test_with_a_ticket_in_hand_closing_waits_for_it(status: str) -> None:
    closing = apply_to_counter(counter(status), step("close", in_hand="A-001"))
    assert (closing.status, closing.officer) == (CounterStatus.CLOSING, "ratna")


def test_a_closed_counter_has_no_officer() -> None:
    assert apply_to_counter(counter("open"), step("close")).officer is None


def test_a_repetition_changes_nothing() -> None:
    for status, action in (("open", "open"), ("paused", "pause"), ("closed", "close")):
        once = apply_to_counter(counter(status), step(action))
        again = apply_to_counter(once, CounterStep(CounterAction(action), after(999), "ratna"))
        assert (again.status, again.officer, again.since) == (once.status, once.officer, once.since)


def test_a_break_has_its_reason_and_its_beginning() -> None:
    paused = apply_to_counter(counter("open"), step("pause", reason="istirahat"))
    assert (paused.reason, paused.since) == ("istirahat", after(60))


def test_a_counter_that_opens_anew_forgets_its_run_of_priority_calls() -> None:
    assert apply_to_counter(counter("closed"), step("open")).priority_run == 0
    assert apply_to_counter(counter("paused"), step("open")).priority_run == 1


@pytest.mark.parametrize(
    ("status", "sentence"),
    [("closed", "counter_closed"), ("paused", "counter_paused"), ("closing", "counter_closing")],
)
def test_only_an_open_counter_calls_and_the_others_say_why(status: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_calling(counter(status))
    assert (refused.value.code, refused.value.sentence_key) == ("counter_closed", sentence)
    require_calling(counter("open"))


def test_each_command_has_its_event() -> None:
    assert set(COUNTER_EVENTS) == set(CounterAction)
