"""One server per SQLite file: the second refuses to start, with a sentence.

The lock is the operating system's (``flock``), so it ends with its process however that ends. The file beside the
database stays; it names the last holder for the sentence and for people.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyServing(Exception):  # noqa: N818  (an answer to whoever started the second one)
    """Another server holds the database; ``sentence`` says which, ``hint`` what to do."""

    def __init__(self, sentence: str, hint: str) -> None:
        """Keep both parts; ``str()`` shows them one below the other."""
        super().__init__(f"{sentence}\n{hint}")
        self.sentence = sentence
        self.hint = hint


@contextmanager
def sole_server(database: Path | None) -> Iterator[None]:
    """Hold the lock of the SQLite file ``database`` while serving; None (a database server) needs none.

    Raises ``AlreadyServing`` at once when another process holds it.
    """
    if database is None:
        yield
        return
    path = database.with_name(database.name + ".serving")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, database)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)


def holder_of(database: Path) -> str | None:
    """Return the process that serves ``database`` now, or None. Looks without holding anybody up."""
    try:
        descriptor = os.open(database.with_name(database.name + ".serving"), os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _named_in(descriptor)
    finally:
        os.close(descriptor)
    return None


def _named_in(descriptor: int) -> str:
    return os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()


def _take(descriptor: int, database: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _named_in(descriptor)
        who = f"process {holder}" if holder else "another process"
        sentence = f"A server already runs on {database} ({who})."
        hint = "Stop that one first, or give this one an ANTREAN_HOME of its own."
        raise AlreadyServing(sentence, hint) from None
