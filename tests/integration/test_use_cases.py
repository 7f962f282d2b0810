"""What people do and what the office answers: issuing, calling, counters, the day, the clock, two branches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from queue_server import protocol
from queue_server.application import calling, closing, issuing, tracking
from queue_server.application.calling import Deed
from queue_server.application.stored import TicketFilter
from queue_server.domain.errors import Refusal
from queue_server.protocol import TicketVerb
from tests.cast import (
    BUDI,
    CHRISTMAS,
    EAST_KIOSK,
    FRIDAY,
    KIOSK,
    KOTA,
    MARKUS,
    MONDAY,
    OTHER_KIOSK,
    RATNA,
    SARI,
    SATURDAY,
    TIMUR,
    TONO,
    TUESDAY,
    YOHANA,
)
from tests.fakes.hall import Hall, fresh_key
from tests.invariants import check


@pytest.fixture(autouse=True)
def books_agree(hall: Hall, east: Hall) -> Any:
    """Whatever a test did, the books of both branches agree afterwards."""
    yield
    check(hall.context.store, KOTA)  # type: ignore[arg-type]  # the test's store is a SqlStore
    check(hall.context.store, TIMUR)  # type: ignore[arg-type]


def refused(deed: Any, *args: Any, **words: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        deed(*args, **words)
    return refusal.value


def numbers(tickets: list[protocol.Ticket]) -> list[str]:
    return [ticket.number for ticket in tickets]


# ---- issuing


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
        (FRIDAY, "11:30", "on_break", "2026-11-27T13:00:00+07:00"),
        (FRIDAY, "15:00", "issuing_ended", "2026-11-30T07:30:00+07:00"),
        (SATURDAY, "09:00", "closed_today", "2026-11-30T07:30:00+07:00"),
        (CHRISTMAS, "09:00", "holiday", "2026-12-28T07:30:00+07:00"),
    ],
)
def test_outside_the_hours_it_says_why_and_when_again(
    hall: Hall, day: Any, wall: str, reason: str, opens: str
) -> None:
    hall.clock.set(wall, day)
    refusal = refused(hall.issue, "KTP")
    assert (refusal.code, refusal.reason) == ("service_closed", reason)
    assert refusal.params["opens_at"].isoformat() == opens


def test_a_supervisor_opens_the_day_at_any_hour_and_then_numbers_are_given(hall: Hall) -> None:
    hall.clock.set("05:00", SATURDAY)
    assert closing.open_day(hall.context, SARI, KOTA).day == SATURDAY
    assert hall.issue("KTP").service_day == "2026-11-28"
    assert closing.open_day(hall.context, SARI, KOTA).day == SATURDAY, "opening it twice changes nothing"


def test_joint_leave_is_a_working_day_where_the_office_says_so(hall: Hall) -> None:
    hall.clock.set("09:00", CHRISTMAS - timedelta(days=1))
    assert hall.issue("KTP").number == "A-001"


# ---- calling


def test_calls_go_by_place_and_preference_of_the_counter(hall: Hall) -> None:
    hall.issue_many("KK", "AKTA", "KTP", "KONSUL")
    hall.open("1", "2", "3", "5")
    assert hall.called("2").number == "B-101", "counter 2 takes AKTA and KTP"
    assert hall.called("3").number == "C-001", "counter 3 prefers KONSUL strictly"
    assert hall.called("1").number == "A-001"
    assert hall.called("5").number == "A-002"
    hall.act("start", hall.stored_payload("A-001"), "1")


def test_nobody_waits_is_an_answer_and_no_key_is_spent_on_it(hall: Hall) -> None:
    hall.open("1")
    assert hall.call("1", key="tekan-0001") is None
    hall.issue("KTP")
    ticket = hall.call("1", key="tekan-0001")
    assert ticket is not None
    assert ticket.number == "A-001"


def test_the_same_press_of_a_button_calls_once(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    first = calling.call_next(hall.context, RATNA, hall.place("1"), "tekan-0001")
    again = calling.call_next(hall.context, RATNA, hall.place("1"), "tekan-0001")
    assert isinstance(first.answer, protocol.TicketAnswer)
    assert isinstance(again.answer, dict)
    assert again.replayed
    assert first.answer.ticket is not None
    assert again.answer["ticket"]["number"] == first.answer.ticket.number


def test_a_counter_with_somebody_in_hand_calls_nobody_else(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    ticket = hall.called("1")
    for _ in ("called", "serving"):
        refusal = refused(hall.call, "1")
        assert (refusal.code, refusal.params["number"]) == ("counter_busy", "A-001")
        if hall.stored(ticket).status == "called":
            hall.act("start", ticket)


def test_two_priority_calls_then_a_regular_one(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    for priority in ("elderly", "pregnant", "infant", "disability"):
        hall.issue("KTP", priority=priority)
    hall.open("1")
    assert numbers([hall.serve("1") for _ in range(6)]) == ["A-003", "A-004", "A-001", "A-005", "A-006", "A-002"]


def test_each_counter_has_its_own_burst(hall: Hall) -> None:
    hall.issue("KTP")
    for _ in range(3):
        hall.issue("KTP", priority="elderly")
    hall.open("1", "2")
    assert numbers([hall.serve("1"), hall.serve("2"), hall.serve("1")]) == ["A-002", "A-003", "A-004"]


def test_a_counter_that_calls_by_itself_does_so_on_completion(hall: Hall) -> None:
    hall.issue_many("KK", "KK")
    hall.open("4")
    hall.serve("4")
    assert hall.stored_number("A-002").status == "called"
    assert hall.stored_number("A-002").counter == "4"


def test_a_counter_that_calls_by_itself_stops_when_it_is_closing(hall: Hall) -> None:
    tickets = hall.issue_many("KK", "KK")
    hall.open("4")
    hall.act("start", hall.called("4"), "4")
    assert hall.close("4").status == "closing"
    hall.act("complete", tickets[0], "4")
    assert hall.stored(tickets[1]).status == "waiting"


def test_a_ticket_is_called_out_of_turn_only_where_it_belongs(hall: Hall) -> None:
    ticket = hall.issue_many("KTP", "AKTA")[1]
    assert refused(hall.act, "call", ticket, "1").code == "counter_closed"
    hall.open("1", "2")
    assert refused(hall.act, "call", ticket, "1").code == "counter_not_eligible"
    assert refused(hall.act, "call", ticket, None).code == "invalid_field"
    assert hall.act("call", ticket, "2").status == "called"


@pytest.mark.parametrize("verb", [verb.value for verb in TicketVerb if verb not in {TicketVerb.CALL, TicketVerb.CANCEL}])
def test_what_the_table_does_not_have_is_refused_by_name(hall: Hall, verb: str) -> None:
    ticket = hall.issue("KTP")
    hall.open("1")
    words = {"service": "KTP"} if verb == "transfer" else {}
    refusal = refused(hall.act, verb, ticket, **words)
    assert refusal.code == "transition_refused"
    assert (refusal.params["number"], refusal.params["status"]) == ("A-001", "waiting")


@pytest.mark.parametrize("verb", [verb.value for verb in TicketVerb])
def test_a_completed_ticket_takes_no_further_step(hall: Hall, verb: str) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.serve("1")
    assert refused(hall.act, verb, ticket).code == "transition_refused"


def test_an_unknown_counter_or_ticket_is_named(hall: Hall) -> None:
    ticket = hall.issue("KTP")
    assert refused(hall.call, "77").params["counter"] == "77"
    assert refused(hall.act, "start", ticket, "77").reason == "unknown_counter"
    deed = Deed(TicketVerb.START, protocol.TicketCommand("1"))
    assert refused(calling.act, hall.context, RATNA, "no-such-id", deed).reason == "unknown_ticket"


def test_an_action_with_a_key_happens_once(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    deed = Deed(TicketVerb.START, protocol.TicketCommand("1"), "tekan-0001")
    assert not calling.act(hall.context, RATNA, ticket.id, deed).replayed
    seq = hall.seq()
    assert calling.act(hall.context, RATNA, ticket.id, deed).replayed
    assert hall.seq() == seq


# ---- transfer, return, hold


def test_a_transfer_keeps_number_and_place_and_begins_a_new_leg(hall: Hall) -> None:
    hall.issue_many("KTP", "KK", "KK")
    hall.open("1", "4")
    ticket = hall.called("1")
    hall.act("start", ticket)
    moved = hall.act("transfer", ticket, service="KK")
    assert (moved.number, moved.status, moved.service, moved.counter) == ("A-001", "waiting", "KK", None)
    assert moved.issued_at == ticket.issued_at
    assert hall.called("4").number == "A-001", "it arrived before the others"
    assert hall.stored(ticket).leg.no == 2


def test_a_transfer_to_a_counter_waits_for_that_counter_alone(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1", "2", "3")
    ticket = hall.called("1")
    hall.act("transfer", ticket, to_counter="3")
    assert hall.called("1").number == "A-002"
    assert hall.call("2") is None
    assert hall.called("3").number == "A-001"


@pytest.mark.parametrize("words", [{}, {"service": "KK", "to_counter": "3"}])
def test_a_transfer_needs_exactly_one_target(hall: Hall, words: dict[str, str]) -> None:
    ticket = hall.issue("KTP")
    assert refused(hall.act, "transfer", ticket, **words).reason == "transfer_target"


@pytest.mark.parametrize("words", [{"service": "SIM"}, {"to_counter": "77"}])
def test_a_transfer_to_nowhere_changes_nothing(hall: Hall, words: dict[str, str]) -> None:
    ticket = hall.issue("KTP")
    assert refused(hall.act, "transfer", ticket, **words).code == "not_found"
    assert hall.stored(ticket).leg.no == 1


def test_a_no_show_returns_behind_the_next_two_of_its_service(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP", "AKTA", "KTP", "KTP")
    hall.open("1")
    missed = hall.missed("1")
    back = hall.act("requeue", missed, None)
    assert (back.status, back.call_count, back.counter) == ("waiting", 0, None)
    assert numbers([hall.serve("1") for _ in range(4)]) == ["A-002", "A-003", "A-001", "A-004"]


def test_a_no_show_returns_last_where_fewer_wait(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.act("requeue", hall.missed("1"), None)
    hall.issue("KTP")
    assert numbers([hall.serve("1") for _ in range(3)]) == ["A-002", "A-001", "A-003"]


def test_those_who_return_together_keep_their_order(hall: Hall) -> None:
    hall.issue_many(*["KTP"] * 6)
    hall.open("1")
    first, second = hall.missed("1"), hall.missed("1")
    hall.act("requeue", first, None)
    hall.act("requeue", second, None)
    served = numbers([hall.serve("1") for _ in range(6)])
    assert served[:2] == ["A-003", "A-004"]
    assert set(served[2:4]) == {"A-001", "A-002"}


def test_a_no_show_returns_once(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.act("requeue", hall.missed("1"), None)
    assert refused(hall.act, "requeue", hall.missed("1"), None).reason == "requeue_limit"


def test_a_no_show_of_a_closed_day_stays_away(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    missed = hall.missed("1")
    frozen = hall.close_day(MONDAY)
    refusal = refused(hall.act, "requeue", missed, None)
    assert (refusal.code, refusal.reason) == ("transition_refused", "day_closed")
    assert closing.read_tally(hall.context, SARI, KOTA, MONDAY) == frozen


def test_a_call_by_mistake_goes_back_to_the_front(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.act("requeue", hall.called("1"))
    assert hall.called("1").number == "A-001"
    assert hall.stored_number("A-001").requeues == 0


def test_a_hold_frees_the_counter_and_keeps_the_ticket(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    first = hall.called("1")
    hall.act("start", first)
    assert hall.act("hold", first, reason="fotokopi").counter == "1"
    second = hall.called("1")
    assert refused(hall.act, "resume", first).params["number"] == second.number, "the counter is not free"
    hall.act("start", second)
    hall.act("complete", second)
    assert hall.act("resume", first).status == "serving"
    assert hall.act("complete", first).status == "completed"


def test_a_held_ticket_resumes_at_another_counter(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.open("2", by=BUDI)
    ticket = hall.called("1")
    hall.act("start", ticket)
    hall.act("hold", ticket)
    assert refused(hall.act, "resume", ticket, "4").code == "counter_closed"
    assert hall.act("resume", ticket, "2", by=BUDI).counter == "2"
    assert refused(hall.act, "complete", ticket, "1").reason == "wrong_counter"
    assert hall.act("complete", ticket, "2", by=BUDI).status == "completed"


# ---- counters


def test_a_counter_with_a_ticket_in_hand_closes_when_it_is_done(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    ticket = hall.called("1")
    assert hall.close("1").status == "closing"
    assert refused(hall.call, "1").code == "counter_closed"
    hall.act("start", ticket)
    hall.act("complete", ticket)
    assert hall.state_of("1").status == "closed"


@pytest.mark.parametrize("way", ["requeue", "transfer", "hold"])
def test_a_closing_counter_closes_whichever_way_its_ticket_leaves(hall: Hall, way: str) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    hall.close("1")
    if way == "hold":
        hall.act("start", ticket)
    hall.act(way, ticket, **({"service": "KK"} if way == "transfer" else {}))
    assert hall.state_of("1").status == "closed"


def test_a_cancelled_hold_does_not_close_a_counter_that_still_serves(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    held = hall.called("1")
    hall.act("start", held)
    hall.act("hold", held)
    hall.act("start", hall.called("1"))
    hall.close("1")
    hall.act("cancel", held, None)
    assert hall.state_of("1").status == "closing"


def test_a_paused_counter_finishes_but_calls_nobody(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    ticket = hall.called("1")
    assert hall.pause("1").status == "paused"
    hall.act("start", ticket)
    hall.act("complete", ticket)
    assert refused(hall.call, "1").reason == "counter_paused"
    assert hall.open("1").status == "open"
    assert hall.called("1").number == "A-002"


def test_a_closed_counter_neither_calls_nor_pauses(hall: Hall) -> None:
    hall.issue("KTP")
    assert refused(hall.call, "1").reason == "counter_closed"
    assert refused(hall.pause, "1").code == "transition_refused"


def test_repeating_a_command_to_a_counter_changes_nothing(hall: Hall) -> None:
    hall.open("1")
    seq = hall.seq()
    hall.clock.pass_by(minutes=5)
    hall.open("1")
    assert hall.seq() == seq


def test_outside_the_hours_no_counter_opens_a_day(hall: Hall) -> None:
    hall.clock.set("06:00")
    assert refused(hall.open, "1").reason == "not_yet_open"
    closing.open_day(hall.context, SARI, KOTA)
    assert hall.open("1").status == "open"


def test_calling_goes_on_after_the_last_number_was_given(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.clock.set("16:30")
    assert hall.called("1").number == "A-001"


# ---- the day


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
    assert refusal.params["opens_at"].date() == TUESDAY
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
    rows = {name: [(row["key"], row["completed"]) for row in tally[f"by_{name}"]] for name in ("service", "counter", "hour")}
    assert rows == {"service": [("AKTA", 1), ("KTP", 1)], "counter": [("1", 1), ("2", 1)], "hour": [("08", 2)]}
    assert tally["by_service"][0]["name"] == "Akta kelahiran"
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
    assert [hall.stored_number(number, MONDAY).status.value for number in ("A-001", "A-002")] == ["completed", "expired"]
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
    assert refused(closing.list_tickets, hall.context, SARI, KOTA, MONDAY, TicketFilter("lost")).reason == "unknown_status"


# ---- the phone


def test_a_resident_follows_and_gives_the_place_back(hall: Hall) -> None:
    hall.issue("KTP")
    answer = hall.issue_kept("KTP").answer
    token = answer.track_url.rsplit("/", 1)[1]
    state = hall.track(token)
    assert (state.number, state.status, state.ahead, state.can_cancel) == ("A-002", "waiting", 1, True)
    tracking.cancel(hall.context, token)
    state = hall.track(token)
    assert (state.status, state.ahead, state.can_cancel) == ("cancelled", None, False)
    assert refused(tracking.cancel, hall.context, token).code == "transition_refused"


def test_a_called_resident_sees_where_to_go_and_cancels_no_more(hall: Hall) -> None:
    token = hall.issue_kept("KTP").answer.track_url.rsplit("/", 1)[1]
    hall.open("1")
    hall.called("1")
    state = hall.track(token)
    assert (state.status, state.counter, state.counter_name, state.can_cancel) == ("called", "1", "Loket 1", False)
    assert refused(tracking.cancel, hall.context, token).code == "transition_refused"


def test_a_track_token_ends_the_day_after(hall: Hall) -> None:
    token = hall.issue_kept("KTP").answer.track_url.rsplit("/", 1)[1]
    hall.clock.set("23:59", TUESDAY)
    assert hall.track(token).number == "A-001"
    hall.clock.pass_by(minutes=1)
    assert refused(hall.track, token).reason == "unknown_track"


@pytest.mark.parametrize("token", ["", "x", "A-001", "../../etc/passwd", "💥"])
def test_an_unknown_track_token_tells_nothing(hall: Hall, token: str) -> None:
    assert refused(hall.track, token).reason == "unknown_track"
    assert refused(tracking.cancel, hall.context, token).reason == "unknown_track"


# ---- two branches on one server


def test_two_branches_count_and_call_apart(hall: Hall, east: Hall) -> None:
    assert hall.issue("KTP").number == east.issue("KTP").number == "A-001"
    east.open("1")
    assert east.called("1").branch == TIMUR
    assert east.call_refused("1").code == "counter_busy"
    hall.open("1")
    assert hall.called("1").branch == KOTA


def test_each_branch_has_the_date_of_its_own_zone(hall: Hall, east: Hall) -> None:
    hall.clock.set("22:30", MONDAY)
    closing.open_day(hall.context, SARI, KOTA)
    assert closing.open_day(hall.context, MARKUS, TIMUR).day == TUESDAY, "half past midnight in the east"
    assert hall.issue("KTP").service_day == "2026-11-23"
    assert east.issue("KTP").service_day == "2026-11-24"


def test_nobody_reads_or_moves_another_branch(hall: Hall, east: Hall) -> None:
    ticket = hall.issue("KTP")
    hall.open("1")
    seq = hall.seq()
    command = protocol.IssueTicket("KTP")
    start = Deed(TicketVerb.START, protocol.TicketCommand("1"))
    printer = east.add_printer("Printer timur")
    foreign = [
        refused(issuing.issue_ticket, hall.context, EAST_KIOSK, KOTA, command, fresh_key()),
        refused(calling.call_next, hall.context, YOHANA, hall.place("1")),
        refused(calling.act, hall.context, YOHANA, ticket.id, start),
        refused(hall.open, "1", by=YOHANA),
        refused(hall.close, "1", by=YOHANA),
        refused(closing.open_day, hall.context, MARKUS, KOTA),
        refused(closing.close_day, hall.context, MARKUS, KOTA, MONDAY, force=True),
        refused(closing.read_tally, hall.context, MARKUS, KOTA, MONDAY),
        refused(closing.list_tickets, hall.context, MARKUS, KOTA, MONDAY, TicketFilter()),
        refused(hall.reprint, ticket, by=MARKUS),
    ]
    assert {refusal.code for refusal in foreign} == {"not_found"}
    assert {refusal.reason for refusal in foreign} == {"unknown_branch", "unknown_ticket"}
    hall.add_printer("Printer kota")
    job = hall.issue_kept("KTP").answer.print_job
    assert job is not None
    assert refused(hall.report_id, printer, job.id, 1).reason == "unknown_print_job"
    assert hall.claim_or_none(printer) is None
    assert hall.seq() == seq + 2, "a device and a ticket of our own, nothing else"


def test_an_admin_acts_everywhere(hall: Hall, east: Hall) -> None:
    east.issue("KTP")
    day = east.stored_day()
    assert closing.close_day(hall.context, TONO, TIMUR, day)["issued"] == 1


def test_a_branch_that_nobody_loaded_is_unknown(hall: Hall) -> None:
    command = protocol.IssueTicket("KTP")
    assert refused(issuing.issue_ticket, hall.context, TONO, "kosong", command, fresh_key()).reason == "unknown_branch"
    assert KIOSK.branch == KOTA
