"""The service day: closing it, its tally, and clocks that pass midnight or jump."""

from __future__ import annotations

import pytest

from queue_server.application import closing
from queue_server.application.stored import TicketFilter
from tests.cast import (
    BUDI,
    KOTA,
    MONDAY,
    SARI,
    SATURDAY,
    TUESDAY,
)
from tests.fakes.hall import Hall, numbers, refused

pytestmark = pytest.mark.usefixtures("books_agree")
TABLES = ("service", "counter", "hour")


def test_closing_ends_every_ticket_with_a_reason(hall: Hall) -> None:
    tickets = hall.issue_many("KTP", "KTP", "KTP", "KTP", "AKTA")
    hall.open("1", "2", "5")
    hall.serve("1")
    held = hall.called("1")
    hall.act("start", held)
    hall.act("hold", held)
    hall.called("1")
    hall.act("cancel", tickets[4], None)
    tally = hall.close_day(MONDAY)
    ends = {number: hall.stored_number(number) for number in ("A-001", "A-002", "A-003", "A-004", "B-101")}
    assert [(end.status.value, end.reason) for end in ends.values()] == [
        ("completed", None),
        ("expired", "day_closed"),
        ("no_show", "day_closed"),
        ("expired", "day_closed"),
        ("cancelled", None),
    ]
    counts = [tally[word] for word in ("issued", "completed", "no_show", "cancelled", "expired", "waiting")]
    assert counts == [5, 1, 1, 1, 2, 0]
    assert hall.state_of("1").status == "closed"


def test_closing_names_who_is_still_being_served_and_force_ends_it(hall: Hall) -> None:
    hall.issue_many("KTP", "AKTA")
    hall.open("1", "2")
    for counter in ("1", "2"):
        hall.act("start", hall.called(counter), counter)
    refusal = refused(hall.close_day, MONDAY)
    assert refusal.code == "day_unfinished"
    assert {"A-001", "B-101"} <= set(str(refusal.params["open"]).replace(",", " ").split())
    tally = hall.close_day(MONDAY, force=True)
    assert (tally["issued"], tally["completed"]) == (2, 2)
    assert hall.stored_number("A-001").leg.outcome == "unfinished"


def test_closing_twice_changes_nothing(hall: Hall) -> None:
    hall.issue("KTP")
    first = hall.close_day(MONDAY)
    seq = hall.seq()
    hall.clock.pass_by(hours=1)
    assert hall.close_day(MONDAY) == hall.close_day(MONDAY, force=True) == first
    assert hall.seq() == seq


def test_a_closed_day_gives_no_numbers_and_cannot_be_opened_again(hall: Hall) -> None:
    hall.issue("KTP")
    hall.close_day(MONDAY)
    refusal = refused(hall.issue, "KTP")
    assert (refusal.code, refusal.reason) == ("service_closed", "day_closed")
    assert str(refusal.params["opens_at"]).startswith(TUESDAY.isoformat())
    assert refused(closing.open_day, hall.context, SARI, KOTA).code == "day_closed"
    assert refused(hall.open, "1").reason == "day_closed"


def test_a_day_that_never_was_is_unknown(hall: Hall) -> None:
    assert refused(hall.close_day, SATURDAY).reason == "unknown_day"
    assert refused(closing.read_tally, hall.context, SARI, KOTA, SATURDAY).reason == "unknown_day"


def test_the_tally_names_services_counters_officers_and_hours(hall: Hall) -> None:
    hall.issue("KTP")
    hall.clock.pass_by(minutes=5)
    hall.issue("AKTA")
    hall.open("1")
    hall.open("2", by=BUDI)
    hall.serve("1", seconds=240)
    hall.clock.set("09:00")
    hall.serve("2", seconds=600)
    live = closing.read_tally(hall.context, SARI, KOTA, MONDAY)
    tally = hall.close_day(MONDAY)
    assert {word: live[word] for word in ("issued", "completed", "by_service")} == {
        word: tally[word] for word in ("issued", "completed", "by_service")
    }
    assert (live["closed_at"], live["seal"]) == (None, None)
    rows = {name: [(row["key"], row["completed"]) for row in tally[f"by_{name}"]] for name in TABLES}
    assert rows == {"service": [("KTP", 1), ("AKTA", 1)], "counter": [("1", 1), ("2", 1)], "hour": [("08", 2)]}
    assert tally["by_service"][1]["name"] == "Akta kelahiran"
    assert tally["waiting_time_s"] == {"mean": 1800.0, "p50": 3300.0, "p90": 3300.0, "max": 3300.0}
    assert tally["service_time_s"] == {"mean": 420.0, "p50": 600.0, "p90": 600.0, "max": 600.0}
    assert tally["within_target"] == {"count": 1, "of": 2}
    assert len(tally["seal"]) == 64


