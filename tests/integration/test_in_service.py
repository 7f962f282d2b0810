"""What an officer does beyond calling and completing: one press, one transaction, one clear answer."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server import protocol
from queue_server.application import calling, handling, receiving, returning
from queue_server.application.handling import Deed
from queue_server.protocol import TicketVerb
from tests.cast import KIOSK, KOTA, KOTA_FILE, MONDAY, RATNA
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall, fresh_key, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def with_policy(hall: Hall, words: str, service: str = "") -> Hall:
    """Return the same hall after its file was changed."""
    file = KOTA_FILE.replace("[policy]\n", f"[policy]\n{words}\n").replace('code = "KK"\n', f'code = "KK"\n{service}\n')
    return Hall(hall.context, hall.clock, file, hall.kiosk, hall.officer)


def press(hall: Hall, verb: str, ticket: protocol.Ticket, **more: Any) -> protocol.TicketAnswer:
    """Return the whole answer of an action at counter 1."""
    deed = Deed(TicketVerb(verb), protocol.TicketCommand(counter="1", **more), fresh_key())
    answer = handling.act(hall.context, RATNA, ticket.id, deed).answer
    assert isinstance(answer, protocol.TicketAnswer)
    return answer


def serve_directly(hall: Hall, service: str, **more: Any) -> protocol.Ticket:
    command = protocol.ServeDirectly(service, **more)
    answer = receiving.serve_directly(hall.context, RATNA, hall.place("1"), command).answer
    assert isinstance(answer, protocol.TicketAnswer)
    assert answer.ticket is not None
    return answer.ticket


# ---- one press


@pytest.mark.parametrize("verb", ["complete", "hold", "transfer"])
def test_what_frees_the_counter_may_call_the_next_in_the_same_press(hall: Hall, verb: str) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    first = hall.called()
    hall.act("start", first)
    seq = hall.seq()
    more = {"service": "KONSUL"} if verb == "transfer" else {}
    answer = press(hall, verb, first, then_call=True, **more)
    assert answer.next is not None
    assert (answer.next.number, answer.next.status) == ("A-002", "called")
    assert hall.seq() == seq + 2, "two events, nothing between them"


def test_an_absent_one_gives_way_to_the_next_in_the_same_press(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    absent = hall.called()
    for _ in range(2):
        hall.clock.pass_by(seconds=11)
        hall.act("recall", absent)
    answer = press(hall, "no-show", absent, then_call=True)
    assert answer.next is not None
    assert answer.next.number == "A-002"


def test_nobody_next_and_a_pausing_counter_are_no_refusal(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.act("start", hall.called())
    assert press(hall, "complete", hall.stored_payload("A-001"), then_call=True).next is None
    hall.issue_many("KTP", "KTP")
    hall.act("start", hall.called())
    hall.pause("1")
    assert press(hall, "complete", hall.stored_payload("A-002"), then_call=True).next is None
    assert refused(hall.act, "recall", hall.stored_payload("A-003"), then_call=True).reason == "then_call_when"


def test_where_the_branch_wants_it_service_starts_with_the_call(hall: Hall) -> None:
    hall = with_policy(hall, "start_on_call = true")
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    ticket = hall.called()
    assert (ticket.status, ticket.started_at) == ("serving", ticket.called_at)
    hall.clock.pass_by(seconds=15)
    again = hall.act("recall", ticket)
    assert (again.status, again.started_at, again.call_count) == ("called", None, 2)
    hall.act("start", ticket)
    answer = press(hall, "complete", ticket, then_call=True)
    assert answer.next is not None
    assert answer.next.status == "serving"
    hall.clock.pass_by(seconds=5)
    assert hall.act("undo", ticket).status == "serving"
    assert hall.stored_number("A-002").status == "waiting"


# ---- a number of one's own choice


def test_a_chosen_number_needs_a_reason_and_is_counted(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP", "KONSUL")
    hall.open("1")

    def choose(number: str, reason: str = "membawa bayi") -> protocol.Ticket:
        command = protocol.CallNumber(number, reason)
        answer = calling.call_number(hall.context, RATNA, hall.place("1"), command).answer
        assert isinstance(answer, protocol.TicketAnswer)
        assert answer.ticket is not None
        return answer.ticket

    assert refused(choose, "A-002", " ").reason == "reason_missing"
    assert refused(choose, "A-099").reason == "unknown_number"
    assert refused(choose, "C-001").code == "counter_not_eligible"
    ticket = choose(" a-002 ")
    assert (ticket.number, ticket.status) == ("A-002", "called")
    assert refused(choose, "A-001").code == "counter_busy"
    hall.act("start", ticket)
    hall.act("complete", ticket)
    assert refused(choose, "A-002").code == "transition_refused"
    assert hall.close_day(MONDAY)["fairness"]["chosen"] == 1


# ---- several services, people and words


def test_a_second_service_follows_in_the_same_visit(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called()
    hall.act("start", ticket)
    hall.clock.pass_by(minutes=4)
    after = hall.act("add-service", ticket, service="KK")
    assert (after.number, after.service, after.status, after.counter) == ("A-001", "KK", "serving", "1")
    hall.clock.pass_by(minutes=7)
    hall.act("complete", ticket, outcome="papers_missing")
    tally = hall.close_day(MONDAY)
    rows = {row["key"]: row["service_time_s"]["mean"] for row in tally["by_service"]}
    assert (rows["KTP"], rows["KK"]) == (240, 420)
    assert (tally["completed"], tally["outcomes"]) == (1, {"papers_missing": 1})
    assert tally["within_target"] == {"count": 1, "of": 1}, "nobody waited for the second service"


def test_somebody_without_a_ticket_is_served_at_once_even_outside_the_hours(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.clock.set("12.30".replace(".", ":"), MONDAY)
    ticket = serve_directly(hall, "KK", priority="elderly", reason="lansia")
    assert (ticket.number, ticket.status, ticket.counter) == ("A-002", "serving", "1")
    assert refused(serve_directly, hall, "KK").code == "counter_busy"
    hall.act("complete", ticket)
    assert refused(serve_directly, hall, "KONSUL").reason == "service_elsewhere"
    assert hall.stored_number("A-001").status == "waiting"
    assert not [event for event in hall.events(MONDAY) if event.kind == "ticket.called"], "nothing is announced"


def test_one_number_serves_a_family(hall: Hall) -> None:
    hall = with_policy(hall, "", "max_people = 4")
    assert hall.issue("KK", people=4).people == 4
    refusal = refused(hall.issue, "KK", people=5)
    assert (refusal.code, refusal.reason, refusal.params["limit"]) == ("invalid_field", "people", 4)
    assert refused(hall.issue, "KTP", people=2).params["limit"] == 1
    hall.open("1")
    hall.serve()
    tally = hall.close_day(MONDAY)
    assert (tally["completed"], tally["people"]) == (1, 4)


@pytest.mark.parametrize(
    "text",
    ["NIK 3375010101900001", "telp 0812-3456-7890", "hubungi +62 812 3456 789", "surat ke ani@contoh.id", "x" * 201],
)
def test_a_note_holds_no_personal_data(hall: Hall, text: str) -> None:
    hall.issue("KTP")
    hall.open("1")
    refusal = refused(hall.act, "note", hall.called(), text=text)
    assert (refusal.code, refusal.reason) == ("invalid_field", "note_too_long" if len(text) > 200 else "personal_data")


def test_a_note_travels_with_the_ticket_and_never_into_the_record(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1", "3")
    ticket = hall.called()
    hall.act("start", ticket)
    hall.act("note", ticket, text="  tunggu surat 23-11-2026, A-014  ")
    hall.act("transfer", ticket, service="KONSUL")
    assert [waiting.note for waiting in hall.state_of("3").upcoming] == ["tunggu surat 23-11-2026, A-014"]
    assert "surat" not in str([event.facts for event in hall.events(MONDAY)])


def test_whoever_is_on_hold_follows_the_officer_to_another_counter(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1", by=RATNA)
    ticket = hall.called()
    hall.act("start", ticket, by=RATNA)
    hall.act("hold", ticket, reason="photocopy", by=RATNA)
    hall.close("1", by=RATNA)
    hall.open("5", by=RATNA)
    held = hall.state_of("5").on_hold
    assert [(one.ticket.number, one.reason, one.owner) for one in held] == [("A-001", "photocopy", "ratna")]
    assert hall.act("resume", ticket, "5", by=RATNA).counter == "5"


# ---- coming back


def test_a_no_show_comes_back_by_the_qr_of_its_ticket(hall: Hall, clock: SettableClock) -> None:
    hall.issue_many("KTP", "KTP", "KTP", "KTP")
    hall.open("1")
    ticket = hall.missed()
    url = hall.context.track_url(ticket.id)

    def scan(text: str) -> Any:
        return returning.return_ticket(hall.context, KIOSK, KOTA, protocol.ReturnTicket(text)).answer

    answer = scan(url)
    assert isinstance(answer, protocol.TicketAnswer)
    assert answer.ticket is not None
    assert (answer.ticket.status, answer.ticket.ahead) == ("waiting", 2), "behind the next two"
    refusal = refused(scan, hall.context.track_token(ticket.id))
    assert (refusal.code, refusal.reason) == ("transition_refused", "still_waiting")
    assert refused(scan, "tidak-ada").code == "not_found"
    assert [hall.serve().number for _ in range(4)] == ["A-002", "A-003", "A-001", "A-004"]
    assert refused(scan, url).reason == "has_ended"
    clock.pass_by(hours=72)
    assert refused(scan, url).code == "not_found"


# ---- the class, as the officer sees it


def test_a_class_is_checked_at_the_desk(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP", "KTP")
    hall.open("1")
    third = hall.stored_payload("A-003")
    assert hall.act("classify", third, priority="pregnant").priority == "pregnant"
    ticket = hall.called()
    assert ticket.number == "A-003", "a waiting one is called by its new class"
    assert refused(hall.act, "classify", ticket, priority="pregnant").reason == "same_class"
    assert refused(hall.act, "classify", ticket, priority="vip").reason == "unknown_priority"
    assert hall.act("classify", ticket, priority="regular").priority == "regular"
    hall.act("requeue", ticket)
    assert [hall.serve().number for _ in range(3)] == ["A-001", "A-002", "A-003"], "back at its own place"
    tally = hall.close_day(MONDAY)
    assert [row["key"] for row in tally["fairness"]["by_class"]] == ["regular"]
