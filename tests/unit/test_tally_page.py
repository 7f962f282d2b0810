"""What the tally's page says beyond its figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from queue_server.protocol import PromisedDay, PromisedRow
from queue_server.web.tally_page import hour_name, in_range, next_hour, page_of, promised_page
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


def promised(told: int = 0, came: int = 0, seen: tuple[int, int, int] = (0, 0, 0), key: str = "") -> PromisedRow:
    """Return figures of ranges told: ``seen`` are those that came sooner, within and later than people saw."""
    sooner, inside, later = seen
    mean = 600.0 if came else None
    return PromisedRow(key, key, told, came, sum(seen), sooner, inside, later, mean, mean, 0.0 if came else None)


def promises(total: PromisedRow, *hours: PromisedRow, on_phones: PromisedRow | None = None) -> PromisedDay:
    return PromisedDay("demo", "2026-11-23", total, on_phones or promised(), [], list(hours))


@pytest.mark.parametrize(
    ("total", "state"),
    [
        (promised(), "nothing"),
        (promised(told=3), "open"),
        (promised(told=3, came=2), "hidden"),
        (promised(told=3, came=2, seen=(0, 1, 0)), "compared"),
    ],
)
def test_what_can_be_said_of_what_people_were_told(total: PromisedRow, state: str) -> None:
    page = promised_page(promises(total, *([replace(total, key="08")] if total.told else [])))
    assert page.state == state
    assert (page.hours is not None) == bool(total.came)
    assert page.phones_percent is None


@pytest.mark.parametrize(
    ("seen", "percent"),
    [((21, 174, 17), 82), ((0, 5, 0), 100), ((1, 299, 0), 99), ((2, 0, 1), 0), ((0, 0, 0), None)],
)
def test_a_hundred_means_that_every_range_held(seen: tuple[int, int, int], percent: int | None) -> None:
    row = promised(told=400, came=400, seen=seen)
    assert in_range(row) == percent
    page = promised_page(promises(promised(), on_phones=row))
    assert (page.state, page.percent, page.phones_percent) == ("nothing", None, percent)


def test_expected_and_actual_stand_side_by_side_and_an_hour_without_calls_keeps_its_place() -> None:
    early = replace(promised(told=4, came=4, key="08"), mean_expected_s=1500.0, mean_came_s=1080.0)
    noon, late = promised(told=2, key="09"), promised(told=1, came=1, key="11")
    hours = promised_page(promises(promised(told=8, came=5), early, noon, late, promised(told=1, key="12"))).hours
    assert hours is not None
    assert [mark.name for mark in hours.names] == ["08.00", "09.00", "10.00", "11.00"]
    bars = [(bar.kind, bar.label) for bar in hours.bars]
    assert bars == [("expected", 25), ("actual", 18), ("expected", 10), ("actual", 10)]
    assert hours.bars[2].x > hours.names[2].x, "nothing is drawn over the hours of which nothing is known"
