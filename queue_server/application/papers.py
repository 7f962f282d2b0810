"""Two counts of the same papers: what the server was told, and what each agent counts on its own disk.

They are compared when an agent says its count, in the transaction that takes its word: at that instant they must be
the same. A difference means a lost disk, a restored backup, or a paper that nobody here knows of.
"""

from __future__ import annotations

from datetime import date, datetime

from queue_server import protocol
from queue_server.application.context import Context, require_branch
from queue_server.application.ports import Work
from queue_server.application.stored import AgentCount, PaperFigures
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor

NONE_YET = PaperFigures()
MOST = 1_000_000
DAY_LENGTH = 10


def take_count(work: Work, actor: Actor, said: protocol.PaperCount | None, now: datetime) -> None:
    """Keep an agent's own count of a day; a difference that begins or ends is an event, so that every screen learns."""
    if said is None:
        return
    day = _day(said.service_day)
    if not all(0 <= figure <= MOST for figure in (said.tickets, said.reprints, said.failures)):
        raise Refusal("invalid_field", "papers_counted", field="count", most=MOST)
    count = PaperFigures(said.tickets, said.reprints, said.failures)
    ours = work.printers.printed(day).get(actor.id, NONE_YET)
    differs = (count.tickets, count.reprints) != (ours.tickets, ours.reprints)
    before = work.printers.counts(day).get(actor.id)
    if before is not None and (before.count, before.differs) == (count, differs):
        return
    work.printers.count(actor.id, day, AgentCount(count, differs, now))
    if differs != (before is not None and before.differs):
        facts = {"differs": differs, "agent": [count.tickets, count.reprints], "server": [ours.tickets, ours.reprints]}
        work.record(NewEvent("printer.counted", now, actor.label, day, facts=facts))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Refusal("invalid_field", "day", field="count.service_day", value=text[:DAY_LENGTH])
    return day


def papers_of(work: Work, day: date) -> list[protocol.PrinterPapers]:
    """Return each printer's papers of a day by both counts, the longest known first; revoked ones if they had any."""
    ours, theirs = work.printers.papers(day), work.printers.counts(day)
    names = {seen.device_id: seen.name for seen in work.printers.all()}
    names |= work.printers.names((ours.keys() | theirs.keys()) - names.keys())
    return [
        _papers((printer, name), day, ours.get(printer, NONE_YET), theirs.get(printer))
        for printer, name in names.items()
    ]


def _papers(
    device: tuple[str, str], day: date, ours: PaperFigures, theirs: AgentCount | None
) -> protocol.PrinterPapers:
    printer, name = device
    return protocol.PrinterPapers(
        printer=printer,
        name=name,
        server=paper_count(day, ours),
        agent=None if theirs is None else paper_count(day, theirs.count),
        at=None if theirs is None else theirs.at,
        differs=theirs is not None and theirs.differs,
    )


def paper_count(day: date, papers: PaperFigures) -> protocol.PaperCount:
    """Return a count as the wire shows it."""
    return protocol.PaperCount(day.isoformat(), papers.tickets, papers.reprints, papers.failures)


def day_papers(context: Context, actor: Actor, branch: str, day: date) -> protocol.DayPapers:
    """Return a day's papers by printer, by both counts."""
    require_branch(actor, branch)
    with context.store.read(branch) as work:
        printers = papers_of(work, day)
    return protocol.DayPapers(branch, day.isoformat(), printers, any(papers.differs for papers in printers))
