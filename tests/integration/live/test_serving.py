"""The server itself: a thousand sockets, stuck ones, and how it stops."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.bench.processes import watching
from tests.fakes.live_server import ROOT, Seats, Server
from tests.fakes.sockets import RawScreen

TRIES = 3
"""A machine that stands still for a moment gets another; ``tests/unit/test_sweeper.py`` has a clock of its own."""


def quickest(attempt: Callable[[], None], within_s: float) -> float:
    """Try until it was done within that time, at most ``TRIES`` times; return the seconds of the quickest."""
    took: list[float] = []
    while len(took) < TRIES and not (took and took[-1] < within_s):
        began = time.monotonic()
        attempt()
        took.append(time.monotonic() - began)
    return min(took)


def test_frames_are_never_compressed(server: Server) -> None:
    offer = ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"]
    with RawScreen(server.port, {"token": "tv"}, header=offer) as screen:
        assert "sec-websocket-extensions" not in {name.lower() for name in screen.wire.headers}
        assert screen.packet().startswith("0/screens")
        assert screen.event()[0] == "board.state"


def test_a_thousand_and_a_hundred_screens_are_served(hall: Server) -> None:
    """``eventlet.wsgi`` takes 1,024 by default and lets the next hang."""
    with watching(hall.port, 1_100, '{"token":"tv"}') as watched:
        assert len(watched.arrived(hall.bump())) == 1_100


def test_a_server_that_stood_still_keeps_its_screens(server: Server) -> None:
    """A suspended computer, a disk that hangs: whoever owed an answer by then has its time anew."""
    with watching(server.port, 50, '{"token":"tv"}') as watched:
        time.sleep(2.5)
        server.process.send_signal(signal.SIGSTOP)
        time.sleep(6)
        server.process.send_signal(signal.SIGCONT)
        assert len(watched.arrived(server.bump())) == 50
        time.sleep(9)
        assert len(watched.arrived(server.bump())) == 50


def test_a_screen_that_never_reads_is_dropped_and_slows_nobody(hall: Server, sit: Seats) -> None:
    """The other screen has each change while the stuck one still holds its place: nobody waits until it is gone."""
    hall.bump(size=60_000)
    good, _ = sit(hall, {"token": "tv-utama"})

    def dropped() -> None:
        sit.raw(hall, {"token": "tv"}, sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)])
        while hall.get("presence")["count"].get("board", 0) < 2:
            time.sleep(0.02)
        served_beside_it = 0
        while hall.get("presence")["count"].get("board", 0) > 1:
            seq = hall.bump()
            while good.event()[1]["seq"] < seq:
                pass
            served_beside_it += 1
            time.sleep(0.02)
        assert served_beside_it > 5

    assert quickest(dropped, 10.5) < 10.5


def test_a_socket_that_never_becomes_a_screen_is_closed(hall: Server, sit: Seats) -> None:
    def closed() -> None:
        assert sit.raw(hall, join=False).packet(30) == ""

    assert quickest(closed, 13) < 13


def test_running_answers_are_finished_on_sigterm(tmp_path: Path, sit: Seats) -> None:
    for mode in ("eventlet", "threading"):
        server = Server(mode, tmp_path)
        screen, _ = sit(server, {"token": "tv"})
        with ThreadPoolExecutor(1) as elsewhere:
            answer = elsewhere.submit(server.get, "slow")
            time.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(8) == 0
            assert answer.result() == {"ok": True}
        while screen.packet():
            pass
        assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_another_thread_gets_ends_the_server_too(tmp_path: Path, number: signal.Signals) -> None:
    """The kernel may give it to any thread; the one that runs Python's handlers is asleep."""
    process = Server("threading", tmp_path).process
    others = [int(task.name) for task in Path(f"/proc/{process.pid}/task").iterdir() if task.name != str(process.pid)]
    os.kill(others[0], number)
    try:
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for mode in ("eventlet", "threading"):
            done = subprocess.run(
                [sys.executable, "-m", "tests.fakes.live_screens", mode, str(taken.getsockname()[1])],
                cwd=ROOT,
                env={**os.environ, "ANTREAN_HOME": str(tmp_path)},
                capture_output=True,
                text=True,
                timeout=30,
                check=False,
            )
            assert done.returncode != 0
            assert "in use" in done.stderr
            assert "Traceback" not in done.stderr
