"""Who is called next, and how many are ahead: against rules worked out by hand and a plain simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.dispatch import Before, Caller, Head, Order, choose_next, people_ahead
from tests.fakes.paper import NINE

KTP_THEN_KK = ("KTP", "KK")
LIMITS = {"KK": NINE - timedelta(minutes=40)}


def head(number: str, place: int, lane: str = "KTP", *, preferred: bool = False, serial: int = 1) -> Head:
    return Head(f"id-{number}", number, lane, preferred, place, serial, NINE)


def late(one: Head) -> Head:
    """Return a head that has waited beyond the limit of ``LIMITS``."""
    return replace(one, since=NINE - timedelta(minutes=40))


def choose(heads: Sequence[Head], run: int = 0, burst: int = 2, *, strict: bool = False) -> tuple[str, int] | None:
    choice = choose_next(heads, Caller(KTP_THEN_KK, run, strict), burst)
    return None if choice is None else (choice.head.number, choice.priority_run)


def test_nobody_is_called_where_nobody_waits() -> None:
    assert choose([]) is None


def test_the_lowest_place_is_called_whatever_the_preference() -> None:
    assert choose([head("A-001", 20), head("B-001", 10, "KK")]) == ("B-001", 0)


def test_equal_places_go_by_preference_then_by_serial() -> None:
    assert choose([head("B-001", 10, "KK", serial=1), head("A-009", 10, serial=9)]) == ("A-009", 0)
    both = [head("A-009", 10, serial=9), head("A-003", 10, serial=3)]
    assert choose(both) == choose(both[::-1]) == ("A-003", 0)


def test_priority_goes_first_until_its_burst_is_used_up() -> None:
    heads = [head("A-001", 10), head("A-002", 20, preferred=True)]
    assert choose(heads, run=0) == ("A-002", 1)
    assert choose(heads, run=1) == ("A-002", 2)
    assert choose(heads, run=2) == ("A-001", 0)


def test_priority_calls_count_only_while_a_regular_ticket_waits() -> None:
    assert choose([head("A-002", 20, preferred=True)], run=2) == ("A-002", 0)
    assert choose([head("A-002", 20, preferred=True)], run=0) == ("A-002", 0)


def test_a_regular_call_ends_the_run() -> None:
    assert choose([head("A-001", 10)], run=1) == ("A-001", 0)


def test_without_a_burst_priority_waits_for_every_regular_ticket() -> None:
    heads = [head("A-001", 10), head("A-002", 5, preferred=True)]
    assert choose(heads, burst=0) == ("A-001", 0)


def test_strict_preference_looks_at_the_first_service_with_anybody() -> None:
    heads = [head("B-001", 1, "KK", preferred=True), head("A-001", 99)]
    assert choose(heads, strict=True) == ("A-001", 0)
    assert choose(heads[:1], strict=True) == ("B-001", 0)


def test_strict_preference_keeps_the_burst_inside_its_service() -> None:
    heads = [head("A-001", 10), head("A-002", 20, preferred=True), head("B-001", 1, "KK")]
    assert choose(heads, run=0, strict=True) == ("A-002", 1)
    assert choose(heads, run=2, strict=True) == ("A-001", 0)


@given(
    st.lists(st.tuples(st.sampled_from(KTP_THEN_KK), st.booleans(), st.integers(0, 9)), min_size=1, max_size=8),
    st.integers(0, 4),
    st.integers(0, 3),
)
def test_the_order_in_which_heads_are_read_changes_nothing(
    rows: list[tuple[str, bool, int]], run: int, burst: int
) -> None:
    heads = [
        head(str(serial), place, lane, preferred=preferred, serial=serial)
        for serial, (lane, preferred, place) in enumerate(rows)
    ]
    assert choose(heads, run, burst) == choose(heads[::-1], run, burst)


# ---- people ahead


def order_of(heads: Sequence[Head], run: int = 0, *, strict: bool = False) -> tuple[str, Order]:
    """Return who is called where KK has a limit of 40 minutes, and the rule that decided."""
    choice = choose_next(heads, Caller(KTP_THEN_KK, run, strict, LIMITS), 2)
    assert choice is not None
    return choice.head.number, choice.order


def test_the_rule_that_decided_is_told() -> None:
    regular, elder = head("A-001", 10), head("A-002", 20, preferred=True)
    assert order_of([regular]) == ("A-001", Order.PLACE)
    assert order_of([regular, head("B-001", 20, "KK")]) == ("A-001", Order.PLACE)
    assert order_of([regular, elder]) == ("A-002", Order.PRIORITY)
    assert order_of([regular, elder], run=2) == ("A-001", Order.BURST)
    assert order_of([head("A-003", 30), elder]) == ("A-002", Order.PLACE), "nobody earlier was held back"


def test_whoever_waited_beyond_the_limit_goes_first() -> None:
    overdue = late(head("B-001", 50, "KK"))
    assert order_of([head("A-001", 10), overdue]) == ("B-001", Order.OVERDUE)
    assert order_of([head("A-002", 20, preferred=True), overdue]) == ("B-001", Order.OVERDUE), "even before priority"
    assert order_of([head("A-001", 10), overdue], strict=True) == ("B-001", Order.OVERDUE), "even where KTP is first"
    assert order_of([late(head("A-001", 60)), overdue]) == ("B-001", Order.PLACE), "KTP has no limit"


def test_among_those_beyond_the_limit_the_usual_order_holds() -> None:
    elder = late(head("B-002", 60, "KK", preferred=True))
    overdue = late(head("B-001", 50, "KK"))
    assert order_of([overdue, elder]) == ("B-002", Order.PRIORITY)
    assert order_of([overdue, elder], run=2) == ("B-001", Order.BURST)


def test_a_full_burst_lets_a_regular_ticket_pass_even_before_an_overdue_priority_one() -> None:
    elder = late(head("B-002", 60, "KK", preferred=True))
    assert order_of([head("A-001", 10), elder], run=1) == ("B-002", Order.OVERDUE)
    assert order_of([head("A-001", 10), elder], run=2) == ("A-001", Order.BURST)


def simulate(line: list[bool], burst: int) -> list[int]:
    """Return in which turn each of a line is called: True is a priority ticket, the list is in order of place."""
    regular = [index for index, preferred in enumerate(line) if not preferred]
    priority = [index for index, preferred in enumerate(line) if preferred]
    turns, run = {}, 0
    for turn in range(len(line)):
        goes_first = bool(priority) and not (regular and run >= burst)
        run = run + 1 if goes_first and regular else 0
        turns[(priority if goes_first else regular).pop(0)] = turn
    return [turns[index] for index in range(len(line))]


def test_the_simulation_is_right_about_a_line_worked_out_by_hand() -> None:
    assert simulate([False, False, True, True, True], burst=2) == [2, 4, 0, 1, 3]


@given(st.lists(st.booleans(), min_size=1, max_size=14), st.integers(0, 4))
def test_people_ahead_is_what_a_simulation_of_the_calls_says(line: list[bool], burst: int) -> None:
    for index, turn in enumerate(simulate(line, burst)):
        others = [(other < index, line[other]) for other in range(len(line)) if other != index]
        before = Before(
            regular_earlier=others.count((True, False)),
            regular_all=sum(not preferred for _, preferred in others),
            preferred_earlier=others.count((True, True)),
            preferred_all=sum(preferred for _, preferred in others),
        )
        assert people_ahead(before, burst, preferred=line[index]) == turn


@pytest.mark.parametrize("burst", [1, 2, 3])
@given(line=st.lists(st.booleans(), min_size=1, max_size=14))
def test_calling_the_line_empty_follows_the_same_simulation(burst: int, line: list[bool]) -> None:
    waiting = [head(str(index), place=index, preferred=preferred, serial=index) for index, preferred in enumerate(line)]
    run, order = 0, []
    while waiting:
        heads = [next((one for one in waiting if one.preferred is preferred), None) for preferred in (True, False)]
        choice = choose_next([one for one in heads if one], Caller(("KTP",), run, strict_preference=False), burst)
        assert choice is not None
        run = choice.priority_run
        waiting.remove(choice.head)
        order.append(choice.head.serial)
    assert order == sorted(range(len(line)), key=simulate(line, burst).__getitem__)
