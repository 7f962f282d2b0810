"""What may happen to a ticket: the table as people agreed on it, its guards, and what each step changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queue_server.domain.effects import EFFECTS
from queue_server.domain.errors import Refusal
from queue_server.domain.guards import GUARDS
from queue_server.domain.life import apply, is_allowed
from queue_server.domain.priority import Priority
from queue_server.domain.roles import CLOCK, STAFF, Actor, Role
from queue_server.domain.ticket import Action, Status, Ticket, counter_lane
from queue_server.domain.transitions import EVENT_KINDS, TRANSITIONS
from tests.cast import BUDI, KIOSK, KOTA, RATNA, SARI
from tests.fakes.paper import NINE, POLICY, RESIDENT, a_leg, a_step, a_ticket, after

AGREED = """
-          issue         waiting    staff kiosk
-          serve         serving    staff
-          book          booked     staff kiosk resident
booked     check_in      waiting    staff kiosk resident
booked     cancel        cancelled  staff kiosk resident
booked     expire        expired    clock
waiting    call          called     staff
waiting    transfer      waiting    staff
waiting    classify      waiting    staff
waiting    cancel        cancelled  staff kiosk resident
waiting    expire        expired    clock
called     recall        called     staff
called     start         serving    staff
called     mark_no_show  no_show    staff clock
called     requeue       waiting    staff clock
called     note          called     staff
called     classify      called     staff
called     transfer      waiting    staff
called     undo          waiting    staff
serving    recall        called     staff
serving    undo          called     staff
serving    note          serving    staff
serving    classify      serving    staff
serving    add_service   serving    staff
serving    complete      completed  staff
serving    close         completed  clock
serving    hold          on_hold    staff clock
serving    transfer      waiting    staff
on_hold    note          on_hold    staff
on_hold    resume        serving    staff
on_hold    call          called     staff
on_hold    cancel        cancelled  staff
on_hold    expire        expired    clock
no_show    requeue       waiting    staff kiosk resident
no_show    undo          called     staff
completed  undo          serving    staff
"""
ROWS = [line.split() for line in AGREED.strip().splitlines()]
ALLOWED = {(source, action) for source, action, *_ in ROWS}
STEPS = [row for row in ROWS if row[0] != "-" and row[1] != "undo"]
REFUSED = [(status, action) for status in Status for action in Action if (status.value, action.value) not in ALLOWED]
"""Both from this page alone, never from the code's own table."""


def who(words: list[str]) -> set[Role]:
    staff = {Role.OFFICER, Role.SUPERVISOR, Role.ADMIN} if "staff" in words else set()
    return staff | {Role(word) for word in words if word != "staff"}


def somebody(role: Role) -> Actor:
    return Actor(role, RATNA.id if role in STAFF else role.value, KOTA)


def test_the_table_is_the_one_that_people_agreed_on() -> None:
    coded = {
        (source.value if source else "-", action.value): (row.target.value, set(row.who))
        for (source, action), row in TRANSITIONS.items()
    }
    assert coded == {(source, action): (target, who(words)) for source, action, target, *words in ROWS}


def test_each_row_names_guards_that_exist() -> None:
    assert {guard for row in TRANSITIONS.values() for guard in row.guards} <= set(GUARDS)


def test_each_action_has_its_own_event_and_an_effect() -> None:
    assert set(EVENT_KINDS) == set(Action)
    assert len(set(EVENT_KINDS.values())) == len(Action)
    assert set(EFFECTS) == set(Action) - {Action.ISSUE, Action.BOOK, Action.SERVE}


@pytest.mark.parametrize(("source", "action", "target"), [row[:3] for row in STEPS])
def test_an_allowed_step_leads_where_the_table_says(source: str, action: str, target: str) -> None:
    by = CLOCK if action in {"expire", "close"} else RATNA
    policy = replace(POLICY, max_calls=2 if action == "recall" else 1, start_on_call=True)
    ticket = a_ticket(Status(source))
    if (source, action) == ("serving", "recall"):
        ticket = ticket.with_leg(started_at=ticket.leg.last_called_at)
    moved = apply(ticket, a_step(Action(action), by=by, policy=policy))
    assert moved.ticket.status.value == target


