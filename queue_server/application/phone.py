"""The resident's phone: one ranking pass serves all phones of a branch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping

from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.envelopes import current_day, envelope
from queue_server.application.outlook import Prospect, competing_lanes, hall_of, prospect
from queue_server.application.payloads import head_payload, texts
from queue_server.application.ports import Work
from queue_server.application.tracking import branch_of_track, ticket_of_track
from queue_server.domain.branch import Branch
from queue_server.domain.dispatch import Before
from queue_server.domain.life import is_allowed
from queue_server.domain.ticket import Action, Status, Ticket

Place = tuple[int, int]


def track_state(context: Context, token: str) -> tuple[str, protocol.Envelope]:
    """Return the ticket id behind a token, and what its phone shows."""
    branch = branch_of_track(context, token)
    with context.store.read(branch) as work:
        ticket = ticket_of_track(context, work, token)
        ranking = Ranking(context, work, [ticket])
        return ticket.id, envelope(context, work, ranking.state_of(ticket))


def track_states(context: Context, branch: str, ticket_ids: Collection[str]) -> Mapping[str, protocol.Envelope]:
    """Return what each of these tickets' phones shows."""
    with context.store.read(branch) as work:
        tickets = work.tickets.get_many(ticket_ids)
        ranking = Ranking(context, work, tickets)
        return {ticket.id: envelope(context, work, ranking.state_of(ticket)) for ticket in tickets}


class Ranking:
    """The places of everybody who waits, sorted once, by line and class."""

    def __init__(self, context: Context, work: Work, tickets: list[Ticket]) -> None:
        self._branch = work.branch
        self._head = head_payload(work.branch)
        self._places: dict[tuple[str, bool], list[Place]] = {}
        for day in {ticket.service_day for ticket in tickets if ticket.status is Status.WAITING}:
            for waiting in work.tickets.waiting_places(day):
                line = (waiting.lane, waiting.preferred)
                self._places.setdefault(line, []).append((waiting.place, waiting.serial))
        self._hall = hall_of(work, current_day(work, context.clock())[0], context.clock())

    def prospect_of(self, ticket: Ticket) -> Prospect:
        """Return a waiting ticket's prospect from the sorted places."""
        lanes = competing_lanes(self._branch, ticket)
        counts = [self._count(lanes, preferred, ticket) for preferred in (False, True)]
        return prospect(self._branch, ticket, Before(*counts[0], *counts[1]), self._hall)

    def _count(self, lanes: tuple[str, ...], preferred: bool, ticket: Ticket) -> tuple[int, int]:  # noqa: FBT001
        lines = [self._places.get((lane, preferred), []) for lane in lanes]
        earlier = sum(bisect_left(line, (ticket.place, ticket.serial)) for line in lines)
        itself = 1 if preferred is ticket.priority.is_preferred else 0
        return earlier, sum(len(line) for line in lines) - itself

    def state_of(self, ticket: Ticket) -> protocol.TrackState:
        """Return what a ticket's phone shows: number, state, people ahead, estimate."""
        waits = ticket.status is Status.WAITING
        prospect = self.prospect_of(ticket) if waits else Prospect(0, None)
        return _track_payload(self._branch, self._head, ticket, prospect if waits else None)


def _track_payload(
    branch: Branch, head: protocol.BranchHead, ticket: Ticket, prospect: Prospect | None
) -> protocol.TrackState:
    service = branch.service_begun(ticket.service)
    counter = branch.counters_by_code.get(ticket.counter or "")
    wait = None if prospect is None else prospect.wait
    return protocol.TrackState(
        branch=head,
        number=ticket.number,
        service=texts(service.name),
        status=ticket.status.value,
        counter=ticket.counter,
        counter_name=None if counter is None else counter.name,
        call_count=ticket.call_count,
        max_calls=branch.policy.max_calls,
        ahead=None if prospect is None else prospect.ahead,
        wait_low_s=None if wait is None else wait.low_s,
        wait_high_s=None if wait is None else wait.high_s,
        issued_at=ticket.issued_at,
        called_at=ticket.leg.called_at,
        ended_at=ticket.ended_at,
        requirements=service.requirements,
        can_cancel=is_allowed(ticket, Action.CANCEL) and waits_or_booked(ticket),
    )


def waits_or_booked(ticket: Ticket) -> bool:
    """Say whether a resident may still give the place back."""
    return ticket.status in {Status.WAITING, Status.BOOKED}
