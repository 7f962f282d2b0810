"""What residents are told about their wait is kept with what comes true, and the hall learns from it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.hall_now import hall_of
from queue_server.application.outlook import of_newcomer
from queue_server.application.ports import StoreFull
from queue_server.application.promised import read_promises
from queue_server.application.promising import keep_shown, promised
from queue_server.application.returning import return_ticket
from queue_server.application.waits import Waits, closed_of
from queue_server.domain.promise import Promise
from queue_server.domain.wait_record import WaitRecord
from tests.cast import KOTA, MONDAY
from tests.fakes.hall import Hall, refused
from tests.fakes.together import at_once

pytestmark = pytest.mark.usefixtures("books_agree")
TAUGHT = 5


def promises(hall: Hall, number: str | None = None) -> list[Promise]:
    """Return what was told that day, about one number or all."""
    with hall.context.store.read(hall.branch) as work:
        ticket = None if number is None else hall.stored_number(number).id
        return [told for told in work.promises.of_day(MONDAY) if ticket in {None, told.ticket_id}]


def forget_promises(hall: Hall) -> None:
    store: Any = hall.context.store
    with store.write(hall.branch) as work:
        work._connection.exec_driver_sql("DELETE FROM promises")


def phone(hall: Hall, ticket: protocol.Ticket) -> protocol.TrackState:
    return hall.track(hall.context.track_token(ticket.id))


class PowerCutError(Exception):
    """In the middle of a transaction."""


def end_and_lose_power(hall: Hall, ticket: protocol.Ticket) -> None:
    with hall.context.store.write(hall.branch) as work:
        work.promises.close(ticket.id, 1, hall.clock(), work.seq + 1)
        promised(hall.context, work, hall.stored(ticket), hall.clock())
        raise PowerCutError


def newcomer(context: Context) -> tuple[float, Any]:
    """Return what the hall expects for somebody who comes for KTP now."""
    with context.store.read(KOTA) as work:
        told = of_newcomer(hall_of(context, work, MONDAY, context.clock()), "KTP").estimate
    assert told is not None
    return told.expected_s, told.span


# ---- told and kept


def test_what_is_told_with_a_number_is_kept_with_it(hall: Hall) -> None:
    hall.open("1")
    hall.teach("KTP")
    hall.issue("KTP")
    ticket = hall.issue("KTP")
    assert ticket.wait_high_s is not None
    [told] = promises(hall, ticket.number)
    assert (told.span.low_s, told.span.high_s, told.ahead) == (ticket.wait_low_s, ticket.wait_high_s, ticket.ahead)
    assert (told.is_shown, told.is_change, told.came_s) == (True, False, None)


def test_a_repeated_request_tells_once(hall: Hall) -> None:
    ticket = hall.issue("KTP", key="kunci-sekali")
    assert hall.issue_kept("KTP", key="kunci-sekali").replayed
    assert len(promises(hall, ticket.number)) == 1


def test_before_enough_waits_have_ended_it_is_kept_that_nobody_saw_the_range(hall: Hall) -> None:
    ticket = hall.issue("KTP")
    assert (ticket.ahead, ticket.wait_low_s, ticket.wait_high_s) == (0, None, None)
    [told] = promises(hall, ticket.number)
    assert not told.is_shown


def test_where_no_counter_takes_the_service_nothing_is_told(hall: Hall) -> None:
    hall.open("2")
    hall.switch("2", "KTP")
    hall.switch("5", "KTP")
    ticket = hall.issue("AKTA")
    assert (ticket.wait_low_s, promises(hall, ticket.number)) == (None, [])


# ---- what came true


def test_the_call_is_kept_once_the_turn_has_ended(hall: Hall) -> None:
    hall.open("1")
    ticket = hall.issue("KTP")
    hall.clock.pass_by(minutes=7)
    hall.called()
    assert promises(hall, ticket.number)[0].came_s is None, "an officer may still take it back"
    hall.act("start", ticket)
    hall.clock.pass_by(minutes=4)
    hall.act("complete", ticket)
    assert promises(hall, ticket.number)[0].came_s == 7 * 60


def test_whoever_did_not_come_was_called_all_the_same(hall: Hall) -> None:
    hall.open("1")
    ticket = hall.issue("KTP")
    hall.clock.pass_by(minutes=3)
    hall.missed()
    assert promises(hall, ticket.number)[0].came_s == 180, "until the first call"


def test_whoever_went_home_was_never_called(hall: Hall) -> None:
    ticket = hall.issue("KTP")
    hall.act("cancel", ticket, None, reason="pulang")
    assert promises(hall, ticket.number)[0].came_s is None


def test_a_turn_taken_back_goes_on_and_ends_once(hall: Hall) -> None:
    hall.open("1")
    ticket = hall.issue("KTP")
    hall.clock.pass_by(minutes=2)
    hall.called()
    hall.act("start", ticket)
    hall.act("complete", ticket)
    hall.act("undo", ticket)
    assert promises(hall, ticket.number)[0].came_s is None
    hall.clock.pass_by(minutes=9)
    hall.act("complete", ticket)
    assert promises(hall, ticket.number)[0].came_s == 120


def test_a_transfer_ends_the_first_wait_and_a_return_is_told_anew(hall: Hall) -> None:
    hall.open("1")
    ticket = hall.issue("KTP")
    hall.clock.pass_by(minutes=5)
    hall.called()
    hall.act("start", ticket)
    hall.act("transfer", ticket, service="KK")
    assert [told.came_s for told in promises(hall, ticket.number)] == [300]
    hall.clock.pass_by(minutes=1)
    hall.missed()
    answer = return_ticket(
        hall.context, hall.kiosk, KOTA, protocol.ReturnTicket(hall.context.track_token(ticket.id))
    ).answer
    assert isinstance(answer, protocol.TicketAnswer)
    first, again = promises(hall, ticket.number)
    assert (first.leg_no, again.leg_no, again.came_s) == (1, 3, None)


# ---- phones


def test_a_phone_that_shows_something_else_is_kept_and_the_same_is_not(hall: Hall) -> None:
    hall.open("1")
    hall.teach("KTP")
    waiting = [hall.issue("KTP") for _ in range(8)]
    last = waiting[-1]
    assert phone(hall, last).wait_high_s == last.wait_high_s
    assert keep_shown(hall.context, KOTA) == 0, "as on paper"
    for _ in range(6):
        hall.serve(seconds=120)
    shown = phone(hall, last)
    assert shown.wait_high_s != last.wait_high_s
    assert keep_shown(hall.context, KOTA) == 1
    phone(hall, last)
    assert keep_shown(hall.context, KOTA) == 0
    told = promises(hall, last.number)
    assert [(one.is_change, one.span.high_s) for one in told] == [(False, last.wait_high_s), (True, shown.wait_high_s)]
    hall.serve()
    hall.serve()
    came = [one.came_s for one in promises(hall, last.number)]
    assert came[0] is not None
    assert came[1] is not None
    assert came[0] - came[1] == (told[1].made_at - told[0].made_at).total_seconds()


def test_what_a_phone_showed_of_a_turn_that_ended_since_is_left_out(hall: Hall) -> None:
    hall.open("1")
    ticket = hall.issue("KTP")
    hall.issue("KTP", priority="elderly")
    forget_promises(hall)
    phone(hall, ticket)
    hall.serve()
    hall.serve()
    assert keep_shown(hall.context, KOTA) == 0


def test_a_full_disk_loses_nothing_that_phones_showed(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = hall.issue("KTP")
    hall.issue("KTP", priority="elderly")
    forget_promises(hall)
    phone(hall, ticket)

    def full(*_words: object) -> Any:
        raise StoreFull

    with monkeypatch.context() as patch:
        patch.setattr(type(hall.context.store), "write", full)
        with pytest.raises(StoreFull):
            keep_shown(hall.context, KOTA)
    assert keep_shown(hall.context, KOTA) == 1


# ---- learning


def test_a_hall_learns_from_turns_that_ended_and_a_restart_knows_the_same(hall: Hall) -> None:
    hall.open("1")
    for _ in range(12):
        hall.issue("KTP")
    for _ in range(12):
        hall.serve(seconds=900)
    hall.issue_many(*["KTP"] * 6)
    learned = newcomer(hall.context)
    fresh = replace(hall.context, waits=Waits())
    assert newcomer(fresh) == learned
    hall.issue_many(*["KTP"] * 6)
    with hall.context.store.read(KOTA) as work:
        taught, untaught = hall_of(hall.context, work, MONDAY, hall.clock()), WaitRecord()
        slow = of_newcomer(taught, "KTP").estimate
        plain_s = of_newcomer(replace(taught, record=untaught, lines={}), "KTP").estimate
    assert slow is not None
    assert plain_s is not None
    assert slow.expected_s > 1.4 * plain_s.expected_s, "fifteen minutes each where the file says six"


def test_sixteen_who_ask_at_once_learn_every_turn_once(hall: Hall) -> None:
    hall.open("1")
    hall.teach("KTP", "KK", times=10)
    shared = replace(hall.context, waits=Waits())
    outcomes = at_once([lambda: newcomer(shared)] * 16)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert newcomer(shared) == newcomer(replace(hall.context, waits=Waits()))


def test_a_lunch_that_was_waited_through_teaches_nothing_about_the_queue(hall: Hall) -> None:
    """Told at 11.55, called at 13.05: ten minutes of calling."""
    hall.open("1")
    hall.clock.set("11:55")
    ticket = hall.issue("KTP")
    hall.clock.set("13:05")
    hall.serve()
    with hall.context.store.read(KOTA) as work:
        lunch = [(span.start, span.end) for span in work.branch.timetable.usual_service(MONDAY.weekday())]
        closed = closed_of(work.branch, promises(hall, ticket.number)[0])
    assert lunch == [(8 * 60, 12 * 60), (13 * 60, 15 * 60)]
    assert closed.came_s == 10 * 60


def test_a_wait_is_learned_once_however_often_a_phone_showed_it(hall: Hall) -> None:
    hall.open("1")
    waiting = [hall.issue("KTP") for _ in range(9)]
    for _ in range(8):
        hall.serve(seconds=400)
        phone(hall, waiting[-1])
        keep_shown(hall.context, KOTA)
    hall.serve()
    assert len(promises(hall, waiting[-1].number)) > 2
    with hall.context.store.read(KOTA) as work:
        assert len(work.promises.closed_after(0, 100)) == 9


def test_an_end_that_was_taken_back_is_learned_once(hall: Hall) -> None:
    hall.open("1")
    hall.teach("KTP", times=4)
    ticket = hall.issue("KTP")
    hall.clock.pass_by(minutes=5)
    hall.called()
    hall.act("start", ticket)
    hall.issue_many(*["KTP"] * 6)
    hall.act("complete", ticket)
    once = newcomer(hall.context)
    hall.act("undo", ticket)
    hall.clock.pass_by(seconds=20)
    hall.act("complete", ticket)
    again, fresh = newcomer(hall.context), newcomer(replace(hall.context, waits=Waits()))
    assert once == again == fresh


def test_what_was_rolled_back_is_not_learned(hall: Hall) -> None:
    hall.open("1")
    hall.teach("KTP")
    ticket = hall.issue("KTP")
    hall.clock.pass_by(minutes=50)
    hall.called()
    hall.act("start", ticket)
    before = newcomer(hall.context)
    with contextlib.suppress(PowerCutError):
        end_and_lose_power(hall, ticket)
    assert newcomer(hall.context) == before
    hall.act("complete", ticket)
    assert newcomer(hall.context) != before, "and the end itself is not missed for it"


# ---- breaks, and counters away


def test_when_the_only_open_counter_pauses_nobody_is_told_a_shorter_wait(hall: Hall) -> None:
    hall.open("1")
    hall.teach("KTP")
    hall.clock.set("10:00")
    hall.issue_many(*["KTP"] * 10)
    before_s, _ = newcomer(hall.context)
    hall.pause("1")
    paused_s, _ = newcomer(hall.context)
    assert before_s <= paused_s < 1.5 * before_s


def test_the_first_officer_of_the_morning_does_not_double_the_wait(hall: Hall) -> None:
    """Yesterday three worked; this morning the first of them sits down before eight."""
    hall.clock.set("09:00")
    hall.open("1", "2", "5")
    hall.teach("KTP", times=8)
    hall.close_day(MONDAY)
    tuesday = date(2026, 11, 24)
    hall.clock.set("07:35", tuesday)
    hall.issue_many(*["KTP"] * 12)

    def expected_s() -> float:
        with hall.context.store.read(KOTA) as work:
            told = of_newcomer(hall_of(hall.context, work, tuesday, hall.clock()), "KTP").estimate
        assert told is not None
        return told.expected_s

    nobody = expected_s()
    hall.open("1")
    assert expected_s() == pytest.approx(nobody, rel=0.05)


def test_a_long_service_in_hand_is_waited_for(hall: Hall) -> None:
    """Counter 1 takes KTP (six minutes) and KK; somebody with KK has just begun."""
    hall.clock.set("09:00")
    hall.open("1")
    hall.issue("KK")
    kk = hall.called()
    hall.act("start", kk)
    told_s, _ = newcomer(hall.context)
    with hall.context.store.read(KOTA) as work:
        minutes = work.branch.service("KK").service_minutes
        assert minutes > work.branch.service("KTP").service_minutes
    assert told_s == pytest.approx(minutes * 60)


def test_a_counter_that_works_through_lunch_is_believed_and_learned_from(hall: Hall) -> None:
    hall.clock.set("11:58")
    hall.open("1")
    hall.issue_many(*["KTP"] * 8)
    hall.clock.set("12:05")
    in_break_s, _ = newcomer(hall.context)
    assert in_break_s > 50 * 60, "nobody calls: until one o'clock"
    first = hall.called()
    working_s, _ = newcomer(hall.context)
    assert working_s < 50 * 60
    hall.act("start", first)
    hall.clock.pass_by(minutes=4)
    hall.act("complete", first)
    with hall.context.store.read(KOTA) as work:
        closed = closed_of(work.branch, promises(hall, first.number)[0])
    assert closed.came_s == 7 * 60


# ---- told against came


def test_the_days_figures_are_those_of_its_promises(hall: Hall) -> None:
    hall.open("1")
    hall.teach("KTP")
    hall.issue_many(*["KTP"] * 4)
    for _ in range(3):
        hall.clock.pass_by(minutes=3)
        hall.serve(seconds=60)
    day = read_promises(hall.context, hall.supervisor, KOTA, MONDAY)
    told = promises(hall)
    came = [one for one in told if one.came_s is not None]
    row = day.with_numbers
    assert (row.told, row.came, row.shown) == (9, 8, 3)
    assert row.sooner + row.inside + row.later == row.shown
    assert row.inside == sum(1 for one in came if one.is_shown and one.came_true)
    errors = [abs(one.expected_s - (one.came_s or 0)) for one in came]
    assert row.mean_error_s == round(sum(errors) / len(errors), 1)
    assert [(one.key, one.told) for one in day.by_service] == [("KTP", 9)]
    assert [(one.key, one.told) for one in day.by_hour] == [("08", 9)]
    assert day.on_phones.told == 0


def test_a_day_that_never_opened_and_a_foreign_office_are_unknown(hall: Hall, east: Hall) -> None:
    assert refused(read_promises, hall.context, hall.supervisor, KOTA, MONDAY).code == "not_found"
    hall.issue("KTP")
    assert refused(read_promises, hall.context, east.supervisor, KOTA, MONDAY).code == "not_found"
