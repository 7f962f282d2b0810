"""One hall over HTTP: the demo branch, a second one, and a cast that every test of the doors knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from display.announcement import compose
from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.devices import add_device
from queue_server.catalogue import Catalogue
from queue_server.domain.roles import Actor, Role
from queue_server.printer_tools import AgentTools
from queue_server.runtime import threads
from queue_server.storage.opening import open_store
from tests.fakes.clock import SettableClock

ADMIN = Actor(Role.ADMIN, "cli", None)
PASSWORD = "empat-loket-biru"
HERE, ELSEWHERE = "demo", "lain"
CAST = {
    "sari": ("officer", HERE),
    "budi": ("supervisor", HERE),
    "rina": ("auditor", None),
    "tono": ("admin", None),
    "dewi": ("supervisor", ELSEWHERE),
}
CATALOGUE = Catalogue.load()


@dataclass
class Site:
    """The hall under test."""

    app: Flask
    context: Context
    clock: SettableClock
    tokens: dict[str, str] = field(default_factory=dict)

    def visitor(self) -> Visitor:
        return Visitor(self.app.test_client())

    def device(self, kind: str, branch: str = HERE) -> Visitor:
        name = f"{kind} {len(self.tokens) + 1}"
        token = add_device(self.context, ADMIN, branch, protocol.NewDevice(kind, name)).token
        self.tokens[name] = token
        return Visitor(self.app.test_client(), {"Authorization": f"Bearer {token}"})

    def person(self, username: str) -> Visitor:
        visitor = self.visitor()
        answer = visitor.post("/session", {"username": username, "password": PASSWORD})
        assert answer.status_code == 200, answer.json
        visitor.headers["X-CSRF-Token"] = answer.json["csrf_token"]
        return visitor


@dataclass
class Visitor:
    """Somebody with a browser or a device."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **_named(headers)})

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        sent = {"json": body} if body is not None else {}
        return self.client.post(f"/api/v1{path}", headers={**self.headers, **_named(headers)}, **sent)

    def issue(self, service: str = "KTP", key: str = "kunci-0001", branch: str = HERE) -> TestResponse:
        return self.post(f"/branches/{branch}/tickets", {"service": service}, Idempotency_Key=key)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def context_on_file(path: Path, clock: Callable[[], datetime]) -> Context:
    return Context(
        store=open_store(f"sqlite:///{path}"),
        clock=clock,
        secret=b"s" * 32,
        public_url="http://localhost",
        catalogue=CATALOGUE,
        announce=compose,
        run_blocking=threads().run_blocking,
        printer_tools=AgentTools(threads().run_blocking),
    )
