"""A network printer and a queue server, as far as an agent can tell."""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

QUESTION = re.compile(rb"\x10\x04([\x01-\x04])")
REQUEST = re.compile(rb"\x1da[\x00-\xff]|\x1d\(H\x06\x0000[\x20-\x7e]{4}")
ASK_FOR_ASB, ASB_READY, ASB_LOW = b"\x1da\x0e", b"\x10\0\0\0", b"\x10\0\x03\0"
READY = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
PAPER_OUT = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}
PAPER_LOW = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}
COVER_OPEN = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}
CUTTER_JAM = {1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}
OFFLINE = {1: 0x1A, 2: 0x12, 3: 0x12, 4: 0x12}
SILENT: dict[int, int] = {}
WRONG = {1: 0xFF, 2: 0x00, 3: 0x41, 4: 0x80}


def wait_until(is_true: Callable[[], object], within_s: float = 20.0) -> None:
    """Wait for something to become true; a generous ceiling, not a measurement."""
    ends_at = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < ends_at, "it did not happen"
        time.sleep(0.01)


TOKEN = "secret"


class FakePrinter:
    """Listens on a port; ``answers`` says what it tells, ``cut_at`` after how many slip bytes it hangs up.

    It knows DLE EOT and, unless it is told otherwise, GS a while it is well; of what else asks it takes no notice.
    ``received`` is every byte, ``paper`` what of it is printed.
    """

    def __init__(self, answers: dict[int, int], cut_at: int | None = None) -> None:
        self.answers, self.cut_at = answers, cut_at
        self.answers_after: dict[int, int] | None = None
        self.received = self.paper = b""
        self.connections = 0
        self.knows_asb = True
        self._told = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def slips(self) -> int:
        """How many slips were begun."""
        return self.paper.count(b"\x1b@")

    def close(self) -> None:
        """Switch it off."""
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with line:
            while True:
                room = 4096 if self.cut_at is None else max(1, min(4096, 12 + self.cut_at - len(self.paper)))
                try:
                    heard = line.recv(room)
                except OSError:
                    return
                if not heard:
                    return
                asked = [number[0] for number in QUESTION.findall(heard)]
                self.received += heard
                self.paper = REQUEST.sub(b"", QUESTION.sub(b"", self.received))
                if self.cut_at is not None and len(self.paper) >= max(1, self.cut_at):
                    self.paper = self.paper[: self.cut_at]
                    return
                now = self.answers_after if self.paper and self.answers_after is not None else self.answers
                line.sendall(self._asb(now) + bytes(now[number] for number in asked if number in now))

    def _asb(self, now: dict[int, int]) -> bytes:
        """Return the answers that are due to GS a; a printer in trouble has not come so far in its data."""
        asked, before = self.received.count(ASK_FOR_ASB), self._told
        self._told = asked
        is_well = self.knows_asb and now in (READY, PAPER_LOW)
        return (asked - before) * (ASB_LOW if now == PAPER_LOW else ASB_READY) if is_well else b""


class QuietServer(ThreadingHTTPServer):
    """Does not complain about an agent that is killed in the middle of a call."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class FakeServer:
    """Gives out jobs and takes reports, unless it is broken, refuses reports (503) or loses its answers to them."""

    def __init__(self) -> None:
        self.queue: list[dict[str, Any]] = []
        self.reports: list[tuple[str, str, dict[str, Any]]] = []
        self.states: list[dict[str, Any]] = []
        self.claims = 0
        self.sendings: list[str] = []
        self.is_broken = False
        self.refuses_reports = False
        self.loses_answers = False
        self.old_fences: set[int] = set()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"{}")
                code, answer = server.answer(self.path, self.headers.get("Authorization", ""), body)
                if code == 0:
                    self.close_connection = True
                    return
                content = json.dumps(answer).encode() if answer is not None else b""
                self.send_response(code)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self) -> None:
                self.send_error(404)

            def log_message(self, *_: object) -> None:
                pass

        self._http = QuietServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Stop it."""
        self._http.shutdown()
        self._http.server_close()

    def outcomes(self, job: str) -> list[str]:
        """What was reported of ``job``, in order."""
        return [outcome for known, outcome, _ in self.reports if known == job]

    def answer(self, path: str, authorization: str, body: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        """Return status and body for one call; status 0 hangs up without an answer."""
        if self.is_broken:
            return 503, {}
        if authorization != f"Bearer {TOKEN}":
            return 401, {"code": "unauthenticated"}
        if path == "/api/v1/printers/self/claim":
            self.claims += 1
            return (200, {"job": self.queue.pop(0)}) if self.queue else (204, None)
        if path == "/api/v1/printers/self/status":
            self.states.append(body)
            return 204, None
        return self._take_report(path, body)

    def _take_report(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        found = re.fullmatch(r"/api/v1/print-jobs/([^/]+)/(sending|printed|failed|unknown)", path)
        assert found, path
        if found[2] == "sending":
            self.sendings.append(found[1])
            return (409, {"code": "lease_lost"}) if body["fence"] in self.old_fences else (204, None)
        if self.refuses_reports:
            return 503, {}
        if body["fence"] in self.old_fences:
            return 409, {"code": "lease_lost"}
        self.reports.append((found[1], found[2], body))
        return (0, None) if self.loses_answers else (204, None)
