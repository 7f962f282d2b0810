"""Where a ticket joins a line again: after a transfer, or when a no-show comes back."""

from __future__ import annotations

from dataclasses import replace

from queue_server import protocol
from queue_server.application.ports import Work
from queue_server.domain.errors import Refusal
from queue_server.domain.guards import refuse
from queue_server.domain.numbering import place_behind, place_of
from queue_server.domain.step import Step
from queue_server.domain.ticket import Ticket, counter_lane
from queue_server.protocol import Position


def transfer_step(work: Work, ticket: Ticket, step: Step, command: protocol.TicketCommand) -> Step:
    """Fill in where a transfer goes: a service's line or one counter's, and at which place there."""
    branch = work.branch
    if (command.service is None) == (command.to_counter is None):
        raise Refusal("invalid_field", "transfer_target", field="service")
    if command.to_counter is None:
        service = branch.service(command.service or "").code
        lane = service
    else:
        service = ticket.service
        lane = counter_lane(branch.counter(command.to_counter).code)
    return replace(step, service=service, lane=lane, place=_place(work, ticket, lane, command))


def _place(work: Work, ticket: Ticket, lane: str, command: protocol.TicketCommand) -> int | None:
    """Return the place that the officer chose; None keeps the ticket's own."""
    if command.behind is not None and (command.position is not Position.BEHIND or command.behind < 1):
        raise Refusal("invalid_field", "behind_what", field="behind")
    if command.position is Position.OWN:
        return None
    if command.position is Position.LAST:
        return place_of(work.seq + 1)
    if command.position is Position.FIRST:
        return behind(work, ticket, lane, 0)
    return behind(work, ticket, lane, command.behind or work.branch.policy.requeue_after)


def behind(work: Work, ticket: Ticket, lane: str, after: int) -> int:
    """Return the place behind the next ``after`` of a line (docs/protocol.md), or last."""
    places = work.tickets.first_places(ticket.service_day, lane, after + 1)
    return place_behind(places, after, place_of(work.seq + 1))


def return_step(work: Work, ticket: Ticket, step: Step) -> Step:
    """Fill in where a no-show returns: behind the next K of its line, or last."""
    lane = ticket.service if ticket.service in work.branch.services_by_code else ticket.lane
    return replace(step, lane=lane, place=behind(work, ticket, lane, step.policy.requeue_after))


def require_open_day(work: Work, ticket: Ticket, step: Step) -> None:
    """Nobody comes back into a day whose figures are frozen."""
    day = work.days.get(ticket.service_day)
    if day is None or not day.is_open:
        raise refuse(ticket, step, "day_closed")