def test_a_day_left_open_is_closed_by_the_first_command_of_the_next(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.act("start", hall.called("1"))
    hall.clock.set("08:00", TUESDAY)
    assert hall.issue("KTP").number == "A-001", "a new day counts anew"
    ends = [hall.stored_number(number, MONDAY).status.value for number in ("A-001", "A-002")]
    assert ends == ["completed", "expired"]
    assert closing.read_tally(hall.context, SARI, KOTA, MONDAY)["closed_at"] is not None
    assert hall.state_of("1").status == "closed"


def test_service_goes_on_past_midnight_in_the_day_it_began(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.clock.set("23:59:50")
    ticket = hall.called("1")
    hall.clock.pass_by(seconds=20)
    hall.act("start", ticket)
    hall.clock.pass_by(minutes=5)
    assert hall.act("complete", ticket).service_day == "2026-11-23"
    tally = hall.close_day(MONDAY)
    assert tally["service_time_s"]["max"] == 300


@pytest.mark.parametrize("jump", [-1, -24])
def test_a_clock_set_back_repeats_no_number_and_opens_no_earlier_day(hall: Hall, jump: int) -> None:
    hall.clock.set("09:00", TUESDAY)
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.called("1")
    hall.clock.pass_by(hours=jump)
    ticket = hall.issue("KTP")
    assert (ticket.number, ticket.service_day) == ("A-003", "2026-11-24")
    hall.act("start", hall.stored_payload("A-001", TUESDAY))
    hall.act("complete", hall.stored_payload("A-001", TUESDAY))
    assert [hall.serve("1").number for _ in range(2)] == ["A-002", "A-003"], "the place in line is no time"
    tally = hall.close_day(TUESDAY)
    assert min(tally["waiting_time_s"].values()) >= 0
    assert min(tally["service_time_s"].values()) >= 0


def test_a_clock_set_back_after_closing_opens_nothing(hall: Hall) -> None:
    hall.clock.set("09:00", TUESDAY)
    hall.issue("KTP")
    hall.close_day(TUESDAY)
    hall.clock.set("09:00", MONDAY)
    assert refused(hall.issue, "KTP").reason == "day_closed"
    assert refused(closing.open_day, hall.context, SARI, KOTA).code == "day_closed"


def test_a_clock_a_day_ahead_starts_the_next_day_and_coming_back_stays_there(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.clock.pass_by(days=1)
    assert hall.issue("KTP").number == "A-001"
    hall.clock.pass_by(days=-1)
    ticket = hall.issue("KTP")
    assert (ticket.number, ticket.service_day) == ("A-002", "2026-11-24")


def test_a_clock_of_1970_opens_no_day_before_the_last_one(hall: Hall) -> None:
    hall.issue("KTP")
    hall.clock.pass_by(weeks=-2_900)
    ticket = hall.issue("KTP")
    assert (ticket.number, ticket.service_day) == ("A-002", "2026-11-23")


def test_a_day_pages_through_its_tickets(hall: Hall) -> None:
    issued = []
    for _ in range(5):
        issued.append(hall.issue("KTP").number)
        hall.clock.pass_by(seconds=1)
    page = closing.list_tickets(hall.context, SARI, KOTA, MONDAY, TicketFilter(limit=2))
    seen = numbers(page.tickets)
    while page.next is not None:
        page = closing.list_tickets(hall.context, SARI, KOTA, MONDAY, TicketFilter(after=page.next, limit=2))
        seen += numbers(page.tickets)
    assert seen == issued
    assert page.next is None
    only = closing.list_tickets(hall.context, SARI, KOTA, MONDAY, TicketFilter(status="called"))
    assert (only.tickets, only.next) == ([], None)
    lost = refused(closing.list_tickets, hall.context, SARI, KOTA, MONDAY, TicketFilter("lost"))
    assert lost.reason == "unknown_status"
