"""The server of ``live_screens`` in a process of its own, and screens that leave when a test ends."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

from tests.fakes.sockets import RawScreen, free_port

ROOT = Path(__file__).parents[2]
START_S, ANSWER_S = 60.0, 30.0


class Server:
    def __init__(self, mode: str, home: Path, **environment: str) -> None:
        self.mode = mode
        self.port = free_port()
        self.log = home / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.fakes.live_screens", mode, str(self.port)],
                cwd=ROOT,
                env={**os.environ, "ANTREAN_HOME": str(home), **environment},
                stdout=log,
                stderr=log,
            )
        self.http = requests.Session()
        ends_at = time.monotonic() + START_S
        while time.monotonic() < ends_at:
            with contextlib.suppress(requests.ConnectionError):
                self.get("presence")
                return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def get(self, path: str) -> Any:
        return self.http.get(f"http://127.0.0.1:{self.port}/{path}", timeout=ANSWER_S).json()

    def bump(self, query: str = "", **knobs: Any) -> int:
        return int(
            self.http.post(f"http://127.0.0.1:{self.port}/bump{query}", json=knobs, timeout=ANSWER_S).json()["seq"]
        )

    def post(self, path: str) -> None:
        self.http.post(f"http://127.0.0.1:{self.port}/{path}", timeout=ANSWER_S)

    def stop(self) -> None:
        self.http.close()
        self.process.terminate()
        self.process.wait(ANSWER_S)


class Seats:
    """Takes seats and leaves them all when the test ends."""

    def __init__(self) -> None:
        self.taken: list[RawScreen] = []

    def __call__(self, server: Server, auth: Any, **options: Any) -> tuple[RawScreen, dict[str, Any]]:
        screen = self.raw(server, auth, **options)
        assert screen.packet().startswith('0/screens,{"sid"')
        return screen, screen.event()[1]

    def raw(self, server: Server, auth: Any = None, **options: Any) -> RawScreen:
        self.taken.append(RawScreen(server.port, auth, **options))
        return self.taken[-1]
