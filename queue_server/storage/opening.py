"""From a database URL to a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from queue_server.storage import migrate
from queue_server.storage.database import is_sqlite, open_readers, open_writer
from queue_server.storage.shared_commit import RunBlocking
from queue_server.storage.unit_of_work import SqlStore


class DatabaseNotReady(Exception):  # noqa: N818  (an answer: run migrate)
    """The database was never created, or belongs to another version of Antrean."""


def run_here(deed: Any, *args: Any) -> Any:
    """Run a blocking call where it stands: right for threads and for the command line."""
    return deed(*args)


def open_store(url: str, run_blocking: RunBlocking = run_here) -> SqlStore:
    """Open a migrated database; raise DatabaseNotReady with what to do otherwise."""
    _require_sqlite(url)
    path = file_of(url)
    if path is not None and not path.exists():
        sentence = f'There is no database at {path}. Run "antrean migrate" first.'
        raise DatabaseNotReady(sentence)
    writer = open_writer(url)
    reason = _unready(migrate.present(writer))
    if reason is not None:
        writer.dispose()
        raise DatabaseNotReady(reason)
    return SqlStore(writer, open_readers(url), run_blocking)


def _require_sqlite(url: str) -> None:
    """Refuse other databases: tables and statements fit PostgreSQL, its way of locking is not built yet."""
    if not is_sqlite(url):
        sentence = "This version keeps its data in SQLite only. Unset ANTREAN_DATABASE_URL, or give it sqlite:///FILE."
        raise DatabaseNotReady(sentence)


def _unready(revision: str | None) -> str | None:
    """Say why a database at this revision cannot be served, or None."""
    needed = migrate.newest()
    if migrate.is_newer(revision):
        return f"The database is at revision {revision}, of a newer Antrean. Install that one, or restore a backup."
    if revision != needed:
        return f'The database is at revision {revision}, this version needs {needed}. Run "antrean migrate" first.'
    return None


def create_or_upgrade(url: str) -> None:
    """Create a database or bring it up to date; raise DatabaseNotReady for one of a newer version."""
    _require_sqlite(url)
    path = file_of(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    writer = open_writer(url)
    revision = migrate.present(writer)
    if migrate.is_newer(revision):
        writer.dispose()
        raise DatabaseNotReady(_unready(revision))
    migrate.upgrade(writer)
    writer.dispose()


def file_of(url: str) -> Path | None:
    """Return the file of a SQLite URL, None for other databases."""
    database = make_url(url).database
    return Path(database) if is_sqlite(url) and database else None
