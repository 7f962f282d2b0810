"""``antrean demo``: a short day plays itself to its end, with real paper, and leaves nothing behind when stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from queue_server.cli.demo import demo as command
from queue_server.runtime import threads
from tests.serving import ROOT, free_port

DAY = "2026-11-23"
TRACE = """arrival_s,service,service_s
27060,REKAM,200
27090,KK,300
27120,CETAK,240
27900,KIA,200
28000,REKAM,150
28050,KK,200
28900,LAHIR,300
28950,REKAM,200
29000,KONSUL,150
29050,PINDAH,150
29060,AKTA,250
29070,KK,250
"""
END_S = 100


def demo(*words: str, **environment: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANTREAN_")}
    return subprocess.Popen(
        [sys.executable, "-m", "queue_server", "demo", *words],
        cwd=ROOT,
        env={**kept, "LANG": "en_GB.UTF-8", "LC_ALL": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def processes_of(word: str) -> list[str]:
    """Return the command lines of other processes that contain a word."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if word in line and entry.name != str(os.getpid()):
            found.append(line)
    return found


def tally_of(home: Path) -> dict[str, int]:
    words = ["tally", "--branch", "pkl", "--day", DAY]
    shown = subprocess.run(
        [sys.executable, "-m", "queue_server", *words],
        cwd=ROOT,
        env={**os.environ, "ANTREAN_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, int] = json.loads(shown.stdout)
    return figures


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    path = tmp_path / "day.csv"
    path.write_text(TRACE)
    return path


@pytest.mark.slow
def test_a_short_day_plays_itself_to_its_end(tmp_path: Path, trace: Path) -> None:
    home, port = tmp_path / "home", str(free_port())
    process = demo("--speed", "600", "--port", port, "--home", str(home), "--trace", str(trace))
    said, _ = process.communicate(timeout=END_S)
    assert process.returncode == 0, said

    tally = tally_of(home)
    assert tally["issued"] == 12
    assert tally["issued"] == sum(tally[name] for name in ("completed", "no_show", "cancelled", "expired"))
    assert tally["expired"] == tally["waiting"] == 0
    assert tally["completed"] >= 10
    assert tally["seal"]

    slips = sorted((home / "slips").glob("*.png"))
    assert len(slips) == tally["printed"] + 1 == 13
    for slip in slips:
        with Image.open(slip) as picture:
            assert picture.height > picture.width > 500

    log = (home / "server.log").read_text("utf-8")
    assert "Traceback" not in log
    assert "fault" not in log
    assert re.search(r"[1-9]\d* HTTP requests answered, 0 of them failed", said)
    calls = re.findall(r"TV (\d+)/(\d+) calls", said)[-1]
    assert calls[0] == calls[1] != "0"
    for address in ("/display#token=", "/kiosk#token=", "/supervisor", f"/tally/pkl/{DAY}"):
        assert f"http://127.0.0.1:{port}{address}" in said
    assert processes_of(str(home)) == []


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_ctrl_c_ends_everything_cleanly(tmp_path: Path, trace: Path, mode: str) -> None:
    home = tmp_path / "home"
    words = ("--speed", "60", "--port", str(free_port()), "--home", str(home), "--trace", str(trace))
    process = demo(*words, ANTREAN_ASYNC_MODE=mode)
    deadline = time.monotonic() + END_S
    while not processes_of(str(home / "slips")) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "The demo was stopped" in said
    assert "Traceback" not in said
    assert processes_of(str(home)) == []


def test_a_hall_in_use_a_taken_port_and_a_bad_trace_are_refused_with_a_sentence(tmp_path: Path, trace: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "antrean.db").touch()
    trace.write_text("arrival_s,service,service_s\n27060,SIM,200\n")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = str(listener.getsockname()[1])
        attempts = [
            (["--home", str(tmp_path / "used")], "belongs to a hall already"),
            (["--port", taken, "--home", str(tmp_path / "new")], f"Port {taken} on 127.0.0.1 is in use"),
            (["--trace", str(trace)], 'line 2: the branch has no service "SIM"'),
            (["--speed", "0"], "0.0 is not in the range"),
        ]
        for words, sentence in attempts:
            refused = CliRunner().invoke(command, words, obj=threads())
            assert refused.exit_code != 0
            assert sentence in refused.output
            assert isinstance(refused.exception, SystemExit)