@pytest.mark.parametrize(("status", "action"), REFUSED)
def test_everything_else_is_refused_by_name(status: Status, action: Action) -> None:
    ticket = a_ticket(status)
    assert not is_allowed(ticket, action)
    with pytest.raises(Refusal) as refused:
        apply(ticket, a_step(action))
    assert refused.value.code == "transition_refused"
    assert refused.value.params == {"number": "A-012", "action": action.value, "status": status.value}


@pytest.mark.parametrize(("source", "action", "words"), [(row[0], row[1], row[3:]) for row in STEPS])
def test_nobody_else_takes_a_step(source: str, action: str, words: list[str]) -> None:
    for role in set(Role) - who(words):
        with pytest.raises(Refusal) as refused:
            apply(a_ticket(Status(source)), a_step(Action(action), by=somebody(role)))
        assert refused.value.code == "transition_refused"


# ---- guards


def refusal(status: Status, action: Action, **changes: object) -> Refusal:
    ticket = changes.pop("ticket", a_ticket(status))
    with pytest.raises(Refusal) as refused:
        apply(ticket, a_step(action, **changes))  # type: ignore[arg-type]
    named = {"number": "A-012", "action": action.value, "status": status.value}
    assert named.items() <= refused.value.params.items()
    assert refused.value.code == "transition_refused"
    return refused.value


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (Status.CALLED, Action.RECALL),
        (Status.CALLED, Action.START),
        (Status.CALLED, Action.MARK_NO_SHOW),
        (Status.CALLED, Action.REQUEUE),
        (Status.CALLED, Action.TRANSFER),
        (Status.SERVING, Action.COMPLETE),
        (Status.SERVING, Action.HOLD),
        (Status.SERVING, Action.TRANSFER),
    ],
)
@pytest.mark.parametrize("counter", ["2", None])
def test_only_the_counter_that_holds_a_ticket_acts_on_it(status: Status, action: Action, counter: str | None) -> None:
    refused = refusal(status, action, counter=counter)
    assert refused.reason == "wrong_counter"
    assert refused.params["holder"] == "1"


def test_another_officer_at_the_same_counter_may_act() -> None:
    assert apply(a_ticket(Status.SERVING), a_step(Action.COMPLETE, by=BUDI)).ticket.status is Status.COMPLETED


def test_a_number_is_called_three_times_and_no_more() -> None:
    ticket = a_ticket(Status.CALLED)
    for times in (2, 3):
        ticket = apply(ticket, a_step(Action.RECALL, seconds=times * 60)).ticket
        assert ticket.call_count == times
    refused = refusal(Status.CALLED, Action.RECALL, ticket=ticket)
    assert (refused.reason, refused.params["limit"]) == ("recall_limit", 3)


@pytest.mark.parametrize(("waited", "left"), [(0, 10), (1, 9), (9, 1), (9.5, 1), (0.5, 10)])
def test_a_recall_waits_for_the_cool_down_and_says_how_long(waited: float, left: int) -> None:
    refused = refusal(Status.CALLED, Action.RECALL, seconds=60 + waited)
    assert (refused.reason, refused.params["seconds"]) == ("recall_too_soon", left)


def test_a_recall_is_allowed_once_the_cool_down_is_over() -> None:
    assert apply(a_ticket(Status.CALLED), a_step(Action.RECALL, seconds=70)).ticket.call_count == 2


def test_a_clock_that_jumped_back_holds_no_recall_up() -> None:
    ticket = apply(a_ticket(Status.CALLED), a_step(Action.RECALL, seconds=-3600)).ticket
    assert (ticket.call_count, ticket.leg.last_called_at) == (2, after(-3600))


@pytest.mark.parametrize("calls", [1, 2])
def test_nobody_is_a_no_show_before_the_promised_calls(calls: int) -> None:
    refused = refusal(Status.CALLED, Action.MARK_NO_SHOW, ticket=a_ticket(Status.CALLED, call_count=calls))
    assert refused.reason == "no_show_too_early"
    assert (refused.params["calls"], refused.params["limit"]) == (calls, 3)


def test_after_the_promised_calls_somebody_is_a_no_show() -> None:
    moved = apply(a_ticket(Status.CALLED, call_count=3), a_step(Action.MARK_NO_SHOW))
    assert moved.ticket.status is Status.NO_SHOW


