"""The control channel of a virtual printer: a TCP port that takes one order a line and answers each with one line."""

from __future__ import annotations

import contextlib
import socket
import socketserver
from collections.abc import Callable
from threading import Thread

from printer.virtual.orders import OrderError

_LONGEST_LINE = 200
_IDLE_S = 300.0
_TALK_S = 5.0
_LONGEST_ANSWER = 1 << 16


class ControlPort:
    """Passes each line to ``tell`` and sends back what it says, or why not. From ``start`` until ``stop``."""

    def __init__(self, tell: Callable[[str], str], host: str, port: int) -> None:
        """Listen. Raises OSError when the port is taken."""

        class Handler(socketserver.StreamRequestHandler):
            timeout = _IDLE_S

            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    while line := self.rfile.readline(_LONGEST_LINE):
                        self.wfile.write(f"{_answer(tell, line)}\n".encode())

        class Server(socketserver.ThreadingTCPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server((host, port), Handler)
        self.host, self.port = host, int(self._server.server_address[1])
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="control", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _answer(tell: Callable[[str], str], line: bytes) -> str:
    try:
        return tell(line.decode("utf-8", "replace"))
    except OrderError as error:
        return str(error)


def tell_from_afar(host: str, port: int, words: str) -> str:
    """Tell the printer whose control channel is at ``host`` and ``port``; return its answer. Raises OSError."""
    with socket.create_connection((host, port), _TALK_S) as line:
        line.sendall(f"{' '.join(words.split())}\n".encode())
        heard = b""
        while not heard.endswith(b"\n") and len(heard) < _LONGEST_ANSWER:
            more = line.recv(_LONGEST_LINE)
            if not more:
                break
            heard += more
    return heard.decode("utf-8", "replace").strip()
