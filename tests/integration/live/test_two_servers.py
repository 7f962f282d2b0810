"""Two servers on one SQLite file: the second says why it does not start; commands run beside the first."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fakes.sockets import RawScreen
from tests.serving import ROOT, LiveServer, free_port, furnish


def _antrean(home: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "queue_server", *words],
        cwd=ROOT,
        env={**os.environ, "ANTREAN_HOME": str(home)},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_second_server_refuses_and_a_command_beside_the_first_is_noticed(tmp_path: Path) -> None:
    place = furnish(tmp_path / "home")
    server = LiveServer(place).start()
    try:
        second = _antrean(place.home, "serve", "--port", str(free_port()))
        assert second.returncode != 0
        assert "A server already runs on" in second.stderr
        assert "Traceback" not in second.stderr
        with RawScreen(server.port, {"token": place.tokens["display"]}) as screen:
            assert screen.packet().startswith("0/screens")
            assert screen.event()[1]["state"]["day_status"] != "closed"
            server.device("kiosk").issue("KTP", "key-of-a-ticket-1")
            while screen.event()[1]["state"]["day_status"] != "open":
                pass
            with ThreadPoolExecutor(1) as beside:  # the screen answers pings meanwhile
                closing = beside.submit(_antrean, place.home, "close-day", "--branch", place.branch)
                while screen.event(timeout=60)[1]["state"]["day_status"] != "closed":
                    pass
                assert closing.result().returncode == 0
    finally:
        server.stop()


def test_the_real_server_runs_on_plain_threads_too(tmp_path: Path) -> None:
    place = furnish(tmp_path / "home")
    server = LiveServer(place, ANTREAN_ASYNC_MODE="threading").start()
    try:
        with RawScreen(server.port, {"token": place.tokens["display"]}) as screen:
            assert screen.packet().startswith("0/screens")
            before = screen.event()[1]
            assert server.device("kiosk").issue("KTP", "key-of-a-ticket-2").status_code == 201
            assert screen.event()[1]["seq"] > before["seq"]
    finally:
        server.stop()
    assert "Traceback" not in server.log.read_text()