def test_closing_the_day_needs_no_further_calls() -> None:
    moved = apply(a_ticket(Status.CALLED), a_step(Action.MARK_NO_SHOW, by=CLOCK, counter=None))
    assert moved.ticket.status is Status.NO_SHOW


def test_a_no_show_returns_as_often_as_the_policy_says() -> None:
    returned = apply(a_ticket(Status.NO_SHOW), a_step(Action.REQUEUE, by=KIOSK)).ticket
    assert returned.requeues == 1
    refused = refusal(Status.NO_SHOW, Action.REQUEUE, ticket=replace(a_ticket(Status.NO_SHOW), requeues=1))
    assert (refused.reason, refused.params["limit"]) == ("requeue_limit", 1)


def test_a_waiting_ticket_is_not_transferred_into_its_own_line() -> None:
    assert refusal(Status.WAITING, Action.TRANSFER, lane="KTP", service="KTP").reason == "same_line"
    assert refusal(Status.WAITING, Action.TRANSFER, lane=None).reason == "same_line"


def test_a_called_ticket_may_go_back_into_its_line_as_a_transfer() -> None:
    assert apply(a_ticket(Status.CALLED), a_step(Action.TRANSFER, lane="KTP", service="KTP")).ticket.leg.no == 2


# ---- undo


def a_life(*actions: Action) -> list[Ticket]:
    """Return a ticket before and after each of some steps, ten seconds apart."""
    lives = [a_ticket(note="membawa kursi roda")]
    for number, action in enumerate(actions, 1):
        policy = replace(POLICY, max_calls=1)
        lives.append(apply(lives[-1], a_step(action, seconds=number * 10, policy=policy, priority_run=1)).ticket)
    return lives


@pytest.mark.parametrize(
    "actions",
    [
        (Action.CALL,),
        (Action.CALL, Action.START),
        (Action.CALL, Action.MARK_NO_SHOW),
        (Action.CALL, Action.START, Action.COMPLETE),
        (Action.CALL, Action.START, Action.HOLD, Action.CALL),
        (Action.CALL, Action.START, Action.HOLD, Action.RESUME, Action.COMPLETE),
    ],
)
def test_the_same_officer_undoes_the_last_step_exactly(actions: tuple[Action, ...]) -> None:
    *_, before, done = a_life(*actions)
    ended = len(actions) * 10
    assert apply(done, a_step(Action.UNDO, seconds=ended + 10)).ticket == before
    assert refusal(done.status, Action.UNDO, ticket=done, seconds=ended + 11).reason == "undo_too_late"
    assert refusal(done.status, Action.UNDO, ticket=done, seconds=ended + 1, by=BUDI).reason == "undo_not_yours"


def test_steps_are_undone_one_after_the_other() -> None:
    waiting, called, serving, completed = a_life(Action.CALL, Action.START, Action.COMPLETE)
    for expected in (serving, called, waiting):
        completed = apply(completed, a_step(Action.UNDO, seconds=20)).ticket
        assert completed == expected
    assert (Status.WAITING, Action.UNDO) not in TRANSITIONS


def test_a_note_written_since_outlives_the_undo() -> None:
    *_, called = a_life(Action.CALL)
    noted = apply(called, a_step(Action.NOTE, seconds=12, note="minta surat pengantar")).ticket
    assert apply(noted, a_step(Action.UNDO, seconds=13)).ticket.note == "minta surat pengantar"


@pytest.mark.parametrize("action", [Action.HOLD, Action.TRANSFER, Action.REQUEUE])
def test_other_steps_are_not_undone(action: Action) -> None:
    source = Status.CALLED if action is Action.REQUEUE else Status.SERVING
    moved = apply(a_ticket(source), a_step(action)).ticket
    assert moved.before is None
    served = apply(apply(a_ticket(source), a_step(action)).ticket, a_step(Action.CALL)).ticket
    assert served.before is not None
    assert served.before.ticket == moved


def test_a_ticket_without_a_step_has_nothing_to_undo() -> None:
    assert refusal(Status.CALLED, Action.UNDO).reason == "undo_nothing"


