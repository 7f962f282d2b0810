"""Taking a number: what a ticket says, keys that make it safe to ask twice, quotas and hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from queue_server import protocol
from queue_server.application import closing, issuing
from tests.cast import (
    CHRISTMAS,
    FRIDAY,
    KOTA,
    MONDAY,
    OTHER_KIOSK,
    SARI,
    SATURDAY,
    TUESDAY,
)
from tests.fakes.hall import Hall, numbers, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def test_services_that_share_a_series_share_its_numbers_and_others_do_not(hall: Hall) -> None:
    tickets = hall.issue_many("KTP", "KK", "AKTA", "KTP", "KONSUL", "AKTA")
    assert numbers(tickets) == ["A-001", "A-002", "B-101", "A-003", "C-001", "B-102"]


def test_a_fresh_ticket_says_all_that_its_resident_needs(hall: Hall) -> None:
    hall.issue_many("KTP", "AKTA")
    answer = hall.issue_kept("KTP", priority="elderly", language="en").answer
    ticket = answer.ticket
    assert (ticket.status, ticket.service, ticket.branch, ticket.service_day) == ("waiting", "KTP", KOTA, "2026-11-23")
    assert (ticket.origin, ticket.priority, ticket.counter, ticket.call_count) == ("walk_in", "elderly", None, 0)
    assert (ticket.issued_at, ticket.called_at, ticket.ended_at) == (hall.clock.now, None, None)
    assert ticket.ahead == 0, "priority goes first"
    assert hall.issue("KTP").ahead == 3
    assert answer.track_url.startswith("http://antrean.test/t/")
    assert answer.print_job is None, "there is no printer yet"


def test_the_same_key_gives_the_same_answer_and_no_second_ticket(hall: Hall) -> None:
    first = hall.issue_kept("KTP", key="kunci-satu")
    hall.clock.pass_by(minutes=10)
    again = hall.issue_kept("KTP", key="kunci-satu")
    assert (first.replayed, again.replayed) == (False, True)
    assert again.answer["ticket"]["id"] == first.answer.ticket.id
    assert again.answer["track_url"] == first.answer.track_url
    assert hall.issue("KTP").number == "A-002"


def test_a_key_still_answers_after_its_ticket_moved_on_and_the_day_closed(hall: Hall) -> None:
    first = hall.issue_kept("KTP", key="kunci-satu").answer.ticket
    hall.open("1")
    hall.serve("1")
    hall.close_day(MONDAY)
    assert hall.issue_kept("KTP", key="kunci-satu").answer["ticket"]["id"] == first.id


def test_a_key_is_kept_for_seven_days_and_then_forgotten(hall: Hall) -> None:
    first = hall.issue_kept("KTP", key="kunci-satu").answer.ticket
    hall.clock.pass_by(days=7)
    hall.close_day(hall.stored_day())
    assert hall.issue_kept("KTP", key="kunci-satu").answer["ticket"]["id"] == first.id
    hall.clock.pass_by(days=1)
    hall.issue("KTP")
    hall.close_day(hall.stored_day())
    hall.clock.pass_by(days=1)
    assert hall.issue_kept("KTP", key="kunci-satu").answer.ticket.service_day == "2026-12-02"


@pytest.mark.parametrize("other", [{"service": "KK"}, {"priority": "elderly"}, {"language": "en"}])
def test_the_same_key_for_something_else_is_a_conflict(hall: Hall, other: dict[str, str]) -> None:
    hall.issue_kept("KTP", key="kunci-satu")
    words = {"service": "KTP"} | other
    assert refused(hall.issue_kept, key="kunci-satu", **words).code == "idempotency_conflict"


def test_keys_of_two_kiosks_never_meet(hall: Hall) -> None:
    hall.issue_kept("KTP", key="kunci-satu")
    command = protocol.IssueTicket("KTP")
    other = issuing.issue_ticket(hall.context, OTHER_KIOSK, KOTA, command, "kunci-satu")
    assert isinstance(other.answer, protocol.IssuedTicket)
    assert other.answer.ticket.number == "A-002"


def test_a_refusal_is_not_kept_under_its_key(hall: Hall) -> None:
    hall.clock.set("07:00")
    assert refused(hall.issue, "KTP", key="kunci-satu").reason == "not_yet_open"
    hall.clock.set("07:30")
    assert hall.issue("KTP", key="kunci-satu").number == "A-001"


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        ({"service": "SIM"}, "not_found", "unknown_service"),
        ({"service": "KTP", "priority": "vip"}, "invalid_field", "unknown_priority"),
        ({"service": "KTP", "language": "jv"}, "invalid_field", "unknown_language"),
    ],
)
def test_a_wrong_wish_is_refused_by_name_and_opens_no_day(
    hall: Hall, words: dict[str, str], code: str, reason: str
) -> None:
    seq = hall.seq()
    refusal = refused(hall.issue, **words)
    assert (refusal.code, refusal.reason) == (code, reason)
    assert hall.seq() == seq


def test_the_quota_is_the_last_number_of_the_day(hall: Hall) -> None:
    assert numbers(hall.issue_many("AKTA", "AKTA", "AKTA")) == ["B-101", "B-102", "B-103"]
    refusal = refused(hall.issue, "AKTA")
    assert (refusal.code, refusal.params["quota"]) == ("quota_reached", 3)
    assert hall.issue("KTP").number == "A-001", "other services go on"
    hall.close_day(MONDAY)
    hall.clock.set("08:00", TUESDAY)
    assert hall.issue("AKTA").number == "B-101", "a new day, a new quota"


def test_a_cancelled_ticket_gives_its_quota_to_nobody(hall: Hall) -> None:
    ticket = hall.issue_many("AKTA", "AKTA", "AKTA")[0]
    hall.act("cancel", ticket, None)
    assert refused(hall.issue, "AKTA").code == "quota_reached"


@pytest.mark.parametrize(
    ("day", "wall", "reason", "opens"),
    [
        (MONDAY, "07:29:59", "not_yet_open", "2026-11-23T07:30:00+07:00"),
        (MONDAY, "12:00", "on_break", "2026-11-23T13:00:00+07:00"),
        (MONDAY, "15:00", "issuing_ended", "2026-11-24T07:30:00+07:00"),
        (FRIDAY, "11:30", "prayer_break", "2026-11-27T13:00:00+07:00"),
        (FRIDAY, "15:00", "issuing_ended", "2026-11-30T07:30:00+07:00"),
        (SATURDAY, "09:00", "closed_today", "2026-11-30T07:30:00+07:00"),
        (CHRISTMAS, "09:00", "holiday", "2026-12-28T07:30:00+07:00"),
    ],
)
def test_outside_the_hours_it_says_why_and_when_again(hall: Hall, day: Any, wall: str, reason: str, opens: str) -> None:
    hall.clock.set(wall, day)
    refusal = refused(hall.issue, "KTP")
    assert (refusal.code, refusal.reason) == ("service_closed", reason)
    assert refusal.params["opens_at"] == datetime.fromisoformat(opens)


def test_a_supervisor_opens_the_day_at_any_hour_and_then_numbers_are_given(hall: Hall) -> None:
    hall.clock.set("05:00", SATURDAY)
    assert closing.open_day(hall.context, SARI, KOTA).day == SATURDAY
    assert hall.issue("KTP").service_day == "2026-11-28"
    assert closing.open_day(hall.context, SARI, KOTA).day == SATURDAY, "opening it twice changes nothing"


def test_joint_leave_is_a_working_day_where_the_office_says_so(hall: Hall) -> None:
    hall.clock.set("09:00", CHRISTMAS - timedelta(days=1))
    assert hall.issue("KTP").number == "A-001"
