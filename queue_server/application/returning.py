"""A no-show comes back by the QR of its ticket."""

from __future__ import annotations

from queue_server import protocol
from queue_server.application.context import Context, require_branch
from queue_server.application.idempotency import Kept, once, request_of
from queue_server.application.joining import require_open_day, return_step
from queue_server.application.payloads import ticket_payload
from queue_server.application.ports import Work
from queue_server.application.promising import promised
from queue_server.application.recording import move
from queue_server.application.tracking import ticket_of_track
from queue_server.domain.guards import refuse
from queue_server.domain.life import require_row
from queue_server.domain.roles import Actor
from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Status, Ticket

NOT_MISSED = {
    Status.WAITING: "still_waiting",
    Status.CALLED: "called_now",
    Status.SERVING: "being_served",
    Status.ON_HOLD: "being_served",
    Status.COMPLETED: "has_ended",
    Status.CANCELLED: "has_ended",
    Status.EXPIRED: "has_ended",
}
"""Why a scanned number need not or cannot come back."""


def return_ticket(
    context: Context, actor: Actor, branch: str, command: protocol.ReturnTicket, key: str | None = None
) -> Kept[protocol.TicketAnswer]:
    """Put a no-show back into its line, behind the next K, and say how many are ahead."""
    require_branch(actor, branch)
    context.waits.learn(context.store, branch)  # beforehand: a command that is rolled back must teach nothing
    request = request_of(actor, key, "return", branch, command)

    def deed(work: Work) -> protocol.TicketAnswer:
        now = context.clock()
        ticket = ticket_of_track(context, work, token_of(command.token))
        after = _return(work, ticket, Step(Action.REQUEUE, now, actor, work.branch.policy))
        prospect = promised(context, work, after, now)
        return protocol.TicketAnswer(ticket_payload(after, prospect.ahead, prospect.wait))

    return once(context, branch, request, deed)


def token_of(scanned: str) -> str:
    """Return the token in what a scanner read: the token itself, or the track page's whole address."""
    path = scanned.strip().partition("#")[0].partition("?")[0]
    return path.rstrip("/").rpartition("/")[2]


def _return(work: Work, ticket: Ticket, step: Step) -> Ticket:
    reason = NOT_MISSED.get(ticket.status)
    if reason is not None:
        raise refuse(ticket, step, reason, counter=ticket.counter or "")
    require_row(ticket, step)
    require_open_day(work, ticket, step)
    return move(work, ticket, return_step(work, ticket, step))
