"""The officer's verbs: call the next number, and everything that happens to a ticket at a counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from queue_server import protocol
from queue_server.application.closing import end_left_open_day
from queue_server.application.context import Context, branch_of, require_branch
from queue_server.application.days import working_day
from queue_server.application.idempotency import Kept, once, request_of
from queue_server.application.payloads import ticket_payload
from queue_server.application.ports import Work
from queue_server.application.recording import move
from queue_server.domain.counter import CounterDay, CounterStatus, require_calling
from queue_server.domain.dispatch import Caller, choose_next
from queue_server.domain.errors import Refusal
from queue_server.domain.guards import refuse
from queue_server.domain.life import require_row
from queue_server.domain.numbering import place_behind, place_of
from queue_server.domain.roles import Actor
from queue_server.domain.step import Step
from queue_server.domain.ticket import AT_COUNTER, ENDED, Action, Status, Ticket, counter_lane
from queue_server.protocol import TicketVerb

ACTIONS: Final[dict[TicketVerb, Action]] = {
    TicketVerb.CALL: Action.CALL,
    TicketVerb.RECALL: Action.RECALL,
    TicketVerb.START: Action.START,
    TicketVerb.COMPLETE: Action.COMPLETE,
    TicketVerb.HOLD: Action.HOLD,
    TicketVerb.RESUME: Action.RESUME,
    TicketVerb.TRANSFER: Action.TRANSFER,
    TicketVerb.REQUEUE: Action.REQUEUE,
    TicketVerb.NO_SHOW: Action.MARK_NO_SHOW,
    TicketVerb.CANCEL: Action.CANCEL,
}
TAKES_THE_COUNTER = frozenset({Action.CALL, Action.RESUME})


@dataclass(frozen=True, slots=True)
class CounterPlace:
    """A counter of a branch."""

    branch: str
    counter: str


def call_next(
    context: Context, actor: Actor, place: CounterPlace, key: str | None = None
) -> Kept[protocol.TicketAnswer]:
    """Call whoever is next for a counter; a null ticket when nobody waits (not kept under the key)."""
    require_branch(actor, place.branch)
    request = None if key is None else request_of(actor, key, "call-next", place.branch, place.counter)

    with context.store.write(place.branch) as work:

        def deed() -> protocol.TicketAnswer | None:
            ticket = next_for(work, actor, place.counter, context.clock())
            return None if ticket is None else protocol.TicketAnswer(ticket_payload(ticket))

        kept = once(work, request, context.clock(), deed)
    if kept.answer is None:
        return Kept(protocol.TicketAnswer(None))
    return Kept(kept.answer, kept.replayed)


def next_for(work: Work, actor: Actor, counter_code: str, now: datetime) -> Ticket | None:
    """Choose and call the next ticket of a counter, or return None when nobody waits for it."""
    counter = work.branch.counter(counter_code)
    state = work.counters.get(counter.code)
    require_calling(state)
    day = working_day(work, actor, now, end_left_open_day)
    require_free(work, state, day)
    lanes = (counter_lane(counter.code), *work.branch.services_of(counter))
    caller = Caller(lanes, state.priority_run, counter.strict_preference)
    policy = work.branch.policy
    choice = choose_next(work.tickets.heads(day, lanes), caller, policy.priority_burst)
    if choice is None:
        return None
    if choice.priority_run != state.priority_run:
        work.counters.save(replace(state, priority_run=choice.priority_run))
    ticket = known(work, choice.head.ticket_id)
    return move(work, ticket, Step(Action.CALL, now, actor, policy, counter=counter.code))


def require_free(work: Work, counter: CounterDay, day: date) -> None:
    """Refuse while a counter has a ticket in hand, naming it."""
    held = work.tickets.at_counter(day, counter.code)
    if held is not None:
        raise Refusal("counter_busy", None, counter=counter.code, number=held.number, status=held.status.value)


def known(work: Work, ticket_id: str) -> Ticket:
    """Return a ticket of the work's branch; anything else is unknown."""
    ticket = work.tickets.get(ticket_id)
    if ticket is None:
        raise Refusal("not_found", "unknown_ticket")
    return ticket


@dataclass(frozen=True, slots=True)
class Deed:
    """What an officer does to a ticket."""

    verb: TicketVerb
    command: protocol.TicketCommand
    key: str | None = None


