"""What a supervisor decides about numbers: given against the hours, stopped with a reason, left to the hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from queue_server import protocol
from queue_server.application import closing, snapshots
from queue_server.application.deciding import REASON_LIMIT, decide_issuing
from queue_server.protocol import IssuingWish
from queue_server.sentences import detail_of
from tests.cast import KOTA, MARKUS, MONDAY, SARI, SATURDAY, TUESDAY
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def menu(hall: Hall) -> protocol.MenuState:
    state: protocol.MenuState = snapshots.menu_state(hall.context, hall.branch).state
    return state


def offered(hall: Hall, service: str) -> protocol.MenuService:
    return next(found for found in menu(hall).services if found.code == service)


def decide(hall: Hall, wish: str, reason: str | None = None, by: Any = SARI) -> protocol.IssuingState:
    return decide_issuing(hall.context, by, hall.branch, protocol.DecideIssuing(IssuingWish(wish), reason))


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def test_numbers_are_stopped_with_a_reason_and_given_again(hall: Hall) -> None:
    hall.issue("KTP")
    state = decide(hall, "closed", " Listrik  padam.")
    assert (state.wish, state.reason, state.given) == ("closed", "Listrik padam", False)
    assert (state.why, state.opens_at) == ("issuing_stopped", wib("2026-11-24T07:30"))
    shown = menu(hall)
    assert {service.reason for service in shown.services} == {"issuing_stopped"}
    assert shown.notice == protocol.Texts("Listrik padam", "Listrik padam")
    assert shown.services[0].sentence is not None
    assert "Listrik padam" in shown.services[0].sentence.id
    assert not snapshots.board_state(hall.context, KOTA).state.issuing
    assert hall.supervision().issuing == state
    assert refused(hall.issue, "KTP").reason == "issuing_stopped"
    hall.open("1")
    assert hall.called("1").number == "A-001", "who has a number is served"
    assert decide(hall, "auto").given
    assert hall.issue("KTP").number == "A-002"
    assert menu(hall).notice is None


def test_numbers_are_given_against_the_hours(hall: Hall) -> None:
    hall.issue("KTP")
    hall.clock.set("12:30")
    assert decide(hall, "open", "Warga dari pulau").given
    assert hall.issue("KTP").number == "A-002"
    assert menu(hall).last_number_at is None
    assert menu(hall).notice == protocol.Texts("Warga dari pulau", "Warga dari pulau")
    assert decide(hall, "auto").why == "on_break"
    assert refused(hall.issue, "KTP").reason == "on_break"


@pytest.mark.parametrize("wish", ["open", "closed"])
def test_a_decision_before_the_day_opens_it(hall: Hall, wish: str) -> None:
    hall.clock.set("09:00", SATURDAY)
    assert decide(hall, wish, "Pemilu").given == (wish == "open")
    assert hall.stored_day() == SATURDAY
    kinds = [event.kind for event in hall.events(SATURDAY)]
    assert kinds == ["day.opened", "issuing.decided"]
    decided = hall.events(SATURDAY)[-1]
    assert (decided.actor, decided.facts) == ("supervisor:sari", {"wish": wish, "reason": "Pemilu"})
    assert decide(hall, "auto").why == "closed_today", "a day opened by a decision is no day opened by hand"


def test_leaving_it_to_the_hours_opens_no_day(hall: Hall) -> None:
    hall.clock.set("09:00", SATURDAY)
    state = decide(hall, "auto", "whatever")
    assert (state.wish, state.reason, state.why) == ("auto", None, "closed_today")
    with hall.context.store.read(KOTA) as work:
        assert work.days.latest() is None


def test_the_same_decision_again_changes_nothing(hall: Hall) -> None:
    decide(hall, "closed", "Listrik padam")
    seq = hall.seq()
    decide(hall, "closed", "Listrik padam")
    assert hall.seq() == seq
    decide(hall, "closed", "Gempa")
    assert hall.seq() == seq + 1


def test_a_decision_ends_with_its_day(hall: Hall) -> None:
    decide(hall, "closed", "Listrik padam")
    hall.clock.set("08:00", TUESDAY)
    assert hall.supervision().issuing.wish == "auto"
    assert menu(hall).notice is None
    assert hall.issue("KTP").service_day == TUESDAY.isoformat()


def test_a_decision_past_midnight_takes_nobody_their_number(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.called("1")
    hall.clock.set("00:30", TUESDAY)
    for wish in ("open", "closed"):
        refusal = refused(decide, hall, wish, "Listrik padam")
        assert (refusal.code, set(str(refusal.params["open"]).split(", "))) == ("day_unfinished", {"A-001", "A-002"})
    assert hall.stored_number("A-002").status.value == "waiting"
    hall.close_day(MONDAY)
    assert decide(hall, "open", "Sahur").given
    assert hall.stored_day() == TUESDAY


def test_yesterday_left_open_is_closed_by_a_decision_within_the_hours(hall: Hall) -> None:
    hall.issue("KTP")
    hall.clock.set("08:00", TUESDAY)
    assert not decide(hall, "closed", "Listrik padam").given
    assert hall.stored_day() == TUESDAY
    assert hall.stored_number("A-001", MONDAY).status.value == "expired"


def test_a_closed_day_takes_no_decision(hall: Hall) -> None:
    hall.issue("KTP")
    hall.close_day(MONDAY)
    refusal = refused(decide, hall, "open", "Warga dari pulau")
    assert refusal.code == "day_closed"
    assert detail_of(hall.context.catalogue, "id", refusal).startswith("Rekap hari ini sudah dibekukan")


@pytest.mark.parametrize(
    ("reason", "fault"),
    [(None, "reason_missing"), ("", "reason_missing"), (" . ", "reason_missing"), ("x" * 121, "reason_too_long")],
)
def test_going_against_the_hours_needs_a_short_reason(hall: Hall, reason: str | None, fault: str) -> None:
    assert REASON_LIMIT == 120
    for wish in ("open", "closed"):
        assert refused(decide, hall, wish, reason).reason == fault


def test_another_branch_is_not_there(hall: Hall, east: Hall) -> None:
    assert refused(decide, hall, "closed", "Listrik padam", by=MARKUS).reason == "unknown_branch"
    assert east.branch


def test_a_day_opened_by_hand_and_stopped_stays_opened_by_hand(hall: Hall) -> None:
    hall.clock.set("05:00", SATURDAY)
    closing.open_day(hall.context, SARI, KOTA)
    assert not decide(hall, "closed", "Listrik padam").given
    assert decide(hall, "auto").given
    assert hall.clock.now < wib("2026-11-28T05:00") + timedelta(seconds=1)
