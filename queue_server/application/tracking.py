"""The resident's own ticket, by the token of its QR."""

from __future__ import annotations

from datetime import timedelta

from queue_server.application.context import Context, hash_of
from queue_server.application.days import local_time
from queue_server.application.ports import Work
from queue_server.application.recording import move
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role
from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Ticket

UNKNOWN = ("not_found", "unknown_track")


def branch_of_track(context: Context, token: str) -> str:
    """Return the branch of a track token; an unknown token is refused."""
    with context.store.read() as work:
        branch = work.branches.of_track(hash_of(token))
    if branch is None:
        raise Refusal(*UNKNOWN)
    return branch


def ticket_of_track(context: Context, work: Work, token: str) -> Ticket:
    """Return the ticket of a token. A token ends the day after its service day."""
    ticket = work.tickets.by_track(hash_of(token))
    if ticket is None:
        raise Refusal(*UNKNOWN)
    if local_time(work.branch, context.clock()).date() > ticket.service_day + timedelta(days=1):
        raise Refusal(*UNKNOWN)
    return ticket


def cancel(context: Context, token: str) -> None:
    """Give a place in line back."""
    branch = branch_of_track(context, token)
    with context.store.write(branch) as work:
        ticket = ticket_of_track(context, work, token)
        resident = Actor(Role.RESIDENT, ticket.id, branch)
        move(work, ticket, Step(Action.CANCEL, context.clock(), resident, work.branch.policy, reason="resident"))
