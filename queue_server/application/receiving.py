"""Serving somebody who took no number: it is given and at the counter in one step, without paper or announcement."""

from __future__ import annotations

from dataclasses import replace

from queue_server import protocol
from queue_server.application.calling import CounterPlace, Press, require_free
from queue_server.application.closing import end_left_open_day
from queue_server.application.context import Context, hash_of, require_branch
from queue_server.application.days import today
from queue_server.application.idempotency import Kept, once, request_of
from queue_server.application.issuing import checked, new_ticket
from queue_server.application.payloads import ticket_payload
from queue_server.application.ports import Work
from queue_server.application.recording import record_ticket
from queue_server.application.seats import require_seat
from queue_server.domain.counter import require_calling
from queue_server.domain.errors import Refusal
from queue_server.domain.notes import checked_reason
from queue_server.domain.roles import Actor
from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Leg, Status, Ticket


def serve_directly(
    context: Context, actor: Actor, place: CounterPlace, command: protocol.ServeDirectly, key: str | None = None
) -> Kept[protocol.TicketAnswer]:
    """Give a number to somebody at the counter and begin at once; hours and quotas do not bind an officer."""
    require_branch(actor, place.branch)
    request = request_of(actor, key, "serve", place.branch, place.counter, command)

    def deed(work: Work) -> protocol.TicketAnswer:
        ticket = _receive(work, Press(actor, place.counter, context.clock()), command)
        work.tickets.add(ticket, hash_of(context.track_token(ticket.id)))
        step = Step(Action.SERVE, ticket.issued_at, actor, work.branch.policy, place.counter)
        record_ticket(work, step, ticket)
        return protocol.TicketAnswer(ticket_payload(ticket))

    return once(context, place.branch, request, deed)


def _receive(work: Work, press: Press, command: protocol.ServeDirectly) -> Ticket:
    counter = work.branch.counter(press.counter)
    wanted = checked(work.branch, command)
    day = today(work, press.actor, press.at, end_left_open_day)
    state = work.counters.get(counter.code)
    require_calling(state)
    require_seat(state, press.actor)
    require_free(work, state, day.day)
    service = wanted.service.code
    if service not in work.branch.services_of(counter):
        raise Refusal("counter_not_eligible", "service_elsewhere", counter=counter.name, service=service)
    at = press.at
    leg = Leg(1, service, at, counter.code, press.actor.id, called_at=at, last_called_at=at, started_at=at)
    waiting = new_ticket(work, day, wanted, at)
    return replace(waiting, status=Status.SERVING, leg=leg, reason=checked_reason(command.reason))
