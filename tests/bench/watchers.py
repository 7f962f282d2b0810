"""Many screens in one process: ``python -m tests.bench.watchers PORT COUNT AUTH-JSON``.

Prints ``ready`` when all have their first state, then a JSON line for each seq that all of them have:
``{"seq", "called": number of the newest call, "arrived": [seconds on the monotonic clock, one a screen]}``.
Ends when its input ends.
"""

import asyncio
import base64
import json
import os
import re
import resource
import struct
import sys
import time

CALLED = re.compile(rb'"calls":\[\{"seq":\d+,"number":"([^"]+)"')
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)


class Watchers:
    """Counts who has which state."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.firsts = 0
        self.arrived: dict[int, list[float]] = {}

    def first(self) -> None:
        self.firsts += 1
        if self.firsts == self.count:
            print("ready", flush=True)

    def state(self, seq: int, at: float, frame: bytes) -> None:
        times = self.arrived.setdefault(seq, [])
        times.append(at)
        if len(times) == self.count:
            found = CALLED.search(frame)
            called = found[1].decode() if found else None
            print(json.dumps({"seq": seq, "called": called, "arrived": self.arrived.pop(seq)}), flush=True)


class Screen(asyncio.Protocol):
    """One websocket, read with as little work as possible: the seq stands at the start of each state."""

    def __init__(self, watchers: Watchers, auth: str) -> None:
        self.watchers, self.auth = watchers, auth
        self.buffer = b""
        self.is_open = self.has_state = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(HANDSHAKE.format(key=key).encode())

    def connection_lost(self, _error: Exception | None) -> None:
        print("lost", flush=True)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self.buffer += data
        if not self.is_open:
            head, found, self.buffer = self.buffer.partition(b"\r\n\r\n")
            if not found:
                self.buffer = head
                return
            self.is_open = True
        while frame := self.take_frame():
            self.hear(frame, now)

    def take_frame(self) -> bytes:
        if len(self.buffer) < 2:
            return b""
        length, start = self.buffer[1] & 127, 2
        if length > 125:
            start = 4 if length == 126 else 10
            if len(self.buffer) < start:
                return b""
            length = int.from_bytes(self.buffer[2:start], "big")
        if len(self.buffer) < start + length:
            return b""
        frame, self.buffer = self.buffer[start : start + length], self.buffer[start + length :]
        return frame

    def hear(self, frame: bytes, now: float) -> None:
        if frame[:1] == b"0":
            self.say(b"40/screens," + self.auth.encode())
        elif frame[:1] == b"2":
            self.say(b"3")
        elif frame[:2] == b"44":
            sys.exit(f"refused: {frame.decode()}")
        elif frame[:2] == b"42":
            start = frame.index(b'"seq":') + 6
            if not self.has_state:
                self.has_state = True
                self.watchers.first()
            self.watchers.state(int(frame[start : frame.index(b",", start)]), now, frame)

    def say(self, text: bytes) -> None:
        """Send a masked text frame; a mask of zeros is a mask."""
        self.transport.write(bytes((0x81, 0x80 | len(text))) + bytes(4) + text if len(text) < 126 else _long(text))


def _long(text: bytes) -> bytes:
    return b"\x81\xfe" + struct.pack("!H", len(text)) + bytes(4) + text


async def main(port: int, count: int, auths: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    watchers = Watchers(count)
    loop = asyncio.get_running_loop()
    for number in range(count):
        auth = auths[number % len(auths)]
        await loop.create_connection(lambda auth=auth: Screen(watchers, auth), "127.0.0.1", port)  # type: ignore[misc]
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
