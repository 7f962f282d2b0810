"""Who may connect, where the server puts them, and who is sent away."""

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
import websocket

from tests.fakes.live_server import Seats, Server
from tests.fakes.sockets import RawScreen

MALFORMED = [
    "",
    *("4", "9", "4x", "42", "42/screens", "42/screens,", "42/screens,7", "42/screens,[]", "42/screens,[{}]"),
    *("42/screens,{", "451-/screens,[]", "43/screens,99[1]", "44/screens,{}", "40/screens,{", "b4AAAA", "6", "1x"),
    *("42/screens," + "[" * 5000, "4" + "2" * 200, '42/screens,["painted",{"seq":1e400}]'),
]


@pytest.mark.parametrize(
    ("auth", "cookie", "message", "key"),
    [
        ({"token": "tv"}, "", "board.state", "*"),
        ({"token": "tv-utama"}, "", "board.state", "utama"),
        ({"token": "kiosk"}, "", "menu.state", ""),
        ({"token": "printer"}, "", "print.state", ""),
        ({"track": "t-7"}, "", "track.state", "t-7"),
        ({"screen": "desk", "branch": "pkl", "counter": "1"}, "antrean_session=clerk", "desk.state", "1"),
        ({"screen": "supervision", "branch": "pkl"}, "antrean_session=boss", "supervision.state", ""),
        ({"screen": "board"}, "antrean_session=boss", "board.state", "*"),
    ],
)
def test_the_server_decides_the_room(server: Server, auth: dict[str, str], cookie: str, message: str, key: str) -> None:
    with RawScreen(server.port, auth, cookie=cookie or None) as screen:
        assert screen.packet().startswith("0/screens")
        name, envelope = screen.event()
        assert (name, envelope["state"]["key"]) == (message, key)


@pytest.mark.parametrize(
    ("auth", "cookie", "code"),
    [
        (None, "", "unauthenticated"),
        ({}, "", "unauthenticated"),
        ({"token": "wrong"}, "", "unauthenticated"),
        ({"token": 7}, "", "unauthenticated"),
        ({"track": "nobody"}, "", "unauthenticated"),
        ({"screen": "desk", "branch": "pkl", "counter": "1"}, "antrean_session=gone", "unauthenticated"),
        ({"screen": "desk", "branch": "xyz", "counter": "1"}, "antrean_session=clerk", "forbidden"),
        ({"screen": "desk", "branch": "pkl", "counter": "9"}, "antrean_session=clerk", "unknown_counter"),
        ({"screen": "supervision", "branch": "pkl"}, "antrean_session=clerk", "forbidden"),
        ({"screen": "track", "branch": "pkl"}, "antrean_session=boss", "forbidden"),
        ({"screen": "nonsense"}, "antrean_session=boss", "invalid_field"),
        (["list"], "", "unauthenticated"),
    ],
)
def test_a_refused_connection_gets_a_code(server: Server, auth: Any, cookie: str, code: str) -> None:
    with RawScreen(server.port, auth, cookie=cookie or None) as screen:
        packet = screen.packet()
        assert packet.startswith("4/screens,"), packet
        assert json.loads(packet.removeprefix("4/screens,"))["data"] == {"code": code}


def test_only_the_namespace_of_screens_exists(server: Server) -> None:
    with RawScreen(server.port, join=False) as screen:
        screen.wire.send("40")
        assert screen.packet().startswith("4")


def test_pages_of_other_origins_are_refused(server: Server, sit: Seats) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException, match="400"):
        sit.raw(server, {"token": "tv"}, origin="https://evil.example")
    with RawScreen(server.port, {"token": "tv"}, origin=f"http://127.0.0.1:{server.port}") as screen:
        assert screen.packet().startswith("0/screens")


def test_a_logged_out_session_loses_its_sockets(server: Server, sit: Seats) -> None:
    wish = {"screen": "desk", "branch": "pkl", "counter": "1"}
    clerk, _ = sit(server, wish, cookie="antrean_session=clerk")
    boss, _ = sit(server, {**wish, "counter": "2"}, cookie="antrean_session=boss")
    server.post("drop/token/clerk")
    assert clerk.packet().startswith("1/screens")
    server.post("drop/actor/boss")
    assert boss.packet().startswith("1/screens")
    server.bump()
    assert clerk.is_quiet(0.3)


def test_an_end_in_another_process_is_noticed_within_two_seconds(server: Server, sit: Seats) -> None:
    screen, _ = sit(server, {"screen": "desk", "counter": "1"}, cookie="antrean_session=leaver")
    server.post("drop/elsewhere/leaver")
    began = time.monotonic()
    while (packet := screen.packet()).startswith("2"):
        pass
    assert packet.startswith("1/screens")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("message", MALFORMED)
def test_malformed_messages_end_at_most_their_own_socket(server: Server, message: str, sit: Seats) -> None:
    with RawScreen(server.port, {"token": "tv"}) as screen, contextlib.suppress(OSError):
        screen.wire.send(message)
    with RawScreen(server.port, join=False) as screen, contextlib.suppress(OSError):
        screen.wire.send(message)
        screen.wire.send_binary(message.encode())
    sit(server, {"token": "tv"})


def test_a_message_above_16_kb_ends_its_socket_in_one_piece_or_in_many(server: Server, sit: Seats) -> None:
    screen, _ = sit(server, {"token": "tv"})
    screen.say("painted", "x" * 17_000)
    assert screen.packet() == ""
    screen, _ = sit(server, {"token": "tv"})
    with contextlib.suppress(OSError):
        screen.wire.send_frame(websocket.ABNF.create_frame("4", websocket.ABNF.OPCODE_TEXT, 0))
        for _ in range(40):
            screen.wire.send_frame(websocket.ABNF.create_frame("x" * 1000, websocket.ABNF.OPCODE_CONT, 0))
    assert screen.packet() == ""


def test_a_screen_that_talks_too_much_is_cut(server: Server, sit: Seats) -> None:
    screen, _ = sit(server, {"token": "tv"})
    with contextlib.suppress(OSError):
        for _ in range(3000):
            screen.say("painted", {"seq": 1})
    assert screen.packet() == ""


def test_sockets_of_one_token_are_limited(server: Server, sit: Seats) -> None:
    for _ in range(20):
        sit(server, {"track": "t-9"})
    with RawScreen(server.port, {"track": "t-9"}) as one_more:
        assert "rate_limited" in one_more.packet()


def test_strangers_are_limited_by_their_address(tmp_path: Path) -> None:
    server = Server("eventlet", tmp_path)
    codes = []
    for number in range(102):
        with RawScreen(server.port, {"token": f"wrong-{number}"}) as screen:
            codes.append(json.loads(screen.packet().removeprefix("4/screens,"))["data"]["code"])
    server.stop()
    assert codes == ["unauthenticated"] * 100 + ["rate_limited"] * 2
