"""Papers for those who work here: test pages and the signs that hang at counters."""

from __future__ import annotations

from queue_server import protocol, wording
from queue_server.application.context import Context
from queue_server.application.ports import Work
from queue_server.application.stored import Job
from queue_server.domain.branch import Branch

STAFF_LANGUAGE = "id"


def logo_of(branch: Branch) -> protocol.Logo | None:
    """Return where the branch's logo is to be had."""
    picture = branch.slip.logo
    if picture is None:
        return None
    return protocol.Logo(picture.version, f"{protocol.API}/branches/{branch.code}/logo?v={picture.version}")


def test_content(context: Context, work: Work, job: Job) -> protocol.PrinterTestContent:
    """Return what stands on a test page; the agent adds what it knows of the printer."""
    branch, now = work.branch, context.clock()
    names = {seen.device_id: seen.name for seen in work.printers.all()}
    return protocol.PrinterTestContent(
        letterhead=list(branch.letterhead),
        branch=branch.name,
        title=context.catalogue.say(STAFF_LANGUAGE, "slip.test.title"),
        printer=names.get(job.printer or job.leased_by or "", ""),
        day_line=wording.day_line(job.service_day, STAFF_LANGUAGE),
        time_line=wording.clock(now, branch.zone_info),
        qr=context.public_url,
        language=STAFF_LANGUAGE,
        logo=logo_of(branch),
    )


def sign_content(context: Context, work: Work, job: Job) -> protocol.SignContent:
    """Return what stands on a counter's sign; a counter that is there no more keeps its code."""
    branch = work.branch
    code = str(job.facts.get("counter", ""))
    counter = branch.counters_by_code.get(code)
    services = () if counter is None else branch.services_of(counter)
    named = {service.code: service.name.in_(STAFF_LANGUAGE) for service in branch.services}
    return protocol.SignContent(
        letterhead=list(branch.letterhead),
        branch=branch.name,
        counter=code if counter is None else counter.name,
        services_title=context.catalogue.say(STAFF_LANGUAGE, "slip.sign.services"),
        services=[named[service] for service in services if service in named],
        language=STAFF_LANGUAGE,
        logo=logo_of(branch),
    )
