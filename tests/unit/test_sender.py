"""The short way to a socket: packed once, in order, whole when the kernel takes only a part. Real sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from queue import Queue
from types import SimpleNamespace
from typing import Any

import pytest
import socketio
from eventlet.greenio import GreenSocket
from eventlet.websocket import RFC6455WebSocket

from queue_server.domain.roles import Actor, Role
from queue_server.protocol import Envelope, Screen
from queue_server.realtime import packets
from queue_server.realtime.rooms import Room, Seat
from queue_server.realtime.sender import Sender

ROOM = Room(Screen.BOARD, "pkl", "*")
SMALL, LARGE = "x" * 100, "x" * 3_000_000
NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Link:
    """An Engine.IO session as the sender sees it, over a real pair of sockets."""

    def __init__(self) -> None:
        ours, self.theirs = socket.socketpair()
        ours.setblocking(False)
        self.ws = RFC6455WebSocket(GreenSocket(ours), {}, 13)
        self.ours = ours
        self.queue: Queue[Any] = Queue()
        self.closed = self.upgrading = False
        self.upgraded = True

    def send(self, packet: Any) -> None:
        self.queue.put(packet)

    def frame(self) -> bytes:
        """Read one whole unmasked frame and return what it carries."""
        head = self._exactly(2)
        length = head[1] & 127
        if length == 126:
            length = int.from_bytes(self._exactly(2))
        elif length == 127:
            length = int.from_bytes(self._exactly(8))
        return self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        got = b""
        self.theirs.settimeout(10)
        while len(got) < count:
            piece = self.theirs.recv(min(count - len(got), 65536))
            assert piece, "the socket ended in the middle of a frame"
            got += piece
        return got

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


class Hall:
    def __init__(self, *, is_short: bool = True) -> None:
        self.links: dict[str, Link] = {}
        self.rests: list[threading.Thread] = []
        server = SimpleNamespace(
            packet_class=socketio.packet.Packet, eio=SimpleNamespace(sockets=self.links), json=packets
        )
        socketio.packet.Packet.json = packets
        self.send = Sender(server, self._spawn, is_short=is_short)

    def _spawn(self, deed: Any, *arguments: Any) -> None:
        self.rests.append(threading.Thread(target=deed, args=arguments))

    def seats(self, count: int) -> list[Seat]:
        for number in range(len(self.links), count):
            self.links[f"link-{number}"] = Link()
        actor = Actor(Role.DISPLAY, "tv", "pkl")
        return [Seat(link, link, ROOM, actor, "c", "10.0.0.1") for link in self.links]

    def say(self, seq: int, text: str, seats: list[Seat]) -> None:
        self.send("board.state", Envelope(seq, NOW, "pkl", {"text": text}), seats)


@pytest.fixture
def hall() -> Iterator[Hall]:
    usual = socketio.packet.Packet.json
    made = Hall()
    yield made
    socketio.packet.Packet.json = usual
    for link in made.links.values():
        link.close()


def seq_of(frame: bytes) -> int:
    start = frame.index(b'"seq":') + 6
    return int(frame[start : frame.index(b",", start)])


def test_every_free_socket_gets_the_same_frame_at_once_and_nothing_is_queued(hall: Hall) -> None:
    seats = hall.seats(20)
    hall.say(7, SMALL, seats)
    frames = [link.frame() for link in hall.links.values()]
    assert set(frames) == {frames[0]}
    assert (seq_of(frames[0]), frames[0][:2]) == (7, b"42")
    assert all(link.queue.empty() for link in hall.links.values())


def test_what_the_kernel_takes_in_part_is_finished_whole_and_what_follows_waits_its_turn(hall: Hall) -> None:
    seats = hall.seats(1)
    link = hall.links["link-0"]
    hall.say(1, LARGE, seats)
    (rest,) = hall.rests
    hall.say(2, SMALL, seats)
    assert [seq_of(link.queue.get_nowait().encode().encode())] == [2], "a busy socket gets its packet by the queue"
    link.ours.setblocking(True)
    rest.start()
    whole = link.frame()
    rest.join(10)
    assert seq_of(whole) == 1
    assert LARGE.encode() in whole
    link.ours.setblocking(False)
    hall.say(3, SMALL, seats)
    assert seq_of(link.frame()) == 3


@pytest.mark.parametrize(
    "state",
    [{"upgraded": False}, {"upgraded": True, "upgrading": True}, {"ws": None}],
    ids=["polling", "upgrading", "no"],
)
def test_a_socket_that_is_no_plain_websocket_gets_its_packets_by_the_queue(hall: Hall, state: dict[str, Any]) -> None:
    seats = hall.seats(2)
    for name, value in state.items():
        setattr(hall.links["link-0"], name, value)
    hall.say(7, SMALL, seats)
    assert seq_of(hall.links["link-1"].frame()) == 7
    assert seq_of(hall.links["link-0"].queue.get_nowait().encode().encode()) == 7


def test_a_queue_that_is_not_empty_goes_first(hall: Hall) -> None:
    seats = hall.seats(1)
    link = hall.links["link-0"]
    link.queue.put("a ping that waits")
    hall.say(7, SMALL, seats)
    assert link.queue.get_nowait() == "a ping that waits"
    assert seq_of(link.queue.get_nowait().encode().encode()) == 7


def test_a_screen_that_is_gone_holds_up_nobody(hall: Hall) -> None:
    seats = hall.seats(3)
    hall.links["link-0"].closed = True
    hall.links["link-1"].theirs.close()
    hall.links["link-1"].ours.close()
    hall.say(7, SMALL, seats)
    assert seq_of(hall.links["link-2"].frame()) == 7


def test_where_the_short_way_is_off_all_goes_by_the_queue() -> None:
    usual = socketio.packet.Packet.json
    hall = Hall(is_short=False)
    try:
        hall.say(7, SMALL, hall.seats(3))
        assert [link.queue.qsize() for link in hall.links.values()] == [1, 1, 1]
    finally:
        socketio.packet.Packet.json = usual
        for link in hall.links.values():
            link.close()
