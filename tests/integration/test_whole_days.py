"""Whole days on the real use cases and a real database, invented by Hypothesis: whatever people do, the books agree."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from queue_server import protocol
from queue_server.application import calling, closing, handling, issuing, printers, printing, tracking
from queue_server.application.handling import Deed
from queue_server.application.stored import TicketFilter
from queue_server.domain.paper import JobState
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import TicketVerb
from queue_server.storage.opening import create_or_upgrade, open_store
from tests.cast import BUDI, EAST_KIOSK, KIOSK, KOTA, KOTA_FILE, RATNA, SARI, TIMUR_FILE, YOHANA, always_open
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall, answer_of, context_on, url_of
from tests.invariants import check

EAST_FILE = always_open(TIMUR_FILE)
EXAMPLES = int(os.environ.get("ANTREAN_TEST_DAYS", "20"))
"""More days for whoever hunts: ``ANTREAN_TEST_DAYS=2000``."""
SERVICES = st.sampled_from(["KTP", "KTP", "KK", "AKTA", "KONSUL"])
PRIORITIES = st.sampled_from(["regular", "regular", "regular", "elderly", "pregnant"])
COUNTERS = st.sampled_from(["1", "1", "2", "3", "4", "5"])
OFFICERS = st.sampled_from([RATNA, BUDI, SARI])
VERBS = st.sampled_from([verb for verb in TicketVerb if verb is not TicketVerb.TRANSFER])
USUAL = {
    "called": [TicketVerb.START, TicketVerb.START, TicketVerb.RECALL, TicketVerb.NO_SHOW, TicketVerb.REQUEUE],
    "serving": [TicketVerb.COMPLETE, TicketVerb.COMPLETE, TicketVerb.HOLD],
    "on_hold": [TicketVerb.RESUME, TicketVerb.CALL, TicketVerb.CANCEL],
    "waiting": [TicketVerb.CALL, TicketVerb.CANCEL],
    "no_show": [TicketVerb.REQUEUE],
}


FOLDERS: list[Path] = []


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let pytest clean up: a state machine receives no fixtures."""
    FOLDERS.append(tmp_path_factory.mktemp("days"))


@cache
def prepared(file: str) -> tuple[Path, list[Actor]]:
    """Return a database with two offices and two printers, to copy, and the printers."""
    path = Path(tempfile.mkdtemp(dir=FOLDERS[-1])) / "prepared.db"
    create_or_upgrade(url_of(path))
    store = open_store(url_of(path))
    clock = SettableClock()
    hall = Hall(context_on(store, clock), clock, file, KIOSK, RATNA)
    Hall(hall.context, clock, EAST_FILE, EAST_KIOSK, YOHANA)
    printers = [hall.add_printer("Printer 1"), hall.add_printer("Printer 2")]
    store.dispose()
    return path, printers


