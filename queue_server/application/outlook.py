"""How many are ahead of a ticket and how long it will take: the same figures for menu, slip, phone and desk."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from queue_server.application.context import Context
from queue_server.application.hall_now import Hall, hall_of
from queue_server.application.ports import Work
from queue_server.domain.branch import Branch
from queue_server.domain.dispatch import Before, people_ahead
from queue_server.domain.estimate import Estimate, WaitRange, estimate
from queue_server.domain.promise import Promise
from queue_server.domain.scene import Scene
from queue_server.domain.ticket import Ticket
from queue_server.domain.wait_record import WaitRecord


class Prospect(NamedTuple):
    """People ahead, and the estimate with what it was made from; both None where nobody takes the service."""

    ahead: int
    scene: Scene | None = None
    estimate: Estimate | None = None

    @property
    def wait(self) -> WaitRange | None:
        """Return the range where people may see it."""
        return self.estimate.span if self.estimate is not None and self.estimate.is_shown else None


def competing_lanes(branch: Branch, ticket: Ticket) -> tuple[str, ...]:
    """Return a ticket's own line and those of the counters that take its service."""
    lanes = branch.competitors_of.get(ticket.service, ())
    return lanes if ticket.lane in lanes else (ticket.lane, *lanes)


def outlook(hall: Hall, service: str, ahead: int, *, is_preferred: bool = False) -> Prospect:
    """Return what somebody with so many ahead may expect of a service."""
    scene = hall.scene(service, ahead, is_preferred=is_preferred)
    return Prospect(ahead) if scene is None else Prospect(ahead, scene, estimate(scene, hall.record))


def of_newcomer(hall: Hall, service: str) -> Prospect:
    """Return what somebody without preference may expect who comes for a service now."""
    return outlook(hall, service, sum(hall.count(lane) for lane in hall.branch.competitors_of[service]))


def prospect_of(
    context: Context, work: Work, ticket: Ticket, now: datetime, record: WaitRecord | None = None
) -> Prospect:
    """Return a waiting ticket's prospect by counting its competitors."""
    before = work.tickets.before(ticket, competing_lanes(work.branch, ticket))
    return prospect(ticket, before, hall_of(context, work, ticket.service_day, now, record=record))


def prospect(ticket: Ticket, before: Before, hall: Hall) -> Prospect:
    """Return the prospect of a ticket whose competitors are counted."""
    is_preferred = ticket.priority.is_preferred
    ahead = people_ahead(before, hall.branch.policy.priority_burst, preferred=is_preferred)
    return outlook(hall, ticket.service, ahead, is_preferred=is_preferred)


def promise_of(ticket: Ticket, prospect: Prospect, at: datetime, *, is_change: bool = False) -> Promise | None:
    """Return what a ticket's holder is told, for the record; None where nothing could be said."""
    scene, told = prospect.scene, prospect.estimate
    if scene is None or told is None:
        return None
    return Promise(
        ticket_id=ticket.id,
        leg_no=ticket.leg.no,
        service=ticket.service,
        service_day=ticket.service_day,
        is_preferred=scene.is_preferred,
        made_at=at,
        is_change=is_change,
        ahead=scene.ahead,
        counters=round(scene.counters),
        idle=scene.idle,
        work_s=scene.work_s,
        first_free_s=scene.first_free_s or 0.0,
        expected_s=told.expected_s,
        span=told.span,
        is_shown=told.is_shown,
    )