# ---- service from the call on, further services, notes


def test_where_the_call_starts_the_service_calling_again_means_that_nobody_came() -> None:
    policy = replace(POLICY, start_on_call=True)
    by_call = a_ticket(Status.SERVING).with_leg(started_at=after(60))
    again = apply(by_call, a_step(Action.RECALL, seconds=100, policy=policy)).ticket
    assert (again.status, again.leg.started_at, again.call_count) == (Status.CALLED, None, 2)
    refusal(Status.SERVING, Action.RECALL, ticket=by_call, seconds=100)
    for came in (a_ticket(Status.SERVING), by_call.with_leg(held_s=5.0), replace(by_call, call_count=0)):
        refusal(Status.SERVING, Action.RECALL, ticket=came, seconds=100, policy=policy)


def test_a_further_service_begins_at_once_at_the_same_counter() -> None:
    before = a_ticket(Status.SERVING)
    moved = apply(before, a_step(Action.ADD_SERVICE, seconds=200, outcome="done"))
    leg = moved.ticket.leg
    assert (leg.no, leg.service, leg.counter, leg.joined_at) == (2, "KK", "1", after(200))
    assert leg.called_at == leg.started_at == leg.joined_at
    assert moved.ended_leg is not None
    assert (moved.ended_leg.ended_at, moved.ended_leg.outcome) == (after(200), "done")
    assert (moved.ticket.number, moved.ticket.issued_at) == (before.number, before.issued_at)
    assert refusal(Status.SERVING, Action.ADD_SERVICE, service="KTP").reason == "same_service"


def test_a_note_keeps_why_a_ticket_is_on_hold() -> None:
    held = apply(a_ticket(Status.SERVING), a_step(Action.HOLD, reason="photocopy")).ticket
    noted = apply(held, a_step(Action.NOTE, note="kembali jam sepuluh")).ticket
    assert (noted.reason, noted.note) == ("photocopy", "kembali jam sepuluh")
    assert apply(noted, a_step(Action.NOTE, note="")).ticket.note is None


def test_a_class_is_corrected_and_outlives_an_undo() -> None:
    *_, called = a_life(Action.CALL)
    elder = apply(called, a_step(Action.CLASSIFY, seconds=12, priority=Priority.ELDERLY)).ticket
    assert (elder.priority, elder.place, elder.status) == (Priority.ELDERLY, called.place, Status.CALLED)
    assert apply(elder, a_step(Action.UNDO, seconds=13)).ticket.priority is Priority.ELDERLY
    assert refusal(Status.WAITING, Action.CLASSIFY, priority=Priority.REGULAR).reason == "same_class"
    assert refusal(Status.WAITING, Action.CLASSIFY, priority=None).reason == "same_class"


# ---- what a step changes


def test_a_call_binds_counter_and_officer_and_counts_one() -> None:
    ticket = apply(a_ticket(), a_step(Action.CALL, seconds=60)).ticket
    assert (ticket.counter, ticket.leg.officer, ticket.call_count) == ("1", "ratna", 1)
    assert ticket.leg.called_at == ticket.leg.last_called_at == after(60)


def test_a_recall_keeps_the_call_that_led_here() -> None:
    leg = apply(a_ticket(Status.CALLED), a_step(Action.RECALL, seconds=90)).ticket.leg
    assert (leg.called_at, leg.last_called_at) == (after(60), after(90))


def test_a_call_by_mistake_goes_back_to_its_own_place_in_the_same_leg() -> None:
    before = a_ticket(Status.CALLED)
    moved = apply(before, a_step(Action.REQUEUE, place=None))
    ticket = moved.ticket
    assert (ticket.place, ticket.lane, ticket.leg.no, moved.ended_leg) == (before.place, before.lane, 1, None)
    assert (ticket.counter, ticket.leg.called_at, ticket.call_count, ticket.requeues) == (None, None, 0, 0)


def test_a_no_show_returns_as_a_new_leg_at_the_place_it_is_given() -> None:
    moved = apply(a_ticket(Status.NO_SHOW, call_count=3), a_step(Action.REQUEUE, seconds=400))
    ticket = moved.ticket
    assert (ticket.leg.no, ticket.leg.joined_at, ticket.place) == (2, after(400), 99 << 20)
    assert (ticket.call_count, ticket.counter, ticket.ended_at) == (0, None, None)
    assert moved.ended_leg is not None
    assert moved.ended_leg.ended_at == after(200), "the first leg ended when the person did not come"


