"""The range that a resident is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.estimate import Outlook, WaitRange, expected_wait

MINUTE = 60


@pytest.mark.parametrize(
    ("outlook", "low", "high"),
    [
        (Outlook(0, 6 * MINUTE, 2), 0, 5),
        (Outlook(10, 6 * MINUTE, 2), 15, 45),
        (Outlook(10, 6 * MINUTE, 1), 35, 85),
        (Outlook(0, 6 * MINUTE, 2, pause_s=30 * MINUTE), 30, 45),
    ],
)
def test_ranges_worked_out_by_hand(outlook: Outlook, low: int, high: int) -> None:
    """Ten people of 6 minutes at 2 counters: 30 minutes, 35 % less and more, on the five minutes outside."""
    assert expected_wait(outlook) == WaitRange(low * MINUTE, high * MINUTE)


def test_nobody_is_promised_anything_where_no_counter_takes_the_service() -> None:
    assert expected_wait(Outlook(3, 360, 0)) is None


outlooks = st.builds(
    Outlook,
    ahead=st.integers(0, 5000),
    mean_service_s=st.floats(1, 8 * 3600),
    counters=st.integers(1, 80),
    pause_s=st.floats(-3600, 24 * 3600),
)


@given(outlooks)
def test_a_range_is_always_a_range_of_five_minute_steps(outlook: Outlook) -> None:
    wait = expected_wait(outlook)
    assert wait is not None
    assert 0 <= wait.low_s < wait.high_s
    assert wait.low_s % 300 == wait.high_s % 300 == 0


@given(outlooks)
def test_more_people_never_shorten_it_and_more_counters_never_lengthen_it(outlook: Outlook) -> None:
    now = expected_wait(outlook)
    longer = expected_wait(Outlook(outlook.ahead + 1, outlook.mean_service_s, outlook.counters, outlook.pause_s))
    shorter = expected_wait(Outlook(outlook.ahead, outlook.mean_service_s, outlook.counters + 1, outlook.pause_s))
    assert now is not None
    assert longer is not None
    assert shorter is not None
    assert shorter.low_s <= now.low_s <= longer.low_s
    assert shorter.high_s <= now.high_s <= longer.high_s


@given(outlooks)
def test_nobody_is_called_before_the_break_ends(outlook: Outlook) -> None:
    wait = expected_wait(outlook)
    assert wait is not None
    assert wait.high_s >= min(outlook.pause_s, 12 * 3600)
