"""A screen as plain as can be: one websocket, the packets as they come."""

import contextlib
import json
import socket
import time
from typing import Any, Self

import websocket

PATIENCE_S = 20.0
"""For what must come: a ceiling, not a measurement."""


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RawScreen:
    """Speaks Engine.IO 4 and Socket.IO 5 by hand, answers pings while it listens."""

    def __init__(self, port: int, auth: dict[str, Any] | None = None, *, join: bool = True, **options: Any) -> None:
        address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        # that validation goes byte by byte, over what is read as JSON next
        options = {"timeout": PATIENCE_S, "skip_utf8_validation": True, **options}
        self.wire = websocket.create_connection(address, **options)
        self.handshake = json.loads(self.wire.recv()[1:])
        if join:
            self.wire.send("40/screens," + (json.dumps(auth) if auth is not None else ""))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up without a word, as a cut cable does."""
        self.wire.shutdown()

    def packet(self, timeout: float = PATIENCE_S) -> str:
        """Return the next Socket.IO packet without its Engine.IO type; ``""`` when the server hung up."""
        deadline = time.monotonic() + timeout
        while True:
            self.wire.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                text = self.wire.recv()
            except (websocket.WebSocketConnectionClosedException, ConnectionError):
                return ""
            if text == "2":
                self.wire.send("3")
            elif text == "" or text[0] == "1":
                return ""
            else:
                return str(text[1:])

    def event(self, timeout: float = PATIENCE_S) -> tuple[str, dict[str, Any]]:
        """Return the next event's name and content."""
        packet = self.packet(timeout)
        assert packet.startswith("2/screens,"), packet
        name, content = json.loads(packet.removeprefix("2/screens,"))
        return name, content

    def is_quiet(self, seconds: float) -> bool:
        """Say whether nothing but pings comes for a while."""
        try:
            packet = self.packet(seconds)
        except websocket.WebSocketTimeoutException:
            return True
        raise AssertionError(f"unexpected: {packet[:200]}")

    def say(self, *event: Any) -> None:
        self.wire.send("42/screens," + json.dumps(event))
