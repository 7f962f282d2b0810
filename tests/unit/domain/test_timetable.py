"""When numbers are given: hours, breaks, Fridays, holidays, exceptions, the last number; midnight in three zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from queue_server.application.holidays import holidays_of
from queue_server.domain.calendar import WEEKDAYS, Span, WeekHours, minute_of
from queue_server.domain.day_plan import Break, DayException, DayPlan, why_closed
from queue_server.domain.quota import QuotaWindow, window_at
from queue_server.domain.text import Text
from queue_server.domain.timetable import Timetable, called_from, day_after, given_from
from tests.cast import CHRISTMAS, FRIDAY, MONDAY, SATURDAY, TUESDAY

WIB, WITA, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
CHRISTMAS_NAME = Text("Hari Raya Natal", "Christmas Day")
HOLIDAYS = {CHRISTMAS: CHRISTMAS_NAME}
JOINT_LEAVE = date(2026, 12, 24)


def spans(text: str) -> tuple[Span, ...]:
    return tuple(Span.parse(span) for span in text.split())


def week(**days: str) -> WeekHours:
    """Return hours from ``mon="07:30-12:00 13:00-15:00"``."""
    return WeekHours(tuple(spans(days.get(day, "")) for day in WEEKDAYS))


def workdays(monday_to_thursday: str, friday: str) -> WeekHours:
    return week(**dict.fromkeys(("mon", "tue", "wed", "thu"), monday_to_thursday), fri=friday)


OFFICE = Timetable(
    issue=workdays("07:30-12:00 13:00-15:00", "07:30-11:00 13:00-15:00"),
    service=workdays("08:00-12:00 13:00-15:00", "08:00-11:00 13:00-15:00"),
)
WITHOUT_GAPS = Timetable(workdays("07:30-15:00", "07:30-15:00"), workdays("08:00-15:30", "08:00-15:30"))
ALWAYS = week(**dict.fromkeys(WEEKDAYS, "00:00-24:00"))


def pause(days: str, span: str, kind: str = "lunch", stops: str = "both") -> Break:
    return Break(frozenset(WEEKDAYS.index(day) for day in days.split()), Span.parse(span), Text(kind), kind, stops)


def exception(day: date, *, closed: bool = False, issue: str | None = None, service: str | None = None) -> DayException:
    own = (None if text is None else spans(text) for text in (issue, service))
    return DayException(day, Text("Rapat dinas"), closed, *own)


def at(day: date, clock: str, zone: ZoneInfo = WIB) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone)


def reason(rules: Timetable, local: datetime) -> str | None:
    return why_closed(rules.plan(local.date(), HOLIDAYS), minute_of(local))


def plan(rules: Timetable, day: date = MONDAY) -> DayPlan:
    return rules.plan(day, HOLIDAYS)


def opens(rules: Timetable, local: datetime) -> datetime | None:
    return given_from(lambda day: rules.plan(day, HOLIDAYS), local)


# ---- the week and its holidays


@pytest.mark.parametrize(
    ("day", "clock", "why"),
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
        (FRIDAY, "11:00", "prayer_break"),
        (FRIDAY, "12:59", "prayer_break"),
        (FRIDAY, "13:00", None),
        (SATURDAY, "09:00", "closed_today"),
        (CHRISTMAS, "09:00", "holiday"),
        (CHRISTMAS, "03:00", "holiday"),
    ],
)
def test_why_no_number_is_given(day: date, clock: str, why: str | None) -> None:
    assert reason(OFFICE, at(day, clock)) == why


@pytest.mark.parametrize(
    ("day", "clock", "when"),
    [
        (MONDAY, "06:00", "2026-11-23T07:30"),
        (MONDAY, "07:30", "2026-11-23T07:30"),
        (MONDAY, "12:30", "2026-11-23T13:00"),
        (MONDAY, "15:00", "2026-11-24T07:30"),
        (FRIDAY, "11:00", "2026-11-27T13:00"),
        (FRIDAY, "15:00", "2026-11-30T07:30"),
        (SATURDAY, "10:00", "2026-11-30T07:30"),
        (JOINT_LEAVE, "15:30", "2026-12-28T07:30"),
        (CHRISTMAS, "09:00", "2026-12-28T07:30"),
    ],
)
def test_when_numbers_are_given_again(day: date, clock: str, when: str) -> None:
    assert opens(OFFICE, at(day, clock)) == datetime.fromisoformat(when).replace(tzinfo=WIB)


def test_an_office_without_hours_never_opens() -> None:
    never = Timetable(week(), week())
    assert opens(never, at(MONDAY, "09:00")) is None
    assert reason(never, at(MONDAY, "09:00")) == "closed_today"


def test_joint_leave_is_a_day_off_only_where_the_office_takes_it() -> None:
    national, joint = holidays_of("ID", 2026), holidays_of("ID+government", 2026)
    assert JOINT_LEAVE not in national
    assert joint[JOINT_LEAVE].id == "Cuti Bersama Hari Raya Natal"
    assert (joint[CHRISTMAS].id, joint[CHRISTMAS].in_("en")) == ("Hari Raya Natal", "Christmas Day")
    assert why_closed(OFFICE.plan(JOINT_LEAVE, national), 540) is None
    assert why_closed(OFFICE.plan(JOINT_LEAVE, joint), 540) == "holiday"
    assert date(2027, 1, 1) in national, "who asks in December hears of New Year"
    assert not holidays_of("none", 2026)


def test_a_gap_on_a_friday_is_for_prayer_only_where_it_holds_noon() -> None:
    rules = Timetable(week(fri="08:00-10:00 10:15-11:30 13:00-15:00 15:30-16:00"), week())
    assert [reason(rules, at(FRIDAY, clock)) for clock in ("10:05", "11:30", "12:59", "15:10")] == [
        "on_break",
        "prayer_break",
        "prayer_break",
        "on_break",
    ]


# ---- named pauses of the week


def test_a_break_stops_what_it_is_said_to_stop() -> None:
    for stops, given, served in (("issue", False, True), ("service", True, False), ("both", False, False)):
        lunch = plan(replace(WITHOUT_GAPS, breaks=(pause("mon", "12:00-13:00", stops=stops),)))
        assert (lunch.issues_at(12 * 60), lunch.serves_at(12 * 60)) == (given, served)
        assert lunch.issues_at(13 * 60)
        assert lunch.serves_at(13 * 60)


def test_a_break_is_kept_on_its_own_days() -> None:
    rules = replace(WITHOUT_GAPS, breaks=(pause("tue thu", "12:00-13:00"),))
    assert reason(rules, at(MONDAY, "12:30")) is None
    assert reason(rules, at(TUESDAY, "12:30")) == "on_break"


def test_the_kind_of_a_named_break_decides_its_reason() -> None:
    prayer = replace(
        WITHOUT_GAPS, breaks=(pause("fri", "11:30-13:00", "prayer"), pause("mon", "12:00-12:30", "prayer"))
    )
    assert reason(prayer, at(FRIDAY, "11:45")) == "prayer_break"
    assert reason(prayer, at(MONDAY, "12:15")) == "prayer_break"
    lunch = replace(WITHOUT_GAPS, breaks=(pause("fri", "11:30-13:00", "lunch"),))
    assert reason(lunch, at(FRIDAY, "12:00")) == "on_break", "the office says itself what it is"
    assert plan(prayer, FRIDAY).pause_at(12 * 60) == prayer.breaks[0]


def test_a_break_at_the_edge_of_the_day_is_no_break() -> None:
    rules = replace(WITHOUT_GAPS, breaks=(pause("mon", "07:00-08:00"), pause("mon", "14:00-16:00")))
    assert reason(rules, at(MONDAY, "07:45")) == "not_yet_open"
    assert reason(rules, at(MONDAY, "14:30")) == "issuing_ended"
    assert opens(rules, at(MONDAY, "07:45")) == at(MONDAY, "08:00")


# ---- exceptions


def test_an_exception_closes_a_working_day_by_its_name() -> None:
    rules = replace(OFFICE, exceptions=(exception(MONDAY, closed=True),))
    assert reason(rules, at(MONDAY, "09:00")) == "exception_closed"
    assert plan(rules).special == Text("Rapat dinas")
    assert opens(rules, at(MONDAY, "09:00")) == at(TUESDAY, "07:30")
    assert called_from(lambda day: plan(rules, day), at(MONDAY, "09:00")) == at(TUESDAY, "08:00")


def test_an_exception_beats_a_holiday_and_the_weekday() -> None:
    own = {"issue": "08:00-10:00", "service": "08:00-11:00"}
    rules = replace(OFFICE, exceptions=(exception(CHRISTMAS, **own), exception(SATURDAY, **own)))
    for day in (CHRISTMAS, SATURDAY):
        assert reason(rules, at(day, "09:59")) is None
        assert reason(rules, at(day, "10:00")) == "issuing_ended"
    closed = replace(OFFICE, exceptions=(exception(CHRISTMAS, closed=True),))
    assert reason(closed, at(CHRISTMAS, "09:00")) == "exception_closed"
    usual = replace(OFFICE, exceptions=(exception(CHRISTMAS),))
    assert reason(usual, at(CHRISTMAS, "09:00")) is None, "a holiday that is worked like its weekday"


def test_an_exception_keeps_of_the_weekday_what_it_does_not_name() -> None:
    rules = replace(WITHOUT_GAPS, breaks=(pause("mon", "12:00-13:00"),))
    early = plan(replace(rules, exceptions=(exception(MONDAY, service="08:00-11:00"),)))
    assert (early.issue, early.service) == (spans("07:30-12:00 13:00-15:00"), spans("08:00-11:00"))
    own = plan(replace(rules, exceptions=(exception(MONDAY, issue="07:30-14:00"),)))
    assert (own.issue, own.pauses) == (spans("07:30-14:00"), ()), "its own spans are taken as they are"


# ---- the last number


def test_the_last_number_is_given_so_long_before_service_ends() -> None:
    rules = replace(WITHOUT_GAPS, last_number_before=45)
    wanted = {"14:44": None, "14:45": "last_number_given", "15:29": "last_number_given", "15:30": "issuing_ended"}
    assert {clock: reason(rules, at(MONDAY, clock)) for clock in wanted} == wanted
    assert opens(rules, at(MONDAY, "14:45")) == at(TUESDAY, "07:30")


def test_the_hours_stand_where_they_end_before_the_rule_would() -> None:
    rules = replace(WITHOUT_GAPS, last_number_before=30)
    assert plan(rules).last_number is None
    assert reason(rules, at(MONDAY, "15:00")) == "issuing_ended"


def test_the_last_number_follows_an_exception_that_ends_service_early() -> None:
    rules = replace(WITHOUT_GAPS, last_number_before=30, exceptions=(exception(MONDAY, service="08:00-11:00"),))
    assert reason(rules, at(MONDAY, "10:29")) is None
    assert reason(rules, at(MONDAY, "10:30")) == "last_number_given"


# ---- windows of a quota


def test_a_window_holds_its_first_minute_and_not_its_last() -> None:
    windows = (QuotaWindow(Span.parse("08:00-10:00"), 40), QuotaWindow(Span.parse("10:00-12:00"), 30))
    found = [window_at(windows, minute) for minute in (479, 480, 599, 600, 719, 720)]
    assert [window and window.count for window in found] == [None, 40, 40, 30, 30, None]


# ---- midnight and zones


@pytest.mark.parametrize(("zone", "utc"), [(WIB, 17), (WITA, 16), (WIT, 15)])
def test_a_day_begins_at_midnight_of_its_own_zone(zone: ZoneInfo, utc: int) -> None:
    monday_only = Timetable(week(mon="00:00-24:00"), week())
    midnight = datetime(2026, 11, 22, utc, tzinfo=UTC).astimezone(zone)
    assert (midnight.date(), midnight.hour) == (MONDAY, 0)
    assert reason(monday_only, midnight) is None
    before = datetime(2026, 11, 22, utc - 1, 59, 59, tzinfo=UTC).astimezone(zone)
    assert reason(monday_only, before) == "closed_today"
    assert opens(monday_only, before) == midnight
    assert day_after(midnight) == at(TUESDAY, "00:00", zone)
    assert reason(Timetable(ALWAYS, ALWAYS), day_after(midnight)) is None


@pytest.mark.parametrize(("zone", "why"), [(WIB, "not_yet_open"), (WITA, None), (WIT, None)])
def test_midnight_in_utc_is_nothing_special(zone: ZoneInfo, why: str | None) -> None:
    local = datetime(2026, 11, 23, 0, 0, tzinfo=UTC).astimezone(zone)
    assert reason(OFFICE, local) == why


@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
def test_a_holiday_and_a_friday_begin_where_the_office_stands(zone: ZoneInfo) -> None:
    assert reason(OFFICE, at(CHRISTMAS, "00:00", zone)) == "holiday"
    assert reason(OFFICE, at(date(2026, 12, 26), "00:00", zone)) == "closed_today"
    assert reason(OFFICE, at(FRIDAY, "12:00", zone)) == "prayer_break"
    assert opens(OFFICE, at(FRIDAY, "12:00", zone)) == at(FRIDAY, "13:00", zone)
