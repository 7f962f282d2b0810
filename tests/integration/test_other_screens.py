"""What desk, phone, supervisor and printer agent see, and that it agrees with what then happens."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server import protocol
from queue_server.application import snapshots
from queue_server.application.administration import load_branch
from queue_server.domain.errors import Refusal
from tests.cast import KOTA, KOTA_FILE, MONDAY, TONO
from tests.fakes.hall import Hall


def board(hall: Hall, zone: str | None = None) -> Any:
    return snapshots.board_state(hall.context, hall.branch, snapshots.Place(zone)).state


def test_the_desk_shows_the_very_number_that_the_next_press_calls(hall: Hall) -> None:
    hall.issue_many("KTP", "KK", "AKTA", "KONSUL")
    for priority in ("elderly", "infant", "pregnant"):
        hall.issue("KTP", priority=priority)
    hall.open("1", "2", "3", "5")
    for counter in ("1", "3", "5", "2", "1", "1", "3"):
        promised = hall.state_of(counter).next
        called = hall.call(counter)
        assert promised == (None if called is None else called.number)
        if called is not None:
            hall.act("start", called, counter)
            hall.act("complete", called, counter)


def test_the_desk_offers_exactly_what_would_be_accepted_now(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    assert hall.state_of("1").in_hand.actions == ["recall", "start", "transfer", "requeue", "undo", "note", "classify"]
    for _ in range(2):
        hall.clock.pass_by(seconds=11)
        hall.act("recall", ticket)
    assert hall.state_of("1").in_hand.actions == ["start", "transfer", "requeue", "no-show", "note", "classify"]
    assert hall.state_of("1").in_hand.recall_at is None
    hall.act("start", ticket)
    assert hall.state_of("1").in_hand.actions == [
        "complete",
        "hold",
        "transfer",
        "undo",
        "note",
        "add-service",
        "classify",
    ]
    hall.act("hold", ticket)
    state = hall.state_of("1")
    assert state.in_hand is None
    assert [held.ticket.number for held in state.on_hold] == ["A-001"]
    assert state.on_hold[0].actions == ["resume", "cancel", "note"]


def test_the_desk_counts_what_its_counter_did_today(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP", "KTP", "KTP")
    hall.open("1", "2")
    hall.serve("1", seconds=100)
    hall.serve("2", seconds=1000)
    hall.serve("1", seconds=200)
    hall.missed("1")
    state = hall.state_of("1")
    assert (state.figures.completed, state.figures.no_show, state.figures.mean_service_s) == (2, 1, 150)
    assert [ticket.number for ticket in state.recent_no_shows] == ["A-004"]
    assert [(row.service, row.own) for row in state.queues if row.own] == [("KTP", True), ("KK", True)]


def test_holds_are_no_service_on_the_desk_either(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    hall.act("start", ticket)
    hall.clock.pass_by(seconds=60)
    hall.act("hold", ticket)
    hall.clock.pass_by(seconds=600)
    hall.act("resume", ticket)
    hall.clock.pass_by(seconds=60)
    hall.act("complete", ticket)
    assert hall.state_of("1").figures.mean_service_s == 120


def test_an_unknown_counter_has_no_desk(hall: Hall) -> None:
    with pytest.raises(Refusal) as refused:
        hall.state_of("77")
    assert refused.value.reason == "unknown_counter"


# ---- phone, supervision, print


def test_kiosk_and_phone_say_the_same_about_everybody(hall: Hall) -> None:
    hall.open("1", "2")
    hall.teach("KTP")
    told: dict[str, protocol.TrackState] = {}
    for service in ("KTP", "KK", "KTP", "AKTA", "KTP"):
        ticket = hall.issue(service, priority="elderly" if len(told) == 2 else "regular")
        state = hall.track(hall.context.track_token(ticket.id))
        assert state.ahead == ticket.ahead
        assert state.wait_low_s is not None or service != "KTP"
        assert (state.wait_low_s, state.wait_high_s) == (ticket.wait_low_s, ticket.wait_high_s)
        told[ticket.id] = state
    states = snapshots.track_states(hall.context, KOTA, list(told))
    for ticket_id, envelope in states.items():
        assert envelope.state == hall.track(hall.context.track_token(ticket_id))


def test_people_ahead_at_a_lone_counter_are_those_who_are_called_first(hall: Hall) -> None:
    classes = ("regular", "elderly", "regular", "infant", "regular", "pregnant", "elderly")
    tickets = [hall.issue("AKTA" if n == 2 else "KTP", priority=kind) for n, kind in enumerate(classes)]
    ahead = {ticket.number: hall.track(hall.context.track_token(ticket.id)).ahead for ticket in tickets}
    hall.open("2")
    order = [hall.serve("2").number for _ in tickets]
    assert [ahead[number] for number in order] == list(range(len(tickets)))


def test_supervision_counts_the_hall(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP", "AKTA")
    hall.open("1")
    hall.serve("1")
    hall.called("1")
    state = hall.supervision()
    assert (state.issued, state.completed, state.no_show, state.waiting) == (3, 1, 0, 1)
    assert (state.service_day, state.day_status) == ("2026-11-23", "open")
    assert len(state.counters) == 5
    assert {queue.service: queue.count for queue in state.queues}["AKTA"] == 1


def test_the_print_screen_counts_papers(hall: Hall) -> None:
    printer = hall.add_printer("Printer")
    hall.issue_many("KTP", "KTP", "KTP")
    hall.report(printer, hall.claim(printer))
    hall.claim(printer)
    state = snapshots.print_state(hall.context, KOTA).state
    assert (state.queued, state.printed_today, state.service_day) == (2, 1, "2026-11-23")


def test_every_screen_carries_the_seq_that_it_was_read_at(hall: Hall) -> None:
    ticket = hall.issue("KTP")
    hall.open("1")
    read = [
        snapshots.menu_state(hall.context, KOTA),
        snapshots.board_state(hall.context, KOTA),
        snapshots.desk_state(hall.context, KOTA, "1"),
        snapshots.supervision_state(hall.context, KOTA),
        snapshots.print_state(hall.context, KOTA),
        snapshots.track_state(hall.context, hall.context.track_token(ticket.id))[1],
    ]
    assert {(envelope.seq, envelope.branch, envelope.at) for envelope in read} == {(hall.seq(), KOTA, hall.clock.now)}


def test_a_branch_file_may_gain_a_counter_in_the_middle_of_the_day(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.called("1")
    seq = hall.seq()
    more = KOTA_FILE + '\n[[counters]]\ncode = "6"\nname = "Loket 6"\nservices = ["KTP"]\n'
    assert load_branch(hall.context, TONO, more).outcome == "updated"
    assert load_branch(hall.context, TONO, more).outcome == "unchanged"
    assert hall.seq() == seq + 1
    hall.open("6")
    assert hall.called("6").number == "A-002"
    assert board(hall).counters[-1].number == "A-002"


def test_a_branch_file_may_lose_a_service_and_a_counter_in_the_middle_of_the_day(hall: Hall) -> None:
    hall.issue_many("KONSUL", "KONSUL", "KTP")
    hall.open("3", "5")
    ticket = hall.called("3")
    hall.act("start", ticket, "3")
    head, *parts = KOTA_FILE.split("\n[[")
    kept = [part for part in parts if 'code = "KONSUL"' not in part and 'code = "3"' not in part]
    load_branch(hall.context, TONO, "\n[[".join([head, *kept]))
    states = [board(hall), hall.supervision(), hall.state_of("5"), hall.track(hall.context.track_token(ticket.id))]
    assert all(states), "what was begun is still shown"
    waits = hall.track(hall.context.track_token(hall.stored_number("C-002").id))
    assert (waits.status, waits.ahead, waits.wait_low_s) == ("waiting", 0, None)
    assert hall.called("5").number == "A-001"
    tally = hall.close_day(MONDAY, force=True)
    assert (tally["issued"], tally["completed"], tally["expired"], tally["no_show"]) == (3, 1, 1, 1)


def test_the_desks_figures_count_from_the_first_opening_of_the_day(hall: Hall) -> None:
    hall.issue("KTP")
    assert hall.state_of("1").figures.since is None
    hall.open("1")
    opened = hall.clock.now
    hall.clock.pass_by(minutes=90)
    hall.pause("1")
    hall.clock.pass_by(minutes=15)
    hall.open("1")
    assert hall.state_of("1").figures.since == opened
