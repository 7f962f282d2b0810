"""Where rules meet: what a plain reading of each of them would get wrong."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server import protocol
from queue_server.application import calling, receiving, returning, snapshots
from queue_server.application.branch_file import read_branch_file
from queue_server.protocol import Position
from tests.cast import BUDI, KIOSK, KOTA, KOTA_FILE, MONDAY, RATNA, SARI, TUESDAY
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")

WITH_NIK = "titipan NIK 3375012345670001"


def with_lines(hall: Hall, policy: str = "", ktp: str = "") -> Hall:
    file = KOTA_FILE.replace("[policy]\n", f"[policy]\n{policy}\n").replace(
        'code = "KTP"\n', f'code = "KTP"\n{ktp}\n', 1
    )
    return Hall(hall.context, hall.clock, file, hall.kiosk, hall.officer)


def test_a_transfer_into_a_line_hides_nobody_who_waited_too_long_there(hall: Hall) -> None:
    hall = with_lines(hall, ktp="escalate_after_minutes = 40")
    hall.issue("KTP")
    hall.clock.pass_by(minutes=45)
    hall.issue_many("KONSUL", "KONSUL", "KONSUL")
    hall.open("3", "5")
    sent = hall.called("5")
    assert sent.number == "A-001"
    hall.act("requeue", sent, "5")
    moved = hall.called("3")
    assert moved.number == "A-001", "even where KONSUL comes first"
    hall.act("requeue", moved, "3")
    other = hall.issue("KONSUL")
    with hall.context.store.read(KOTA) as work:
        assert work.tickets.get(other.id) is not None
    hall.act("transfer", other, "3", service="KTP", position=Position.FIRST)
    assert [hall.serve("3").number for _ in range(3)] == ["C-004", "A-001", "C-001"]


@pytest.mark.parametrize("text", ["http://[", "//[::1", "http://a℀b/t/x", "", "?", "///", "\t"])
def test_a_damaged_scan_is_an_unknown_number(hall: Hall, text: str) -> None:
    refusal = refused(returning.return_ticket, hall.context, KIOSK, KOTA, protocol.ReturnTicket(text))
    assert (refusal.code, refusal.reason) == ("not_found", "unknown_track")


def test_no_reason_carries_personal_data_into_the_record(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    waiting = hall.stored_payload("A-002")
    ticket = hall.called()
    hall.act("start", ticket)
    number = protocol.CallNumber("A-002", WITH_NIK)
    directly = protocol.ServeDirectly("KTP", reason=WITH_NIK)
    for refusal in (
        refused(hall.act, "hold", ticket, reason=WITH_NIK),
        refused(hall.act, "transfer", ticket, service="KONSUL", reason=WITH_NIK),
        refused(hall.act, "cancel", waiting, reason=WITH_NIK),
        refused(hall.pause, "1", reason=WITH_NIK),
    ):
        assert (refusal.code, refusal.reason) == ("invalid_field", "personal_data")
    hall.act("complete", ticket)
    assert refused(calling.call_number, hall.context, hall.at("1"), hall.place("1"), number).reason == "personal_data"
    assert refused(receiving.serve_directly, hall.context, hall.at("1"), hall.place("1"), directly).reason == (
        "personal_data"
    )
    assert "3375" not in str([event.facts for event in hall.events(MONDAY)])


@pytest.mark.parametrize("counter", [None, "2"])
def test_undo_does_not_reach_into_a_counter_that_was_taken_over(hall: Hall, counter: str | None) -> None:
    hall.issue("KTP")
    hall.open("1", by=RATNA)
    ticket = hall.called("1")
    hall.open("1", by=BUDI, take_over=True)
    assert refused(hall.act, "undo", ticket, counter, by=RATNA).code == "counter_taken"
    assert hall.state_of("1").in_hand.ticket.number == "A-001"


def test_a_further_service_stands_in_its_own_line_if_it_goes_back(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("5", "1")
    ticket = hall.called("5")
    hall.act("start", ticket, "5")
    hall.act("add-service", ticket, "5", service="KONSUL")
    hall.act("hold", ticket, "5")
    hall.act("call", ticket, "5")
    assert hall.act("requeue", ticket, "5").service == "KONSUL"
    assert hall.call("1") is None, "counter 1 does not take KONSUL"
    assert hall.called("5").number == "A-001"


def test_what_was_served_before_a_hold_is_measured_apart_from_a_new_wait(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called()
    hall.act("start", ticket)
    hall.clock.pass_by(minutes=3)
    hall.act("hold", ticket)
    hall.clock.pass_by(minutes=60)
    hall.act("call", ticket)
    hall.act("requeue", ticket)
    hall.clock.pass_by(minutes=5)
    hall.serve(seconds=120)
    tally = hall.close_day(MONDAY)
    assert (tally["service_time_s"]["max"], tally["waiting_time_s"]["max"]) == (180, 300)
    assert tally["fairness"]["chosen"] == 0, "called back from hold is no choice"


def test_calling_again_never_erases_a_service_that_went_on(hall: Hall) -> None:
    hall = with_lines(hall, "start_on_call = true")
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called()
    hall.clock.pass_by(minutes=10)
    hall.act("hold", ticket)
    hall.clock.pass_by(minutes=1)
    hall.act("resume", ticket)
    assert "recall" not in hall.state_of("1").in_hand.actions
    assert refused(hall.act, "recall", ticket).code == "transition_refused"
    walk_in = receiving.serve_directly
    hall.act("complete", ticket)
    answer: Any = walk_in(hall.context, hall.at("1"), hall.place("1"), protocol.ServeDirectly("KTP")).answer
    hall.clock.pass_by(minutes=1)
    assert refused(hall.act, "recall", answer.ticket).code == "transition_refused"


def test_service_from_the_call_on_needs_a_second_call() -> None:
    file = KOTA_FILE.replace("max_calls = 3", "max_calls = 1\nstart_on_call = true")
    with pytest.raises(Exception, match="start_on_call needs max_calls of 2 or more"):
        read_branch_file(file)


def test_a_counter_that_stood_open_overnight_stays_open_for_who_sits_down_in_the_morning(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1", by=RATNA)
    hall.clock.set("07:10", TUESDAY)
    hall.open("1", by=RATNA)
    hall.switch("1", "KK", by=RATNA)
    hall.clock.set("07:31", TUESDAY)
    hall.issue("KK")
    state = hall.state_of("1")
    assert (state.status, state.officer, state.own_services) == ("open", "ratna", ["KK"])
    assert hall.called("1").number == "A-001"


def test_the_first_command_of_a_day_leaves_nobody_at_a_closed_counter(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1", by=RATNA)
    hall.clock.set("08:00", TUESDAY)
    command = protocol.ServeDirectly("KTP")
    refusal = refused(receiving.serve_directly, hall.context, RATNA, hall.place("1"), command)
    assert refusal.code == "counter_closed"
    hall.open("1", by=RATNA)
    receiving.serve_directly(hall.context, RATNA, hall.place("1"), command)


def test_moving_on_leaves_the_other_counter_even_from_a_seat_of_ones_own(hall: Hall) -> None:
    hall.open("1", "2", by=RATNA)
    hall.open("2", by=RATNA, take_over=True)
    assert [hall.state_of(counter).status for counter in "12"] == ["closed", "open"]


def test_undone_calls_leave_no_gap_on_the_board(hall: Hall) -> None:
    hall.issue_many(*["KTP"] * 20)
    hall.open("1")
    for _ in range(12):
        hall.serve()
    for _ in range(9):
        hall.act("undo", hall.called())
    calls = snapshots.board_state(hall.context, KOTA).state.calls
    assert [call.number for call in calls[:10]] == [f"A-{number:03d}" for number in range(12, 2, -1)]


@pytest.mark.parametrize("text", ["(0812) 34567 890", "3375,0123,4567,0001", "+62 812–3456–7890"])
def test_numbers_in_disguise_are_personal_data_too(hall: Hall, text: str) -> None:
    hall.issue("KTP")
    hall.open("1")
    assert refused(hall.act, "note", hall.called(), text=text).reason == "personal_data"


def test_a_date_with_an_hour_is_none(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.act("note", hall.called(), text="kembali 12/08/2026 14:30, ambil 3 lembar")
    assert hall.state_of("1").in_hand.note == "kembali 12/08/2026 14:30, ambil 3 lembar"


def test_a_supervisor_still_helps_everywhere(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1", by=BUDI)
    ticket = hall.called("1")
    assert hall.act("start", ticket, by=SARI).status == "serving"
