"""How instants, days and figures are written for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from queue_server import wording

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Jakarta", "08.30 WIB"),
        ("Asia/Pontianak", "08.30 WIB"),
        ("Asia/Makassar", "09.30 WITA"),
        ("Asia/Jayapura", "10.30 WIT"),
        ("UTC", "01.30 UTC"),
        ("Asia/Kathmandu", "07.15 UTC+0545"),
    ],
)
def test_the_clock_names_its_zone(zone: str, written: str) -> None:
    assert wording.clock(AT, ZoneInfo(zone)) == written


def test_a_range_names_its_zone_once() -> None:
    zone = ZoneInfo("Asia/Jakarta")
    assert wording.clock_range(AT, AT + timedelta(minutes=25), zone) == "08.30–08.55 WIB"
    assert wording.clock_range(AT, AT + timedelta(seconds=20), zone) == "08.30 WIB"


def test_days_are_written_out() -> None:
    assert wording.day_line(date(2026, 11, 23), "id") == "Senin, 23 November 2026"
    assert wording.day_line(date(2026, 8, 1), "id") == "Sabtu, 1 Agustus 2026"
    assert wording.day_line(date(2026, 11, 23), "en") == "Monday, 23 November 2026"


def test_figures_follow_the_language() -> None:
    assert (wording.whole(1200, "id"), wording.whole(1200, "en")) == ("1.200", "1,200")
    assert (wording.decimal(17.34, "id"), wording.decimal(17.34, "en")) == ("17,3", "17.3")
    assert wording.percent(0.85, "id") == "85 %"


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "0:00"), (252, "4:12"), (3600, "1:00:00"), (3852.9, "1:04:12"), (-3, "0:00")]
)
def test_durations_never_look_like_an_hour(seconds: float, written: str) -> None:
    assert wording.stopwatch(seconds) == written


def test_minutes_are_at_least_one() -> None:
    assert wording.minutes(2280, "id") == "38 menit"
    assert wording.minutes(5, "en") == "1 min"


@pytest.mark.parametrize(
    ("minute", "low_min", "high_min", "shown"),
    [
        (30, 10, 25, "08.40–08.55 WIB"),
        (31, 10, 25, "08.40–08.55 WIB"),
        (33, 10, 25, "08.40–09.00 WIB"),
        (33, 0, 5, "08.33–08.40 WIB"),
        (32, 0, 5, "08.32–08.35 WIB"),
    ],
)
def test_an_expected_range_begins_early_rather_than_late_and_is_not_widened_twice(
    minute: int, low_min: int, high_min: int, shown: str
) -> None:
    zone = ZoneInfo("Asia/Jakarta")
    at = datetime(2026, 11, 23, 8, minute, tzinfo=zone)
    assert wording.expected_range(at, low_min * 60, high_min * 60, zone) == shown
