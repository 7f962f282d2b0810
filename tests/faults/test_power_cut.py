"""The plug is pulled while kiosks issue: nothing that was answered is lost, every retry gets the same ticket."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.invariants import check_database
from tests.serving import LiveServer, furnish, many_counters

KIOSKS, KILLS, EACH = 8, 6, 60


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    running = LiveServer(furnish(tmp_path / "home", many_counters(3))).start()
    yield running
    running.stop()


def test_six_power_cuts_lose_no_ticket_that_was_answered(server: LiveServer) -> None:
    answered: dict[str, str] = {}
    is_over = threading.Event()

    def take(kiosk: int) -> None:
        client = server.device("kiosk")
        turn = 0
        while turn < EACH or not is_over.is_set():
            key = f"kiosk-{kiosk}-{turn}"
            try:
                answer = client.issue("A", key)
            except requests.RequestException:
                time.sleep(0.05)
                continue
            assert answer.status_code == 201, answer.text
            answered[key] = answer.json()["ticket"]["id"]
            turn += 1

    with ThreadPoolExecutor(KIOSKS) as hall:
        kiosks = [hall.submit(take, kiosk) for kiosk in range(KIOSKS)]
        for _ in range(KILLS):
            before = len(answered)
            while len(answered) < before + 2 * KIOSKS:
                time.sleep(0.01)
            server.kill()
            server.start()
        is_over.set()
        for kiosk in kiosks:
            kiosk.result()

    client = server.device("kiosk")
    for key, ticket_id in answered.items():
        again = client.issue("A", key)
        assert again.json()["ticket"]["id"] == ticket_id, f"{key} got another ticket after the power cut"
        assert again.headers["Idempotent-Replayed"] == "true"
    server.stop()
    check_database(f"sqlite:///{server.place.database}", server.place.branch)
