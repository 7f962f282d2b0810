"""``python -m tests.fakes.live_screens MODE PORT``: the hall of ``live_hall``, served by the project's runtime."""

import sys

from queue_server import __main__ as entry


def main() -> None:
    runtime = entry.green() if sys.argv[1] == "eventlet" else entry.plain()
    from tests.fakes.live_hall import LiveHall  # noqa: PLC0415  (after the patch)

    hall = LiveHall(runtime)
    hall.screens.start()
    runtime.serve(hall.app, hall.screens.socketio, "127.0.0.1", int(sys.argv[2]))


if __name__ == "__main__":
    main()
