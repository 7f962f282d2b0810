"""The way in: patch, build, serve, stop on a signal. The only file that knows eventlet.

``antrean serve`` and ``antrean demo`` run on green threads unless ``ANTREAN_ASYNC_MODE`` says otherwise. The patch
must come before anything else is imported, so this file reads that one key by itself, with the standard library.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from queue_server.runtime import Runtime

SERVING_COMMANDS = frozenset({"serve", "demo"})
MODE_KEY = "ANTREAN_ASYNC_MODE"
MAX_CONNECTIONS = 20_000
BACKLOG = 4_096
MAX_FRAGMENTS = 1_000
SLOW_CLIENT_S = 30
STOP_S = 10.0
LEFT = ("BrokenPipeError", "ConnectionResetError", "ConnectionAbortedError")


def main() -> None:
    """Run the command line ``antrean``."""
    runtime = green() if _wants_green(sys.argv[1:]) else plain()
    from queue_server import cli  # noqa: PLC0415  (after the patch, never before)

    cli.run(runtime)


def _wants_green(arguments: list[str]) -> bool:
    command = next((word for word in arguments if not word.startswith("-")), "")
    return command in SERVING_COMMANDS and _mode() == "eventlet"


def _mode() -> str:
    """Return the asked mode, unchecked: ``settings`` complains about a wrong one a moment later."""
    asked = os.environ.get(MODE_KEY)
    if asked:
        return asked
    try:
        entries = tomllib.loads(Path(os.environ.get("ANTREAN_CONFIG") or "antrean.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return "eventlet"
    return str(entries.get(MODE_KEY, "eventlet"))


def plain() -> Runtime:
    """Return the runtime of threads, with nothing patched."""
    from queue_server.runtime import threads  # noqa: PLC0415

    return threads()


def green() -> Runtime:
    """Patch the standard library, then return the runtime of the hall."""
    import warnings  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "maintenance only": known, see docs/adr
        import eventlet  # noqa: PLC0415
    eventlet.monkey_patch()

    from eventlet import tpool  # noqa: PLC0415

    from queue_server.runtime import Runtime  # noqa: PLC0415

    return Runtime("eventlet", tpool.execute, eventlet.spawn, _serve_green, packs_once=True)


def _serve_green(app: Any, socketio: Any, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C; then take no more, answer what runs, close the screens' sockets."""
    import eventlet  # noqa: PLC0415

    from queue_server.runtime import KEEPALIVE_S, ServedApp, raise_file_limit  # noqa: PLC0415

    raise_file_limit()
    app.wsgi_app = ServedApp(app.wsgi_app)
    engine = socketio.server.eio
    engine._async = {**engine._async, "websocket": _websocket_class(engine._async["websocket"])}  # noqa: SLF001
    listeners: list[Any] = []
    eventlet.listen = _listener(eventlet.listen, listeners)
    options = {
        "host": host,
        "port": port,
        "debug": False,
        "log_output": False,
        "max_size": MAX_CONNECTIONS,
        "keepalive": KEEPALIVE_S,
        "socket_timeout": SLOW_CLIENT_S,
        "protocol": _protocol_class(),
    }
    server = eventlet.spawn(_run, socketio, app, options)
    stopping = _signalled()
    server.link(lambda _server: None if stopping.ready() else stopping.send())
    stopping.wait()
    refusal = _stop(server, listeners)
    if refusal is not None:
        sys.exit(f"Nothing can be served on {host}, port {port}: {refusal.strerror}.")


def _run(socketio: Any, app: Any, options: dict[str, Any]) -> OSError | None:
    """Serve; return why that is not possible. Raised in a green thread it would be printed, not passed on."""
    try:
        socketio.run(app, **options)
    except OSError as refusal:
        return refusal
    return None


def _listener(listen: Any, listeners: list[Any]) -> Any:
    """Return eventlet's ``listen`` with a queue for a thousand screens that come back at once.

    Its default of 50 makes the others wait 1, 3, 7 s for TCP to try again; and its ``SO_REUSEPORT`` would let a
    second server share the port and take half of the hall's requests.
    """

    def listening(address: Any, family: Any) -> Any:
        listeners.append(listen(address, family, backlog=BACKLOG, reuse_port=False))
        return listeners[-1]

    return listening


def _signalled() -> Any:
    """Return an event that SIGTERM and SIGINT send. A handler may only write to a pipe: it runs anywhere."""
    import signal  # noqa: PLC0415

    from eventlet import event, hubs, patcher, spawn  # noqa: PLC0415

    write = patcher.original("os").write
    stopping = event.Event()
    reading, writing = os.pipe()
    os.set_blocking(writing, False)

    def wait() -> None:
        hubs.trampoline(reading, read=True)
        if not stopping.ready():
            stopping.send()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: write(writing, b"."))
    spawn(wait)
    return stopping


def _stop(server: Any, listeners: list[Any]) -> OSError | None:
    """End the accept loop. eventlet then closes idle connections, sockets too, and waits for running answers."""
    from eventlet import timeout  # noqa: PLC0415

    for listener in listeners:
        listener.close()
    with timeout.Timeout(STOP_S, exception=False):
        server.kill(SystemExit)
        refusal: OSError | None = server.wait()
        return refusal
    return None


def _protocol_class() -> Any:
    """Return eventlet's HTTP handler, sending small answers at once and keeping tracebacks in our log."""
    import logging  # noqa: PLC0415
    import socket  # noqa: PLC0415

    from eventlet import sleep, wsgi  # noqa: PLC0415

    faults = logging.getLogger("antrean.server")

    class Log(wsgi.LoggerNull):  # type: ignore[misc]
        def info(self, message: str, *arguments: Any) -> None:
            """Keep the traceback of an answer that failed; not that of one whose asker had left, nor other news."""
            if message.startswith("Traceback") and not message.rstrip().rpartition("\n")[2].startswith(LEFT):
                faults.error(message, *arguments)

    class Protocol(wsgi.HttpProtocol):  # type: ignore[misc]
        def setup(self) -> None:
            if not isinstance(self.server.log, Log):
                self.server.log = Log()
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().setup()

        def handle_one_request(self) -> None:
            """Let the others in between two requests of one connection.

            A green socket reads at once when its next request is there already, so a busy client would be served
            again and again while others wait.
            """
            super().handle_one_request()
            sleep(0)

    return Protocol


def _websocket_class(base: Any) -> Any:
    """Return the websocket in use with a limit on whole messages.

    eventlet limits each frame; a message of endless fragments would grow without one.
    """
    from eventlet import websocket  # noqa: PLC0415

    class Frames(websocket.RFC6455WebSocket):  # type: ignore[misc]
        def _recv_frame(self, message: Any = None) -> Any:
            received = super()._recv_frame(message)
            if sum(map(len, received.data)) > self.max_frame_length or len(received.data) > MAX_FRAGMENTS:
                raise websocket.FailedConnectionError(1009, "Message too big")
            return received

    class ScreenSocket(base):  # type: ignore[misc]
        def _handle_hybi_request(self, environ: Any) -> Any:
            connection = super()._handle_hybi_request(environ)
            connection.__class__ = Frames
            return connection

    return ScreenSocket


if __name__ == "__main__":
    main()
