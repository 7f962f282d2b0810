"""The way in decides, with the standard library alone, whether to patch."""

import subprocess
import sys
from pathlib import Path

import pytest

from queue_server import __main__ as entry

LOOK = """
import sys
sys.argv = ["antrean", *{words!r}]
from queue_server import __main__ as entry
assert not {{"flask", "socketio", "pydantic", "eventlet"}} & set(sys.modules), "imported before the patch"
runtime = entry.green() if entry._wants_green(sys.argv[1:]) else entry.plain()
import socket, threading
print(runtime.mode, "eventlet" in sys.modules, socket.socket.__module__, runtime.run_blocking(lambda a, b: a + b, 1, 2))
"""


@pytest.mark.parametrize(
    ("words", "green"),
    [
        (["serve"], True),
        (["serve", "--port", "1"], True),
        (["demo"], True),
        (["migrate"], False),
        (["close-day"], False),
        (["--help"], False),
        ([], False),
    ],
)
def test_only_serving_commands_run_on_green_threads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], *, green: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANTREAN_ASYNC_MODE", raising=False)
    monkeypatch.delenv("ANTREAN_CONFIG", raising=False)
    assert entry._wants_green(words) is green


def test_the_mode_is_asked_for_in_the_environment_or_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANTREAN_CONFIG", raising=False)
    monkeypatch.setenv("ANTREAN_ASYNC_MODE", "threading")
    assert not entry._wants_green(["serve"])
    monkeypatch.delenv("ANTREAN_ASYNC_MODE")
    (tmp_path / "antrean.toml").write_text('ANTREAN_ASYNC_MODE = "threading"\n')
    assert not entry._wants_green(["serve"])
    named = tmp_path / "hall.toml"
    named.write_text("ANTREAN_PORT = 1\n")
    monkeypatch.setenv("ANTREAN_CONFIG", str(named))
    assert entry._wants_green(["serve"])
    named.write_text("not TOML")
    assert entry._wants_green(["serve"]), "settings complain a moment later"


@pytest.mark.parametrize(
    ("words", "says"),
    [(["serve"], "eventlet True eventlet.greenio.base 3\n"), (["migrate"], "threading False socket 3\n")],
)
def test_nothing_is_imported_before_the_patch(words: list[str], says: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(words=words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=entry.__file__[: -len("queue_server/__main__.py")],
    )
    assert (done.stdout, done.stderr) == (says, "")
