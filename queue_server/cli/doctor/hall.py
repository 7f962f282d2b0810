"""The doctor's questions about the offices: who may administer, which day is open, what paper and screens they have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from queue_server.application.accounts import setup_needed
from queue_server.application.context import Context
from queue_server.application.days import local_time
from queue_server.application.ports import Work
from queue_server.application.stored import PrinterSeen, ServiceDay
from queue_server.catalogue import Catalogue
from queue_server.cli.doctor.finding import Finding, ok, problem, warning
from queue_server.domain.roles import Role
from queue_server.protocol import PrinterState
from queue_server.wording import clock, day_line

GOOD = frozenset({PrinterState.READY, PrinterState.PRINTING})
PAPER_PATIENCE = timedelta(minutes=2)
SCREENS = (Role.KIOSK, Role.DISPLAY)
ONE_WAY = "one_way"
"""The detail of a printer that cannot be asked how it is: nothing is wrong with it."""


def of_halls(context: Context, catalogue: Catalogue, language: str) -> Iterator[Finding]:
    """Look at the accounts, then at each office."""
    yield warning("admin.none") if setup_needed(context) else ok("admin.fine")
    with context.store.read() as work:
        codes = work.branches.codes()
    if not codes:
        yield warning("branches.none")
    for code in codes:
        yield from _Hall(context, catalogue, language).of(code)


class _Hall:
    """One office, looked at in one snapshot."""

    def __init__(self, context: Context, catalogue: Catalogue, language: str) -> None:
        self._context = context
        self._catalogue = catalogue
        self._language = language
        self._now = context.clock()

    def of(self, code: str) -> Iterator[Finding]:
        """Look at the office with this code."""
        with self._context.store.read(code) as work:
            findings = [
                ok("branch.fine", branch=code, name=work.branch.name, counters=len(work.branch.counters)),
                self._of_day(work, work.days.latest()),
                *self._of_paper(work),
                *(self._of_screens(work, kind) for kind in SCREENS),
            ]
        yield from findings

    def _of_day(self, work: Work, day: ServiceDay | None) -> Finding:
        code = work.branch.code
        if day is None:
            return ok("day.never", branch=code)
        facts = {"branch": code, "day": day.day.isoformat(), "day_line": day_line(day.day, self._language)}
        if not day.is_open:
            return ok("day.closed", **facts)
        is_today = day.day >= local_time(work.branch, self._now).date()
        return ok("day.open", **facts) if is_today else warning("day.left_open", **facts)

    def _of_paper(self, work: Work) -> Iterator[Finding]:
        code = work.branch.code
        printers = work.printers.all()
        if not printers:
            yield ok("printer.none", branch=code)
        for printer in printers:
            yield self._of_printer(work, printer)
        late = work.jobs.overdue(self._now - PAPER_PATIENCE, self._now)
        if late and printers:
            since = self._clock(work, min(job.queued_at for job in late))
            yield problem("paper.waiting", branch=code, count=len(late), since=since)
        day = work.days.latest()
        states = {} if day is None else work.jobs.count_states(day.day)
        trouble = states.get("failed", 0) + states.get("unknown", 0)
        if trouble:
            yield warning("paper.trouble", branch=code, count=trouble)

    def _of_printer(self, work: Work, printer: PrinterSeen) -> Finding:
        facts = {"branch": work.branch.code, "printer": printer.name}
        if printer.at is None:
            return warning("printer.silent", advice=self._say("printer.advice.never"), **facts)
        facts["since"] = f"{day_line(local_time(work.branch, printer.at).date(), self._language)}, "
        facts["since"] += self._clock(work, printer.at)
        name = ONE_WAY if printer.shown_detail == ONE_WAY else printer.shown_state
        facts["state"] = self._say(f"printer.state.{name}")
        if printer.shown_state in GOOD or name == ONE_WAY:
            return ok("printer.ready", **facts)
        text = self._first(f"printer.detail.{printer.shown_detail}", f"printer.state.{printer.shown_state}.text")
        advice = self._first(f"printer.advice.{printer.shown_detail}", f"printer.advice.{printer.shown_state}")
        return warning("printer.trouble", text=text, advice=advice, **facts)

    def _say(self, key: str) -> str:
        return self._catalogue.say(self._language, key)

    def _first(self, key: str, otherwise: str) -> str:
        """Say the narrower sentence; an agent may know details that this catalogue does not."""
        return self._say(key if self._catalogue.has(key) else otherwise)

    def _of_screens(self, work: Work, kind: Role) -> Finding:
        code = work.branch.code
        count = len(work.accounts.devices(code, [kind]))
        if count:
            return ok(f"{kind.value}.paired", branch=code, count=count)
        return warning(f"{kind.value}.none", branch=code)

    def _clock(self, work: Work, at: datetime) -> str:
        return clock(at, work.branch.zone_info)
