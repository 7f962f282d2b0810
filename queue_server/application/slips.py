"""What stands on paper, in whole sentences of the resident's language; the agent only lays it out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from queue_server import protocol, wording
from queue_server.application.calling import known
from queue_server.application.context import Context
from queue_server.application.encoding import decode
from queue_server.application.ports import Work
from queue_server.application.stored import Job
from queue_server.domain.branch import Branch
from queue_server.domain.ticket import Ticket

REQUIREMENT_LINES = 2
STAFF_LANGUAGE = "id"


def content_of(context: Context, work: Work, job: Job) -> dict[str, Any]:
    """Return the content of a claimed job (``protocol.SlipContent`` or ``TallyContent``)."""
    if job.kind == "tally":
        return asdict(_tally_content(context, work, job))
    return asdict(_slip_content(context, work, job))


def _slip_content(context: Context, work: Work, job: Job) -> protocol.SlipContent:
    ticket = known(work, job.ticket_id or "")
    branch, language = work.branch, ticket.language
    service = branch.service_begun(ticket.service)
    zone = branch.zone_info

    def say(key: str, **values: object) -> str:
        return context.catalogue.say(language, f"slip.{key}", **values)

    copied = say("copy", time=wording.clock(context.clock(), zone)) if job.copy else None
    preferred = say(f"priority.{ticket.priority.value}") if ticket.priority.is_preferred else None
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
        thanks=say("thanks"),
        language=language,
        copy_line=copied,
        priority_line=preferred,
    )


def _expected_line(context: Context, branch: Branch, ticket: Ticket, job: Job) -> str | None:
    facts = job.facts
    span = wording.expected_range(ticket.issued_at, facts["wait_low_s"], facts["wait_high_s"], branch.zone_info)
    return None if span is None else context.catalogue.say(ticket.language, "slip.expected", range=span)


def _tally_content(context: Context, work: Work, job: Job) -> protocol.TallyContent:
    branch, language = work.branch, STAFF_LANGUAGE
    tally = decode(work.days.tally(job.service_day) or "{}")

    def say(key: str, **values: object) -> str:
        return context.catalogue.say(language, f"slip.tally.{key}", **values)

    counts = ("issued", "completed", "no_show", "cancelled", "expired", "printed", "reprinted")
    figures = [(say(name), wording.whole(tally[name], language)) for name in counts]
    figures += [
        (say(f"wait_{name}"), _minutes(tally["waiting_time_s"][name], language))
        for name in ("mean", "p50", "p90", "max")
    ]
    figures.append((say("service_mean"), _minutes(tally["service_time_s"]["mean"], language)))
    rows = [
        [row["name"], *(wording.whole(row[name], language) for name in ("issued", "completed", "no_show"))]
        for row in tally["by_service"]
    ]
    now = context.clock()
    return protocol.TallyContent(
        letterhead=list(branch.letterhead),
        branch=branch.name,
        title=say("title"),
        day_line=wording.day_line(job.service_day, language),
        figures=figures,
        columns=[say("service"), say("column_issued"), say("column_completed"), say("column_no_show")],
        rows=rows,
        seal_title=say("seal"),
        seal=str(tally["seal"]),
        time_line=wording.clock(now, branch.zone_info),
        language=language,
    )


def _minutes(seconds: float | None, language: str) -> str:
    return "–" if seconds is None else wording.minutes(seconds, language)
