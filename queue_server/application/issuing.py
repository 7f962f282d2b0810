"""Taking a number: saved before it is printed, counted before it is promised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from queue_server import protocol
from queue_server.application.closing import end_left_open_day
from queue_server.application.context import Context, hash_of, new_id, require_branch
from queue_server.application.days import require_issuing, today
from queue_server.application.idempotency import Kept, once, request_of
from queue_server.application.outlook import Prospect
from queue_server.application.payloads import ticket_payload
from queue_server.application.ports import Work
from queue_server.application.promising import promised
from queue_server.application.recording import record_ticket
from queue_server.application.sentences import quota_refusal
from queue_server.application.stored import Job, ServiceDay
from queue_server.domain.branch import Branch, Service
from queue_server.domain.errors import Refusal
from queue_server.domain.numbering import number_of, place_of
from queue_server.domain.priority import Priority, priority_of
from queue_server.domain.roles import Actor, Role
from queue_server.domain.step import Step
from queue_server.domain.ticket import Action, Leg, Origin, Status, Ticket


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a resident asked for, checked."""

    service: Service
    priority: Priority
    language: str
    people: int = 1


@dataclass(frozen=True, slots=True)
class SlipWish:
    """Where a slip should come out (None: wherever a printer is free), and whether it is a marked copy."""

    printer: str | None = None
    copy: int = 0


def issue_ticket(
    context: Context, actor: Actor, branch: str, command: protocol.IssueTicket, key: str
) -> Kept[protocol.IssuedTicket]:
    """Give the next number of the service's series, once for each idempotency key."""
    require_branch(actor, branch)
    context.waits.learn(context.store, branch)  # beforehand: a command that is rolled back must teach nothing
    request = request_of(actor, key, "issue", branch, command)
    kept = once(context, branch, request, lambda work: _issue(context, work, actor, command))
    return _with_address(context, kept)


def checked(branch: Branch, command: protocol.IssueTicket | protocol.ServeDirectly) -> Wanted:
    """Return what somebody asks for; an unknown service, class or language and too many people are refused."""
    service = branch.service(command.service)
    if command.language not in branch.languages:
        known = ", ".join(branch.languages)
        raise Refusal("invalid_field", "unknown_language", field="language", value=command.language, known=known)
    if not 1 <= command.people <= service.max_people:
        limit = service.max_people
        raise Refusal("invalid_field", "people", field="people", service=service.code, limit=limit)
    return Wanted(service, priority_of(command.priority), command.language, command.people)


def _issue(context: Context, work: Work, actor: Actor, command: protocol.IssueTicket) -> protocol.IssuedTicket:
    now = context.clock()
    wanted = checked(work.branch, command)
    day = today(work, actor, now, end_left_open_day)
    require_issuing(work.branch, now, day)
    require_quota(work, day, wanted.service, now)
    ticket = new_ticket(work, day, wanted, now)
    work.tickets.add(ticket, hash_of(context.track_token(ticket.id)))
    record_ticket(work, Step(Action.ISSUE, now, actor, work.branch.policy), ticket)
    prospect = promised(context, work, ticket, now)
    job = queue_slip(work, ticket, prospect, now, _wish_of(work, actor)) if work.printers.any() else None
    payload = ticket_payload(ticket, prospect.ahead, prospect.wait)
    paper = None if job is None else protocol.PrintJobState(job.id, job.state, job.printer)
    return protocol.IssuedTicket(payload, "", paper)


def _wish_of(work: Work, actor: Actor) -> SlipWish:
    """Return where the paper of somebody's ticket should come out: at the kiosk's own printer, if it has one."""
    return SlipWish(work.printers.of_kiosk(actor.id) if actor.role is Role.KIOSK else None)


def require_quota(work: Work, day: ServiceDay, service: Service, now: datetime) -> None:
    """Refuse when the service gave all numbers of its day, or of this window of the day."""
    refusal = quota_refusal(work, service, day, now)
    if refusal is not None:
        raise refusal


def new_ticket(work: Work, day: ServiceDay, wanted: Wanted, now: datetime) -> Ticket:
    """Return the next ticket of a series, not yet stored."""
    service = wanted.service
    last = work.tickets.last_serial(day.day, service.series)
    serial = service.first_number if last is None else last + 1
    return Ticket(
        id=new_id(work.seq + 1),
        branch=work.branch.code,
        service_day=day.day,
        series=service.series,
        serial=serial,
        number=number_of(service.series, serial, work.branch.number_width),
        origin=Origin.WALK_IN,
        priority=wanted.priority,
        language=wanted.language,
        status=Status.WAITING,
        lane=service.code,
        place=place_of(work.seq + 1),
        issued_service=service.code,
        issued_at=now,
        leg=Leg(no=1, service=service.code, joined_at=now),
        people=wanted.people,
    )


def queue_slip(work: Work, ticket: Ticket, prospect: Prospect, now: datetime, wish: SlipWish) -> Job:
    """Queue a ticket's paper with the figures that it will show."""
    wait = prospect.wait
    facts = {
        "ahead": prospect.ahead,
        "wait_low_s": None if wait is None else wait.low_s,
        "wait_high_s": None if wait is None else wait.high_s,
    }
    job = Job(
        id=new_id(work.seq),
        service_day=ticket.service_day,
        kind="ticket",
        queued_at=now,
        not_before=now,
        facts=facts,
        ticket_id=ticket.id,
        copy=wish.copy,
        printer=wish.printer,
    )
    work.jobs.add(job)
    return job


def _with_address(context: Context, kept: Kept[protocol.IssuedTicket]) -> Kept[protocol.IssuedTicket]:
    """Add the track address: derived, never stored."""
    answer = kept.answer
    if isinstance(answer, dict):
        return Kept(answer | {"track_url": context.track_url(answer["ticket"]["id"])}, replayed=True)
    return Kept(replace(answer, track_url=context.track_url(answer.ticket.id)))
