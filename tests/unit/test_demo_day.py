"""The day that the demo invents, and the clock that it runs on."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from queue_server.demo.clock import FastClock, Over
from queue_server.demo.day import Fate, Offer, Visit, cast_fates, invent_visits

HOUR_S = 3600.0
SPANS = [(7.5 * HOUR_S, 12 * HOUR_S), (13 * HOUR_S, 15 * HOUR_S)]
OFFERS = [Offer("KTP", 6, 2.0), Offer("KK", 8, 1.0), Offer("KIA", 5, 1.0)]
MIDNIGHT = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Jakarta"))


def a_day(seed: int = 1, count: int = 230) -> list[Visit]:
    visits = invent_visits(OFFERS, SPANS, count, seed)
    cast_fates(visits, ["KTP", "KK", "KIA"], ["id", "en"], seed)
    return visits


def test_the_same_seed_is_the_same_day() -> None:
    assert a_day(7) == a_day(7)
    assert a_day(7) != a_day(8)


def test_everybody_comes_while_numbers_are_given_and_most_of_them_early() -> None:
    visits = a_day()
    assert len(visits) == 230
    assert [visit.at_s for visit in visits] == sorted(visit.at_s for visit in visits)
    assert all(any(start <= visit.at_s < end for start, end in SPANS) for visit in visits)
    early = sum(visit.at_s < 9.5 * HOUR_S for visit in visits)
    assert early > 230 * 0.4
    assert sum(visit.at_s >= 13 * HOUR_S for visit in visits) > 10


def test_services_take_about_as_long_as_their_office_says() -> None:
    durations = [visit.service_s for visit in a_day(count=2000) if visit.service == "KK"]
    assert 450 < sum(durations) / len(durations) < 510
    assert min(durations) >= 45


@pytest.mark.parametrize("count", [12, 230])
def test_a_small_crowd_has_one_of_each_fate_too(count: int) -> None:
    visits = a_day(count=count)
    assert {visit.fate for visit in visits} == set(Fate)
    assert sum(visit.priority != "regular" for visit in visits) == max(round(count * 0.05), 1)
    moved = [visit for visit in visits if visit.fate is Fate.TRANSFERRED]
    assert all(visit.second_service not in {None, visit.service} for visit in moved)


def test_nobody_has_no_fate_to_cast() -> None:
    cast_fates([], ["KTP"], ["id"], 1)


def test_the_clock_stands_still_until_it_is_wound_and_soon_after() -> None:
    clock = FastClock(MIDNIGHT, 7.5 * HOUR_S, speed=1000)
    assert clock().isoformat() == "2026-11-23T00:30:00+00:00"
    time.sleep(0.05)
    assert clock.now_s == 7.5 * HOUR_S
    clock.wind()
    time.sleep(0.4)
    assert clock.now_s - 7.5 * HOUR_S == pytest.approx(200, abs=1)
    clock.wind()
    clock.hold()
    held = clock.now_s
    time.sleep(0.05)
    assert clock.now_s == held


def test_the_clock_reads_instants_of_the_wire() -> None:
    clock = FastClock(MIDNIGHT, 0, speed=1)
    assert clock.second_of("2026-11-23T06:00:00.500Z") == 13 * HOUR_S + 0.5
    assert clock.second_of("2026-11-24T01:00:00Z") == 32 * HOUR_S


def test_the_end_sends_everybody_home() -> None:
    clock = FastClock(MIDNIGHT, 0, speed=1)
    clock.end()
    with pytest.raises(Over):
        clock.wait_until(60)
    clock.wait_until(-1)
