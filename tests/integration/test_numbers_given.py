"""When numbers are given: each reason at the kiosk's menu and at the issue, windows, and what a supervisor decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from queue_server import protocol
from queue_server.application import snapshots
from queue_server.application.context import Context
from queue_server.application.deciding import decide_issuing
from queue_server.protocol import IssuingWish
from queue_server.sentences import detail_of
from tests.cast import CHRISTMAS, FRIDAY, KIOSK, KOTA, KOTA_FILE, MONDAY, RATNA, SARI, SATURDAY, TUESDAY
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")

WHOLE_DAYS = KOTA_FILE.replace('["07:30-12:00", "13:00-15:00"]', '["07:30-15:00"]').replace(
    '["07:30-11:00", "13:00-15:00"]', '["07:30-15:00"]'
)
RULES = (
    WHOLE_DAYS.replace("undo_s = 10", "undo_s = 10\nlast_number_before_minutes = 30")
    .replace('holidays = "ID"', 'holidays = "ID+government"')
    .replace("daily_quota = 3", 'daily_quota = 5\nquotas = [{span = "08:00-10:00", count = 2}]')
    + """
[[breaks]]
days = ["mon", "tue", "wed", "thu"]
span = "12:00-13:00"
name.id = "Istirahat siang"
name.en = "Lunch break"
kind = "lunch"

[[breaks]]
days = ["fri"]
span = "11:00-13:00"
name.id = "Salat Jumat"
name.en = "Friday prayers"
kind = "prayer"

[[exceptions]]
date = 2026-11-24
name.id = "Pindah ke gedung baru"
name.en = "Moving house"
closed = true

