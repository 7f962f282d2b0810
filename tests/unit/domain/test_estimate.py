"""What a resident is told: expected waits and ranges, from what closed waits taught."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.estimate import STEP_S, Estimate, WaitRange, estimate
from queue_server.domain.scene import Scene
from queue_server.domain.wait_record import (
    ENOUGH_OF_HALL,
    ENOUGH_OF_SERVICE,
    Closed,
    WaitRecord,
)

MINUTE = 60.0
KTP = Scene("KTP", 600, 10, 2, 6 * MINUTE, first_free_s=3 * MINUTE)


def learn(record: WaitRecord, scene: Scene, came_s: float) -> Estimate:
    """Tell somebody, then let it come true."""
    told = estimate(scene, record)
    record.learn(Closed(scene, told.expected_s, came_s, told.span.holds(came_s)))
    return told


def taught(scene: Scene, came_s: float, times: int) -> WaitRecord:
    record = WaitRecord()
    for _ in range(times):
        learn(record, scene, came_s)
    return record


# ---- while data are few


def test_a_hall_that_knows_nothing_calculates_with_the_minutes_of_the_branch_file() -> None:
    told = estimate(KTP, WaitRecord())
    assert told.expected_s == pytest.approx((3 + 10 * 6 / 2) * MINUTE)
    assert not told.is_shown


def test_one_wait_says_little_and_many_say_nearly_all() -> None:
    """Waits of 66 minutes where 33 are calculated: a factor of two, believed by and by."""
    expected = [estimate(KTP, taught(KTP, 66 * MINUTE, times)).expected_s / MINUTE for times in (0, 1, 10, 60, 400)]
    assert expected == sorted(expected)
    assert expected[1] < 45
    assert expected[4] == pytest.approx(66, rel=0.01)


def test_a_range_is_shown_once_enough_waits_of_the_service_or_of_the_hall_have_ended() -> None:
    other = KTP._replace(queue="KK")
    assert not estimate(KTP, taught(KTP, 1800, ENOUGH_OF_SERVICE - 1)).is_shown
    assert estimate(KTP, taught(KTP, 1800, ENOUGH_OF_SERVICE)).is_shown
    assert not estimate(other, taught(KTP, 1800, ENOUGH_OF_HALL - 1)).is_shown
    assert estimate(other, taught(KTP, 1800, ENOUGH_OF_HALL)).is_shown


# ---- what it has to learn


def test_what_one_service_taught_weighs_more_on_itself_than_on_another() -> None:
    record = taught(KTP, 66 * MINUTE, 60)
    plain = estimate(KTP, WaitRecord()).expected_s
    assert plain < estimate(KTP._replace(queue="KK"), record).expected_s < estimate(KTP, record).expected_s


def test_the_hour_and_the_length_of_the_queue_are_told_apart() -> None:
    record = WaitRecord()
    noon, short = KTP._replace(minute=12 * 60), KTP._replace(ahead=1)
    for _ in range(200):
        learn(record, KTP, 33 * MINUTE)
        learn(record, noon, 66 * MINUTE)
        learn(record, short, 3 * MINUTE)
    at_ten, at_noon = estimate(KTP, record).expected_s, estimate(noon, record).expected_s
    assert at_noon > 1.3 * at_ten
    assert estimate(short, record).expected_s < 0.75 * estimate(short, WaitRecord()).expected_s


def test_a_preferred_class_has_its_own_layer() -> None:
    record = WaitRecord()
    preferred = KTP._replace(is_preferred=True)
    for _ in range(200):
        learn(record, KTP, 40 * MINUTE)
        learn(record, preferred, 25 * MINUTE)
    assert estimate(preferred, record).expected_s < estimate(KTP, record).expected_s


# ---- what must not upset it


def test_a_counter_that_opens_shortens_the_wait_at_once() -> None:
    """Also where the hall learned for weeks with one counter."""
    one = KTP._replace(counters=1, first_free_s=None)
    record = taught(one, 66 * MINUTE, 300)
    assert estimate(one._replace(counters=2), record).expected_s == pytest.approx(
        estimate(one, record).expected_s / 2, rel=0.02
    )


def test_where_more_counters_never_helped_they_are_believed_less() -> None:
    """As in the recorded queues, whose open counters serve others as well."""
    record = WaitRecord()
    for counters in (1, 2, 4) * 200:
        learn(record, KTP._replace(counters=counters, first_free_s=None), 40 * MINUTE)
    assert record.effect.slope < 0.4


def test_no_single_wait_moves_an_estimate_by_more_than_its_share() -> None:
    """A number forgotten for twelve hours, after twenty ordinary ones."""
    record = taught(KTP, 33 * MINUTE, 20)
    before = estimate(KTP, record).expected_s
    learn(record, KTP, 12 * 3600)
    assert estimate(KTP, record).expected_s < before * 1.25


def test_with_every_counter_away_it_does_not_explode() -> None:
    record = taught(KTP._replace(first_free_s=None), 33 * MINUTE, 300)
    asked = KTP._replace(counters=0, first_free_s=None)
    assert estimate(asked, record).expected_s <= 4.5 * estimate(KTP, record).expected_s


# ---- the range


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32), st.floats(0.1, 1.0))
def test_four_of_five_waits_fall_into_the_range_however_far_they_scatter(seed: int, scatter: float) -> None:
    chance = random.Random(seed)
    record = WaitRecord()

    def comes() -> bool:
        asked = KTP._replace(ahead=chance.randrange(5, 40))
        came_s = asked.plain_s(2) * chance.lognormvariate(0, scatter)
        return learn(record, asked, came_s).span.holds(came_s)

    for _ in range(1000):
        comes()
    inside = sum(comes() for _ in range(800)) / 800
    assert 0.72 <= inside <= 0.90


def test_a_hall_whose_waits_scatter_less_is_told_a_narrower_range() -> None:
    def width(scatter: float) -> int:
        chance, record = random.Random(7), WaitRecord()
        for _ in range(600):
            learn(record, KTP, 33 * MINUTE * chance.lognormvariate(0, scatter))
        span = estimate(KTP, record).span
        return span.high_s - span.low_s

    assert width(0.1) < width(0.5)


def test_a_break_ahead_is_waited_through_and_does_not_widen_the_range() -> None:
    record = taught(KTP, 33 * MINUTE, 100)
    lunch = KTP._replace(spans=((-3600.0, 5 * MINUTE), (65 * MINUTE, 6 * 3600.0)))
    without, with_lunch = estimate(KTP, record), estimate(lunch, record)
    assert with_lunch.expected_s == pytest.approx(without.expected_s + 3600)
    assert (with_lunch.span.low_s, with_lunch.span.high_s) == (without.span.low_s + 3600, without.span.high_s + 3600)


scenes = st.builds(
    Scene,
    queue=st.sampled_from(["KTP", "KK"]),
    minute=st.integers(0, 1439),
    ahead=st.integers(0, 5000),
    counters=st.integers(0, 80),
    work_s=st.floats(1, 8 * 3600),
    is_preferred=st.booleans(),
    idle=st.integers(0, 80),
    first_free_s=st.none() | st.floats(0, 24 * 3600),
    spans=st.sampled_from([(), ((600.0, 1200.0), (4000.0, 9000.0))]),
)
closed = st.tuples(scenes, st.floats(0, 24 * 3600))


@given(st.lists(closed, max_size=40), scenes)
def test_whatever_it_learned_a_range_is_a_range_of_five_minute_steps(
    waits: list[tuple[Scene, float]], asked: Scene
) -> None:
    record = WaitRecord()
    for scene, came_s in waits:
        learn(record, scene, came_s)
    told = estimate(asked, record)
    assert told == estimate(asked, record), "asking changes nothing"
    assert 0 <= told.span.low_s < told.span.high_s <= 27 * 3600 * 8
    assert told.span.low_s % STEP_S == told.span.high_s % STEP_S == 0
    assert told.span.low_s <= told.expected_s <= told.span.high_s


@given(st.lists(closed, max_size=40), scenes)
def test_more_people_ahead_of_the_same_length_of_queue_never_shorten_it(
    waits: list[tuple[Scene, float]], asked: Scene
) -> None:
    record = WaitRecord()
    for scene, came_s in waits:
        learn(record, scene, came_s)
    few, more = asked._replace(ahead=39), asked._replace(ahead=40)
    assert estimate(few, record).expected_s <= estimate(more, record).expected_s


def test_the_ends_of_a_range_belong_to_it() -> None:
    span = WaitRange(300, 900)
    assert [span.holds(wait_s) for wait_s in (299.9, 300, 900, 900.1)] == [False, True, True, False]
