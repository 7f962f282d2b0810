"""A network cable between a browser and a server that can be pulled: nobody is told, nothing arrives any more."""

from __future__ import annotations

import contextlib
import socket
import threading

PIECE = 65536


class Cable:
    """Forwards connections to ``port``; ``cut`` leaves them open and dead, ``mend`` ends those and lets new ones in."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._whole = threading.Event()
        self._whole.set()
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Let nothing through from now on; whoever connects waits."""
        self._whole.clear()

    def mend(self) -> None:
        """Let new connections through; those from before are gone."""
        self._drop()
        self._whole.set()

    def lead_to(self, port: int) -> None:
        """Lead to another server from now on, as a name does whose address was changed."""
        self._target = port
        self.mend()

    def close(self) -> None:
        self._listener.close()
        self._whole.set()
        self._drop()

    def _drop(self) -> None:
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._whole.wait()
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:  # nobody is there at the moment
                near.close()
                continue
            with self._lock:
                self._ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(PIECE):
                self._whole.wait()
                other.sendall(piece)
        with self._lock:
            ended = {one, other} & self._ends
            self._ends -= ended
        for end in ended:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
