"""What most tests start from: a migrated database, a clock that stands still, an office with its people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from queue_server.application.context import Context
from queue_server.storage.database import sqlite_module
from queue_server.storage.opening import create_or_upgrade, open_store
from queue_server.storage.unit_of_work import SqlStore
from tests.cast import EAST_KIOSK, KIOSK, KOTA_FILE, RATNA, TIMUR_FILE, YOHANA
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall, context_on, url_of
from tests.invariants import check


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest revision, to copy: migrating once is enough."""
    path = tmp_path_factory.mktemp("migrated") / "antrean.db"
    create_or_upgrade(url_of(path))
    return path


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "antrean.db"
    shutil.copy(migrated_file, path)
    return url_of(path)


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    opened = open_store(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def clock() -> SettableClock:
    """Monday 23 November 2026, 08.00 WIB."""
    return SettableClock()


@pytest.fixture
def context(store: SqlStore, clock: SettableClock) -> Context:
    return context_on(store, clock)


@pytest.fixture
def hall(context: Context, clock: SettableClock) -> Hall:
    """The office ``kota``, before anybody opened a counter."""
    return Hall(context, clock, KOTA_FILE, KIOSK, RATNA)


@pytest.fixture
def east(context: Context, clock: SettableClock) -> Hall:
    """The office ``timur`` on the same server, two hours ahead."""
    return Hall(context, clock, TIMUR_FILE, EAST_KIOSK, YOHANA)


@pytest.fixture
def books_agree(store: SqlStore) -> Iterator[None]:
    """Whatever a test did, the books of every branch agree afterwards."""
    yield
    with store.read() as work:
        codes = work.branches.codes()
    for code in codes:
        check(store, code)


@pytest.fixture
def outsider(database_url: str) -> Iterator[Any]:
    """Another process's connection to the same file."""
    connection = sqlite_module().connect(
        make_url(database_url).database or "", isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA busy_timeout=5000")
    yield connection
    connection.close()
