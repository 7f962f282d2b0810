"""What kiosk and TV show: read in one snapshot, and true to what an issue or a call would then do."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server.application import snapshots
from queue_server.application.closing import open_day
from queue_server.application.encoding import encode
from queue_server.domain.errors import Refusal
from tests.cast import FRIDAY, KOTA, MONDAY, SARI
from tests.fakes.hall import Hall


def board(hall: Hall, zone: str | None = None) -> Any:
    return snapshots.board_state(hall.context, hall.branch, snapshots.Place(zone)).state


def menu(hall: Hall) -> dict[str, Any]:
    state = snapshots.menu_state(hall.context, hall.branch).state
    return {service.code: service for service in state.services}


def test_the_menu_offers_every_service_with_who_waits(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP", "AKTA")
    services = menu(hall)
    assert list(services) == ["KTP", "KK", "AKTA", "KONSUL"]
    assert [services[code].waiting for code in services] == [2, 0, 1, 0]
    assert all(service.available and service.reason is None for service in services.values())
    assert (services["KTP"].name.id, services["KTP"].name.en) == ("KTP elektronik", "Electronic ID card")


@pytest.mark.parametrize(
    ("wall", "reason"),
    [("07:00", "not_yet_open"), ("12:30", "on_break"), ("15:30", "issuing_ended"), ("09:00", None)],
)
def test_the_menu_says_what_an_issue_would_say(hall: Hall, wall: str, reason: str | None) -> None:
    hall.clock.set(wall)
    for code, service in menu(hall).items():
        assert service.reason == reason
        if reason is None:
            hall.issue(code)
        else:
            assert service.sentence.id
            assert service.sentence.en != service.sentence.id
            with pytest.raises(Refusal) as refused:
                hall.issue(code)
            assert refused.value.reason == reason
            assert refused.value.params["opens_at"] == service.opens_at


def test_the_menu_says_that_a_quota_is_used_up(hall: Hall) -> None:
    hall.issue_many("AKTA", "AKTA", "AKTA")
    services = menu(hall)
    assert (services["AKTA"].available, services["AKTA"].reason) == (False, "quota_reached")
    assert "3 nomor" in services["AKTA"].sentence.id
    assert services["KTP"].available


def test_the_menu_of_a_closed_day_opens_tomorrow(hall: Hall) -> None:
    hall.issue("KTP")
    hall.close_day(MONDAY)
    state = snapshots.menu_state(hall.context, KOTA).state
    assert state.day_status == "closed"
    assert {service.reason for service in state.services} == {"day_closed"}


def test_a_day_that_staff_opened_early_is_open_on_the_menu(hall: Hall) -> None:
    hall.clock.set("05:00", FRIDAY)
    open_day(hall.context, SARI, KOTA)
    assert all(service.available for service in menu(hall).values())


# ---- board


def test_the_board_shows_each_counter_as_it_is(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP", "KTP")
    hall.open("1", "2", "3", "5")
    hall.called("1")
    hall.act("start", hall.called("2"), "2")
    hall.pause("3")
    cells = {cell.counter: (cell.status, cell.number, cell.service) for cell in board(hall).counters}
    assert cells == {
        "1": ("called", "A-001", "KTP"),
        "2": ("serving", "A-002", "KTP"),
        "3": ("paused", None, None),
        "4": ("closed", None, None),
        "5": ("open", None, None),
    }
    assert {row.service: row.count for row in board(hall).waiting} == {"KTP": 1, "KK": 0, "AKTA": 0, "KONSUL": 0}


def test_a_call_is_spoken_once_with_its_own_seq(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    hall.clock.pass_by(seconds=11)
    hall.act("recall", ticket)
    recall, call = board(hall).calls
    assert (call.number, call.counter, call.name, call.count, recall.count) == ("A-001", "1", "Loket 1", 1, 2)
    assert recall.seq > call.seq
    assert call.speech == recall.speech
    assert "A nol nol satu" in call.caption.id
    assert call.caption.en


def test_the_board_keeps_ten_calls_and_all_of_the_last_two_minutes(hall: Hall) -> None:
    hall.issue_many(*["KTP"] * 16)
    hall.open("1")
    for _ in range(14):
        hall.serve("1", seconds=1)
    assert len(board(hall).calls) == 14
    hall.clock.pass_by(seconds=121)
    hall.serve("1", seconds=0)
    seen = board(hall).calls
    assert len(seen) == 10
    assert [call.seq for call in seen] == sorted((call.seq for call in seen), reverse=True)
    assert seen[0].number == "A-015"


def test_a_zone_shows_its_own_counters_and_calls_and_everybody_who_waits(hall: Hall) -> None:
    hall.issue_many("KTP", "KONSUL", "AKTA", "AKTA")
    hall.open("1", "3")
    hall.called("1")
    hall.called("3")
    assert [cell.counter for cell in board(hall, "utama").counters] == ["1", "2"]
    assert [call.number for call in board(hall, "utama").calls] == ["A-001"]
    assert [call.number for call in board(hall, "samping").calls] == ["C-001"]
    assert len(board(hall).calls) == 2
    assert sum(row.count for row in board(hall, "samping").waiting) == 2


def test_a_new_day_begins_with_an_empty_board(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.serve("1")
    hall.close_day(MONDAY)
    hall.clock.pass_by(days=1)
    assert board(hall).calls == []
    assert board(hall).day_status == "not_open"


def test_every_instant_on_the_wire_is_in_utc_with_a_z(hall: Hall) -> None:
    hall.clock.set("06:00")
    for state in (snapshots.menu_state(hall.context, KOTA), snapshots.board_state(hall.context, KOTA)):
        text = encode(state).decode()
        assert '"opens_at":"2026-11-2' in text
        assert "+07:00" not in text
