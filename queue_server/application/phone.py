"""The resident's phone: one ranking pass serves all phones of a branch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from itertools import chain

from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.envelopes import current_day, envelope
from queue_server.application.hall_now import hall_of
from queue_server.application.outlook import Prospect, competing_lanes, promise_of, prospect
from queue_server.application.payloads import head_payload, texts
from queue_server.application.ports import Work
from queue_server.application.tracking import branch_of_track, ticket_of_track
from queue_server.domain.branch import Branch
from queue_server.domain.dispatch import Before
from queue_server.domain.life import is_allowed
from queue_server.domain.promise import Promise
from queue_server.domain.ticket import Action, Status, Ticket

Place = tuple[int, int]


def track_state(context: Context, token: str) -> tuple[str, protocol.Envelope]:
    """Return the ticket id behind a token, and what its phone shows."""
    branch = branch_of_track(context, token)
    with context.store.read(branch) as work:
        ticket = ticket_of_track(context, work, token)
        ranking = Ranking(context, work, [ticket])
        state = ranking.state_of(ticket)
        context.shown_waits.add(work.branch.code, ranking.told)
        return ticket.id, envelope(context, work, state)


def track_states(context: Context, branch: str, ticket_ids: Collection[str]) -> Mapping[str, protocol.Envelope]:
    """Return what each of these tickets' phones shows."""
    with context.store.read(branch) as work:
        tickets = work.tickets.get_many(ticket_ids)
        ranking = Ranking(context, work, tickets)
        states = {ticket.id: envelope(context, work, ranking.state_of(ticket)) for ticket in tickets}
        context.shown_waits.add(branch, ranking.told)
        return states


class Ranking:
    """The places of everybody who waits, sorted once, by line and class; ``told``: what phones show anew."""

    def __init__(self, context: Context, work: Work, tickets: list[Ticket]) -> None:
        self._branch = work.branch
        self._head = head_payload(work.branch)
        self._places: dict[tuple[str, bool], list[Place]] = {}
        self._rivals: dict[tuple[str, str], tuple[list[Place], list[Place]]] = {}
        for day in {ticket.service_day for ticket in tickets if ticket.status is Status.WAITING}:
            for lane, preferred, place, serial in work.tickets.waiting_places(day):
                self._places.setdefault((lane, preferred), []).append((place, serial))
        self._now = context.clock()
        self._hall = hall_of(context, work, current_day(work, self._now)[0], self._now)
        self._shown = context.shown_waits
        self.told: list[Promise] = []

    def prospect_of(self, ticket: Ticket) -> Prospect:
        """Return a waiting ticket's prospect from the sorted places."""
        regular, preferred = self._rivals_of(ticket)
        place = (ticket.place, ticket.serial)
        itself = ticket.priority.is_preferred
        before = Before(
            bisect_left(regular, place),
            len(regular) - (not itself),
            bisect_left(preferred, place),
            len(preferred) - itself,
        )
        return prospect(ticket, before, self._hall)

    def told_of(self, ticket: Ticket) -> Prospect:
        """Return what a waiting ticket's phone is told, and note it where it is news."""
        told = self.prospect_of(ticket)
        if told.estimate is not None and self._shown.is_news(ticket, told.estimate):
            promise = promise_of(ticket, told, self._now, is_change=True)
            self.told += [promise] if promise is not None else []
        return told

    def _rivals_of(self, ticket: Ticket) -> tuple[list[Place], list[Place]]:
        """Return the places in all lines that compete with a ticket's, regular and preferred, put together once."""
        line = (ticket.leg.service, ticket.lane)
        known = self._rivals.get(line)
        if known is None:
            lanes = competing_lanes(self._branch, ticket)
            known = self._rivals[line] = (self._together(lanes, False), self._together(lanes, True))
        return known

    def _together(self, lanes: tuple[str, ...], preferred: bool) -> list[Place]:  # noqa: FBT001
        return sorted(chain.from_iterable(self._places.get((lane, preferred), ()) for lane in lanes))

    def state_of(self, ticket: Ticket) -> protocol.TrackState:
        """Return what a ticket's phone shows: number, state, people ahead, estimate."""
        waits = ticket.status is Status.WAITING
        prospect = self.told_of(ticket) if waits else Prospect(0)
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
