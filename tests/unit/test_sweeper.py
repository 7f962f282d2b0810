"""When a silent socket is cut: on Engine.IO's own server and sockets, with a clock that the test sets."""

import time

import pytest
import socketio
from engineio.socket import Socket

from queue_server.realtime.doors import Doors
from queue_server.realtime.presence import Presence
from queue_server.realtime.screens import PING_TIMEOUT_S
from queue_server.realtime.sweeper import ANONYMOUS_S, Sweeper

LOOK_S = 0.5


class Hall:
    """An Engine.IO server whose sockets owe an answer or not, and the sweeper that looks at them."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.server = socketio.Server(async_mode="threading", ping_timeout=PING_TIMEOUT_S)

    def open(self) -> None:
        presence = Presence()
        self.sweeper = Sweeper(self.server, presence, Doors(presence, is_limited=False))

    def socket(self, *, asked: bool) -> Socket:
        engine = self.server.eio
        made = Socket(engine, f"link-{len(engine.sockets)}")
        made.last_ping = self.now if asked else None
        engine.sockets[made.sid] = made
        return made

    def pass_by(self, seconds: float) -> None:
        """Let time pass with a look each half second."""
        for _ in range(round(seconds / LOOK_S)):
            self.now += LOOK_S
            self.sweeper.sweep()

    def stand_still(self, seconds: float) -> None:
        """Let time pass without a look, or set the clock; then look once."""
        self.now += seconds
        self.sweeper.sweep()


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    made = Hall()
    monkeypatch.setattr(time, "time", lambda: made.now)
    made.open()
    return made


def test_who_does_not_answer_a_ping_in_time_is_cut(hall: Hall) -> None:
    silent, calm = hall.socket(asked=True), hall.socket(asked=False)
    hall.pass_by(PING_TIMEOUT_S)
    assert not silent.closed
    hall.pass_by(LOOK_S)
    assert silent.closed
    assert not calm.closed


@pytest.mark.parametrize("seconds", [6.0, 600.0, -3600.0], ids=["a pause", "a sleep", "a clock set back"])
def test_time_without_a_look_is_not_held_against_a_socket(hall: Hall, seconds: float) -> None:
    owing = hall.socket(asked=True)
    hall.pass_by(1)
    hall.stand_still(seconds)
    assert not owing.closed
    hall.pass_by(2)
    assert not owing.closed


@pytest.mark.parametrize("seconds", [6.0, 600.0, -3600.0], ids=["a pause", "a sleep", "a clock set back"])
def test_who_stays_silent_after_it_is_cut_as_ever(hall: Hall, seconds: float) -> None:
    silent = hall.socket(asked=True)
    hall.stand_still(seconds)
    hall.pass_by(PING_TIMEOUT_S + LOOK_S)
    assert silent.closed


def test_looks_that_always_come_late_cut_nevertheless(hall: Hall) -> None:
    silent = hall.socket(asked=True)
    for _ in range(6):
        hall.stand_still(3)
    assert silent.closed


def test_who_never_becomes_a_screen_has_ten_seconds_of_looks(hall: Hall) -> None:
    nobody = hall.socket(asked=False)
    hall.pass_by(2)
    hall.stand_still(60)
    assert not nobody.closed
    hall.pass_by(ANONYMOUS_S)
    assert nobody.closed


def test_what_is_closed_is_forgotten(hall: Hall) -> None:
    gone = hall.socket(asked=False)
    gone.close(wait=False, abort=True)
    hall.pass_by(LOOK_S)
    assert hall.server.eio.sockets == {}
