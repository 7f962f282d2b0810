"""The plain calculation, and the clock with its breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.calendar import Span
from queue_server.domain.scene import Scene, calling_within, on_the_clock, spans_from

MINUTE = 60.0
MORNING, AFTERNOON = Span(8 * 60, 12 * 60), Span(13 * 60, 15 * 60)


def scene(ahead: int = 0, counters: int = 1, **more: float) -> Scene:
    return Scene("KTP", 600, ahead, counters, 6 * MINUTE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [
        (scene(0, 1, first_free_s=0.0, idle=1), 0),
        (scene(0, 1, first_free_s=4 * MINUTE), 4),
        (scene(10, 1, first_free_s=4 * MINUTE), 64),
        (scene(10, 2, first_free_s=4 * MINUTE), 34),
        (scene(2, 3, first_free_s=0.0, idle=3), 0),
        (scene(3, 3, first_free_s=0.0, idle=3), 2),
        (scene(0, 2), 3),
        (scene(0, 2, first_free_s=40 * MINUTE), 40),
    ],
)
def test_plain_waits_worked_out_by_hand(asked: Scene, minutes: float) -> None:
    """Until the first counter is free, then six minutes a head over the counters; idle ones take a head each at once.

    Who is being served may have come for something that takes longer.
    """
    assert asked.plain_s(asked.counters) == minutes * MINUTE


def test_a_service_span_that_is_over_is_left_out() -> None:
    assert spans_from(12.5 * 3600, [MORNING, AFTERNOON]) == ((1800.0, 9000.0),)
    assert spans_from(11.5 * 3600, [MORNING, AFTERNOON]) == ((-12600.0, 1800.0), (5400.0, 12600.0))


@pytest.mark.parametrize(
    ("hour", "calling_min", "minutes"),
    [(9.0, 20, 20), (11.5, 20, 20), (11.5, 30, 30), (11.5, 31, 91), (12.5, 5, 35), (7.0, 5, 65), (14.9, 60, 60)],
)
def test_breaks_are_waited_through_and_after_the_last_span_they_go_on(
    hour: float, calling_min: float, minutes: float
) -> None:
    spans = spans_from(hour * 3600, [MORNING, AFTERNOON])
    assert on_the_clock(calling_min * MINUTE, spans) == pytest.approx(minutes * MINUTE)


def test_without_hours_every_second_counts() -> None:
    assert on_the_clock(100.0, ()) == calling_within(100.0, ()) == 100.0


@given(st.floats(0, 86_400), st.floats(0, 86_400))
def test_calling_within_a_wait_is_the_way_back(now_s: float, calling_s: float) -> None:
    spans = spans_from(now_s, [MORNING, AFTERNOON])
    assert calling_within(on_the_clock(calling_s, spans), spans) == pytest.approx(calling_s, abs=1e-6)


@given(st.floats(0, 86_400), st.floats(0, 50_000), st.floats(0, 50_000))
def test_more_calling_never_ends_sooner(now_s: float, first_s: float, second_s: float) -> None:
    spans = spans_from(now_s, [MORNING, AFTERNOON])
    shorter, longer = sorted((first_s, second_s))
    assert shorter <= on_the_clock(shorter, spans) <= on_the_clock(longer, spans)
