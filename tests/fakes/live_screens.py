"""``python -m tests.fakes.live_screens MODE PORT``: the hall of ``live_hall``, served by the project's runtime.

``MODE``: eventlet, threading, or eventlet-queues, where every packet goes by the queue of its socket.
"""

import sys
from dataclasses import replace

from queue_server import __main__ as entry


def main() -> None:
    mode = sys.argv[1]
    runtime = entry.green() if mode.startswith("eventlet") else entry.plain()
    runtime = replace(runtime, packs_once=mode == "eventlet")
    from tests.fakes.live_hall import LiveHall  # noqa: PLC0415  (after the patch)

    hall = LiveHall(runtime)
    hall.screens.start()
    runtime.serve(hall.app, hall.screens.socketio, "127.0.0.1", int(sys.argv[2]))


if __name__ == "__main__":
    main()
