"""What a doctor asks of a database: looked at, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from queue_server.storage import migrate
from queue_server.storage.database import SAFE_SQLITE, open_readers, sqlite_module
from queue_server.storage.opening import file_of

SYNCHRONOUS_FULL = 2
SOUND = "ok"


class Unreadable(Exception):  # noqa: N818  (an answer: what is there is no database of ours)
    """The database does not open; the text is the driver's."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A database as found. ``is_wal`` and ``is_durable`` are None where they mean nothing (a database server)."""

    driver: str
    version: str
    is_safe_version: bool
    revision: str | None
    needed: str | None
    integrity: str
    is_wal: bool | None = None
    is_durable: bool | None = None


def inspect(url: str) -> Inspection:
    """Look at a database. Raises ``FileNotFoundError`` where there is none, ``Unreadable`` where it does not open."""
    file = file_of(url)
    if file is None:
        return _inspect_server(url)
    if not file.exists():
        raise FileNotFoundError(file)
    return _inspect_file(file, url)


def _inspect_file(file: Path, url: str) -> Inspection:
    driver = sqlite_module()
    try:
        connection = driver.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            integrity = _one(connection, "PRAGMA quick_check(1)")
            journal = _one(connection, "PRAGMA journal_mode")
            revision = _revision(connection)
        finally:
            connection.close()
    except driver.Error as error:
        raise Unreadable(str(error)) from error
    return Inspection(
        driver=f"{driver.__name__.partition('.')[0]} (SQLite {driver.sqlite_version})",
        version=driver.sqlite_version,
        is_safe_version=tuple(driver.sqlite_version_info) >= SAFE_SQLITE,
        revision=revision,
        needed=migrate.newest(),
        integrity=integrity,
        is_wal=journal == "wal",
        is_durable=_is_durable(url) if journal == "wal" else None,
    )


def _one(connection: Any, statement: str) -> str:
    return str(connection.execute(statement).fetchone()[0])


def _revision(connection: Any) -> str | None:
    has_table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone() if has_table else None
    return None if found is None else str(found[0])


def _is_durable(url: str) -> bool:
    """Say whether the server's own connections wait for the disk at each commit."""
    engine = open_readers(url)
    try:
        with engine.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one()) == SYNCHRONOUS_FULL
    finally:
        engine.dispose()


def _inspect_server(url: str) -> Inspection:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            version = ".".join(str(part) for part in connection.dialect.server_version_info or ())
        return Inspection(engine.driver, version, True, migrate.present(engine), migrate.newest(), SOUND)
    except SQLAlchemyError as error:
        raise Unreadable(str(error).partition("\n")[0]) from error
    finally:
        engine.dispose()
