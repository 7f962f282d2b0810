"""What the database itself refuses, and that migrations make exactly what the models say."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from queue_server.domain.ticket import Status
from queue_server.storage import account_records, migrate, records
from queue_server.storage.append_only import STATEMENTS
from queue_server.storage.base import Base
from queue_server.storage.database import open_writer, sqlite_module
from queue_server.storage.opening import DatabaseNotReady, create_or_upgrade, open_store
from tests.fakes.hall import Hall, url_of


@pytest.mark.parametrize("sql", ["UPDATE events SET actor = 'x'", "DELETE FROM events", "UPDATE events SET seq = seq"])
def test_events_are_append_only_for_everybody(hall: Hall, outsider: Any, sql: str) -> None:
    hall.issue("KTP")
    before = outsider.execute("SELECT * FROM events").fetchall()
    with pytest.raises(sqlite_module().DatabaseError, match="append-only: record a new event instead"):
        outsider.execute(sql)
    assert outsider.execute("SELECT * FROM events").fetchall() == before


def test_the_database_refuses_a_second_ticket_at_a_counter(hall: Hall, outsider: Any) -> None:
    hall.issue_many("KTP", "KTP")
    hall.open("1")
    hall.called("1")
    with pytest.raises(sqlite_module().IntegrityError):
        outsider.execute("UPDATE tickets SET status = 'serving', counter = '1' WHERE number = 'A-002'")


def test_the_database_refuses_a_number_twice_and_a_second_open_leg(hall: Hall, outsider: Any) -> None:
    hall.issue_many("KTP", "KTP")
    with pytest.raises(sqlite_module().IntegrityError):
        outsider.execute("UPDATE tickets SET serial = 1")
    with pytest.raises(sqlite_module().IntegrityError):
        outsider.execute(
            "INSERT INTO legs (ticket_id, no, service, joined_at, held_s) SELECT id, 2, 'KK', 0, 0 FROM tickets"
        )


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_the_schema_knows_every_status_of_the_domain(hall: Hall, outsider: Any, status: str) -> None:
    hall.issue("KTP")
    outsider.execute("BEGIN")
    outsider.execute("UPDATE tickets SET status = ?", (status,))
    outsider.execute("ROLLBACK")


def test_the_schema_knows_no_other_status(hall: Hall, outsider: Any) -> None:
    hall.issue("KTP")
    for other in ("skipped", "WAITING", ""):
        with pytest.raises(sqlite_module().IntegrityError):
            outsider.execute("UPDATE tickets SET status = ?", (other,))


def catalogue_of(engine: Engine) -> dict[str, Any]:
    """Return what SQLite itself says of its schema, partial indexes with their WHERE."""
    with engine.connect() as connection:

        def rows(pragma: str) -> list[Any]:
            return [tuple(row) for row in connection.exec_driver_sql(pragma)]

        objects = rows("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        made = {name: sql for kind, name, sql in objects if kind == "table" and name != "alembic_version"}
        tables = {
            name: {
                "columns": [row[1:] for row in rows(f"PRAGMA table_info({name})")],
                "foreign keys": sorted(row[2:] for row in rows(f"PRAGMA foreign_key_list({name})")),
                "indexes": sorted(
                    (row[1:], tuple(column[2] for column in rows(f"PRAGMA index_info({row[1]})")))
                    for row in rows(f"PRAGMA index_list({name})")
                ),
            }
            for name in sorted(made)
        }
        written = {
            name: " ".join(sql.replace('"', "").split()) for kind, name, sql in objects if kind in {"index", "trigger"}
        }
        checks = {
            name: sorted(line.strip().rstrip(",") for line in sql.splitlines() if "CHECK" in line)
            for name, sql in made.items()
        }
    return {"tables": tables, "indexes and triggers": written, "checks": checks}


def test_migrations_make_exactly_the_schema_of_the_models(migrated_file: Path, tmp_path: Path) -> None:
    assert account_records.UserRow.metadata is records.TicketRow.metadata
    modelled = open_writer(url_of(tmp_path / "models.db"))
    Base.metadata.create_all(modelled)
    with modelled.connect() as connection:
        for statement in STATEMENTS["sqlite"]:
            connection.exec_driver_sql(statement)
        connection.commit()
    migrated = open_writer(url_of(migrated_file))
    wanted, found = catalogue_of(modelled), catalogue_of(migrated)
    for engine in (modelled, migrated):
        engine.dispose()
    for part in wanted:
        assert found[part] == wanted[part], part
    assert "WHERE status = 'waiting'" in wanted["indexes and triggers"]["ix_tickets_waiting"]


def test_migrating_twice_changes_nothing(migrated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.db"
    shutil.copy(migrated_file, path)
    create_or_upgrade(url_of(path))
    engine = open_writer(url_of(path))
    assert migrate.present(engine) == migrate.newest()
    engine.dispose()


def test_a_database_that_is_not_ready_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseNotReady, match='Run "antrean migrate" first'):
        open_store(url_of(tmp_path / "nothing.db"))
    sqlite_module().connect(tmp_path / "empty.db").close()
    with pytest.raises(DatabaseNotReady, match='Run "antrean migrate" first'):
        open_store(url_of(tmp_path / "empty.db"))


def test_a_database_of_a_newer_version_is_left_alone(migrated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    shutil.copy(migrated_file, path)
    connection = sqlite_module().connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    for refused in (create_or_upgrade, open_store):
        with pytest.raises(DatabaseNotReady, match="of a newer Antrean"):
            refused(url_of(path))


def test_another_database_than_sqlite_is_refused_with_a_sentence() -> None:
    for opening in (create_or_upgrade, open_store):
        with pytest.raises(DatabaseNotReady, match="in SQLite only"):
            opening("postgresql://hall@127.0.0.1/antrean")
