"""Slips as pictures, before anything is printed: what a branch's template makes of a sample ticket."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from queue_server import protocol
from queue_server.application.context import Context, require_branch
from queue_server.application.encoding import decode, encode
from queue_server.application.envelopes import current_day
from queue_server.application.ports import Work
from queue_server.application.slips import slip_content
from queue_server.application.staff_papers import sign_content, test_content
from queue_server.application.stored import Job
from queue_server.application.tally_paper import tally_content
from queue_server.application.tallying import tally_of
from queue_server.domain.errors import Refusal
from queue_server.domain.numbering import number_of
from queue_server.domain.priority import Priority
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import Leg, Origin, Status, Ticket

SAMPLE_ID: Final = "0" * 32
SAMPLE_SERIAL: Final = 28
SAMPLE_FACTS: Final = {"ahead": 12, "wait_low_s": 2340, "wait_high_s": 3840}
KINDS: Final = ("ticket", "reprint", "tally", "test", "sign")


@dataclass(frozen=True, slots=True)
class PictureWish:
    """Which slip, on which kind of printer, in which language."""

    kind: str = "ticket"
    profile: str = "80mm"
    language: str = "id"


def slip_picture(context: Context, actor: Actor, branch: str, wish: PictureWish) -> bytes:
    """Return the picture (PNG) of a sample slip, made by the printer program from the bytes that it would send."""
    require_branch(actor, branch)
    if wish.kind not in KINDS:
        raise Refusal("invalid_field", "unknown_slip", field="kind", value=wish.kind, known=", ".join(KINDS))
    with context.store.read(branch) as work:
        now = context.clock()
        job = _sample_job(work, wish, now)
        content = _content(context, work, job, wish)
        logo = work.branch.slip.logo
    kind = "ticket" if wish.kind == "reprint" else wish.kind
    printed = protocol.PrintJob(job.id, kind, 1, 0, job.copy, asdict(content), job.service_day.isoformat())
    return context.tools.preview(printed, wish.profile, None if logo is None else base64.b64decode(logo.png))


def _sample_job(work: Work, wish: PictureWish, now: datetime) -> Job:
    day, _ = current_day(work, now)
    facts: dict[str, Any] = {**SAMPLE_FACTS, "counter": work.branch.counters[0].code}
    return Job(SAMPLE_ID, day, wish.kind, now, now, facts, copy=int(wish.kind == "reprint"))


def _content(context: Context, work: Work, job: Job, wish: PictureWish) -> Any:
    if wish.kind == "tally":
        return tally_content(context, work, job, _figures(work, job.service_day))
    if wish.kind == "test":
        return test_content(context, work, job)
    if wish.kind == "sign":
        return sign_content(context, work, job)
    return slip_content(context, work, _sample_ticket(work, wish, job), job)


def _figures(work: Work, day: date) -> dict[str, Any]:
    """Return a day's figures: frozen ones once it is closed, live ones before."""
    frozen = work.days.tally(day)
    live = encode(tally_of(work.branch, day, work.events.of_day(day))) if frozen is None else frozen
    figures: dict[str, Any] = decode(live)
    return figures


def _sample_ticket(work: Work, wish: PictureWish, job: Job) -> Ticket:
    service = work.branch.services[0]
    return Ticket(
        id=SAMPLE_ID,
        branch=work.branch.code,
        service_day=job.service_day,
        series=service.series,
        serial=SAMPLE_SERIAL,
        number=number_of(service.series, SAMPLE_SERIAL, work.branch.number_width),
        origin=Origin.WALK_IN,
        priority=Priority.REGULAR,
        language=wish.language if wish.language in work.branch.languages else work.branch.languages[0],
        status=Status.WAITING,
        lane=service.code,
        place=0,
        issued_service=service.code,
        issued_at=job.queued_at,
        leg=Leg(no=1, service=service.code, joined_at=job.queued_at),
    )


def branch_logo(context: Context, branch: str, version: str | None = None) -> bytes:
    """Return the logo on a branch's slips (PNG), of ``version`` only where one is named; anybody may see it."""
    with context.store.read(branch) as work:
        logo = work.branch.slip.logo
    if logo is None or version not in {None, logo.version}:
        raise Refusal("not_found", "no_logo")
    return base64.b64decode(logo.png)


def find_printers(
    context: Context, actor: Actor, branch: str, command: protocol.FindPrinters
) -> protocol.FoundPrinters:
    """Return the printers that the server's machine can reach."""
    require_branch(actor, branch)
    return protocol.FoundPrinters(context.tools.find(network=command.network))
