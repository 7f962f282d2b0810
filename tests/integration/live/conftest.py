"""Servers to connect to: a shared one in each mode, and a fresh hall on green threads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.live_server import Seats, Server


@pytest.fixture(params=["eventlet", "threading"], scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(request.param, tmp_path_factory.mktemp("home"))
    yield running
    running.stop()
    log = running.log.read_text()
    assert log.count("Traceback") == log.count("RuntimeError: the database is away"), log


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Server]:
    running = Server("eventlet", tmp_path, ANTREAN_LIMITS="off")
    yield running
    running.stop()


@pytest.fixture
def sit() -> Iterator[Seats]:
    seats = Seats()
    yield seats
    for screen in seats.taken:
        screen.close()