[[exceptions]]
date = 2026-11-25
name.id = "Rapat dinas"
name.en = "Staff meeting"
issue = ["08:00-10:00"]
service = ["08:00-11:00"]
"""
)
WEDNESDAY = date(2026, 11, 25)
JOINT_LEAVE = date(2026, 12, 24)


@pytest.fixture
def strict(context: Context, clock: SettableClock) -> Hall:
    """An office with every rule of time."""
    return Hall(context, clock, RULES, KIOSK, RATNA)


def menu(hall: Hall) -> protocol.MenuState:
    state: protocol.MenuState = snapshots.menu_state(hall.context, hall.branch).state
    return state


def offered(hall: Hall, service: str) -> protocol.MenuService:
    return next(found for found in menu(hall).services if found.code == service)


def decide(hall: Hall, wish: str, reason: str | None = None, by: Any = SARI) -> protocol.IssuingState:
    return decide_issuing(hall.context, by, hall.branch, protocol.DecideIssuing(IssuingWish(wish), reason))


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.mark.parametrize(
    ("day", "wall", "reason", "opens", "notice"),
    [
        (MONDAY, "12:30", "on_break", "2026-11-23T13:00", "Istirahat siang"),
        (FRIDAY, "11:30", "prayer_break", "2026-11-27T13:00", "Salat Jumat"),
        (MONDAY, "14:30", "last_number_given", "2026-11-25T08:00", None),
        (MONDAY, "15:00", "issuing_ended", "2026-11-25T08:00", None),
        (TUESDAY, "09:00", "exception_closed", "2026-11-25T08:00", "Pindah ke gedung baru"),
        (WEDNESDAY, "10:00", "issuing_ended", "2026-11-26T07:30", "Rapat dinas"),
        (SATURDAY, "09:00", "closed_today", "2026-11-30T07:30", None),
        (JOINT_LEAVE, "09:00", "holiday", "2026-12-28T07:30", "Cuti Bersama Hari Raya Natal"),
        (CHRISTMAS, "09:00", "holiday", "2026-12-28T07:30", "Hari Raya Natal"),
    ],
)
def test_the_kiosk_says_beforehand_what_an_issue_would_meet(
    strict: Hall, day: date, wall: str, reason: str, opens: str, notice: str | None
) -> None:
    strict.clock.set(wall, day)
    state = menu(strict)
    for service in state.services:
        assert (service.available, service.reason, service.opens_at) == (False, reason, wib(opens))
        assert service.sentence is not None
        refusal = refused(strict.issue, service.code)
        assert (refusal.code, refusal.reason, refusal.params["opens_at"]) == ("service_closed", reason, wib(opens))
        for language in ("id", "en"):
            said = detail_of(strict.context.catalogue, language, refusal)
            assert said == getattr(service.sentence, language)
            assert "–" not in said
            assert opens[11:].replace(":", ".") in said.replace(":", ".")
    assert (state.notice and state.notice.id) == notice
    if reason in {"holiday", "exception_closed"}:
        assert all(notice in service.sentence.id for service in state.services if service.sentence and notice)


def test_a_day_with_hours_of_its_own_says_so_while_numbers_are_given(strict: Hall) -> None:
    strict.clock.set("08:30", WEDNESDAY)
    state = menu(strict)
    assert all(service.available for service in state.services)
    assert state.notice == protocol.Texts("Rapat dinas", "Staff meeting")
    assert state.last_number_at == wib("2026-11-25T10:00")


def test_the_menu_tells_the_last_number_and_the_hours_without_the_breaks(strict: Hall) -> None:
    state = menu(strict)
    assert state.last_number_at == wib("2026-11-23T14:30")
    assert state.service_hours["mon"] == ["08:00-12:00", "13:00-15:00"]
    assert state.notice is None
    strict.clock.set("09:00", SATURDAY)
    assert menu(strict).last_number_at is None


def test_a_break_that_stops_service_alone_gives_numbers_and_counts_into_the_wait(
    context: Context, clock: SettableClock
) -> None:
    lunch = (
        '\n[[breaks]]\ndays = ["mon"]\nspan = "12:00-13:00"\nname.id = "Istirahat"\nkind = "lunch"\nstops = "service"\n'
    )
    file = WHOLE_DAYS.replace('["08:00-12:00", "13:00-15:00"]', '["08:00-15:00"]') + lunch
    hall = Hall(context, clock, file, KIOSK, RATNA)
    hall.open("1")
    hall.teach("KTP")
    hall.clock.set("12:00")
    board = snapshots.board_state(hall.context, KOTA).state
    assert (board.issuing, board.opens_at) == (True, wib("2026-11-23T13:00"))
    first = hall.issue("KTP")
    assert first.ahead == 0
    assert first.wait_low_s is not None
    assert first.wait_low_s >= 3000, "nobody calls before one o'clock"


# ---- quotas of a window


def test_a_window_gives_so_many_numbers_and_the_next_one_again(strict: Hall) -> None:
    strict.clock.set("07:45")
    strict.issue("AKTA")
    strict.clock.set("08:00")
    strict.issue_many("AKTA", "AKTA")
    full = offered(strict, "AKTA")
    assert (full.reason, full.opens_at) == ("window_quota_reached", wib("2026-11-23T10:00"))
    assert full.sentence is not None
    assert "2 nomor" in full.sentence.id
    assert "10.00" in full.sentence.id
    refusal = refused(strict.issue, "AKTA")
    assert (refusal.code, refusal.reason) == ("quota_reached", "window_quota_reached")
    assert offered(strict, "KTP").available
    strict.clock.set("09:59:59")
    assert not offered(strict, "AKTA").available
    strict.clock.set("10:00")
    strict.issue_many("AKTA", "AKTA")
    used_up = offered(strict, "AKTA")
    assert (used_up.reason, used_up.opens_at) == ("quota_reached", wib("2026-11-25T08:00")), "five were the day's"


def test_a_cancelled_number_gives_its_window_to_nobody(strict: Hall) -> None:
    ticket = strict.issue_many("AKTA", "AKTA")[0]
    strict.act("cancel", ticket, None)
    assert refused(strict.issue, "AKTA").reason == "window_quota_reached"


def test_a_window_that_ends_in_the_break_opens_after_it(context: Context, clock: SettableClock) -> None:
    file = KOTA_FILE.replace("daily_quota = 3", 'quotas = [{span = "11:00-12:30", count = 1}]')
    hall = Hall(context, clock, file, KIOSK, RATNA)
    hall.clock.set("11:00")
    hall.issue("AKTA")
    assert offered(hall, "AKTA").opens_at == wib("2026-11-23T13:00")


def test_the_last_window_of_the_day_opens_on_another_day(context: Context, clock: SettableClock) -> None:
    file = KOTA_FILE.replace("daily_quota = 3", 'quotas = [{span = "13:00-15:00", count = 1}]')
    hall = Hall(context, clock, file, KIOSK, RATNA)
    hall.clock.set("13:00")
    hall.issue("AKTA")
    found = offered(hall, "AKTA")
    assert (found.reason, found.opens_at) == ("quota_reached", wib("2026-11-24T07:30"))
    assert found.sentence is not None
    assert "Selasa" in found.sentence.id


def test_yesterday_left_open_takes_nothing_of_todays_quota(hall: Hall) -> None:
    hall.issue_many("AKTA", "AKTA", "AKTA")
    hall.clock.set("08:00", TUESDAY)
    assert offered(hall, "AKTA").available
    assert hall.issue("AKTA").service_day == TUESDAY.isoformat()


# ---- against the hours


def test_a_quota_holds_also_against_the_hours(strict: Hall) -> None:
    decide(strict, "open", "Warga dari pulau")
    strict.issue_many("AKTA", "AKTA")
    assert offered(strict, "AKTA").opens_at == wib("2026-11-23T10:00")
    strict.clock.set("23:00")
    strict.issue_many("AKTA", "AKTA", "AKTA")
    assert refused(strict.issue, "AKTA").reason is None
