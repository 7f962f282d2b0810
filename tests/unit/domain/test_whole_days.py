"""Whole days in plain Python: tickets, dispatch and tally against a day book that is kept here by hand.

The same days run on the real use cases and a real database in ``tests/integration/test_whole_days.py``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from queue_server.domain.dispatch import Caller, Head, choose_next
from queue_server.domain.event import Event
from queue_server.domain.life import apply
from queue_server.domain.numbering import place_behind, place_of
from queue_server.domain.priority import Priority
from queue_server.domain.roles import CLOCK, Actor
from queue_server.domain.step import Step
from queue_server.domain.tally import fold
from queue_server.domain.ticket import AT_COUNTER, ENDED, Action, Leg, Status, Ticket, counter_lane
from queue_server.domain.transitions import EVENT_KINDS, TRANSITIONS
from tests.cast import BUDI, MONDAY, RATNA
from tests.fakes.hall import answer_of
from tests.fakes.paper import NINE, POLICY, a_ticket

LANES = {"1": ("KTP", "KK"), "2": ("AKTA", "KTP"), "3": ("KK",)}
SERVICES = st.sampled_from(["KTP", "KK", "AKTA"])
COUNTERS = st.sampled_from(list(LANES))
COMMANDS = [
    Action.START,
    Action.COMPLETE,
    Action.RECALL,
    Action.HOLD,
    Action.RESUME,
    Action.CALL,
    Action.REQUEUE,
    Action.MARK_NO_SHOW,
    Action.CANCEL,
    Action.TRANSFER,
    Action.UNDO,
    Action.UNDO,
    Action.NOTE,
    Action.ADD_SERVICE,
    Action.CLASSIFY,
]
REMARKS = {Action.NOTE, Action.CLASSIFY}
REMEMBERED = {Action.CALL, Action.START, Action.COMPLETE, Action.MARK_NO_SHOW}
LIMIT = timedelta(minutes=9)
"""Of waiting for KK; then every counter that takes it takes it first."""
BEHIND = POLICY.requeue_after
ACTIONS = st.sampled_from(COMMANDS)


class PaperDay(RuleBasedStateMachine):
    """One office's day on paper."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NINE
        self.tickets: dict[str, Ticket] = {}
        self.past_legs: list[Leg] = []
        self.events: list[Event] = []
        self.runs: dict[str, int] = defaultdict(int)
        self.priority_in_a_row: dict[str, int] = defaultdict(int)
        self.policy = POLICY
        self.memory: dict[str, list[tuple[Ticket, int, int]]] = defaultdict(list)
        """What an undo has to restore, kept by hand: the ticket, the counter's run, the calls in a row."""

    @initialize(starts=st.booleans())
    def choose_a_policy(self, *, starts: bool) -> None:
        self.policy = replace(POLICY, start_on_call=starts)

    # ---- the office

    def at(self, counter: str) -> list[Ticket]:
        return [one for one in self.tickets.values() if one.counter == counter and one.status in AT_COUNTER]

    def waiting(self, lanes: tuple[str, ...]) -> list[Ticket]:
        return [one for one in self.tickets.values() if one.status is Status.WAITING and one.lane in lanes]

    def record(self, action: Action, ticket: Ticket, *, new_leg: bool = False) -> None:
        facts: dict[str, Any] = {
            "number": ticket.number,
            "status": ticket.status.value,
            "service": ticket.service,
            "officer": ticket.leg.officer,
            "priority": ticket.priority.value,
        }
        if new_leg:
            facts["new_leg"] = True
        kind = EVENT_KINDS[action]
        where = (MONDAY, ticket.id, ticket.counter, facts)
        self.events.append(Event(len(self.events) + 1, kind, self.now, "officer:x", *where))

    def take(self, ticket: Ticket, action: Action, by: Actor, **more: Any) -> None:
        """Take one step, or learn that it is refused."""
        step = Step(action, self.now, by, self.policy, **more)
        moved, refusal = answer_of(apply, ticket, step)
        if refusal is not None:
            assert refusal.code == "transition_refused"
            assert refusal.params["number"] == ticket.number
            return
        after = moved.ticket
        assert (after.id, after.number, after.issued_at) == (ticket.id, ticket.number, ticket.issued_at)
        assert after.leg.no - ticket.leg.no == (moved.ended_leg is not None)
        if moved.ended_leg is not None:
            self.past_legs.append(moved.ended_leg)
        self.tickets[ticket.id] = after
        if action is Action.UNDO:
            self.is_restored(ticket, after)
        else:
            assert after.status is TRANSITIONS[ticket.status, action].target
            self.remember(ticket, action, by)
        self.record(action, after, new_leg=moved.ended_leg is not None)

    def remember(self, ticket: Ticket, action: Action, by: Actor) -> None:
        passes = action in {Action.NOTE, Action.CLASSIFY} or (
            action is Action.RECALL and ticket.status is Status.CALLED
        )
        if action in REMEMBERED and by is not CLOCK:
            counter = self.tickets[ticket.id].counter or ""
            self.memory[ticket.id].append((ticket, self.runs[counter], self.priority_in_a_row[counter]))
        elif not passes:
            self.memory[ticket.id].clear()

    def is_restored(self, ticket: Ticket, after: Ticket) -> None:
        """Compare everything but the memory itself and a note written since."""
        before, run, in_a_row = self.memory[ticket.id].pop()
        said = {"before": None, "note": None, "priority": Priority.REGULAR}
        assert replace(after, **said) == replace(before, **said)
        assert (after.note, after.priority) == (ticket.note, ticket.priority)
        counter = ticket.counter or ""
        if ticket.status is Status.CALLED:
            assert ticket.before is not None
            assert ticket.before.priority_run in {run, None}
            self.runs[counter], self.priority_in_a_row[counter] = run, in_a_row

    # ---- what happens

    @rule(seconds=st.sampled_from([1, 1, 7, 11, 60, 600, 600, -3600]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(service=SERVICES, priority=st.sampled_from([Priority.REGULAR, Priority.REGULAR, Priority.ELDERLY]))
    def issue(self, service: str, priority: Priority) -> None:
        serial = len(self.tickets) + 1
        ticket = a_ticket(
            id=f"t-{serial}",
            serial=serial,
            number=f"A-{serial:03d}",
            priority=priority,
            lane=service,
            place=place_of(len(self.events) + 1),
            issued_service=service,
            issued_at=self.now,
            leg=Leg(1, service, self.now),
        )
        self.tickets[ticket.id] = ticket
        self.record(Action.ISSUE, ticket)

    @rule(counter=COUNTERS, officer=st.sampled_from([RATNA, BUDI]))
    def call_next(self, counter: str, officer: Actor) -> None:
        if self.at(counter):
            return
        lanes = (counter_lane(counter), *LANES[counter])
        waiting = self.waiting(lanes)
        heads: dict[tuple[str, bool], Head] = {}
        for one in sorted(waiting, key=lambda one: (one.place, one.serial)):
            preferred = one.priority.is_preferred
            since = min(
                other.leg.joined_at
                for other in waiting
                if (other.lane, other.priority.is_preferred) == (one.lane, preferred)
            )
            head = Head(one.id, one.number, one.lane, preferred, one.place, one.serial, since)
            heads.setdefault((one.lane, preferred), head)
        limits = {"KK": self.now - LIMIT}
        caller = Caller(lanes, self.runs[counter], strict_preference=False, late_before=limits)
        choice = choose_next(list(heads.values()), caller, 2)
        assert (choice is None) is (not waiting)
        if choice is None:
            return
        called = self.tickets[choice.head.ticket_id]
        run, in_a_row = self.runs[counter], self.priority_in_a_row[counter]
        late = [self.tickets[head.ticket_id] for head in heads.values() if self.is_late(head.lane, head.since)]
        self.nobody_was_passed_over(called, waiting, late, counter)
        self.take(called, Action.CALL, officer, counter=counter, priority_run=run)
        self.memory[called.id][-1] = (called, run, in_a_row)
        self.runs[counter] = choice.priority_run
        if self.policy.start_on_call:
            self.take(self.tickets[called.id], Action.START, officer, counter=counter)

    def is_late(self, lane: str, joined_at: datetime) -> bool:
        return lane == "KK" and self.now - joined_at >= LIMIT

    def nobody_was_passed_over(self, called: Ticket, waiting: list[Ticket], late: list[Ticket], counter: str) -> None:
        preferred = called.priority.is_preferred
        regular = [one for one in waiting if not one.priority.is_preferred]
        is_full = bool(regular) and self.priority_in_a_row[counter] == 2
        assert not (is_full and preferred), "a third priority call while a regular ticket waits"
        entitled = [one for one in late if not (is_full and one.priority.is_preferred)]
        assert called in entitled or not entitled, "somebody waited beyond the limit"
        if not entitled and not is_full:
            assert preferred or not any(one.priority.is_preferred for one in waiting), "priority was not used"
        rivals = [one for one in entitled or waiting if one.priority.is_preferred is preferred]
        assert all((one.place, one.serial) >= (called.place, -1) for one in rivals), "an earlier place waited"
        self.priority_in_a_row[counter] = self.priority_in_a_row[counter] + 1 if preferred and regular else 0

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 10**6), action=ACTIONS, counter=COUNTERS, own=st.integers(0, 4), service=SERVICES)
    def anything_with_any_ticket(self, which: int, action: Action, counter: str, own: int, service: str) -> None:
        self.act(list(self.tickets.values())[which % len(self.tickets)], action, counter, own, service)

    @precondition(lambda self: self.tickets)
    @rule(choice=st.integers(0, 10**6), counter=COUNTERS, own=st.integers(0, 4), service=SERVICES)
    def a_possible_step(self, choice: int, counter: str, own: int, service: str) -> None:
        moving = [one for one in self.tickets.values() if one.status not in ENDED and one.status is not Status.WAITING]
        possible = [(one, action) for one in moving for action in COMMANDS if (one.status, action) in TRANSITIONS]
        if possible:
            ticket, action = possible[choice % len(possible)]
            self.act(ticket, action, counter, own, service)

    def act(self, ticket: Ticket, action: Action, counter: str, own: int, service: str) -> None:
        if own and ticket.counter is not None:
            counter = ticket.counter
        more: dict[str, Any] = {"counter": counter}
        if action in {Action.CALL, Action.RESUME} and self.at(counter):
            return
        if action is Action.TRANSFER:
            more |= {"service": service, "lane": service} if own % 2 else {"lane": counter_lane(counter)}
        if action is Action.REQUEUE and ticket.status is Status.NO_SHOW:
            places = sorted(one.place for one in self.waiting((ticket.service,)))
            place = place_behind(places[: BEHIND + 1], BEHIND, place_of(len(self.events) + 1))
            self.take(ticket, action, RATNA, **more, lane=ticket.service, place=place)
            self.is_behind(self.tickets[ticket.id], places)
            return
        if action is Action.ADD_SERVICE:
            more |= {"service": service, "outcome": "done"}
        if action is Action.NOTE:
            more |= {"note": f"catatan {own}"}
        if action is Action.CLASSIFY:
            more |= {"priority": Priority.ELDERLY if own % 2 else Priority.REGULAR}
        self.take(ticket, action, RATNA, **more)

    def is_behind(self, ticket: Ticket, places: list[int]) -> None:
        """A no-show that came back stands exactly behind the next K, or last."""
        if ticket.status is Status.WAITING:
            assert sum(1 for place in places if place < ticket.place) == min(BEHIND, len(places))

    @rule(sure=st.integers(0, 9))
    def close_the_day(self, sure: int) -> None:
        if sure < 9:
            return
        endings = {Status.CALLED: Action.MARK_NO_SHOW, Status.SERVING: Action.CLOSE}
        for ticket in [one for one in self.tickets.values() if one.status not in ENDED]:
            self.take(ticket, endings.get(ticket.status, Action.EXPIRE), CLOCK, counter=ticket.counter)
        assert all(ticket.status in ENDED for ticket in self.tickets.values())

    # ---- what always holds

    @invariant()
    def a_counter_holds_one_at_most(self) -> None:
        for counter in LANES:
            assert len(self.at(counter)) <= 1

    @invariant()
    def the_tally_counts_what_the_tickets_are(self) -> None:
        record = fold(self.events)
        now = Counter(ticket.status.value for ticket in self.tickets.values())
        assert Counter(visit.status for visit in record.visits.values()) == now

    @invariant()
    def the_tally_measures_what_the_legs_say(self) -> None:
        present = [ticket.leg for ticket in self.tickets.values() if ticket.leg.ended_at is not None]
        legs = [leg for leg in [*self.past_legs, *present] if leg.started_at is not None]
        served = fold(self.events).served
        measured = Counter((leg.service, leg.wait_s or 0.0, round(leg.service_s, 6)) for leg in served)
        assert measured == Counter((leg.service, _wait(leg), _worked(leg)) for leg in legs)

    @invariant()
    def an_open_ticket_has_an_open_leg(self) -> None:
        for ticket in self.tickets.values():
            assert (ticket.status in ENDED) is (ticket.ended_at is not None) is (ticket.leg.ended_at is not None)
            assert ticket.leg == replace(ticket.leg, held_s=max(ticket.leg.held_s, 0.0))


def _wait(leg: Leg) -> float:
    return max(((leg.called_at or leg.joined_at) - leg.joined_at).total_seconds(), 0.0)


def _worked(leg: Leg) -> float:
    assert leg.started_at is not None
    assert leg.ended_at is not None
    return round(max((leg.ended_at - leg.started_at).total_seconds() - leg.held_s, 0.0), 6)


TestPaperDay = PaperDay.TestCase
TestPaperDay.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
