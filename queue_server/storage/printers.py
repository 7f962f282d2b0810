"""Printers in SQL: what they said, whose slips they print, what was counted of their papers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, select, update

from queue_server.application.stored import AgentCount, PaperFigures, PrinterSeen
from queue_server.domain.paper import JobState
from queue_server.domain.roles import Role
from queue_server.storage.account_records import DeviceRow
from queue_server.storage.paper_records import PaperCountRow, PrinterRow, PrintJobRow
from queue_server.storage.records import FAILED_PAPER_ONLY, BranchRow, EventRow

P, D, J, C, E = PrinterRow, DeviceRow, PrintJobRow, PaperCountRow, EventRow
OUR_CODE = select(BranchRow.code).where(BranchRow.id == bindparam("branch")).scalar_subquery()
IS_OURS = and_(
    D.branch == OUR_CODE,
    D.kind == "printer",
    D.revoked_at.is_(None),
)
ANY_PRINTER = select(exists().where(IS_OURS))
OF_KIOSK = select(D.printer).where(D.id == bindparam("device"))
PRINTERS = (
    select(
        D.id,
        D.name,
        func.coalesce(P.state, "offline"),
        P.paper,
        P.detail,
        P.at,
        P.profile,
        P.seen_at,
        func.coalesce(P.is_gone, False),
        D.is_fallback,
    )
    .outerjoin(P, P.device_id == D.id)
    .where(IS_OURS)
    .order_by(D.created_at, D.id)
)
PAPERS = (
    select(J.leased_by, J.copy > 0, func.count())
    .where(
        J.branch_id == bindparam("branch"),
        J.service_day == bindparam("day"),
        J.leased_by.is_not(None),
        J.state == JobState.PRINTED.value,
        J.kind == "ticket",
    )
    .group_by(J.leased_by, J.copy > 0)
)
FAILURES = (
    select(E.actor, func.count())
    .where(
        E.branch_id == bindparam("branch"),
        E.service_day == bindparam("day"),
        FAILED_PAPER_ONLY,
    )
    .group_by(E.actor)
)
COUNTS = (
    select(C.device_id, C.tickets, C.reprints, C.failures, C.differs, C.at)
    .join(D, D.id == C.device_id)
    .where(D.branch == OUR_CODE, C.service_day == bindparam("day"))
)
NAMES = select(D.id, D.name).where(D.id.in_(bindparam("devices", expanding=True))).order_by(D.created_at, D.id)


class SqlPrinters:
    """The printers of one branch (see ``ports.Printers``)."""

    def __init__(self, connection: Connection, branch_id: int) -> None:
        self._connection = connection
        self._branch_id = branch_id

    def _run(self, statement: Any, **values: object) -> Any:
        return self._connection.execute(statement, {"branch": self._branch_id, **values})

    def any(self) -> bool:
        """Say whether the branch has a printer that was not revoked."""
        return bool(self._run(ANY_PRINTER).scalar())

    def of_kiosk(self, device_id: str) -> str | None:
        """Return the printer that a kiosk's slips are meant for; None: whichever is free."""
        found: str | None = self._connection.execute(OF_KIOSK, {"device": device_id}).scalar()
        return found

    def all(self) -> list[PrinterSeen]:
        """Return the branch's printers, the longest known first."""
        return [PrinterSeen(*row) for row in self._run(PRINTERS)]

    def report(self, printer: PrinterSeen) -> None:
        """Store what a printer said, or that it was heard, or that it fell silent."""
        names = ("state", "paper", "detail", "at", "profile", "seen_at", "is_gone")
        values = {name: getattr(printer, name) for name in names}
        change = update(P).where(P.device_id == printer.device_id).values(**values)
        if self._connection.execute(change).rowcount == 0:
            row = {"device_id": printer.device_id, "branch_id": self._branch_id, **values}
            self._connection.execute(insert(P), row)

    def names(self, devices: Collection[str]) -> dict[str, str]:
        """Return the names of printers, revoked ones too."""
        rows = self._connection.execute(NAMES, {"devices": sorted(devices)})
        return {device_id: name for device_id, name in rows}  # noqa: C416  (rows are no pairs to mypy)

    def printed(self, day: date) -> dict[str, PaperFigures]:
        """Return the papers of a day that came out, as the server was told, by printer; failures are not counted."""
        tickets: dict[str, int] = {}
        reprints: dict[str, int] = {}
        for device_id, is_copy, count in self._run(PAPERS, day=day):
            (reprints if is_copy else tickets)[device_id] = count
        return {
            device_id: PaperFigures(tickets.get(device_id, 0), reprints.get(device_id, 0))
            for device_id in tickets | reprints
        }

    def papers(self, day: date) -> dict[str, PaperFigures]:
        """Return what the server was told of a day's papers, by printer."""
        printed = self.printed(day)
        prefix = f"{Role.PRINTER.value}:"
        failures = {actor.removeprefix(prefix): count for actor, count in self._run(FAILURES, day=day)}
        return {
            device_id: replace(printed.get(device_id, PaperFigures()), failures=failures.get(device_id, 0))
            for device_id in printed | failures
        }

    def counts(self, day: date) -> dict[str, AgentCount]:
        """Return what the agents counted by themselves on a day, by printer."""
        return {
            device_id: AgentCount(PaperFigures(*figures), differs, at)
            for device_id, *figures, differs, at in self._run(COUNTS, day=day)
        }

    def count(self, device_id: str, day: date, said: AgentCount) -> None:
        """Store an agent's own count of a day."""
        figures = said.count
        values = {
            "tickets": figures.tickets,
            "reprints": figures.reprints,
            "failures": figures.failures,
            "differs": said.differs,
            "at": said.at,
        }
        change = update(C).where(C.device_id == device_id, C.service_day == day).values(**values)
        if self._connection.execute(change).rowcount == 0:
            self._connection.execute(insert(C), {"device_id": device_id, "service_day": day, **values})
