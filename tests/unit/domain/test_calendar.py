"""When numbers are given: hours, lunch, Fridays, holidays, and midnight in three zones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from queue_server.domain.calendar import WEEKDAYS, Span, WeekHours, next_opening, why_closed
from tests.cast import CHRISTMAS, FRIDAY, MONDAY, SATURDAY

WIB, WITA, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
HOLIDAYS = frozenset({CHRISTMAS})


def week(**days: str) -> WeekHours:
    """Return hours from ``mon="07:30-12:00 13:00-15:00"``."""
    return WeekHours(tuple(tuple(Span.parse(span) for span in days.get(day, "").split()) for day in WEEKDAYS))


OFFICE = week(**dict.fromkeys(("mon", "tue", "wed", "thu"), "07:30-12:00 13:00-15:00"), fri="07:30-11:00 13:00-15:00")


def at(day: date, clock: str, zone: ZoneInfo = WIB) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("day", "clock", "reason"),
    [
        (MONDAY, "00:00", "not_yet_open"),
        (MONDAY, "07:29:59", "not_yet_open"),
        (MONDAY, "07:30", None),
        (MONDAY, "11:59:59", None),
        (MONDAY, "12:00", "on_break"),
        (MONDAY, "12:59:59", "on_break"),
        (MONDAY, "13:00", None),
        (MONDAY, "15:00", "issuing_ended"),
        (MONDAY, "23:59:59", "issuing_ended"),
        (FRIDAY, "11:00", "on_break"),
        (FRIDAY, "12:59", "on_break"),
        (SATURDAY, "09:00", "closed_today"),
        (CHRISTMAS, "09:00", "holiday"),
        (CHRISTMAS, "03:00", "holiday"),
    ],
)
def test_why_no_number_is_given(day: date, clock: str, reason: str | None) -> None:
    assert why_closed(OFFICE, at(day, clock), HOLIDAYS) == reason


@pytest.mark.parametrize(
    ("day", "clock", "opens"),
    [
        (MONDAY, "06:00", "2026-11-23T07:30"),
        (MONDAY, "07:30", "2026-11-23T13:00"),
        (MONDAY, "12:30", "2026-11-23T13:00"),
        (MONDAY, "15:00", "2026-11-24T07:30"),
        (FRIDAY, "15:00", "2026-11-30T07:30"),
        (SATURDAY, "10:00", "2026-11-30T07:30"),
        (date(2026, 12, 24), "15:30", "2026-12-28T07:30"),
        (CHRISTMAS, "09:00", "2026-12-28T07:30"),
    ],
)
def test_when_numbers_are_given_again(day: date, clock: str, opens: str) -> None:
    opening = next_opening(OFFICE, at(day, clock), HOLIDAYS)
    assert opening == datetime.fromisoformat(opens).replace(tzinfo=WIB)


def test_an_office_without_hours_never_opens() -> None:
    assert next_opening(week(), at(MONDAY, "09:00"), HOLIDAYS) is None
    assert why_closed(week(), at(MONDAY, "09:00"), HOLIDAYS) == "closed_today"


@pytest.mark.parametrize(("zone", "utc"), [(WIB, 17), (WITA, 16), (WIT, 15)])
def test_a_day_begins_at_midnight_of_its_own_zone(zone: ZoneInfo, utc: int) -> None:
    always = week(**dict.fromkeys(WEEKDAYS, "00:00-24:00"))
    midnight = datetime(2026, 11, 22, utc, tzinfo=UTC).astimezone(zone)
    assert (midnight.date(), midnight.hour) == (MONDAY, 0)
    assert always.contains(midnight)
    monday_only = week(mon="00:00-24:00")
    assert not monday_only.contains(midnight.replace(day=22, hour=23, minute=59, second=59))
    assert monday_only.contains(midnight)


@pytest.mark.parametrize(("zone", "hour"), [(WIB, 7), (WITA, 8), (WIT, 9)])
def test_midnight_in_utc_is_nothing_special(zone: ZoneInfo, hour: int) -> None:
    local = datetime(2026, 11, 23, 0, 0, tzinfo=UTC).astimezone(zone)
    assert local.hour == hour
    assert why_closed(OFFICE, local, HOLIDAYS) == ("not_yet_open" if zone is WIB else None)


@pytest.mark.parametrize(
    "text", ["", "7", "07:30", "07:30-", "07:30-25:00", "07:60-09:00", "-1:00-02:00", "a-b", "1-2-3"]
)
def test_what_is_no_span_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match='is not a span of a day; write it like "07:30-15:00"'):
        Span.parse(text)


@pytest.mark.parametrize("text", ["09:00-09:00", "15:00-07:30"])
def test_a_span_ends_after_it_begins(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Span.parse(text)


def test_a_span_may_last_to_the_end_of_the_day() -> None:
    assert Span.parse("00:00-24:00") == Span(0, 1440)
