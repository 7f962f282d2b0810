"""Twenty-four kiosks and twelve counters at once, over real sockets, against the real server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.invariants import check_database
from tests.serving import LiveServer, furnish, many_counters

KIOSKS, TICKETS, COUNTERS = 24, 1200, 12
OFFICERS = tuple(f"petugas-{number}" for number in range(1, COUNTERS + 1))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    running = LiveServer(furnish(tmp_path / "home", many_counters(COUNTERS), officers=OFFICERS)).start()
    yield running
    running.stop()


def test_nothing_is_doubled_lost_or_skipped_when_all_press_at_once(server: LiveServer) -> None:
    services = ("A", "B", "C")

    def take(kiosk: int) -> list[dict[str, object]]:
        client = server.device("kiosk")
        answers = [client.issue(services[turn % 3], f"kiosk-{kiosk}-{turn}") for turn in range(TICKETS // KIOSKS)]
        assert {answer.status_code for answer in answers} == {201}
        return [answer.json()["ticket"] for answer in answers]

    with ThreadPoolExecutor(KIOSKS) as hall:
        tickets = [ticket for taken in hall.map(take, range(KIOSKS)) for ticket in taken]
    assert len({ticket["id"] for ticket in tickets}) == TICKETS
    for series in services:
        serials = sorted(int(str(ticket["serial"])) for ticket in tickets if ticket["series"] == series)
        assert serials == list(range(1, len(serials) + 1)), "numbers are doubled or missing"

    desks = [server.person(officer) for officer in OFFICERS]
    for counter, desk in enumerate(desks, 1):
        assert desk.counter(str(counter), "open").status_code == 200

    def serve(counter: int) -> list[str]:
        client = desks[counter - 1]
        called = []
        while True:
            answer = client.counter(str(counter), "call-next")
            assert answer.status_code == 200, answer.text
            ticket = answer.json()["ticket"]
            if ticket is None:
                return called
            called.append(ticket["id"])
            for verb in ("start", "complete"):
                assert client.act(ticket["id"], verb, counter=str(counter)).status_code == 200

    with ThreadPoolExecutor(COUNTERS) as hall:
        calls = Counter(ticket for called in hall.map(serve, range(1, COUNTERS + 1)) for ticket in called)
    assert set(calls) == {str(ticket["id"]) for ticket in tickets}
    assert set(calls.values()) == {1}, "a ticket was called twice"
    server.stop()
    check_database(f"sqlite:///{server.place.database}", server.place.branch)
    assert "Traceback" not in server.log.read_text()
