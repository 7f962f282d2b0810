"""The project's live screens over a hall that is a few numbers in memory.

Device tokens: ``tv`` and its siblings below; a track token is ``t-1`` …; session cookies are ``boss`` and ``clerk``.
``POST /bump`` commits a change (with ``?quiet``: as another process would), ``GET /presence`` says who looks.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, jsonify, request

from queue_server.application.credentials import fingerprint
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import Envelope, Screen
from queue_server.realtime.absences import Desk
from queue_server.realtime.broadcaster import Broadcaster
from queue_server.realtime.connections import Access
from queue_server.realtime.screens import Sources, open_screens
from queue_server.realtime.voices import Voices
from queue_server.runtime import Runtime
from queue_server.settings import load_settings

DEVICES = {
    "tv": Actor(Role.DISPLAY, "tv1", "pkl"),
    "tv-utama": Actor(Role.DISPLAY, "tv2", "pkl", "utama"),
    "tv-other": Actor(Role.DISPLAY, "tv9", "xyz"),
    "kiosk": Actor(Role.KIOSK, "k1", "pkl"),
    "printer": Actor(Role.PRINTER, "p1", "pkl"),
}
PEOPLE = {
    "boss": Actor(Role.SUPERVISOR, "boss", "pkl"),
    "clerk": Actor(Role.OFFICER, "clerk", "pkl"),
    "leaver": Actor(Role.OFFICER, "leaver", "pkl"),
}


class LiveHall:
    def __init__(self, runtime: Runtime) -> None:
        self.seq, self.built, self.bumped_at = 1, 0, 0.0
        self.gone: set[str] = set()
        self.left: list[tuple[str, str, str]] = []
        self.knobs: dict[str, Any] = {"menu": "open", "slow_s": 0.0, "size": 2000, "broken": "", "removed": ""}
        self.app = Flask(__name__)
        broadcaster = Broadcaster(runtime.spawn)
        access = Access(
            device_of=DEVICES.get,
            person_of=PEOPLE.get,
            ticket_of=lambda token: ("pkl", token) if token.startswith("t-") else None,
            has_counter=lambda _branch, counter: counter in {"1", "2"},
            ended_of=lambda people, _devices: {fingerprint(name) for name in self.gone} & set(people),
        )
        views = {screen: self._view(screen) for screen in Screen}
        voices = Voices(broadcaster.presence.seat, broadcaster.newest)
        sources = Sources(access, views, lambda: {"pkl": self.seq}, self._leave, lambda: None, voices)
        self.published = broadcaster.published
        self.screens = open_screens(self.app, load_settings(), runtime, broadcaster, sources)
        self._add_routes()

    def _leave(self, desk: Desk, _away_s: float) -> bool:
        self.left.append((desk.branch, desk.counter, desk.officer))
        return False

    def _view(self, screen: Screen) -> Callable[[str, list[str]], dict[str, Envelope]]:
        def view(branch: str, keys: list[str]) -> dict[str, Envelope]:
            seq = self.seq
            self.built += 1
            time.sleep(self.knobs["slow_s"])
            if self.knobs["broken"] == screen.value:
                raise RuntimeError("the database is away")
            if screen is Screen.DESK and self.knobs["removed"] in keys:
                raise Refusal("unknown_counter")
            content: dict[str, Any] = {"n": seq, "sent_at": self.bumped_at, "padding": "x" * self.knobs["size"]}
            if screen is Screen.MENU:
                content = {"menu": self.knobs["menu"]}
            if screen is Screen.TRACK:
                content = {"tens": seq // 10}
            return {key: Envelope(seq, datetime.now(UTC), branch, {"key": key, **content}) for key in keys}

        return view

    def _add_routes(self) -> None:
        self.app.add_url_rule("/bump", view_func=self._bump, methods=["POST"])
        self.app.add_url_rule("/drop/<kind>/<name>", view_func=self._drop, methods=["POST"])
        self.app.add_url_rule("/presence", view_func=self._presence)
        self.app.add_url_rule("/slow", view_func=self._slow)

    def _bump(self) -> Any:
        self.knobs.update(request.get_json(silent=True) or {})
        self.seq += 1
        self.bumped_at = time.monotonic()
        if "quiet" not in request.args:
            self.published("pkl", self.seq)
        return jsonify(seq=self.seq, at=self.bumped_at)

    def _drop(self, kind: str, name: str) -> Any:
        if kind == "elsewhere":
            self.gone.add(name)
        else:
            (self.screens.drop_token if kind == "token" else self.screens.drop_actor)(name)
        return "", 204

    def _presence(self) -> Any:
        presence = self.screens.presence
        links = len(self.screens.socketio.server.eio.sockets)
        return jsonify(
            count=presence.count("pkl"), painted=presence.painted("pkl"), built=self.built, links=links, left=self.left
        )

    def _slow(self) -> Any:
        time.sleep(1.0)
        return jsonify(ok=True)
