"""How this process runs: what blocks, what runs beside, and how the server is started and stopped.

``__main__`` chooses one ``Runtime`` before anything else is imported and hands it to the command line.
This file has what every kind shares and the kind made of operating system threads.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

KEEPALIVE_S = 75
DRAIN_S = 5.0

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True, slots=True)
class Runtime:
    """One way to run.

    ``run_blocking(function, *arguments)`` does what would stop everybody else (a commit, a password hash) and
    returns its answer; ``spawn(function, *arguments)`` starts something beside; ``serve(app, socketio, host, port)``
    serves until it is told to stop. ``packs_once``: broadcasts may take the short way (``realtime.sender``).
    """

    mode: str
    run_blocking: Callable[..., Any]
    spawn: Callable[..., object]
    serve: Callable[[Any, Any, str, int], None]
    packs_once: bool = False


def threads() -> Runtime:
    """Return the runtime of commands, tests and small sites: plain operating system threads."""
    return Runtime("threading", _call, _spawn_thread, _serve_threads)


def raise_file_limit() -> int:
    """Allow as many open files as the system lets this process have: each screen is one. Return the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


class ServedApp:
    """The outermost WSGI layer: no compressed websocket frames, and a count of requests being answered.

    Every server accepts ``permessage-deflate`` when a browser offers it, which costs 90 kB a screen and a third more
    CPU for states of a few kB. A browser that is not answered speaks plainly.
    """

    def __init__(self, app: WsgiApp) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._busy = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Pass the request on."""
        if "HTTP_UPGRADE" in environ:
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            return self._app(environ, start_response)
        with self._counted():
            return self._app(environ, start_response)

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1

    def drain(self, patience_s: float = DRAIN_S) -> None:
        """Wait until nothing is being answered any more, at most ``patience_s``."""
        deadline = time.monotonic() + patience_s
        while self._busy and time.monotonic() < deadline:
            time.sleep(0.02)


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


def _spawn_thread(function: Callable[..., Any], *arguments: Any) -> threading.Thread:
    thread = threading.Thread(target=function, args=arguments, daemon=True)
    thread.start()
    return thread


class _KeepAliveHandler(WSGIRequestHandler):
    """Werkzeug's handler, keeping connections and sending small answers at once."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = KEEPALIVE_S

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """End the connection: what follows a websocket is no HTTP."""
        del error, environ
        self.close_connection = True


def _thread_socket(base: Any) -> Any:
    """Return the websocket in use with a limit on whole messages, and a second close that does no harm."""

    class ThreadSocket(base):  # type: ignore[misc]
        def __init__(self, handler: Any, server: Any) -> None:
            super().__init__(handler, server, max_message_size=server.max_http_buffer_size)

        def close(self) -> None:
            with contextlib.suppress(OSError):
                super().close()

    return ThreadSocket


def _serve_threads(app: Any, socketio: Any, host: str, port: int) -> None:
    """Serve with a thread a connection until SIGTERM or Ctrl-C, then let running requests finish.

    A signal only writes to a pipe. As an exception it would surface wherever this thread happens to be, and be lost
    where Python ignores exceptions; and the kernel may give it to any thread, whereas a handler runs in this one alone,
    which sleeps. So the byte comes from below Python (``set_wakeup_fd``).
    """
    raise_file_limit()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.wsgi_app = served = ServedApp(app.wsgi_app)
    engine = socketio.server.eio
    engine._async = {**engine._async, "websocket": _thread_socket(engine._async["websocket"])}  # noqa: SLF001
    server = make_server(host, port, app, threaded=True, request_handler=_KeepAliveHandler)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    serving = _spawn_thread(server.serve_forever)
    try:
        os.read(reading, 1)
    finally:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        server.shutdown()
        serving.join()
        server.server_close()
        served.drain()
