"""Calling: whoever is next for a counter, or a number that an officer picks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from queue_server import protocol
from queue_server.application.closing import end_left_open_day
from queue_server.application.context import Context, require_branch
from queue_server.application.days import working_day
from queue_server.application.idempotency import Kept, once, request_of
from queue_server.application.payloads import ticket_payload
from queue_server.application.ports import Work
from queue_server.application.recording import move
from queue_server.application.seats import require_seat
from queue_server.domain.branch import Branch, Counter
from queue_server.domain.counter import CounterDay, require_calling
from queue_server.domain.dispatch import Caller, Choice, Head, Order, choose_next
from queue_server.domain.errors import Refusal
from queue_server.domain.life import require_row
from queue_server.domain.notes import checked_reason
from queue_server.domain.roles import Actor
from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Status, Ticket, counter_lane


@dataclass(frozen=True, slots=True)
class CounterPlace:
    """A counter of a branch."""

    branch: str
    counter: str


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses something at which counter, and when."""

    actor: Actor
    counter: str
    at: datetime


def call_next(
    context: Context, actor: Actor, place: CounterPlace, key: str | None = None
) -> Kept[protocol.TicketAnswer]:
    """Call whoever is next for a counter; a null ticket when nobody waits (not kept under the key)."""
    require_branch(actor, place.branch)
    request = request_of(actor, key, "call-next", place.branch, place.counter)

    def deed(work: Work) -> protocol.TicketAnswer | None:
        ticket = next_for(work, Press(actor, place.counter, context.clock()))
        return None if ticket is None else protocol.TicketAnswer(ticket_payload(ticket))

    kept = once(context, place.branch, request, deed)
    if kept.answer is None:
        return Kept(protocol.TicketAnswer(None))
    return Kept(kept.answer, kept.replayed)


def call_number(
    context: Context, actor: Actor, place: CounterPlace, command: protocol.CallNumber, key: str | None = None
) -> Kept[protocol.TicketAnswer]:
    """Call a number of today that is not next; its reason is recorded and counted."""
    require_branch(actor, place.branch)
    request = request_of(actor, key, "call-number", place.branch, place.counter, command)

    def deed(work: Work) -> protocol.TicketAnswer:
        called = _call_chosen(work, Press(actor, place.counter, context.clock()), command)
        return protocol.TicketAnswer(ticket_payload(called))

    return once(context, place.branch, request, deed)


def _call_chosen(work: Work, press: Press, command: protocol.CallNumber) -> Ticket:
    counter = work.branch.counter(press.counter)
    require_seat(work.counters.get(counter.code), press.actor)
    day = working_day(work, press.actor, press.at, end_left_open_day)
    ticket = _by_number(work, day, command.number)
    require_row(ticket, Step(Action.CALL, press.at, press.actor, work.branch.policy, press.counter))
    require_taking(work, ticket, counter, press.actor)
    return place_call(work, press, ticket, picked(ticket), _reason(command.reason))


def picked(ticket: Ticket) -> Order:
    """Return why a ticket is called that nobody's turn chose: picked from those who wait, or back from hold."""
    return Order.CHOSEN if ticket.status is Status.WAITING else Order.HELD


def _reason(text: str) -> str:
    reason = checked_reason(text)
    if reason is None:
        raise Refusal("invalid_field", "reason_missing", field="reason")
    return reason


def _by_number(work: Work, day: date, number: str) -> Ticket:
    """Return a number of that day, however its letters were typed."""
    ticket = work.tickets.by_number(day, number.strip().upper())
    if ticket is None:
        raise Refusal("not_found", "unknown_number", number=number.strip())
    return ticket


def next_for(work: Work, press: Press) -> Ticket | None:
    """Choose and call the next ticket of a counter, or return None when nobody waits for it."""
    counter = work.branch.counter(press.counter)
    day = working_day(work, press.actor, press.at, end_left_open_day)
    state = work.counters.get(counter.code)
    require_calling(state)
    require_seat(state, press.actor)
    require_free(work, state, day)
    choice = choice_for(work, counter, state, (day, press.at))
    if choice is None:
        return None
    called = place_call(work, press, known(work, choice.head.ticket_id), choice.order)
    if choice.priority_run != state.priority_run:
        work.counters.save(replace(state, priority_run=choice.priority_run))
    return called


def choice_for(work: Work, counter: Counter, state: CounterDay, when: tuple[date, datetime]) -> Choice | None:
    """Return who a counter would call on a day at an instant: the very rule that calls, asked by the desk too."""
    day, now = when
    lanes = (counter_lane(counter.code), *work.branch.services_of(counter))
    late = late_before(work.branch, lanes, now)
    heads = [_since(work, day, head) if head.lane in late else head for head in work.tickets.heads(day, lanes)]
    caller = Caller(lanes, state.priority_run, counter.strict_preference, late)
    return choose_next(heads, caller, work.branch.policy.priority_burst)


def _since(work: Work, day: date, head: Head) -> Head:
    """Return a head that knows since when somebody behind it waits: a transfer may stand before who came earlier."""
    oldest = work.tickets.oldest(day, head.lane, preferred=head.preferred)
    return head if oldest is None else replace(head, since=min(oldest, head.since))


def late_before(branch: Branch, lanes: tuple[str, ...], now: datetime) -> dict[str, datetime]:
    """Return, for each line with a limit, the instant before which whoever joined has waited too long."""
    limits = {lane: branch.service_begun(lane).escalate_after_minutes for lane in lanes}
    return {lane: now - timedelta(minutes=minutes) for lane, minutes in limits.items() if minutes > 0}


def place_call(work: Work, press: Press, ticket: Ticket, order: Order, reason: str | None = None) -> Ticket:
    """Call a ticket to a counter; where the branch wants it, its service starts with the call."""
    policy = work.branch.policy
    run = work.counters.get(press.counter).priority_run
    step = Step(Action.CALL, press.at, press.actor, policy, press.counter, reason=reason, priority_run=run, order=order)
    called = move(work, ticket, step)
    if not policy.start_on_call:
        return called
    return move(work, called, Step(Action.START, press.at, press.actor, policy, press.counter))


def require_free(work: Work, counter: CounterDay, day: date) -> None:
    """Refuse while a counter has a ticket in hand, naming it."""
    held = work.tickets.at_counter(day, counter.code)
    if held is not None:
        raise Refusal("counter_busy", None, counter=counter.code, number=held.number, status=held.status.value)


def require_taking(work: Work, ticket: Ticket, counter: Counter, actor: Actor) -> None:
    """A ticket goes to an open, free counter that takes its service, or back to whoever put it on hold."""
    state = work.counters.get(counter.code)
    require_calling(state)
    require_free(work, state, ticket.service_day)
    takes = ticket.service in work.branch.services_of(counter) or ticket.lane == counter_lane(counter.code)
    is_own = ticket.counter == counter.code or ticket.leg.officer == actor.id
    if not takes and not is_own:
        raise Refusal("counter_not_eligible", None, counter=counter.name, number=ticket.number, service=ticket.service)


def known(work: Work, ticket_id: str) -> Ticket:
    """Return a ticket of the work's branch; anything else is unknown."""
    ticket = work.tickets.get(ticket_id)
    if ticket is None:
        raise Refusal("not_found", "unknown_ticket")
    return ticket