class WholeDays(RuleBasedStateMachine):
    """Everything that is answered is remembered here; everything that is stored is judged by ``tests.invariants``."""

    @initialize(file=st.sampled_from([KOTA_FILE, always_open(KOTA_FILE), always_open(KOTA_FILE)]))
    def open_the_office(self, file: str) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=FOLDERS[-1]))
        prepared_file, self.printers = prepared(file)
        shutil.copy(prepared_file, self.folder / "antrean.db")
        self.store = open_store(url_of(self.folder / "antrean.db"))
        self.clock = SettableClock()
        self.context = context_on(self.store, self.clock)
        self.hall = Hall(self.context, self.clock, file, KIOSK, RATNA)
        self.east = Hall(self.context, self.clock, EAST_FILE, EAST_KIOSK, YOHANA)
        self.tickets: list[str] = []
        self.answers: dict[str, tuple[str, Any]] = {}
        self.largest: dict[tuple[str, str], int] = defaultdict(int)
        self.leased: list[tuple[Actor, protocol.PrintJob]] = []
        self.tallies: dict[date, Any] = {}
        for number, service in enumerate(("KTP", "AKTA", "KK")):
            self.issue(service, "regular", 900 + number)
        self.hall.open("1", "5")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            check(self.store, KOTA)
            check(self.store, self.east.branch)
            for day, tally in self.tallies.items():
                assert closing.read_tally(self.context, SARI, KOTA, day) == tally, "a frozen tally thawed"
            self.store.dispose()
            shutil.rmtree(self.folder)

    # ---- time

    @rule(seconds=st.sampled_from([1, 5, 11, 11, 60, 400, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.clock.pass_by(seconds=seconds)

    @rule(hours=st.sampled_from([-30, -1, -1, 7, 24, 24]))
    def the_clock_jumps(self, hours: int) -> None:
        self.clock.pass_by(hours=hours)

    # ---- residents

    @rule(service=SERVICES, priority=PRIORITIES, key=st.integers(0, 400))
    def issue(self, service: str, priority: str, key: int) -> None:
        command = protocol.IssueTicket(service, priority)
        word = f"kunci-{key:04d}"
        kept, refusal = answer_of(issuing.issue_ticket, self.context, KIOSK, KOTA, command, word)
        if refusal is not None:
            known = self.answers.get(word)
            assert known is None or (refusal.code == "idempotency_conflict" and known[0] != f"{service} {priority}")
            event(f"issue refused: {refusal.sentence_key}")
            return
        answer = kept.answer
        if isinstance(answer, protocol.IssuedTicket):
            assert word not in self.answers, "the same key issued twice"
            ticket = answer.ticket
            series = (ticket.service_day, ticket.series)
            assert ticket.serial > self.largest[series]
            self.largest[series] = ticket.serial
            self.tickets.append(ticket.id)
            self.answers[word] = (f"{service} {priority}", ticket.id)
        else:
            assert self.answers[word] == (f"{service} {priority}", answer["ticket"]["id"])

    @rule()
    def issue_in_the_east(self) -> None:
        self.try_to(self.east.issue, "KTP")

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 10**6))
    def cancel_by_phone(self, which: int) -> None:
        ticket = self.tickets[which % len(self.tickets)]
        self.try_to(tracking.cancel, self.context, self.context.track_token(ticket))

    # ---- officers

    @rule(counter=COUNTERS, officer=OFFICERS)
    def open(self, counter: str, officer: Actor) -> None:
        self.try_to(self.hall.open, counter, by=officer)

    @rule(counter=COUNTERS, leaves=st.booleans())
    def leave(self, counter: str, leaves: bool) -> None:
        self.try_to(self.hall.close if leaves else self.hall.pause, counter)

    @rule(counter=COUNTERS, officer=OFFICERS)
    def call_next(self, counter: str, officer: Actor) -> None:
        self.try_to(calling.call_next, self.context, officer, self.hall.place(counter))

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 10**6), counter=COUNTERS, officer=OFFICERS, verb=VERBS)
    def anything_with_any_ticket(self, which: int, counter: str, officer: Actor, verb: TicketVerb) -> None:
        ticket = self.tickets[which % len(self.tickets)]
        self.act(ticket, officer, verb, protocol.TicketCommand(counter=counter))

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 10**6), choice=st.integers(0, 10**6), officer=OFFICERS, counter=COUNTERS)
    def the_usual_next_step(self, which: int, choice: int, officer: Actor, counter: str) -> None:
        with self.store.read(KOTA) as work:
            days = sorted({key[0] for key in self.largest if self.largest[key]})
            rows = [row for day in days for row in work.tickets.page(date.fromisoformat(day), TicketFilter(limit=500))]
        rows.sort(key=lambda row: (row.service_day, row.series, row.serial))
        moving = [row for row in rows if row.status.value in USUAL and row.status.value != "waiting"]
        if moving:
            row = moving[which % len(moving)]
            verbs = USUAL[row.status.value]
            held = row.counter if row.status.value in {"called", "serving"} else counter
            self.act(row.id, officer, verbs[choice % len(verbs)], protocol.TicketCommand(counter=held))

    @precondition(lambda self: self.tickets)
    @rule(
        which=st.integers(0, 10**6),
        service=st.none() | SERVICES,
        to_counter=st.none() | COUNTERS,
        own=st.booleans(),
        counter=COUNTERS,
    )
    def transfer(self, which: int, service: str | None, to_counter: str | None, own: bool, counter: str) -> None:
        ticket = self.tickets[which % len(self.tickets)]
        if own:
            with self.store.read(KOTA) as work:
                stored = work.tickets.get(ticket)
                counter = counter if stored is None or stored.counter is None else stored.counter
        command = protocol.TicketCommand(counter=counter, service=service, to_counter=to_counter)
        self.act(ticket, RATNA, TicketVerb.TRANSFER, command)

    def act(self, ticket: str, officer: Actor, verb: TicketVerb, command: protocol.TicketCommand) -> None:
        done = self.try_to(handling.act, self.context, officer, ticket, Deed(verb, command))
        event(f"{verb.value} {'done' if done else 'refused'}")

    @rule(counter=COUNTERS, comes=st.booleans(), held=st.booleans())
    def a_whole_call(self, counter: str, comes: bool, held: bool) -> None:
        """Open, call, and serve whoever comes, perhaps with a hold; or call three times in vain."""
        self.try_to(self.hall.open, counter)
        called: list[Any] = []
        if not self.try_to(lambda: called.append(self.hall.call(counter))) or called[0] is None:
            return
        if comes:
            verbs = [TicketVerb.START, *([TicketVerb.HOLD, TicketVerb.RESUME] if held else []), TicketVerb.COMPLETE]
        else:
            verbs = [TicketVerb.RECALL, TicketVerb.RECALL, TicketVerb.NO_SHOW]
        for verb in verbs:
            self.clock.pass_by(seconds=11)
            self.act(called[0].id, RATNA, verb, protocol.TicketCommand(counter=counter))

    # ---- paper

    @rule(printer=st.integers(0, 1))
    def claim(self, printer: int) -> None:
        job = printing.claim_job(self.context, self.printers[printer])
        if job is not None:
            self.leased.append((self.printers[printer], job))

    @precondition(lambda self: self.leased)
    @rule(which=st.integers(0, 10**6), outcome=st.sampled_from(["printed", "printed", "failed", "unknown"]))
    def report(self, which: int, outcome: Any) -> None:
        printer, job = self.leased[which % len(self.leased)]
        self.try_to(
            printing.report_job, self.context, printer, job.id, JobState(outcome), protocol.JobReport(job.fence)
        )

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 10**6))
    def reprint(self, which: int) -> None:
        self.try_to(printers.reprint_ticket, self.context, SARI, self.tickets[which % len(self.tickets)])

    # ---- the day

    @rule(force=st.booleans(), sure=st.integers(0, 5))
    def close_day(self, force: bool, sure: int) -> None:
        if sure < 5:
            return
        with self.store.read(KOTA) as work:
            latest = work.days.latest()
        if latest is None:
            return
        tally, refusal = answer_of(closing.close_day, self.context, SARI, KOTA, latest.day, force=force)
        if refusal is not None:
            assert refusal.code == "day_unfinished"
            assert not force
        else:
            assert self.tallies.setdefault(latest.day, tally) == tally
        check(self.store, KOTA)
        self.clock.pass_by(hours=16)

    @rule()
    def open_day(self) -> None:
        self.try_to(closing.open_day, self.context, Actor(Role.SUPERVISOR, "sari", KOTA), KOTA)

    def try_to(self, deed: Any, *args: Any, **words: Any) -> bool:
        """Do it; a refusal is an answer too, but never changes anything."""
        before = self.hall.seq() + self.east.seq()
        _, refusal = answer_of(deed, *args, **words)
        if refusal is not None:
            assert self.hall.seq() + self.east.seq() == before, "a refusal left a trace"
        return refusal is None


TestWholeDays = WholeDays.TestCase
TestWholeDays.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
