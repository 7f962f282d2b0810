"""Opening the database: which driver, which pragmas, and what its failures mean to people.

SQLite runs in WAL with ``synchronous=FULL``: an answered command survives a power cut. ``pysqlite3``
brings a SQLite newer than the 3.51.3 that first repaired WAL's concurrent checkpoint.
"""

from __future__ import annotations

import sqlite3
import warnings
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from queue_server.application.ports import StoreBusy, StoreFull

SAFE_SQLITE = (3, 51, 3)
READERS = 8
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=0", "cache_size=-16000")
FULL_WORDS = ("full", "readonly", "read-only", "i/o error", "unable to open")
BUSY_WORDS = ("locked", "busy")


def sqlite_module() -> Any:
    """Return the newest SQLite driver there is, with a loud warning when it is an unsafe one."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415  (a wheel that not every machine has)
    except ImportError:
        dbapi2 = sqlite3.dbapi2
    if tuple(dbapi2.sqlite_version_info) < SAFE_SQLITE:
        warnings.warn(
            f"SQLite {dbapi2.sqlite_version} can corrupt a WAL database under load; install pysqlite3 "
            "(SQLite 3.51.3 or newer).",
            RuntimeWarning,
            stacklevel=2,
        )
    return dbapi2


def is_sqlite(url: str) -> bool:
    """Say whether a database URL names SQLite."""
    return make_url(url).get_backend_name() == "sqlite"


def open_writer(url: str) -> Engine:
    """Return the engine of the one writing connection; transactions are begun explicitly."""
    if not is_sqlite(url):
        return create_engine(url)
    return _sqlite_engine(url, poolclass=StaticPool)


def open_readers(url: str) -> Engine:
    """Return the engine of the reading connections; each transaction is one snapshot."""
    if not is_sqlite(url):
        return create_engine(url, isolation_level="REPEATABLE READ")
    engine = _sqlite_engine(url, pool_size=READERS, max_overflow=READERS)

    @event.listens_for(engine, "begin")
    def begin_snapshot(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _sqlite_engine(url: str, **pool: Any) -> Engine:
    engine = create_engine(
        url,
        module=sqlite_module(),
        connect_args={"isolation_level": None, "check_same_thread": False},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(dbapi_connection: Any, record: object) -> None:
        del record
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA busy_timeout=5000")
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def translate(error: Exception) -> Exception:
    """Return what a database error means: busy, full, or itself."""
    words = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    if any(word in words for word in BUSY_WORDS):
        return StoreBusy(words)
    if any(word in words for word in FULL_WORDS):
        return StoreFull(words)
    return error
