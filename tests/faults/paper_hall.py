"""A hall with paper, all of it real: server and agent in processes of their own, a printer on a socket, a kiosk."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Self

from printer.virtual import Slip, VirtualPrinter
from queue_server import protocol
from queue_server.application.context import system_clock
from queue_server.application.devices import add_device
from queue_server.application.snapshots import supervision_state
from tests.fakes.site import ADMIN, context_on_file
from tests.serving import ROOT, LiveServer, furnish, many_counters

PATIENCE_S = 40.0
"""A ceiling for machines that are starved, not a measurement."""
SETTLED = {"printed", "unknown"}
NEVER = 9_999_999
CURES = ("accept", "fast", "speak", "paper ok", "cover closed", "clear", f"cut {NEVER}", f"paper ends {NEVER}")


def wait_until(is_true: Callable[[], object], what: str) -> None:
    ends_at = time.monotonic() + PATIENCE_S
    while not is_true():
        assert time.monotonic() < ends_at, f"it did not happen: {what}"
        time.sleep(0.02)


class Agent:
    """``antrean-printer`` in a process of its own, to start, stop and kill."""

    def __init__(self, hall: PaperHall, token: str, printer: VirtualPrinter, spool: str) -> None:
        self._hall, self._token, self._spool = hall, token, hall.home / spool
        self.printer = printer
        self.log = hall.home / f"{spool}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        words = ["--server", self._hall.server.address, "--device", self.printer.address]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "printer", *words, "--spool", str(self._spool)],
                cwd=ROOT,
                env={**os.environ, "ANTREAN_PRINTER_TOKEN": self._token},
                stdout=log,
                stderr=log,
            )
        return self

    def kill(self) -> None:
        """SIGKILL: nothing flushed, nothing said."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)


class PaperHall:
    """Everything together; use it in a ``with``. ``agents``: how many, each with a printer of its own."""

    def __init__(self, home: Path, agents: int = 1) -> None:
        self.home = home
        place = furnish(home / "server", many_counters(1), kinds=("kiosk",))
        context = context_on_file(place.database, system_clock)
        self.printers = [VirtualPrinter(None) for _ in range(agents)]
        self.agents = []
        for number, printer in enumerate(self.printers, 1):
            device = add_device(context, ADMIN, place.branch, protocol.NewDevice("printer", f"Printer {number}"))
            self.agents.append(Agent(self, device.token, printer, f"spool-{number}"))
        context.store.dispose()
        self.server = LiveServer(place)
        self._keys = count(1)

    def __enter__(self) -> Self:
        for printer in self.printers:
            printer.start()
            printer.tell("keep")  # as real ones do: a command that a hang-up cut in two waits for its rest
        self.server.start()
        self.kiosk = self.server.device("kiosk")
        self.supervisor = self.server.person("budi")
        return self

    def __exit__(self, *_: object) -> None:
        for agent in self.agents:
            agent.stop()
        self.server.stop()
        for printer in self.printers:
            printer.stop()

    def cure(self) -> None:
        """Make every printer well again."""
        for printer in self.printers:
            for order in CURES:
                printer.tell(order)

    def calm_down(self) -> None:
        """Make everything as it was in the beginning: agents off, each with its own printer, and that well."""
        self.cure()
        for agent, printer in zip(self.agents, self.printers, strict=True):
            agent.stop()
            agent.printer = printer

    @property
    def printer(self) -> VirtualPrinter:
        """Return the printer of the first agent."""
        return self.printers[0]

    @property
    def branch(self) -> str:
        return self.server.place.branch

    # ---- what people do

    def issue(self) -> dict[str, Any]:
        """Take a number; the answer of the kiosk."""
        answer = self.kiosk.issue("A", f"papers-{next(self._keys):04}")
        assert answer.status_code == 201, answer.text
        issued: dict[str, Any] = answer.json()
        return issued

    def reprint(self, issued: dict[str, Any]) -> str:
        """Ask for a marked copy as the supervisor does; return its job."""
        answer = self.supervisor.post(f"/tickets/{issued['ticket']['id']}/reprint")
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    # ---- what can be seen

    def state(self, job: str) -> str:
        """Return a job's state as the database has it."""
        with contextlib.closing(sqlite3.connect(self.server.place.database)) as database:
            return str(database.execute("SELECT state FROM print_jobs WHERE id = ?", (job,)).fetchone()[0])

    def wait_for(self, job: str, *states: str) -> str:
        wait_until(lambda: self.state(job) in states, f"{job} {states}, it is {self.state(job)}: {self.log()}")
        return self.state(job)

    def log(self) -> str:
        return "\n".join(agent.log.read_text()[-2000:] for agent in self.agents if agent.log.exists())

    def trouble(self) -> dict[str, str | None]:
        """Return the numbers that the supervisor's screen names, with the reason."""
        context = context_on_file(self.server.place.database, system_clock)
        state: protocol.SupervisionState = supervision_state(context, self.branch).state
        context.store.dispose()
        return {job.number: job.reason for job in state.print_jobs}

    def slips_of(self, number: str, since: int = 0) -> list[Slip]:
        """Return the papers on which a number stands, and torn ones on which it does not yet: the first printer's
        from ``since`` on, then the others'."""
        slips = [*self.printer.slips[since:], *(slip for printer in self.printers[1:] for slip in printer.slips)]
        return [slip for slip in slips if number in slip.text or not slip.is_whole]

    def papers(self) -> dict[str, Any]:
        """Return both counts of today's papers."""
        with contextlib.closing(sqlite3.connect(self.server.place.database)) as database:
            [day] = database.execute("SELECT coalesce(max(service_day), '2026-01-01') FROM print_jobs").fetchone()
        answer = self.supervisor.get(f"/branches/{self.branch}/days/{day}/papers")
        assert answer.status_code == 200, answer.text
        papers: dict[str, Any] = answer.json()
        return papers

    def asleep(self, agent: Agent) -> contextlib.AbstractContextManager[None]:
        """Let an agent stand still, as a machine whose lid was shut."""
        return _held(agent.process)

    def counts(self) -> tuple[int, int]:
        """Return the first agent's own count of unmarked and marked tickets."""
        agent = self.papers()["printers"][0]["agent"]
        return (agent["tickets"], agent["reprints"]) if agent else (0, 0)

    def hold_server(self) -> contextlib.AbstractContextManager[None]:
        """Let the server answer nobody for a while, as a machine that swaps."""
        return _held(self.server.process)


@contextlib.contextmanager
def _held(process: subprocess.Popen[bytes] | None) -> Any:
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)
