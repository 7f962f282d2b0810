"""The real ``antrean serve`` in a process of its own, on a furnished database, to kill and to talk to."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

import requests

from queue_server import protocol
from queue_server.application.accounts import add_user
from queue_server.application.administration import load_branch
from queue_server.application.context import system_clock
from queue_server.application.devices import add_device
from queue_server.settings import load_secret, load_settings
from queue_server.storage.opening import create_or_upgrade
from tests.fakes.site import ADMIN, PASSWORD, context_on_file

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "deploy" / "branches" / "demo.toml"
START_S = 30
LONGEST_RUN = timedelta(minutes=75)
ANSWER_S = 30


def zone_away_from_midnight(now: datetime) -> str:
    """Return the zone of a hall whose day does not end while the suite runs: numbers begin anew at midnight."""
    jakarta = ZoneInfo("Asia/Jakarta")
    runs_over = (now + LONGEST_RUN).astimezone(jakarta).date() != now.astimezone(jakarta).date()
    return "Asia/Jayapura" if runs_over else jakarta.key


ZONE = zone_away_from_midnight(datetime.now(UTC))


def away_from_midnight(branch_file: str) -> str:
    """Return a branch file with ``ZONE`` in it, whatever zone it named."""
    lines = [line for line in branch_file.splitlines() if not line.startswith("timezone = ")]
    return "\n".join(f'{line}\ntimezone = "{ZONE}"' if line.strip() == "[branch]" else line for line in lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Furnished:
    """A data directory with one branch, an officer, a supervisor and a device of each kind."""

    home: Path
    branch: str = "demo"
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.home / "antrean.db"


def furnish(
    home: Path,
    branch_file: str | None = None,
    kinds: tuple[str, ...] = ("kiosk", "display"),
    officers: tuple[str, ...] = ("ratna",),
    *,
    is_clocked: bool = False,
) -> Furnished:
    """Furnish ``home``; a hall with a clock of its own keeps the zone of its file."""
    home.mkdir(parents=True, exist_ok=True)
    load_secret(load_settings(home=home))
    create_or_upgrade(f"sqlite:///{home / 'antrean.db'}")
    context = context_on_file(home / "antrean.db", system_clock)
    text = branch_file or DEMO.read_text("utf-8")
    loaded = load_branch(context, ADMIN, text if is_clocked else away_from_midnight(text))
    place = Furnished(home, loaded.code)
    for name, role in (*((officer, "officer") for officer in officers), ("budi", "supervisor")):
        add_user(context, protocol.NewUser(name, PASSWORD, role, loaded.code))
    for kind in kinds:
        place.tokens[kind] = add_device(context, ADMIN, loaded.code, protocol.NewDevice(kind, f"{kind} 1")).token
    context.store.dispose()
    return place


class LiveServer:
    """``antrean serve`` on a furnished directory; ``start`` again after ``kill``."""

    def __init__(self, place: Furnished, port: int | None = None, **environment: str) -> None:
        self.place = place
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = place.home / "server.log"
        self._environment = {"ANTREAN_LIMITS": "off", **environment}
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        return [sys.executable, "-m", "queue_server", "serve"]

    def start(self) -> Self:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ANTREAN_")}
        own = {"ANTREAN_HOME": str(self.place.home), "ANTREAN_PORT": str(self.port), **self._environment}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command(), cwd=ROOT, env=kept | own, stdout=log, stderr=log)
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{self.address}/readyz", timeout=5).status_code == 200:
                    return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """Pull the plug: SIGKILL, nothing flushed, nothing said."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def device(self, kind: str = "kiosk") -> Client:
        return Client(self, {"Authorization": f"Bearer {self.place.tokens[kind]}"})

    def person(self, username: str = "ratna") -> Client:
        client = Client(self)
        answer = client.post("/session", {"username": username, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return client


class Client:
    """Somebody over HTTP, on one kept connection."""

    def __init__(self, server: LiveServer, headers: dict[str, str] | None = None) -> None:
        self._server = server
        self._http = requests.Session()
        self.headers = dict(headers or {})

    def get(self, path: str) -> requests.Response:
        return self._http.get(f"{self._server.address}/api/v1{path}", headers=self.headers, timeout=ANSWER_S)

    def post(self, path: str, body: Any = None, key: str | None = None) -> requests.Response:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self._http.post(
            f"{self._server.address}/api/v1{path}", json=body or {}, headers=headers, timeout=ANSWER_S
        )

    def issue(self, service: str, key: str) -> requests.Response:
        return self.post(f"/branches/{self._server.place.branch}/tickets", {"service": service}, key)

    def counter(self, counter: str, verb: str, key: str | None = None, **command: Any) -> requests.Response:
        return self.post(f"/branches/{self._server.place.branch}/counters/{counter}/{verb}", command, key)

    def act(self, ticket_id: str, verb: str, **command: Any) -> requests.Response:
        return self.post(f"/tickets/{ticket_id}/{verb}", command)

    def serve_next(self, counter: str = "1") -> None:
        """Call, start and complete whoever is next at one's counter."""
        called = self.counter(counter, "call-next")
        assert called.status_code == 200, called.text
        for verb in ("start", "complete"):
            answer = self.act(called.json()["ticket"]["id"], verb, counter=counter)
            assert answer.status_code == 200, answer.text


def many_counters(counters: int) -> str:
    """An office that never closes: three services of a series each, and so many counters that take all."""
    always = "\n".join(f'{day} = ["00:00-24:00"]' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    services = "\n".join(
        f'[[services]]\ncode = "{code}"\nseries = "{code}"\nname.id = "Layanan {code}"\n' for code in "ABC"
    )
    places = "\n".join(
        f'[[counters]]\ncode = "{number}"\nname = "Loket {number}"\nservices = ["*"]\n'
        for number in range(1, counters + 1)
    )
    head = '[branch]\ncode = "ramai"\nname = "Kantor Ramai"\n'
    return f"{head}\n[hours.issue]\n{always}\n[hours.service]\n{always}\n{services}\n{places}"
