"""The tally slip: the frozen figures in the words of the head of office, and two counts of the day's papers."""

from __future__ import annotations

from typing import Any

from queue_server import protocol, wording
from queue_server.application.context import Context
from queue_server.application.papers import NONE_YET, paper_count, papers_of
from queue_server.application.ports import Work
from queue_server.application.staff_papers import STAFF_LANGUAGE, logo_of
from queue_server.application.stored import Job
from queue_server.domain.branch import Branch

COUNTS = ("issued", "completed", "no_show", "cancelled", "expired")
WAITS = ("mean", "p90", "max")


def tally_content(context: Context, work: Work, job: Job, tally: dict[str, Any]) -> protocol.TallyContent:
    """Return what stands on the slip of a day's ``tally`` (``protocol.Tally`` as JSON)."""
    branch, day, language = work.branch, job.service_day, STAFF_LANGUAGE

    def say(key: str, **values: object) -> str:
        return context.catalogue.say(language, f"slip.tally.{key}", **values)

    stored = work.days.get(day)
    opened = None
    if stored is not None and stored.closed_at is not None:
        times = [wording.hour(stored.opened_at, branch.zone_info), wording.clock(stored.closed_at, branch.zone_info)]
        opened = say("opened", opened=times[0], closed=times[1])
    ours = work.printers.papers(day).get(job.leased_by or "", NONE_YET)
    return protocol.TallyContent(
        letterhead=list(branch.letterhead),
        branch=branch.name,
        title=say("title"),
        day_line=wording.day_line(day, language),
        figures=[(say(name), wording.whole(tally[name], language)) for name in COUNTS],
        columns=[say("service"), say("column_issued"), say("column_completed"), say("column_wait")],
        rows=[_row(branch, row) for row in tally["by_service"]],
        seal_title=say("seal"),
        seal=str(tally["seal"] or ""),
        time_line=wording.clock(context.clock(), branch.zone_info),
        language=language,
        opened_line=opened,
        waits=_waits(context, tally),
        hours_title=say("hours"),
        hours=[(f"{row['key']}.00", row["issued"]) for row in tally["by_hour"]],
        paper=paper_count(day, ours),
        paper_lines=_other_printers(context, work, job),
        signatures=[say("supervisor"), say("head")],
        logo=logo_of(branch),
    )


def _row(branch: Branch, row: dict[str, Any]) -> list[str]:
    """Return one service: letter and name, numbers taken, completed, mean wait in minutes."""
    mean = row["waiting_time_s"]["mean"]
    wait = "–" if mean is None else wording.decimal(mean / wording.MINUTE_S, STAFF_LANGUAGE)
    series = {service.code: f"{service.series} " for service in branch.services}.get(row["key"], "")
    counts = [wording.whole(row[name], STAFF_LANGUAGE) for name in ("issued", "completed")]
    return [f"{series}{row['name']}", *counts, wait]


def _waits(context: Context, tally: dict[str, Any]) -> list[tuple[str, str]]:
    language, spread, target = STAFF_LANGUAGE, tally["waiting_time_s"], tally["within_target"]

    def say(key: str, **values: object) -> str:
        return context.catalogue.say(language, f"slip.tally.{key}", **values)

    def minutes(seconds: float | None) -> str:
        if seconds is None:
            return "–"
        return say("minutes", minutes=wording.decimal(seconds / wording.MINUTE_S, language))

    waits = [(say(f"wait_{name}"), minutes(spread[name])) for name in WAITS]
    share = wording.percent(target["count"] / target["of"], language) if target["of"] else "–"
    return [*waits, (say("within_target"), share)]


def _other_printers(context: Context, work: Work, job: Job) -> list[str]:
    """Return a sentence for each other printer that had papers that day."""
    lines = []
    for papers in papers_of(work, job.service_day):
        if papers.printer == job.leased_by or papers.server == paper_count(job.service_day, NONE_YET):
            continue
        server = papers.server
        word = "untold" if papers.agent is None else "differs" if papers.differs else "agrees"
        figures = f"{server.tickets}/{server.reprints}/{server.failures}"
        values = {"printer": papers.name, "figures": figures}
        lines.append(context.catalogue.say(STAFF_LANGUAGE, f"slip.tally.printer_{word}", **values))
    return lines
