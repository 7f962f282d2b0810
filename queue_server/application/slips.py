"""What stands on paper, in whole sentences of the resident's language; the agent only lays it out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from queue_server import protocol, wording
from queue_server.application.calling import known
from queue_server.application.context import Context
from queue_server.application.encoding import decode
from queue_server.application.ports import Work
from queue_server.application.staff_papers import logo_of, sign_content, test_content
from queue_server.application.stored import Job
from queue_server.application.tally_paper import tally_content
from queue_server.domain.branch import Branch
from queue_server.domain.ticket import Ticket

REQUIREMENT_LINES = 2


def content_of(context: Context, work: Work, job: Job) -> dict[str, Any]:
    """Return the content of a claimed job (``protocol.SlipContent`` or ``TallyContent``)."""
    if job.kind == "tally":
        return asdict(tally_content(context, work, job, decode(work.days.tally(job.service_day) or "")))
    if job.kind == "test":
        return asdict(test_content(context, work, job))
    if job.kind == "sign":
        return asdict(sign_content(context, work, job))
    return asdict(slip_content(context, work, known(work, job.ticket_id or ""), job))


def slip_content(context: Context, work: Work, ticket: Ticket, job: Job) -> protocol.SlipContent:
    """Return what stands on a ticket's slip; ``job`` has the figures of the moment in which it was queued."""
    branch, language = work.branch, ticket.language
    service = branch.service_begun(ticket.service)
    zone = branch.zone_info

    def say(key: str, **values: object) -> str:
        return context.catalogue.say(language, f"slip.{key}", **values)

    copied = say("copy", time=wording.clock(context.clock(), zone)) if job.copy else None
    preferred = say(f"priority.{ticket.priority.value}") if ticket.priority.is_preferred else None
    own = {name: text.in_(language) for name, text in branch.slip.texts.items()}
    requirements = service.requirements.get(language) or service.requirements.get("id", [])
    return protocol.SlipContent(
        letterhead=list(branch.letterhead),
        branch=branch.name,
        service=service.name.in_(language),
        number=ticket.number,
        ahead_line=say("ahead", count=job.facts["ahead"]),
        expected_line=_expected_line(context, branch, ticket, job),
        qr=context.track_url(ticket.id),
        day_line=wording.day_line(ticket.service_day, language),
        time_line=wording.clock(ticket.issued_at, zone),
        requirements_title=say("bring"),
        requirements=requirements[:REQUIREMENT_LINES],
        missed_line=say("missed", count=branch.policy.max_calls),
        channels=list(branch.channels),
        thanks=own.get("thanks") or say("thanks"),
        language=language,
        copy_line=copied,
        priority_line=preferred,
        scan_line=own.get("scan") or say("scan"),
        people_line=say("people", count=ticket.people) if ticket.people > 1 else None,
        order=list(branch.slip.order),
        texts=own,
        logo=logo_of(branch),
    )


def _expected_line(context: Context, branch: Branch, ticket: Ticket, job: Job) -> str | None:
    facts = job.facts
    span = wording.expected_range(ticket.issued_at, facts["wait_low_s"], facts["wait_high_s"], branch.zone_info)
    return None if span is None else context.catalogue.say(ticket.language, "slip.expected", range=span)
