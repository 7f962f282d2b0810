"""The plug of a virtual printer: a TCP port that serves one connection at a time, as network printers do.

One thread does it all. The next connection waits until the present one has ended; what is sent beyond the printer's
buffer waits in the sender's.
"""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections import deque
from collections.abc import Callable
from threading import RLock, Thread
from typing import TypeVar

from printer.virtual.machine import Machine
from printer.virtual.orders import Plug, obey

_MOST_AT_ONCE = 1024
_RECEIVE_BUFFER = 4096
_WAITING_CONNECTIONS = 8
_BITS_A_BYTE = 10
_TICK_S = 0.02
_JOIN_S = 10
Answer = TypeVar("Answer")


class PrinterPort:
    """Serves ``machine`` at ``host`` and ``port`` (0: any free one) from ``start`` until ``stop``."""

    def __init__(self, machine: Machine, host: str, port: int) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._machine, self.plug, self.lock = machine, Plug(), RLock()
        self._listener: socket.socket | None = _listen(host, port)
        self.host, self.port = host, int(self._listener.getsockname()[1])
        self._line: socket.socket | None = None
        self._unsent = b""
        self._later: deque[tuple[float, bytes]] = deque()
        self._wake, self._woken = socket.socketpair()
        self._woken.setblocking(False)
        self._is_stopped = False
        self._thread = Thread(target=self._serve, name="virtual printer", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up and close the port."""
        self._is_stopped = True
        self._wake.send(b".")
        self._thread.join(_JOIN_S)
        self._machine.hang_up()
        for one in (self._line, self._listener, self._wake, self._woken):
            if one is not None:
                one.close()

    def tell(self, words: str) -> str:
        """Do what ``words`` say; it has happened when this returns. Raises OrderError."""
        return self.ask(lambda: obey(words, self._machine, self.plug))

    def ask(self, deed: Callable[[], Answer]) -> Answer:
        """Return what ``deed`` returns, done while nothing else touches the machine."""
        with self.lock:
            answer = deed()
            self._mind_listener()
        self._wake.send(b".")
        return answer

    def _serve(self) -> None:
        ran_until = time.monotonic()
        while not self._is_stopped:
            readable = self._wait()
            with self.lock, contextlib.suppress(BlockingIOError):
                while self._woken.recv(_MOST_AT_ONCE):
                    pass
            with self.lock:
                now = time.monotonic()
                self._machine.run(now - ran_until)
                ran_until = now
                if self._line is None:
                    self._accept(readable)
                else:
                    self._talk(self._line, readable)

    def _wait(self) -> list[socket.socket]:
        """Wait for what can be served now: a connection, or bytes that there is room for."""
        with self.lock:
            wanted = [self._woken]
            pause = None
            if self._line is None and self._listener is not None:
                wanted.append(self._listener)
            elif self._line is not None and self._machine.room:
                wanted.append(self._line)
            writers = [self._line] if self._line is not None and self._unsent else []
            if self.plug.baud and self._line is not None:
                pause = _TICK_S
            is_going_on = self._machine.is_moving or self._later
        if pause is not None:
            time.sleep(pause)
        return select.select(wanted, writers, [], _TICK_S if is_going_on else None)[0]

    def _accept(self, readable: list[socket.socket]) -> None:
        if self._listener is None or self._listener not in readable:
            return
        with contextlib.suppress(OSError):
            self._line, _ = self._listener.accept()
            self._line.setblocking(False)
            self._unsent = b""
            self._later.clear()

    def _talk(self, line: socket.socket, readable: list[socket.socket]) -> None:
        """Take what came, say what is to be said, and hang up when it is over."""
        is_over = False
        if line in readable:
            try:
                heard = line.recv(min(self._at_once(), self._machine.room))
            except BlockingIOError:
                return
            except OSError:
                heard = b""
            self._machine.take(heard)
            is_over = not heard
        with contextlib.suppress(BlockingIOError, OSError):
            self._unsent = (self._unsent + self._due())[-_RECEIVE_BUFFER:]
            self._unsent = self._unsent[line.send(self._unsent) :]
        if is_over or self._machine.wants_to_hang_up:
            line.close()
            self._line = None
            self._machine.hang_up()
            self._machine.answers()
            self._later.clear()

    def _due(self) -> bytes:
        """Return the answers whose time has come."""
        now, said = time.monotonic(), self._machine.answers()
        if said:
            self._later.append((now + self._machine.mood.late_s, said))
        due = b""
        while self._later and self._later[0][0] <= now:
            due += self._later.popleft()[1]
        return due

    def _at_once(self) -> int:
        """Return how many bytes it takes at a time: on a slow line what that carries in one tick."""
        if self.plug.baud is None:
            return _MOST_AT_ONCE
        return max(1, int(self.plug.baud / _BITS_A_BYTE * _TICK_S))

    def _mind_listener(self) -> None:
        """Close the port while it refuses connections; open the same one again afterwards."""
        if self.plug.is_refusing and self._listener is not None:
            with contextlib.suppress(OSError):
                # Closing alone takes effect only once nobody waits on it any more.
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        elif not self.plug.is_refusing and self._listener is None:
            self._listener = _listen(self.host, self.port)


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        listener.bind((host, port))
        listener.listen(_WAITING_CONNECTIONS)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener
