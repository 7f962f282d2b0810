"""Numbers and places in line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.numbering import number_of, place_behind, place_of


@pytest.mark.parametrize(
    ("series", "serial", "width", "number"),
    [("A", 1, 3, "A-001"), ("A", 999, 3, "A-999"), ("A", 1000, 3, "A-1000"), ("B2", 7, 1, "B2-7"), ("C", 0, 2, "C-00")],
)
def test_the_width_is_a_minimum(series: str, serial: int, width: int, number: str) -> None:
    assert number_of(series, serial, width) == number


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_places_follow_seq_and_never_meet(one: int, other: int) -> None:
    assert (place_of(one) < place_of(other)) is (one < other)
    assert (place_of(one) == place_of(other)) is (one == other)


@given(st.lists(st.integers(1, 500), unique=True, max_size=12).map(sorted), st.integers(1, 8))
def test_behind_k_lies_right_behind_the_kth_who_waits_or_last(seqs: list[int], after: int) -> None:
    places = [place_of(seq) for seq in seqs]
    place = place_behind(places[: after + 1], after, place_of(501))
    assert sum(waiting < place for waiting in places) == min(after, len(places))
    assert place not in places


def test_behind_nobody_is_first() -> None:
    assert place_behind([place_of(5)], 0, place_of(9)) < place_of(5)
    assert place_behind([], 0, place_of(9)) == place_of(9)


def test_many_return_behind_the_same_person_and_keep_their_order_to_the_next() -> None:
    places = [place_of(1), place_of(2), place_of(3)]
    for _ in range(15):
        place = place_behind(places[:3], 2, place_of(99))
        assert places[1] < place < places[2]
        places.insert(2, place)


def test_without_any_room_left_the_place_is_shared() -> None:
    assert place_behind([7, 8, 9], 2, 99) == 8
