"""What the tally's page says beyond its figures."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server.web.tally_page import hour_name, next_hour, page_of
from queue_server.wording import grouped_seal

NOTHING: dict[str, float | None] = {"mean": None, "p50": None, "p90": None, "max": None}


def spread(mean: float | None, p90: float | None = None) -> dict[str, float | None]:
    return {"mean": mean, "p50": mean, "p90": p90, "max": p90}


def row(key: str, issued: int, completed: int, wait: dict[str, float | None] = NOTHING) -> dict[str, Any]:
    return {
        "key": key,
        "name": f"Nama {key}",
        "issued": issued,
        "completed": completed,
        "waiting_time_s": wait,
        "service_time_s": spread(420),
    }


def tally(**facts: Any) -> dict[str, Any]:
    empty = {"issued": 0, "by_service": [], "by_counter": [], "by_hour": [], "seal": None}
    return {**empty, "within_target": {"count": 0, "of": 0}, **facts}


def test_a_day_without_numbers_draws_nothing() -> None:
    page = page_of(tally())
    assert (page.tenths, page.percent, page.busiest, page.arrivals, page.waits) == (None,) * 5
    assert (page.services, page.counters, page.short_seal) == ((), (), "")


@pytest.mark.parametrize(
    ("count", "of", "tenths", "percent"), [(189, 222, 8, 85), (222, 222, 10, 100), (1, 30, 0, 3), (299, 300, 9, 100)]
)
def test_the_sentence_never_promises_more_than_was_kept(count: int, of: int, tenths: int, percent: int) -> None:
    page = page_of(tally(within_target={"count": count, "of": of}))
    assert (page.tenths, page.percent) == (tenths, percent)


def test_the_busiest_hour_is_the_one_with_most_numbers() -> None:
    page = page_of(tally(issued=133, by_hour=[row("08", 60, 47), row("09", 73, 48)]))
    assert page.busiest is not None
    assert page.busiest["key"] == "09"
    assert page.waits is None, "nobody was called yet"


def test_services_stand_by_demand_and_unmeasured_ones_are_left_out() -> None:
    rows = [row("KTP", 10, 9, spread(600, 1200)), row("KK", 30, 29, spread(300, 900)), row("KIA", 50, 0)]
    beams = page_of(tally(issued=90, by_service=rows)).services
    assert [beam.name for beam in beams] == ["Nama KK", "Nama KTP"]
    assert [beam.value for beam in beams] == [5, 10]
    assert beams[1].mark == 100, "the longest of the nine in ten fills the row"
    assert beams[0].share == 25


def test_counters_are_compared_by_people_served() -> None:
    beams = page_of(tally(issued=50, by_counter=[row("1", 0, 40), row("2", 0, 20), row("3", 0, 0)])).counters
    assert [(beam.count, beam.share) for beam in beams] == [(40, 100), (20, 50)]
    assert beams[0].marked == 7


def test_waits_by_hour_are_drawn_once_somebody_was_called() -> None:
    page = page_of(tally(issued=3, by_hour=[row("08", 3, 1, spread(90, 300))]))
    assert page.waits is not None
    assert page.waits.bars[0].label == 1.5
    assert page.waits.peak is not None
    assert page.waits.peak.value == 5


def test_a_seal_is_read_aloud_in_fours() -> None:
    assert grouped_seal("9f2c41d07a66e1b8" + "00" * 24) == "9F2C 41D0 7A66 E1B8"


def test_the_hour_after_the_last_is_midnight() -> None:
    assert (hour_name("08"), next_hour("08"), next_hour("23")) == ("08.00", "09.00", "00.00")
