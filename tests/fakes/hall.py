"""A hall in one test's hand: the use cases as one-line verbs, on a real database and a settable clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from display.announcement import compose
from queue_server import protocol
from queue_server.application import (
    calling,
    closing,
    counters,
    devices,
    handling,
    issuing,
    printers,
    printing,
    snapshots,
    switching,
)
from queue_server.application.administration import load_branch
from queue_server.application.calling import CounterPlace
from queue_server.application.context import Context
from queue_server.application.handling import Deed
from queue_server.application.payloads import ticket_payload
from queue_server.application.stored import TicketFilter
from queue_server.catalogue import Catalogue
from queue_server.domain.counter import CounterAction
from queue_server.domain.errors import Refusal
from queue_server.domain.paper import JobState, Reach
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import TicketVerb
from queue_server.storage.opening import run_here
from queue_server.storage.unit_of_work import SqlStore
from tests.cast import TONO
from tests.fakes.clock import SettableClock

CATALOGUE = Catalogue.load()
KEYS = count(1)


def fresh_key() -> str:
    return f"kunci-{next(KEYS):08d}"


def answer_of(deed: Callable[..., Any], *args: Any, **words: Any) -> tuple[Any, Refusal | None]:
    """Return what a deed answered, or how it was refused."""
    try:
        return deed(*args, **words), None
    except Refusal as refusal:
        return None, refusal


def refused(deed: Callable[..., Any], *args: Any, **words: Any) -> Refusal:
    """Return the refusal that a deed must meet."""
    with pytest.raises(Refusal) as refusal:
        deed(*args, **words)
    return refusal.value


def numbers(tickets: list[protocol.Ticket]) -> list[str]:
    return [ticket.number for ticket in tickets]


def context_on(store: SqlStore, clock: SettableClock) -> Context:
    return Context(
        store=store,
        clock=clock,
        secret=b"s" * 32,
        public_url="http://antrean.test",
        catalogue=CATALOGUE,
        announce=compose,
        run_blocking=run_here,
    )


class Hall:
    """One branch and those who work there. ``officer`` does whatever no other actor is named for."""

    def __init__(self, context: Context, clock: SettableClock, file: str, kiosk: Actor, officer: Actor) -> None:
        self.context, self.clock = context, clock
        self.branch = load_branch(context, TONO, file).code
        self.kiosk, self.officer = kiosk, officer
        self.supervisor = Actor(Role.SUPERVISOR, f"penyelia-{self.branch}", self.branch)
        self._seated: dict[str, Actor] = {}

    # ---- at the kiosk

    def issue_kept(self, service: str = "KTP", key: str | None = None, **more: str) -> Any:
        command = protocol.IssueTicket(service, **more)
        return issuing.issue_ticket(self.context, self.kiosk, self.branch, command, key or fresh_key())

    def issue(self, service: str = "KTP", key: str | None = None, **more: str) -> protocol.Ticket:
        answer = self.issue_kept(service, key, **more).answer
        assert isinstance(answer, protocol.IssuedTicket)
        return answer.ticket

    def issue_many(self, *services: str) -> list[protocol.Ticket]:
        return [self.issue(service) for service in services]

    # ---- at the desk

    def place(self, counter: str) -> CounterPlace:
        return CounterPlace(self.branch, counter)

    def at(self, counter: str) -> Actor:
        """Return who works at a counter: who opened it last; a colleague where ``officer`` sits elsewhere already."""
        if counter not in self._seated:
            is_free = self.officer not in self._seated.values()
            return self.officer if is_free else replace(self.officer, id=f"{self.officer.id}-{counter}")
        return self._seated[counter]

    def _counter(self, counter: str, action: CounterAction, by: Actor | None, **wish: Any) -> Any:
        command = protocol.CounterCommand(**wish)
        actor = by or self.at(counter)
        state = counters.change_counter(self.context, actor, self.place(counter), action, command).state
        if action is CounterAction.OPEN:
            self._seated[counter] = actor
        return state

    def open(self, *codes: str, by: Actor | None = None, take_over: bool | None = None) -> Any:
        return [self._counter(code, CounterAction.OPEN, by, take_over=take_over) for code in codes][-1]

    def pause(self, counter: str, by: Actor | None = None, reason: str | None = None) -> Any:
        return self._counter(counter, CounterAction.PAUSE, by, reason=reason)

    def close(self, counter: str, by: Actor | None = None) -> Any:
        return self._counter(counter, CounterAction.CLOSE, by)

    def switch(self, counter: str, *services: str, by: Actor | None = None) -> Any:
        return switching.switch_services(self.context, by or self.at(counter), self.place(counter), services).state

    def call(self, counter: str = "1", key: str | None = None, by: Actor | None = None) -> protocol.Ticket | None:
        answer = calling.call_next(self.context, by or self.at(counter), self.place(counter), key).answer
        assert isinstance(answer, protocol.TicketAnswer)
        return answer.ticket

    def called(self, counter: str = "1") -> protocol.Ticket:
        ticket = self.call(counter)
        assert ticket is not None
        return ticket

    def act(self, verb: str, ticket: protocol.Ticket, counter: str | None = "1", **more: Any) -> protocol.Ticket:
        by, key = more.pop("by", None), more.pop("key", None)
        deed = Deed(TicketVerb(verb), protocol.TicketCommand(counter=counter, **more), key)
        answer = handling.act(self.context, by or self._hand(counter), ticket.id, deed).answer
        assert isinstance(answer, protocol.TicketAnswer)
        assert answer.ticket is not None
        return answer.ticket

    def _hand(self, counter: str | None) -> Actor:
        return self.officer if counter is None else self._seated.get(counter, self.officer)

    def serve(self, counter: str = "1", seconds: float = 60) -> protocol.Ticket:
        """Call, start and complete the next one."""
        ticket = self.called(counter)
        self.act("start", ticket, counter)
        self.clock.pass_by(seconds=seconds)
        return self.act("complete", ticket, counter)

    def teach(self, *services: str, counter: str = "1", times: int = 5) -> None:
        """Let enough waits of each service end that people are told more than how many are ahead."""
        for service in services * times:
            self.issue(service)
            self.clock.pass_by(seconds=30)
            self.serve(counter)

    def missed(self, counter: str = "1") -> protocol.Ticket:
        """Call the next one as often as the policy asks, in vain."""
        ticket = self.called(counter)
        for _ in range(2):
            self.clock.pass_by(seconds=11)
            self.act("recall", ticket, counter)
        return self.act("no-show", ticket, counter)

    # ---- the day, the paper

    def close_day(self, day: date, *, force: bool = False) -> dict[str, Any]:
        return closing.close_day(self.context, self.supervisor, self.branch, day, force=force)

    def add_printer(self, name: str) -> Actor:
        made = devices.add_device(self.context, TONO, self.branch, protocol.NewDevice("printer", name))
        return Actor(Role.PRINTER, made.device.id, self.branch)

    def claim(self, printer: Actor) -> protocol.PrintJob:
        job = printing.claim_job(self.context, printer)
        assert job is not None
        return job

    def claim_or_none(self, printer: Actor) -> protocol.PrintJob | None:
        return printing.claim_job(self.context, printer)

    def has_job_due(self) -> bool:
        """Say whether a job could be claimed now, without claiming it."""
        with self.context.store.read(self.branch) as work:
            reach = Reach("", frozenset(), free=True, late=True, known=frozenset())
            return work.jobs.claimable(reach, self.clock.now) is not None

    def report_id(self, printer: Actor, job: str, fence: int) -> None:
        printing.report_job(self.context, printer, job, JobState.PRINTED, protocol.JobReport(fence))

    def reprint(self, ticket: protocol.Ticket, by: Actor | None = None) -> protocol.PrintJobState:
        return printers.reprint_ticket(self.context, by or self.supervisor, ticket.id)

    def report(
        self, printer: Actor, job: protocol.PrintJob, outcome: Any = "printed", fence: int | None = None
    ) -> None:
        said = protocol.JobReport(job.fence if fence is None else fence)
        printing.report_job(self.context, printer, job.id, JobState(outcome), said)

    # ---- what is stored

    def stored(self, ticket: protocol.Ticket) -> Any:
        with self.context.store.read(self.branch) as work:
            return work.tickets.get(ticket.id)

    def stored_number(self, number: str, day: date | None = None) -> Any:
        wanted = day or self.stored_day()
        with self.context.store.read(self.branch) as work:
            return next(t for t in work.tickets.page(wanted, TicketFilter(limit=500)) if t.number == number)

    def stored_payload(self, number: str, day: date | None = None) -> protocol.Ticket:
        return ticket_payload(self.stored_number(number, day))

    def stored_day(self) -> date:
        with self.context.store.read(self.branch) as work:
            day = work.days.latest()
        assert day is not None
        return day.day

    def state_of(self, counter: str) -> Any:
        return snapshots.desk_state(self.context, self.branch, counter).state

    def supervision(self) -> protocol.SupervisionState:
        state: protocol.SupervisionState = snapshots.supervision_state(self.context, self.branch).state
        return state

    def track(self, token: str) -> protocol.TrackState:
        state: protocol.TrackState = snapshots.track_state(self.context, token)[1].state
        return state

    def events(self, day: date) -> list[Any]:
        with self.context.store.read(self.branch) as work:
            return work.events.of_day(day)

    def seq(self) -> int:
        with self.context.store.read(self.branch) as work:
            return work.seq


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"
