"""From the domain to the wire."""

from __future__ import annotations

from datetime import UTC, datetime

from queue_server import protocol
from queue_server.domain.branch import Branch, Service
from queue_server.domain.estimate import WaitRange
from queue_server.domain.text import Text
from queue_server.domain.ticket import Ticket


def ticket_payload(ticket: Ticket, ahead: int | None = None, wait: WaitRange | None = None) -> protocol.Ticket:
    """Return a ticket as everybody sees it."""
    leg = ticket.leg
    return protocol.Ticket(
        id=ticket.id,
        number=ticket.number,
        series=ticket.series,
        serial=ticket.serial,
        service=leg.service,
        branch=ticket.branch,
        service_day=ticket.service_day.isoformat(),
        origin=ticket.origin.value,
        priority=ticket.priority.value,
        status=ticket.status.value,
        counter=leg.counter,
        call_count=ticket.call_count,
        issued_at=ticket.issued_at,
        called_at=leg.called_at,
        started_at=leg.started_at,
        ended_at=ticket.ended_at,
        ahead=ahead,
        wait_low_s=None if wait is None else wait.low_s,
        wait_high_s=None if wait is None else wait.high_s,
        people=ticket.people,
    )


def in_utc(at: datetime | None) -> datetime | None:
    """Return an instant of a branch's wall clock as the wire has it."""
    return None if at is None else at.astimezone(UTC)


def texts(text: Text) -> protocol.Texts:
    """Return a text in both languages."""
    return protocol.Texts(text.id, text.en or text.id)


def head_payload(branch: Branch) -> protocol.BranchHead:
    """Return what introduces a branch."""
    return protocol.BranchHead(
        code=branch.code,
        name=branch.name,
        timezone=branch.timezone,
        languages=list(branch.languages),
        letterhead=list(branch.letterhead),
        channels=list(branch.channels),
    )


def service_names(branch: Branch) -> dict[str, protocol.Texts]:
    """Return every service's name by code."""
    return {service.code: texts(service.name) for service in branch.services}


def target_s(service: Service) -> int:
    """Return a service's target wait in whole seconds."""
    return round(service.target_wait_minutes * 60)
