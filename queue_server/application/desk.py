"""The officer's whole screen, read in one snapshot."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from queue_server import protocol
from queue_server.application.calling import choice_for, late_before
from queue_server.application.context import Context
from queue_server.application.days import status_of
from queue_server.application.envelopes import best_printer, current_day, envelope
from queue_server.application.hall_now import hall_of
from queue_server.application.handling import ACTIONS
from queue_server.application.outlook import of_newcomer
from queue_server.application.payloads import head_payload, target_s, texts, ticket_payload
from queue_server.application.ports import Work
from queue_server.domain.branch import Branch, Counter
from queue_server.domain.counter import CounterDay
from queue_server.domain.guards import began_with_call
from queue_server.domain.life import is_allowed
from queue_server.domain.ticket import Status, Ticket, counter_lane
from queue_server.protocol import TicketVerb

RECENT_NO_SHOWS = 5
UPCOMING = 30
DEEDS: Final = {action: verb.value for verb, action in ACTIONS.items()}


def desk_state(context: Context, branch: str, counter: str) -> protocol.Envelope:
    """Return all that an officer's desk shows."""
    with context.store.read(branch) as work:
        place = work.branch.counter(counter)
        now = context.clock()
        day, found = current_day(work, now)
        held = work.tickets.at_counter(day, counter)
        absent = work.tickets.latest_no_shows(day, counter, RECENT_NO_SHOWS)
        state = work.counters.get(counter)
        printer = best_printer(work)
        choice = choice_for(work, place, state, (day, now))
        upcoming = None if choice is None else work.tickets.get(choice.head.ticket_id)
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
            in_hand=None if held is None else _desk_ticket(work.branch, held, now),
            on_hold=[_desk_ticket(work.branch, ticket, now) for ticket in _held(work, day, state)],
            next=None if upcoming is None else upcoming.number,
            queues=queues(context, work, day, place),
            figures=_figures(work, day, state),
            services=[
                protocol.DeskChoice(service.code, texts(service.name), service.series)
                for service in work.branch.services
            ],
            counters=_counter_choices(work, place),
            recent_no_shows=[ticket_payload(ticket) for ticket in reversed(absent)],
            printer=None if printer is None else printer.shown_state,
            printer_detail=None if printer is None else printer.shown_detail,
            next_ticket=None if upcoming is None else ticket_payload(upcoming),
            next_why=None if choice is None else choice.order.value,
            upcoming=_upcoming(work, place, day, now),
            undo=_undo(work, state, held, (day, now)),
            auto_call=place.auto_call,
            start_on_call=work.branch.policy.start_on_call,
            max_people={service.code: service.max_people for service in work.branch.services},
            shown=context.shown(branch, place.zone),
            own_services=list(work.branch.services_of(place)),
            services_switched=place.code in work.switched,
        )
        return envelope(context, work, payload)


def _desk_ticket(branch: Branch, ticket: Ticket, now: datetime) -> protocol.DeskTicket:
    service = branch.service_begun(ticket.service)
    called = ticket.leg.last_called_at
    policy = branch.policy
    undo_until = None if ticket.before is None else ticket.before.at + timedelta(seconds=policy.undo_s)
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
        actions=_actions(branch, ticket, can_undo=undo_until is not None and now <= undo_until),
        note=ticket.note,
        owner=ticket.leg.officer,
        call_seq=ticket.call_seq,
        undo_until=undo_until,
    )


def _actions(branch: Branch, ticket: Ticket, *, can_undo: bool) -> list[str]:
    """Return what the table allows now, without what a guard is sure to refuse."""
    allowed = {verb.value for verb, action in ACTIONS.items() if is_allowed(ticket, action)} - {TicketVerb.CALL.value}
    called_enough = ticket.call_count >= branch.policy.max_calls
    if ticket.status is Status.CALLED and not called_enough:
        allowed.discard(TicketVerb.NO_SHOW)
    came_by_call = branch.policy.start_on_call and began_with_call(ticket)
    if called_enough or (ticket.status is Status.SERVING and not came_by_call):
        allowed.discard(TicketVerb.RECALL)
    if not can_undo:
        allowed.discard(TicketVerb.UNDO)
    return [verb.value for verb in ACTIONS if verb.value in allowed]


def _held(work: Work, day: date, state: CounterDay) -> list[Ticket]:
    """Return who is on hold here, and whom this counter's officer put on hold elsewhere."""
    return [
        ticket
        for ticket in work.tickets.held(day)
        if ticket.counter == state.code or (state.officer is not None and ticket.leg.officer == state.officer)
    ]


def _upcoming(work: Work, counter: Counter, day: date, now: datetime) -> list[protocol.DeskWaiting]:
    """Return the first who wait for a counter, by their places."""
    lanes = (counter_lane(counter.code), *work.branch.services_of(counter))
    limits = late_before(work.branch, lanes, now)
    return [
        protocol.DeskWaiting(
            ticket=ticket_payload(ticket),
            joined_at=ticket.leg.joined_at,
            overdue=ticket.lane in limits and ticket.leg.joined_at <= limits[ticket.lane],
            note=ticket.note,
        )
        for ticket in work.tickets.upcoming(day, lanes, UPCOMING)
    ]


def _undo(work: Work, state: CounterDay, held: Ticket | None, when: tuple[date, datetime]) -> protocol.DeskUndo | None:
    """Return the last press at this counter while its officer can take it back."""
    day, now = when
    ended = work.tickets.last_ended(day, state.code)
    if held is not None and not _is_same_press(held, ended):
        ended = None
    ticket = ended or held
    if ticket is None or ticket.before is None or ticket.before.by != state.officer:
        return None
    before = ticket.before
    until = before.at + timedelta(seconds=work.branch.policy.undo_s)
    if now > until:
        return None
    return protocol.DeskUndo(ticket.id, ticket.number, DEEDS[before.deed], until)


def _is_same_press(held: Ticket, ended: Ticket | None) -> bool:
    """Say whether the ticket in hand was called by the very press that ended the other."""
    if ended is None or ended.before is None or held.before is None:
        return False
    return (held.before.at, held.before.by) == (ended.before.at, ended.before.by)


def queues(context: Context, work: Work, day: date, counter: Counter | None) -> list[protocol.DeskQueue]:
    """Return who waits for each service; without a counter every service is one's own."""
    hall = hall_of(context, work, day, context.clock())
    own = set(work.branch.services_by_code if counter is None else work.branch.services_of(counter))
    rows = []
    for service in work.branch.services:
        queue = hall.queues.get(service.code)
        wait = of_newcomer(hall, service.code).wait
        rows.append(
            protocol.DeskQueue(
                service=service.code,
                series=service.series,
                name=texts(service.name),
                own=service.code in own,
                count=0 if queue is None else queue.count,
                oldest_at=None if queue is None else queue.oldest_at,
                target_s=target_s(service),
                wait_low_s=None if wait is None else wait.low_s,
                wait_high_s=None if wait is None else wait.high_s,
            )
        )
    return rows


def _figures(work: Work, day: date, state: CounterDay) -> protocol.DeskFigures:
    done = work.tickets.counter_count(day, state.code)
    mean = None if done.mean_service_s is None else round(float(done.mean_service_s))
    since = None if state.since is None else work.events.opened_at(day, state.code)
    return protocol.DeskFigures(done.completed, done.no_show, mean, since)


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