def act(context: Context, actor: Actor, ticket_id: str, deed: Deed) -> Kept[protocol.TicketAnswer]:
    """Take one step with a ticket, once for each idempotency key."""
    branch = branch_of(context, actor, ticket_id)
    key = deed.key
    request = None if key is None else request_of(actor, key, ticket_id, deed.verb.value, deed.command)
    with context.store.write(branch) as work:
        return once(work, request, context.clock(), lambda: _act(work, actor, ticket_id, deed, context.clock))


def _act(work: Work, actor: Actor, ticket_id: str, deed: Deed, clock: Callable[[], datetime]) -> protocol.TicketAnswer:
    ticket = known(work, ticket_id)
    now = clock()
    action = ACTIONS[deed.verb]
    command = deed.command
    step = Step(action, now, actor, work.branch.policy, command.counter, reason=command.reason, outcome=command.outcome)
    if command.counter is not None:
        work.branch.counter(command.counter)
    require_row(ticket, step)
    if ticket.status in ENDED:
        _require_open_day(work, ticket, step)
    if action in TAKES_THE_COUNTER:
        _require_taking(work, ticket, command.counter)
    if action is Action.TRANSFER:
        step = transfer_step(work, ticket, step, command)
    elif action is Action.REQUEUE and ticket.status is Status.NO_SHOW:
        step = return_step(work, ticket, step)
    after = move(work, ticket, step)
    finish_closing(work, ticket, after, now)
    if action is Action.COMPLETE and step.counter is not None:
        _call_by_itself(work, actor, step.counter, now)
    return protocol.TicketAnswer(ticket_payload(after))


def _require_open_day(work: Work, ticket: Ticket, step: Step) -> None:
    """Nobody comes back into a day whose figures are frozen."""
    day = work.days.get(ticket.service_day)
    if day is None or not day.is_open:
        raise refuse(ticket, step, "day_closed")


def _require_taking(work: Work, ticket: Ticket, counter_code: str | None) -> None:
    """A ticket goes to an open, free counter that takes its service."""
    if counter_code is None:
        raise Refusal("invalid_field", "counter_missing", field="counter")
    counter = work.branch.counter(counter_code)
    state = work.counters.get(counter.code)
    require_calling(state)
    require_free(work, state, ticket.service_day)
    takes = ticket.service in work.branch.services_of(counter) or ticket.lane == counter_lane(counter.code)
    if not takes and ticket.counter != counter.code:
        raise Refusal("counter_not_eligible", None, counter=counter.name, number=ticket.number, service=ticket.service)


def transfer_step(work: Work, ticket: Ticket, step: Step, command: protocol.TicketCommand) -> Step:
    """Fill in where a transfer goes: a service's line, or the line of one counter. The place is kept."""
    branch = work.branch
    if (command.service is None) == (command.to_counter is None):
        raise Refusal("invalid_field", "transfer_target", field="service")
    if command.to_counter is None:
        service = branch.service(command.service or "").code
        return replace(step, service=service, lane=service)
    target = branch.counter(command.to_counter)
    service = ticket.service
    return replace(step, service=service, lane=counter_lane(target.code))


def return_step(work: Work, ticket: Ticket, step: Step) -> Step:
    """Fill in where a no-show returns: behind the next K of its line (docs/protocol.md), or last."""
    after = step.policy.requeue_after
    lane = ticket.service if ticket.service in work.branch.services_by_code else ticket.lane
    places = work.tickets.first_places(ticket.service_day, lane, after + 1)
    place = place_behind(places, after, place_of(work.seq + 1))
    return replace(step, lane=lane, place=place)


def finish_closing(work: Work, held: Ticket, after: Ticket, now: datetime) -> None:
    """Close a counter that was only waiting for its last ticket to leave."""
    if held.counter is None or held.status not in AT_COUNTER or after.status in AT_COUNTER:
        return
    state = work.counters.get(held.counter)
    if state.status is CounterStatus.CLOSING:
        work.counters.save(CounterDay(state.code, CounterStatus.CLOSED, None, now))


def _call_by_itself(work: Work, actor: Actor, counter_code: str, now: datetime) -> None:
    """Where the branch wants it, completing calls the next one."""
    if not work.branch.counter(counter_code).auto_call:
        return
    if work.counters.get(counter_code).status is CounterStatus.OPEN:
        next_for(work, actor, counter_code, now)
