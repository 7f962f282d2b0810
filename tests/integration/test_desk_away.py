"""An officer whose desk is gone: no ghost is served, nobody loses a place, and one press goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queue_server.app import leave_of
from queue_server.application.absence import leave_desk
from queue_server.application.administration import load_branch
from queue_server.application.calling import CounterPlace
from queue_server.application.snapshots import Place, board_state
from queue_server.domain.roles import Actor
from queue_server.protocol import Screen
from queue_server.realtime.absences import Absences
from queue_server.realtime.presence import Presence
from queue_server.realtime.rooms import Room, Seat
from tests.cast import BUDI, KOTA, KOTA_FILE, MONDAY, RATNA, TONO
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def gone(hall: Hall, minutes: float, counter: str = "1", officer: str = "ratna") -> bool:
    """Let the desk be gone for so long since the last press there; say whether its absence is settled."""
    hall.clock.pass_by(minutes=minutes)
    return leave_desk(hall.context, hall.place(counter), officer, timedelta(minutes=minutes))


def last_events(hall: Hall, count: int) -> list[tuple[str, str]]:
    return [(event.kind, event.actor) for event in hall.events(MONDAY)][-count:]


def test_who_is_being_served_is_put_on_hold_for_the_officer(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    hall.act("start", ticket)
    assert gone(hall, 10)
    state = hall.state_of("1")
    assert (state.status, state.reason, state.officer, state.in_hand) == ("paused", "away", "ratna", None)
    [held] = state.on_hold
    assert (held.ticket.id, held.reason, hall.stored(ticket).leg.officer) == (ticket.id, "desk_away", "ratna")
    assert last_events(hall, 2) == [("ticket.held", "clock:desk-away"), ("counter.paused", "clock:desk-away")]


def test_who_was_called_keeps_the_own_place(hall: Hall) -> None:
    first, second = hall.issue_many("KTP", "KTP")
    hall.open("1")
    assert hall.called("1").id == first.id
    assert gone(hall, 10)
    assert hall.state_of("1").status == "paused"
    hall.open("5", by=BUDI)
    assert [hall.called("5").id, hall.stored(second).status.value] == [first.id, "waiting"]


def test_a_free_counter_pauses_so_that_nobody_is_sent_to_an_empty_chair(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    assert gone(hall, 10)
    assert refused(hall.call, "1").reason == "counter_paused"
    cell = next(cell for cell in hall.supervision().counters if cell.counter == "1")
    assert (cell.status, cell.reason) == ("paused", "away")
    board = board_state(hall.context, hall.branch, Place("utama")).state
    assert next(cell.reason for cell in board.counters if cell.counter == "1") == "away"


def test_before_the_patience_of_the_branch_is_over_nothing_happens(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.called("1")
    seq = hall.seq()
    assert not gone(hall, 9.9)
    assert (hall.state_of("1").in_hand.ticket.status, hall.seq()) == ("called", seq)


@pytest.mark.parametrize(("minutes", "is_settled"), [(0, True), (30, False)])
def test_the_branch_decides_how_long(hall: Hall, minutes: int, is_settled: bool) -> None:
    load_branch(hall.context, TONO, KOTA_FILE.replace("undo_s = 10", f"undo_s = 10\ndesk_away_minutes = {minutes}"))
    hall.open("1")
    assert gone(hall, 20) is is_settled
    assert hall.state_of("1").status == "open"


def test_a_press_goes_on_where_the_desk_comes_back(hall: Hall) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    ticket = hall.called("1")
    hall.act("start", ticket)
    gone(hall, 10)
    assert hall.act("resume", ticket).status == "serving"
    state = hall.state_of("1")
    assert (state.status, state.reason, state.in_hand.ticket.id) == ("open", None, ticket.id)
    hall.act("complete", ticket)
    assert hall.called("1").number == "A-002"


def test_a_break_is_no_sleep_and_resuming_does_not_end_it(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    hall.act("start", ticket)
    hall.act("hold", ticket)
    hall.pause("1", reason="prayer")
    gone(hall, 10)
    assert (hall.state_of("1").status, hall.state_of("1").reason) == ("paused", "prayer")
    assert refused(hall.act, "resume", ticket).reason == "counter_paused"


def test_another_officer_may_take_the_sleeping_counter_over_and_go_on(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    ticket = hall.called("1")
    hall.act("start", ticket)
    gone(hall, 10)
    hall.open("1", by=BUDI, take_over=True)
    assert hall.act("resume", ticket, by=BUDI).status == "serving"


def test_a_closing_counter_closes(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.act("start", hall.called("1"))
    hall.close("1")
    assert gone(hall, 10)
    state = hall.state_of("1")
    assert (state.status, state.officer, len(state.on_hold)) == ("closed", None, 1)


def test_whoever_works_without_a_socket_is_never_touched(hall: Hall) -> None:
    """The page's socket does not come through, its presses do."""
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.act("start", hall.called("1"))
    seq = hall.seq()
    assert not leave_desk(hall.context, hall.place("1"), "ratna", timedelta(minutes=45)), "asked again later"
    assert (hall.state_of("1").in_hand.ticket.status, hall.seq()) == ("serving", seq)
    hall.clock.pass_by(minutes=11)
    assert leave_desk(hall.context, hall.place("1"), "ratna", timedelta(minutes=56))
    assert hall.state_of("1").on_hold[0].reason == "desk_away"


