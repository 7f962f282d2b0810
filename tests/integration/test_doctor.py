"""``antrean doctor``: what a healthy hall looks like, and every way in which one can be ill."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queue_server import protocol
from queue_server.application.accounts import add_user
from queue_server.application.closing import open_day
from queue_server.application.context import Context, system_clock
from queue_server.application.devices import device_of
from queue_server.application.issuing import issue_ticket
from queue_server.application.printers import report_printer
from queue_server.cli.doctor import doctor
from queue_server.domain.roles import Actor, Role
from queue_server.instance_lock import sole_server
from queue_server.runtime import threads
from queue_server.storage.database import sqlite_module
from tests.fakes.site import PASSWORD, context_on_file
from tests.serving import Furnished, LiveServer, furnish

SUPERVISOR = Actor(Role.SUPERVISOR, "budi", "demo")
KIOSK = Actor(Role.KIOSK, "kios", "demo")

Examine = Callable[..., Result]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    place = furnish(tmp_path_factory.mktemp("furnished"), kinds=("kiosk", "display", "printer"))
    context = context_on_file(place.database, system_clock)
    add_user(context, protocol.NewUser("tono", PASSWORD, "admin"))
    context.store.dispose()
    return place


@pytest.fixture
def home(tmp_path: Path, furnished: Furnished) -> Path:
    return Path(shutil.copytree(furnished.home, tmp_path / "home"))


@pytest.fixture
def examine(home: Path, monkeypatch: pytest.MonkeyPatch) -> Examine:
    def run(language: str = "en_GB.UTF-8", **environment: str) -> Result:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        for name in [name for name in os.environ if name.startswith(("ANTREAN_", "LC_"))]:
            monkeypatch.delenv(name)
        settings = {"ANTREAN_HOME": str(home), "ANTREAN_PORT": str(port), "LANG": language, **environment}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(doctor, [], obj=threads(), catch_exceptions=False)

    return run


@pytest.fixture
def context(home: Path) -> Iterator[Context]:
    opened = context_on_file(home / "antrean.db", system_clock)
    yield opened
    opened.store.dispose()


def printer_of(context: Context, furnished: Furnished) -> Actor:
    actor = device_of(context, furnished.tokens["printer"])
    assert actor is not None
    return actor


def test_a_healthy_hall_has_no_problem(examine: Examine) -> None:
    found = examine()
    assert found.exit_code == 0, found.output
    assert "problem  " not in found.output
    for word in (
        "Secret key: whole",
        "revision",
        "contents are whole",
        "WAL",
        "Admin: there is one",
        "Disk:",
        "Clock:",
    ):
        assert word in found.output
    assert "demo: kiosks paired: 1." in found.output
    assert "Backup: none is known" in found.output
    assert "is free." in found.output
    assert "No problems." in found.output


def test_it_speaks_indonesian_where_the_terminal_does(examine: Examine) -> None:
    found = examine("id_ID.UTF-8")
    assert "Tidak ada masalah" in found.output
    assert "Kunci rahasia: utuh" in found.output


def test_it_changes_nothing(examine: Examine, home: Path) -> None:
    (home / "secret.key").chmod(0o644)
    database = (home / "antrean.db").read_bytes()
    examine()
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o644
    assert (home / "antrean.db").read_bytes() == database


def test_a_missing_database_is_a_problem_and_the_rest_is_still_looked_at(examine: Examine, home: Path) -> None:
    (home / "antrean.db").unlink()
    found = examine()
    assert found.exit_code == 1
    assert f"problem    Database: there is none at {home / 'antrean.db'}." in found.output
    assert "antrean migrate" in found.output
    assert "Disk:" in found.output
    assert not (home / "antrean.db").exists()


def test_a_first_start_misses_no_key(examine: Examine, tmp_path: Path) -> None:
    found = examine(ANTREAN_HOME=str(tmp_path / "nothing" / "yet"))
    assert "Secret key: none yet" in found.output
    assert not (tmp_path / "nothing").exists()


def test_another_revision_is_a_problem(examine: Examine, home: Path) -> None:
    connection = sqlite_module().connect(home / "antrean.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    found = examine()
    assert found.exit_code == 1
    assert "is at revision 9999" in found.output
    assert "kiosks paired" not in found.output


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
def test_a_file_that_is_no_database_is_a_problem(examine: Examine, home: Path, content: bytes) -> None:
    for file in home.glob("antrean.db*"):
        file.unlink()
    (home / "antrean.db").write_bytes(content)
    found = examine()
    assert found.exit_code == 1
    assert "Traceback" not in found.output
    assert "problem    Database:" in found.output


def test_damage_inside_the_file_is_found(examine: Examine, home: Path) -> None:
    path = home / "antrean.db"
    connection = sqlite_module().connect(path)
    root, size = (
        connection.execute(statement).fetchone()[0]
        for statement in ("SELECT rootpage FROM sqlite_master WHERE name = 'tickets'", "PRAGMA page_size")
    )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    found = examine()
    assert found.exit_code == 1
    assert "problem    Database:" in found.output


def test_a_key_that_others_may_read_is_a_problem(examine: Examine, home: Path) -> None:
    (home / "secret.key").chmod(0o644)
    found = examine()
    assert found.exit_code == 1
    assert "(0644)" in found.output
    assert f"chmod 600 {home / 'secret.key'}" in found.output


@pytest.mark.parametrize(("text", "word"), [("abc", "is damaged"), ("ff" * 31, "is damaged"), (None, "there is none")])
def test_a_damaged_or_missing_key_is_a_problem(examine: Examine, home: Path, text: str | None, word: str) -> None:
    key = home / "secret.key"
    key.unlink()
    if text is not None:
        key.write_text(text)
        key.chmod(0o600)
    found = examine()
    assert found.exit_code == 1
    assert word in found.output


def test_without_an_admin_or_a_branch_it_says_how_to_get_one(examine: Examine, home: Path, database_url: str) -> None:
    shutil.copy(database_url.removeprefix("sqlite:///"), home / "antrean.db")
    found = examine()
    assert found.exit_code == 0, found.output
    assert "user add --username NAME --role admin" in found.output
    assert "antrean branch load FILE.toml" in found.output


def test_a_day_left_open_is_named(examine: Examine, home: Path) -> None:
    yesterday = context_on_file(home / "antrean.db", lambda: datetime.now(UTC) - timedelta(days=2))
    day = open_day(yesterday, SUPERVISOR, "demo").day
    yesterday.store.dispose()
    found = examine()
    assert "was left open" in found.output
    assert f"antrean close-day --branch demo --day {day}" in found.output


def test_an_open_day_and_a_ready_printer_are_fine(examine: Examine, context: Context, furnished: Furnished) -> None:
    open_day(context, SUPERVISOR, "demo")
    report = protocol.PrinterReport(protocol.PrinterState.READY, "ok")
    report_printer(context, printer_of(context, furnished), report)
    found = examine()
    assert "is open." in found.output
    assert "demo: printer 1: Ready (last report" in found.output


def test_a_printer_without_paper_and_one_never_heard_of_want_attention(
    examine: Examine, context: Context, furnished: Furnished
) -> None:
    assert "demo: printer 1 has never reported." in examine().output
    report = protocol.PrinterReport(protocol.PrinterState.PAPER_OUT, "out")
    report_printer(context, printer_of(context, furnished), report)
    assert "warning    demo: printer 1: Out of paper." in examine().output


def test_slips_that_wait_for_a_printer_are_a_problem(examine: Examine, home: Path) -> None:
    earlier = context_on_file(home / "antrean.db", lambda: datetime.now(UTC) - timedelta(minutes=5))
    with earlier.store.read("demo") as work:
        service = work.branch.services[0].code
    issue_ticket(earlier, KIOSK, "demo", protocol.IssueTicket(service), "a-key-of-a-kiosk")
    earlier.store.dispose()
    found = examine()
    assert found.exit_code == 1
    assert "demo: prints waiting for the printer since" in found.output


def test_a_taken_port_is_a_problem(examine: Examine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = examine(ANTREAN_PORT=str(listener.getsockname()[1]))
    assert found.exit_code == 1
    assert "another program has port" in found.output


def test_a_server_that_holds_the_database_but_does_not_answer_is_noticed(examine: Examine, home: Path) -> None:
    began = time.monotonic()
    with sole_server(home / "antrean.db"):
        found = examine()
    assert f"running (process {os.getpid()})" in found.output
    assert "nothing says that it is ready" in found.output
    assert time.monotonic() - began < 10


def test_a_running_server_answers(examine: Examine, home: Path) -> None:
    server = LiveServer(Furnished(home)).start()
    assert server.process is not None
    try:
        found = examine(ANTREAN_PORT=str(server.port))
    finally:
        server.stop()
    assert f"running (process {server.process.pid}) and ready at {server.address}" in found.output


def test_settings_that_cannot_be_used_are_said(examine: Examine) -> None:
    found = examine(ANTREAN_PROT="80")
    assert found.exit_code == 1
    assert "ANTREAN_PROT" in found.output
