"""Server and watcher processes of a benchmark, ended when their block ends."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.fakes.sockets import free_port

PATIENCE_S = 30.0
ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def serving(*command: str, **environment: str) -> Iterator[tuple[int, int]]:
    """Start ``python -m COMMAND… PORT``; yield its port and process id once it accepts connections."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)],
        cwd=ROOT,
        env={**os.environ, "ANTREAN_LIMITS": "off", **environment},
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended at its start")
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{command[0]} did not start")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(15)


class Watched:
    """The output of a ``watchers`` process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def line(self) -> str:
        assert self._process.stdout is not None
        watchdog = threading.Timer(PATIENCE_S, self._process.kill)
        watchdog.start()
        said = self._process.stdout.readline()
        watchdog.cancel()
        if said.strip() == "lost":
            raise RuntimeError("a screen lost its connection")
        if not said:
            raise RuntimeError(f"not all screens had a state within {PATIENCE_S:.0f} s")
        return said

    def arrived(self, seq: int) -> list[float]:
        """Wait until every screen has ``seq``; return when each had it."""
        while (seen := json.loads(self.line()))["seq"] != seq:
            pass
        return list(seen["arrived"])

    def showing(self, number: str) -> list[float]:
        """Wait until every screen shows ``number`` as the newest call; return when each did."""
        while (seen := json.loads(self.line()))["called"] != number:
            pass
        return list(seen["arrived"])


@contextlib.contextmanager
def watching(port: int, count: int, *auths: str) -> Iterator[Watched]:
    """Connect ``count`` screens in a process of their own; yield when all have their first state."""
    command = [sys.executable, "-m", "tests.bench.watchers", str(port), str(count), *auths]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            watched = Watched(process)
            while watched.line().strip() != "ready":
                pass
            yield watched
        finally:
            process.terminate()


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kb(pid: int) -> int:
    """Return the memory a process holds."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])