def test_a_counter_of_somebody_else_by_now_is_left_alone(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.called("1")
    hall.open("1", by=BUDI, take_over=True)
    seq = hall.seq()
    assert gone(hall, 60)
    assert hall.seq() == seq


@pytest.mark.parametrize("counter", ["2", "99"])
def test_where_nobody_sits_there_is_nothing_to_do(hall: Hall, counter: str) -> None:
    hall.open("1")
    seq = hall.seq()
    assert gone(hall, 60, counter)
    assert leave_desk(hall.context, CounterPlace("nowhere", "1"), "ratna", timedelta(hours=1))
    assert hall.seq() == seq


def test_the_second_time_changes_nothing(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.called("1")
    gone(hall, 10)
    seq = hall.seq()
    assert gone(hall, 10)
    assert hall.seq() == seq


class Desks:
    """The server's own watch over desks, on a real hall, with seconds in a test's hand."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.presence = Presence()
        self.seconds = 50.0
        self._absences = Absences(self.presence, leave_of(hall.context), lambda: self.seconds)

    def sits(self, sid: str, officer: Actor, counter: str = "1") -> None:
        self.presence.sit(Seat(sid, f"link-{sid}", Room(Screen.DESK, KOTA, counter), officer, "c", "10.0.0.1"))

    def passes(self, minutes: float) -> None:
        for _ in range(round(minutes * 12)):
            self.seconds += 5
            self._hall.clock.pass_by(seconds=5)
            self._absences.look()


def test_from_the_lost_socket_to_the_hold(hall: Hall) -> None:
    desks = Desks(hall)
    hall.issue("KTP")
    desks.sits("a", RATNA)
    hall.open("1")
    hall.act("start", hall.called("1"))
    desks.passes(30)
    assert hall.state_of("1").in_hand is not None, "a long service is no absence"
    desks.presence.leave("a")
    desks.passes(9)
    assert hall.state_of("1").in_hand is not None
    desks.passes(2)
    assert (hall.state_of("1").in_hand, hall.state_of("1").reason) == (None, "away")


def test_a_restart_does_not_lay_down_what_is_in_hand(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.act("start", hall.called("1"))
    hall.clock.pass_by(hours=2)
    desks = Desks(hall)
    desks.passes(30)
    assert hall.state_of("1").in_hand is not None, "this server never saw a desk there"
    desks.sits("a", RATNA)
    desks.passes(1)
    desks.presence.leave("a")
    desks.passes(9)
    assert hall.state_of("1").in_hand is not None, "counted from the loss that this server saw"
    desks.passes(2)
    assert hall.state_of("1").in_hand is None
