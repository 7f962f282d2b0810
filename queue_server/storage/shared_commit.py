"""Commands that wait together share a commit.

One connection writes. Each command takes its turn in a SAVEPOINT of the transaction that is open; the
last one that leaves with nobody behind it commits for all, and every answer, refusals too, waits for
that commit. Only COMMIT leaves the calling thread (``run_blocking``): it waits for the disk, and a hall
must not. Nothing between BEGIN and COMMIT yields: a green thread that sleeps there would freeze the hall.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from queue_server.application.ports import StoreBusy, StoreFull
from queue_server.storage.database import translate

RunBlocking = Callable[[Callable[[], Any]], Any]
PATIENCE_S = 8.0
RETRY_S = 0.01
BATCH_LIMIT = 64
ORPHANED_S = 0.25


class Batch:
    """The commands of one transaction; ``error`` is what all of them get if it is lost."""

    def __init__(self) -> None:
        self.members = 0
        self.is_over = False
        self.done = threading.Event()
        self.error: Exception | None = None

    def finish(self, error: Exception | None = None) -> None:
        """Release everybody who waits for this batch."""
        self.is_over = True
        self.error = error
        self.done.set()


class SharedCommit:
    """The one writer of a database."""

    def __init__(self, connection: Connection, run_blocking: RunBlocking, patience_s: float = PATIENCE_S) -> None:
        self._connection = connection
        self._run_blocking = run_blocking
        self._patience_s = patience_s
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._queued = 0
        self._batch: Batch | None = None

    @contextmanager
    def command(self) -> Iterator[Connection]:
        """Run one command's statements; return, or raise its refusal, once they are durable."""
        batch = self._join()
        failure: BaseException | None = None
        try:
            self._connection.exec_driver_sql("SAVEPOINT command")
            yield self._connection
            self._connection.exec_driver_sql("RELEASE command")
        except BaseException as error:  # noqa: BLE001  (raised again below, after the commit)
            failure = error
            self._undo_command(batch, error)
        self._leave(batch)
        if batch.error is not None:
            raise batch.error from failure
        if failure is not None:
            raise translate(failure) if isinstance(failure, DBAPIError) else failure

    def _join(self) -> Batch:
        deadline = time.monotonic() + self._patience_s
        with self._count:
            self._queued += 1
        try:
            if not self._turn.acquire(timeout=self._patience_s):
                sentence = "other commands hold the database"
                raise StoreBusy(sentence)
        finally:
            with self._count:
                self._queued -= 1
        if self._batch is None:
            try:
                self._begin(deadline)
            except BaseException:
                self._turn.release()
                raise
            self._batch = Batch()
        self._batch.members += 1
        return self._batch

    def _begin(self, deadline: float) -> None:
        """Take the write lock, sleeping between tries (never inside a transaction)."""
        while True:
            try:
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            except DBAPIError as error:
                self._connection.rollback()
                meaning = translate(error)
                if not isinstance(meaning, StoreBusy) or time.monotonic() >= deadline:
                    raise meaning from error
                time.sleep(RETRY_S)
            else:
                return

    def _undo_command(self, batch: Batch, error: BaseException) -> None:
        """Undo one command alone; if the database undid everything (disk full), fail the whole batch."""
        try:
            if self._in_transaction:
                self._connection.exec_driver_sql("ROLLBACK TO command")
                self._connection.exec_driver_sql("RELEASE command")
                return
        except DBAPIError as lost:
            error = lost
        self._connection.rollback()
        batch.finish(translate(error) if isinstance(error, DBAPIError) else StoreFull("the transaction was lost"))

    @property
    def _in_transaction(self) -> bool:
        return bool(self._driver.in_transaction)

    @property
    def _driver(self) -> Any:
        return self._connection.connection.driver_connection

    def _leave(self, batch: Batch) -> None:
        """Hand the transaction to whoever waits, or end it; then wait until it is durable."""
        if batch.is_over or self._queued == 0 or batch.members >= BATCH_LIMIT:
            self._end(batch)
            return
        self._turn.release()
        while not batch.done.wait(ORPHANED_S):
            if self._turn.acquire(blocking=False):
                if self._batch is batch:
                    self._end(batch)
                else:
                    self._turn.release()

    def _end(self, batch: Batch) -> None:
        """Commit for everybody (holding the turn), release the turn, wake all."""
        error: Exception | None = batch.error
        try:
            if not batch.is_over:
                self._run_blocking(self._driver.commit)
            self._connection.commit()
        except Exception as failure:  # noqa: BLE001  (becomes the answer of every member)
            self._connection.rollback()
            error = translate(failure)
        self._batch = None
        batch.finish(error)
        self._turn.release()
