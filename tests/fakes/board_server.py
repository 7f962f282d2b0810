"""A server that shows the TV page whatever state a test gives it: ``python -m tests.fakes.board_server PORT``."""

import sys
from typing import Any

from flask import Flask, Response, jsonify, request
from flask_socketio import ConnectionRefusedError as SocketRefusedError
from flask_socketio import SocketIO
from jinja2 import pass_context
from jinja2.runtime import Context

from display.blueprint import make_display_blueprint
from display.board import Rules
from queue_server.catalogue import Catalogue

TOKEN = "of-this-display"
MISPLACED_TOKEN = "of-a-counter-that-is-gone"
SHARED = "../../queue_server/web"
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-abc'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws: wss:"
)


class Scene:
    """What the test wants to be seen, and what the page said it has painted."""

    def __init__(self, io: SocketIO) -> None:
        self.io = io
        self.envelope: dict[str, Any] | None = None
        self.token: str | None = None
        self.painted: list[int] = []
        self.order: dict[str, Any] | None = {"speaks": True, "after": None, "showing": None, "of": 1}
        self.voices: list[dict[str, Any]] = []
        self.seat: dict[str, Any] | None = None

    def send(self, to: str | None = None) -> None:
        if self.envelope is not None:
            self.io.emit("board.state", self.envelope, namespace="/screens", to=to)

    def connect(self, auth: dict[str, str]) -> None:
        if auth.get("token") == MISPLACED_TOKEN:
            raise SocketRefusedError("unknown_counter", {"code": "unknown_counter"})
        if auth.get("token") != TOKEN:
            raise SocketRefusedError("unauthenticated", {"code": "unauthenticated"})
        self.io.start_background_task(self.greet, request.sid)  # type: ignore[attr-defined]

    def greet(self, sid: str) -> None:
        self.io.sleep(0.05)  # after the CONNECT packet
        self.send(sid)

    def paint(self, said: dict[str, int]) -> None:
        self.painted.append(said["seq"])

    def hear(self, report: dict[str, Any]) -> dict[str, Any] | None:
        """Acknowledge a display's report with the order of the scene; None plays a server that knows no voices."""
        self.voices.append(report)
        return self.order

    def sit(self) -> tuple[Response, int]:
        """Answer how the display hangs; a seat of ``{"refused": status}`` plays a server that will not say."""
        if self.seat is None:
            return jsonify(code="not_found"), 404
        return jsonify(self.seat), self.seat.get("refused", 200)

    def play(self) -> str:
        told = request.get_json()
        for name, value in told.items():
            setattr(self, name, value)
        if "order" in told and self.order is not None:
            self.io.emit("voice", self.order, namespace="/screens")
        if "envelope" in told or not told:
            self.send()
        return "ok"


def build() -> tuple[Flask, SocketIO]:
    app = Flask(__name__, template_folder=f"{SHARED}/templates", static_folder=f"{SHARED}/static")
    quick = Rules(hold_s=1.5, silent_hold_s=0.3, turn_s=2, lost_after_s=0.5)
    app.register_blueprint(make_display_blueprint(rules=quick))
    dress(app)
    io = SocketIO(app, async_mode="threading", ping_interval=2, ping_timeout=2)
    scene = Scene(io)
    io.on_event("connect", scene.connect, namespace="/screens")
    io.on_event("painted", scene.paint, namespace="/screens")
    io.on_event("voice", scene.hear, namespace="/screens")
    pairing = {"code": "K7MF2XPD", "secret": "s3cret", "expires_at": "2026-11-23T02:51:10Z"}
    app.add_url_rule("/scene", "play", scene.play, methods=["POST"])
    app.add_url_rule("/painted", "painted", lambda: jsonify(scene.painted))
    app.add_url_rule("/voices", "voices", lambda: jsonify(scene.voices[-200:]))
    app.add_url_rule("/api/v1/displays/self", "seat", scene.sit)
    app.add_url_rule("/api/v1/pairings", "pair", lambda: (jsonify(pairing), 201), methods=["POST"])
    app.add_url_rule("/api/v1/pairings/s3cret", "paired", lambda: jsonify(token=scene.token))
    return app, io


def dress(app: Flask) -> None:
    """Give templates their words and answers their policy."""
    catalogue = Catalogue.load()

    @pass_context
    def say(page: Context, key: str, **values: object) -> str:
        return catalogue.say(page.get("lang", "id"), key, **values)

    @app.after_request
    def guard(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    app.jinja_env.globals.update(t=say, words_of=catalogue.words, csp_nonce=lambda: "abc", lang="id")


if __name__ == "__main__":
    built, sockets = build()
    sockets.run(built, host="127.0.0.1", port=int(sys.argv[1]), allow_unsafe_werkzeug=True)
