"""The officer's whole screen, read in one snapshot."""

from __future__ import annotations

from datetime import date

from queue_server import protocol
from queue_server.application.calling import ACTIONS
from queue_server.application.context import Context
from queue_server.application.days import status_of
from queue_server.application.envelopes import current_day, envelope, printer_state
from queue_server.application.payloads import head_payload, target_s, texts, ticket_payload
from queue_server.application.ports import Work
from queue_server.domain.branch import Branch, Counter
from queue_server.domain.counter import CounterDay
from queue_server.domain.dispatch import Caller, choose_next
from queue_server.domain.life import is_allowed
from queue_server.domain.ticket import Action, Status, Ticket, counter_lane
from queue_server.protocol import TicketVerb

RECENT_NO_SHOWS = 5


def desk_state(context: Context, branch: str, counter: str) -> protocol.Envelope:
    """Return all that an officer's desk shows."""
    with context.store.read(branch) as work:
        place = work.branch.counter(counter)
        now = context.clock()
        day, found = current_day(work, now)
        held = work.tickets.at_counter(day, counter)
        mine = work.tickets.of_counter(day, counter, Status.ON_HOLD.value)
        absent = work.tickets.of_counter(day, counter, Status.NO_SHOW.value)
        state = work.counters.get(counter)
        upcoming = _next_ticket(work, place, state, day)
        payload = protocol.DeskState(
            branch=head_payload(work.branch),
            day_status=status_of(work.branch, now, found),
            counter=place.code,
            name=place.name,
            zone=place.zone,
            status=state.status.value,
            reason=state.reason,
            officer=state.officer,
            since=state.since,
            in_hand=None if held is None else _desk_ticket(work.branch, held),
            on_hold=[_desk_ticket(work.branch, ticket) for ticket in mine],
            next=None if upcoming is None else upcoming.number,
            queues=queues(work, day, place),
            figures=_figures(work, day, state),
            services=[
                protocol.DeskChoice(service.code, texts(service.name), service.series)
                for service in work.branch.services
            ],
            counters=_counter_choices(work, place),
            recent_no_shows=[ticket_payload(ticket) for ticket in absent[-RECENT_NO_SHOWS:]],
            printer=printer_state(work),
            next_ticket=None if upcoming is None else ticket_payload(upcoming),
        )
        return envelope(context, work, payload)


def _desk_ticket(branch: Branch, ticket: Ticket) -> protocol.DeskTicket:
    service = branch.service_begun(ticket.service)
    called = ticket.leg.last_called_at
    policy = branch.policy
    can_recall = ticket.status is Status.CALLED and called is not None and ticket.call_count < policy.max_calls
    return protocol.DeskTicket(
        ticket=ticket_payload(ticket),
        service_name=texts(service.name),
        service_minutes=service.service_minutes,
        last_called_at=called,
        recall_at=called + policy.recall_cooldown if can_recall and called is not None else None,
        max_calls=policy.max_calls,
        held_s=round(ticket.leg.held_s),
        held_since=ticket.leg.held_since,
        reason=ticket.reason,
        actions=_actions(branch, ticket),
    )


def _actions(branch: Branch, ticket: Ticket) -> list[str]:
    """Return what the table allows now; a no-show only once it was called often enough."""
    allowed = [
        verb.value for verb, action in ACTIONS.items() if action is not Action.CALL and is_allowed(ticket, action)
    ]
    limit = branch.policy.max_calls
    if ticket.status is Status.CALLED:
        withheld = TicketVerb.NO_SHOW if ticket.call_count < limit else TicketVerb.RECALL
        allowed.remove(withheld.value)
    return allowed


def _next_ticket(work: Work, counter: Counter, state: CounterDay, day: date) -> Ticket | None:
    """Return who would be called next, by the very rule that calls."""
    lanes = (counter_lane(counter.code), *work.branch.services_of(counter))
    caller = Caller(lanes, state.priority_run, counter.strict_preference)
    choice = choose_next(work.tickets.heads(day, lanes), caller, work.branch.policy.priority_burst)
    return None if choice is None else work.tickets.get(choice.head.ticket_id)


def queues(work: Work, day: date, counter: Counter | None) -> list[protocol.DeskQueue]:
    """Return who waits for each service; without a counter every service is one's own."""
    waiting = work.tickets.waiting_by_service(day)
    own = set(work.branch.services_by_code if counter is None else work.branch.services_of(counter))
    rows = []
    for service in work.branch.services:
        queue = waiting.get(service.code)
        rows.append(
            protocol.DeskQueue(
                service=service.code,
                series=service.series,
                name=texts(service.name),
                own=service.code in own,
                count=0 if queue is None else queue.count,
                oldest_at=None if queue is None else queue.oldest_at,
                target_s=target_s(service),
            )
        )
    return rows


def _figures(work: Work, day: date, state: CounterDay) -> protocol.DeskFigures:
    done = work.tickets.counter_count(day, state.code)
    mean = None if done.mean_service_s is None else round(float(done.mean_service_s))
    return protocol.DeskFigures(done.completed, done.no_show, mean, state.since)


def _counter_choices(work: Work, place: Counter) -> list[protocol.DeskChoice]:
    states = work.counters.all()
    return [
        protocol.DeskChoice(
            counter.code,
            protocol.Texts(counter.name, counter.name),
            status=states[counter.code].status.value if counter.code in states else "closed",
        )
        for counter in work.branch.counters
        if counter.code != place.code
    ]
