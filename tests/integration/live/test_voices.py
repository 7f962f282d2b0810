"""One voice a zone on the real server: two displays on real sockets, one that hangs up, one that falls silent."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import websocket

from queue_server import protocol
from queue_server.application.context import system_clock
from queue_server.application.devices import add_device
from tests.cast import KOTA_FILE, always_open
from tests.fakes.site import ADMIN, context_on_file
from tests.fakes.sockets import RawScreen
from tests.serving import Furnished, LiveServer, furnish

HAND_OVER_S = 10.0
"""Generous: the unit tests have the exact figure, on a clock of their own."""
PATIENCE_S = 20.0
SEQ = 2
"""Not above the branch's own: it was created, and got its devices."""


@pytest.fixture(params=["eventlet", "threading"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveServer]:
    place = furnish(tmp_path / "home", always_open(KOTA_FILE), ())
    running = LiveServer(_with_displays(place), ANTREAN_ASYNC_MODE=request.param).start()
    yield running
    running.stop()
    assert "Traceback" not in running.log.read_text()


def _with_displays(place: Furnished) -> Furnished:
    context = context_on_file(place.database, system_clock)
    for name, part in {"TV 1": {}, "TV 2": {}, "Atas loket 3": {"counter": "3"}}.items():
        wanted = protocol.NewDevice("display", name, **part)  # type: ignore[arg-type]
        place.tokens[name] = add_device(context, ADMIN, place.branch, wanted).token
    context.store.dispose()
    return place


class Television:
    """A display's socket: says how its voice is, and remembers its last order."""

    def __init__(self, server: LiveServer, name: str) -> None:
        self.screen = RawScreen(server.port, {"token": server.place.tokens[name]})
        self.order: dict[str, Any] | None = None
        self.board: dict[str, Any] | None = None
        self.report: dict[str, Any] = {}
        self.said = 0

    def say(self, **report: Any) -> None:
        self.said += 1
        self.report = report
        packet = json.dumps(["voice", {"audio": "ready", **report}])
        self.screen.wire.send(f"42/screens,{self.said}{packet}")

    def take(self, order: dict[str, Any] | None) -> None:
        """Obey an order unless a newer one came before it."""
        if order is not None and (self.order is None or order["term"] >= self.order["term"]):
            self.order = order

    def listen(self, seconds: float) -> None:
        """Take what comes for a while."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                packet = self.screen.packet(left)
            except websocket.WebSocketTimeoutException:
                return
            kind, _, content = packet.partition("/screens,")
            if kind == "3":
                self.take(next(iter(json.loads(content[content.index("[") :])), None))
            elif kind == "2":
                name, value = json.loads(content)
                if name == "voice":
                    self.take(value)
                elif name == "board.state":
                    self.board = value["state"]


def until(wanted: Callable[[], bool], *reporting: Television, silent: Sequence[Television] = ()) -> float:
    """Let displays report each half second until something is so; return the seconds that took.

    The silent ones say nothing of their voice, and stay connected.
    """
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        for television in silent:
            television.listen(0.05)
        for television in reporting:
            television.say()
            television.listen(0.25)
        if wanted():
            return time.monotonic() - began
    raise AssertionError([television.order for television in reporting])


def speaks(television: Television) -> bool:
    return television.order is not None and bool(television.order["speaks"])


def told(television: Television) -> dict[str, Any]:
    """Return what the last order says of the voice."""
    return {name: value for name, value in (television.order or {}).items() if name not in {"term", "voiced"}}


def test_one_of_two_speaks_and_the_other_takes_over_within_five_seconds(server: LiveServer) -> None:
    first, second = Television(server, "TV 1"), Television(server, "TV 2")
    until(lambda: speaks(first), first, second)
    assert not speaks(second)
    first.say(spoken=SEQ, showing=SEQ)
    until(lambda: told(second) == {"speaks": False, "after": SEQ, "showing": SEQ, "of": 2}, second, silent=[first])
    assert until(lambda: speaks(second), second, silent=[first]) < HAND_OVER_S
    assert told(second)["after"] == SEQ

    until(lambda: not speaks(first), first, second)
    second.screen.close()
    until(lambda: speaks(first), first)
    first.screen.close()


def test_staff_see_who_speaks_who_is_blocked_and_that_a_counters_top_has_no_voice(server: LiveServer) -> None:
    speaker, blocked, top = (Television(server, name) for name in ("TV 1", "TV 2", "Atas loket 3"))
    blocked.say(audio="blocked")
    until(lambda: top.board is not None, top)
    assert top.order is not None
    assert not top.order["speaks"]
    assert top.board is not None
    assert [cell["counter"] for cell in top.board["counters"]] == ["3"]
    until(lambda: speaks(speaker), speaker)
    budi = server.person("budi")
    cookie = f"antrean_session={budi._http.cookies['antrean_session']}"
    wall = RawScreen(server.port, {"screen": "supervision", "branch": "kota"}, cookie=cookie)
    assert wall.packet().startswith("0/screens")
    seen = {"zone": None, "state": "ready", "speaker": "TV 1", "displays": 2, "blocked": ["TV 2"], "share": 0.0}
    assert _voices(wall, lambda voices: voices == [{**seen, "behind": 0}], speaker)
    speaker.screen.close()
    gone = _voices(wall, lambda voices: not voices or voices[0]["displays"] == 1, blocked)
    assert [(voice["state"], voice["speaker"]) for voice in gone] == [("blocked", None)]
    for screen in (blocked.screen, top.screen, wall):
        screen.close()


def _voices(
    wall: RawScreen, wanted: Callable[[list[dict[str, Any]]], bool], *present: Television
) -> list[dict[str, Any]]:
    """Return what staff see of the loudspeakers once it is so; those present go on answering and reporting."""
    deadline = time.monotonic() + PATIENCE_S
    voices: list[dict[str, Any]] = []
    while time.monotonic() < deadline:
        for television in present:
            television.say(**television.report)
            television.listen(0.1)
        with suppress(websocket.WebSocketTimeoutException):
            voices = wall.event(0.5)[1]["state"]["voices"]
        if wanted(voices):
            return voices
    raise AssertionError(f"the wanted loudspeaker never came, but {voices}")


def test_a_display_that_is_put_on_a_counters_top_comes_again_and_shows_that_counter(server: LiveServer) -> None:
    television, budi = Television(server, "TV 1"), server.person("budi")
    until(lambda: television.board is not None, television)
    devices = budi.get("/branches/kota/devices").json()["devices"]
    device = next(device["id"] for device in devices if device["name"] == "TV 1")
    assert budi.post(f"/devices/{device}", {"counter": "2", "panel_inch": 10}).status_code == 200
    while not television.screen.packet(PATIENCE_S).startswith("1/screens"):
        """Read on until the server sends it away."""
    television.screen.close()
    again = Television(server, "TV 1")
    until(lambda: again.board is not None, again)
    assert again.board is not None
    assert (again.board["counter"], len(again.board["counters"])) == ("2", 1)
    again.screen.close()
