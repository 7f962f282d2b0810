"""``python -m tests.bench.bare_server PORT``: the floor. Our runner under a route that always says the same."""

import sys
from typing import Any

from queue_server import __main__ as entry


def main() -> None:
    runtime = entry.green()
    import flask  # noqa: PLC0415  (after the patch)
    import flask_socketio  # noqa: PLC0415

    app = flask.Flask(__name__)

    @app.route("/constant", methods=["GET", "POST"])
    def constant() -> Any:
        return flask.Response(b'{"ok":true}', 201, mimetype="application/json")

    runtime.serve(app, flask_socketio.SocketIO(app, async_mode="eventlet"), "127.0.0.1", int(sys.argv[1]))


if __name__ == "__main__":
    main()