def test_a_transfer_keeps_number_place_and_time_of_arrival() -> None:
    before = a_ticket(Status.SERVING)
    moved = apply(before, a_step(Action.TRANSFER, seconds=200))
    ticket = moved.ticket
    assert (ticket.number, ticket.place, ticket.issued_at, ticket.issued_service) == ("A-012", 12 << 20, NINE, "KTP")
    assert (ticket.leg.no, ticket.service, ticket.lane, ticket.counter) == (2, "KK", "KK", None)
    assert moved.ended_leg is not None
    assert (moved.ended_leg.service, moved.ended_leg.ended_at, moved.ended_leg.counter) == ("KTP", after(200), "1")


def test_a_transfer_to_a_counter_keeps_the_service() -> None:
    ticket = apply(a_ticket(Status.SERVING), a_step(Action.TRANSFER, service=None, lane=counter_lane("3"))).ticket
    assert (ticket.service, ticket.lane) == ("KTP", "@3")


def test_holds_add_up_and_leave_the_counter_known() -> None:
    ticket = a_ticket(Status.SERVING)
    for hold, resume in ((100, 160), (200, 230)):
        ticket = apply(ticket, a_step(Action.HOLD, seconds=hold)).ticket
        assert (ticket.leg.held_since, ticket.counter) == (after(hold), "1")
        ticket = apply(ticket, a_step(Action.RESUME, seconds=resume)).ticket
    assert (ticket.leg.held_s, ticket.leg.held_since, ticket.leg.started_at) == (90, None, after(80))


def test_whoever_resumes_takes_the_ticket_over() -> None:
    ticket = apply(a_ticket(Status.ON_HOLD), a_step(Action.RESUME, by=BUDI, counter="2")).ticket
    assert (ticket.counter, ticket.leg.officer) == ("2", "budi")


def test_a_held_ticket_can_be_called_again() -> None:
    ticket = apply(a_ticket(Status.ON_HOLD), a_step(Action.CALL, seconds=160, counter="2")).ticket
    assert (ticket.counter, ticket.call_count, ticket.leg.held_s) == ("2", 1, 60)
    assert (ticket.leg.called_at, ticket.leg.last_called_at) == (after(60), after(160))


def test_a_hold_that_lasts_to_the_end_is_counted() -> None:
    leg = apply(a_ticket(Status.ON_HOLD), a_step(Action.EXPIRE, seconds=150, by=CLOCK)).ticket.leg
    assert (leg.held_s, leg.held_since, leg.ended_at) == (50, None, after(150))


def test_a_clock_that_jumps_back_makes_no_negative_hold() -> None:
    leg = apply(a_ticket(Status.ON_HOLD), a_step(Action.RESUME, seconds=-3600)).ticket.leg
    assert leg.held_s == 0


def test_an_end_stores_when_why_and_how() -> None:
    step = a_step(Action.CLOSE, seconds=500, by=CLOCK, reason="day_closed", outcome="unfinished")
    ticket = apply(a_ticket(Status.SERVING), step).ticket
    assert (ticket.ended_at, ticket.leg.ended_at, ticket.reason) == (after(500), after(500), "day_closed")
    assert ticket.leg.outcome == "unfinished"


def test_a_resident_gives_a_place_back_but_does_not_end_a_service() -> None:
    assert apply(a_ticket(), a_step(Action.CANCEL, by=RESIDENT)).ticket.status is Status.CANCELLED
    assert refusal(Status.ON_HOLD, Action.CANCEL, by=RESIDENT).reason is None


def test_a_supervisor_may_do_what_an_officer_may() -> None:
    assert apply(a_ticket(Status.CALLED), a_step(Action.START, by=SARI)).ticket.status is Status.SERVING


def test_a_step_leaves_the_ticket_before_it_untouched() -> None:
    before = a_ticket(Status.CALLED)
    apply(before, a_step(Action.START))
    assert before == a_ticket(Status.CALLED)
    assert a_leg().called_at is None
