"""An HTTP load that costs little itself: kept connections on asyncio, requests as ready bytes."""

import asyncio
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Load:
    """What came back: seconds a request, and how often each status."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds


def request(method: str, path: str, body: object = None, **headers: str) -> bytes:
    """Return an HTTP/1.1 request; header names are written with ``_`` for ``-``."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(content)}"]
    if content:
        lines.append("Content-Type: application/json")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes) -> tuple[int, bytes]:
    writer.write(sent)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    return int(head[9:12]), await reader.readexactly(length)


async def hammer(port: int, clients: int, seconds: float, make: Callable[[int, int], bytes]) -> Load:
    """Let ``clients`` ask one request after the other; ``make(client, turn)`` returns each request's bytes."""
    load = Load()
    end = time.monotonic() + seconds

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        turn = 0
        while (began := time.monotonic()) < end:
            status, _ = await _ask(reader, writer, make(number, turn))
            load.waits.append(time.monotonic() - began)
            load.statuses[status] = load.statuses.get(status, 0) + 1
            turn += 1
        writer.close()

    began = time.monotonic()
    await asyncio.gather(*(one(number) for number in range(clients)))
    load.seconds = time.monotonic() - began
    return load


@dataclass
class Answer:
    """One answer, its head as it came."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        start = f"{name}:".encode()
        return next(
            line.split(b":", 1)[1].strip().decode()
            for line in self.head.split(b"\r\n")
            if line.lower().startswith(start)
        )


class Line:
    """One kept connection on which to ask one thing after the other, with next to no cost of its own."""

    def __init__(self, port: int) -> None:
        self._wire = socket.create_connection(("127.0.0.1", port))
        self._wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._wire.makefile("rb")

    def ask(self, sent: bytes) -> Answer:
        self._wire.sendall(sent)
        lines = []
        while (line := self._file.readline()) not in {b"\r\n", b""}:
            lines.append(line)
        head = b"".join(lines)
        answer = Answer(int(head[9:12]), head, b"")
        answer.body = self._file.read(int(answer.header("content-length")))
        return answer


async def ask(port: int, sent: bytes) -> tuple[int, bytes]:
    """Ask once, on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await _ask(reader, writer, sent)
    finally:
        writer.close()
