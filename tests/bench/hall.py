"""The real server on SQLite with everything in it: issuing, calling, and the way to every screen."""

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.load import Line, hammer, request
from tests.bench.processes import cpu_seconds, resident_kb, watching
from tests.bench.table import Row, milliseconds, spread
from tests.fakes.site import PASSWORD
from tests.serving import LiveServer, furnish, many_counters

SERVICES = "ABC"
CYCLES = 60
DISPLAY_AIMS = {40: "p99 10 ms after the commit", 500: "p99 20 ms after the commit"}


@dataclass
class Hall:
    """A server that runs, and how to ask it."""

    server: LiveServer
    token: str
    officer: dict[str, str]
    issued: int = 0

    @property
    def pid(self) -> int:
        assert self.server.process is not None
        return self.server.process.pid

    def issue(self, clients: int, seconds: float) -> Any:
        """Let kiosks issue for a while; every answer must be a ticket."""

        def make(_client: int, turn: int) -> bytes:
            body = {"service": SERVICES[turn % len(SERVICES)]}
            bearer = f"Bearer {self.token}"
            return request("POST", f"{API}/tickets", body, Authorization=bearer, Idempotency_Key=uuid.uuid4().hex)

        load = asyncio.run(hammer(self.server.port, clients, seconds, make))
        assert set(load.statuses) == {201}, load.statuses
        self.issued += len(load.waits)
        return load


API = "/api/v1/branches/ramai"


@contextmanager
def open_hall() -> Iterator[Hall]:
    """Start a server on an empty database: an office that never closes, twelve counters, one officer logged in."""
    with TemporaryDirectory() as folder:
        place = furnish(Path(folder), many_counters(12))
        server = LiveServer(place).start()
        try:
            line = Line(server.port)
            body = {"username": "ratna", "password": PASSWORD}
            answer = line.ask(request("POST", "/api/v1/session", body))
            cookie = answer.header("set-cookie").partition(";")[0]
            officer = {"Cookie": cookie, "X_CSRF_Token": json.loads(answer.body)["csrf_token"]}
            assert line.ask(request("POST", f"{API}/counters/1/open", {}, **officer)).status == 200
            yield Hall(server, place.tokens["kiosk"], officer)
        finally:
            server.stop()


def issuing(hall: Hall, rates: dict[int, float], seconds: float = 5.0) -> list[Row]:
    """Return the rate of durable tickets with one, 8 and 32 kiosks."""
    rows = []
    for clients in (1, 8, 32):
        load = hall.issue(clients, seconds)
        floor = f"bare server {rates[clients]:.0f}/s: {load.rate / rates[clients]:.0%}"
        aim = {8: "1,000/s", 32: "1,000/s, p99 under 50 ms"}.get(clients, "")
        rows.append(Row(f"issue, {clients} kiosks", f"{load.rate:.0f}/s, {milliseconds(load.waits)}", floor, aim))
    return rows


def fill(hall: Hall, waiting: int) -> None:
    """Let tickets wait until there are at least ``waiting``."""
    while hall.issued < waiting:
        hall.issue(16, 2.0)
        print(f"\r{hall.issued:,} of {waiting:,} tickets wait", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def calling(hall: Hall, bare: float) -> tuple[Row, float]:
    """Return how long call-next takes with what waits now; each ticket is then served."""
    waits = [pressed for pressed, _, _ in _calls(hall, CYCLES)]
    median, _ = spread(waits)
    figure, floor = milliseconds(waits), f"bare server p50 {bare:.1f} ms"
    return Row(f"call-next, {hall.issued:,} issued before", figure, floor, "p50 within 2 ms of the floor"), median


def _calls(hall: Hall, count: int) -> Iterator[tuple[float, float, str]]:
    """Call and serve ``count`` tickets; yield (seconds the call took, when it was pressed, number)."""
    line = Line(hall.server.port)
    for _ in range(count):
        pressed = time.monotonic()
        answer = line.ask(request("POST", f"{API}/counters/1/call-next", {}, **hall.officer))
        took = time.monotonic() - pressed
        assert answer.status == 200, answer.body
        ticket = json.loads(answer.body)["ticket"]
        yield took, pressed, ticket["number"]
        for verb in ("start", "complete"):
            path = f"/api/v1/tickets/{ticket['id']}/{verb}"
            assert line.ask(request("POST", path, {"counter": "1"}, **hall.officer)).status == 200


def screens(hall: Hall, count: int) -> Row:
    """Return the time from the press of call-next until each of ``count`` displays has the new board."""
    before_kb = resident_kb(hall.pid)
    auth = json.dumps({"token": hall.server.place.tokens["display"]})
    waits: list[float] = []
    with watching(hall.server.port, count, auth) as watched:
        each_kb = (resident_kb(hall.pid) - before_kb) / count
        used = cpu_seconds(hall.pid)
        for _, pressed, number in _calls(hall, CYCLES // 2):
            waits += [at - pressed for at in watched.showing(number)]
            time.sleep(0.05)
        cpu_ms = (cpu_seconds(hall.pid) - used) / (CYCLES // 2) * 1000
    figure = f"{milliseconds(waits)}; {cpu_ms:.0f} ms CPU a ticket's three commands, {each_kb:.0f} kB a screen"
    return Row(f"press of call-next → {count} displays", figure, "", DISPLAY_AIMS.get(count, ""))
