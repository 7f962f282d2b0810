"""The real command, killed with SIGKILL in every step of a job: at most one unmarked paper, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.printer.fakes import OFFLINE, READY, SILENT, TOKEN, FakePrinter, FakeServer, wait_until
from tests.printer.samples import job

ROOT = Path(__file__).parents[2]
MakePrinter = Callable[..., FakePrinter]
Launch = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def launch(tmp_path: Path, server: FakeServer) -> Iterator[Launch]:
    running: list[subprocess.Popen[str]] = []

    def start(*options: str, token: str | None = TOKEN) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "printer", "--server", server.url, *options]
        environment = {key: value for key, value in os.environ.items() if key != "ANTREAN_PRINTER_TOKEN"}
        environment |= {"PYTHONPATH": str(ROOT)} | ({"ANTREAN_PRINTER_TOKEN": token} if token else {})
        running.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)


def step(folder: Path, name: str) -> str | None:
    try:
        return str(json.loads((folder / "jobs" / f"{name}.json").read_text())["step"])
    except OSError:
        return None


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(20)


def test_killed_while_leased_the_job_is_printed_later(
    server: FakeServer, printer: MakePrinter, launch: Launch, tmp_path: Path
) -> None:
    one, folder = printer(OFFLINE), tmp_path / "spool"
    server.queue.append(job("a", 1))
    process = launch("--device", one.address, "--spool", str(folder))
    wait_until(lambda: step(folder, "a") == "leased")
    kill(process)
    assert one.paper == b""
    one.answers = READY
    launch("--device", one.address, "--spool", str(folder))
    wait_until(lambda: server.outcomes("a") == ["failed"])
    server.queue.append(job("a", 2))
    wait_until(lambda: server.outcomes("a") == ["failed", "printed"])
    assert one.slips == 1


def test_killed_while_sending_the_outcome_is_unknown_and_only_a_marked_copy_follows(
    server: FakeServer, printer: MakePrinter, launch: Launch, tmp_path: Path
) -> None:
    one, folder = printer(READY), tmp_path / "spool"
    one.answers_after = SILENT
    server.queue.append(job("a", 1))
    process = launch("--device", one.address, "--spool", str(folder))
    wait_until(lambda: step(folder, "a") == "sending")
    wait_until(lambda: one.slips == 1)
    kill(process)
    assert server.outcomes("a") == []
    one.answers_after = None
    launch("--device", one.address, "--spool", str(folder))
    wait_until(lambda: server.outcomes("a") == ["unknown"])
    server.queue.append(job("a", 2))
    wait_until(lambda: server.outcomes("a") == ["unknown", "unknown"])
    assert one.slips == 1
    server.queue.append(job("a", 3, copy=1))
    wait_until(lambda: server.outcomes("a")[-1] == "printed")
    assert one.slips == 2
    assert b"CETAK ULANG" in one.paper.split(b"\x1b@")[2]


def test_killed_before_the_confirmation_it_is_confirmed_and_not_printed_again(
    server: FakeServer, printer: MakePrinter, launch: Launch, tmp_path: Path
) -> None:
    one, folder = printer(READY), tmp_path / "spool"
    server.refuses_reports = True
    server.queue.append(job("a", 1))
    process = launch("--device", one.address, "--spool", str(folder))
    wait_until(lambda: step(folder, "a") == "sent")
    kill(process)
    server.refuses_reports = False
    server.old_fences.add(1)
    launch("--device", one.address, "--spool", str(folder))
    wait_until(lambda: step(folder, "a") == "confirmed")
    server.queue.append(job("a", 2))
    wait_until(lambda: server.outcomes("a") == ["printed"])
    assert one.slips == 1


def test_killed_after_the_confirmation_the_day_is_still_counted(
    server: FakeServer, printer: MakePrinter, launch: Launch, tmp_path: Path
) -> None:
    one, folder = printer(READY), tmp_path / "spool"
    server.queue.append(job("a", 1))
    process = launch("--device", one.address, "--spool", str(folder))
    wait_until(lambda: step(folder, "a") == "confirmed")
    kill(process)
    server.queue += [job("a", 2), job("t", 3, kind="tally")]
    launch("--device", one.address, "--spool", str(folder))
    wait_until(lambda: server.outcomes("t") == ["printed"])
    assert server.outcomes("a") == ["printed", "printed"]
    assert one.slips == 2
    assert b"1/0/0" in one.paper


def test_a_second_agent_stands_by_and_takes_over(server: FakeServer, launch: Launch, tmp_path: Path) -> None:
    first = launch("--device", "virtual:slips")
    wait_until(lambda: server.claims)
    second = launch("--device", "virtual:slips")
    assert second.stderr is not None
    assert "standing by" in second.stderr.readline()
    kill(first)
    server.queue.append(job("a", 1))
    wait_until(lambda: server.outcomes("a") == ["printed"])
    assert (tmp_path / "slips" / "a.png").exists()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(server: FakeServer, launch: Launch, stop: signal.Signals) -> None:
    process = launch("--device", "virtual:slips")
    wait_until(lambda: server.claims)
    process.send_signal(stop)
    assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--device", "usb://04b8"], "usb://VVVV:PPPP"),
        (["--device", "serial:///dev/ttyUSB0?baud=12"], "baud"),
        (["--device", "paper"], "tcp://HOST:9100"),
        (["--device", "virtual:x", "--profile", "90mm"], "no printer profile"),
        (["--device", "virtual:x", "--server", "hall"], "is not a server's address"),
    ],
)
def test_a_wrong_command_line_is_a_sentence(launch: Launch, options: list[str], sentence: str) -> None:
    process = launch(*options)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 2
    assert sentence in said
    assert "Traceback" not in said


def test_a_spool_that_cannot_be_written_is_a_sentence(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")
    process = launch("--device", "virtual:x", "--spool", str(tmp_path / "taken" / "spool"))
    _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "taken/spool cannot be used: Not a directory" in said
    assert "Traceback" not in said


def test_the_token_is_asked_for(launch: Launch) -> None:
    process = launch("--device", "virtual:x", token=None)
    assert "ANTREAN_PRINTER_TOKEN" in process.communicate(timeout=20)[1]
    assert process.returncode == 2
