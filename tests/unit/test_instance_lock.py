"""Two servers on one file: the second refuses, with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from queue_server.instance_lock import AlreadyServing, sole_server

SECOND = """
import sys, pathlib
from queue_server.instance_lock import AlreadyServing, sole_server
try:
    with sole_server(pathlib.Path(sys.argv[1])):
        print("serving")
except AlreadyServing as refusal:
    print(refusal)
"""


def second(database: Path) -> str:
    done = subprocess.run([sys.executable, "-c", SECOND, str(database)], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_second_is_refused_and_told_who_is_first(tmp_path: Path) -> None:
    database = tmp_path / "new" / "antrean.db"
    with sole_server(database):
        said = second(database)
        assert f"A server already runs on {database} (process {os.getpid()})." in said
        assert "ANTREAN_HOME" in said
        assert second(tmp_path / "other.db") == "serving\n"
    assert second(database) == "serving\n"


def test_a_killed_server_leaves_no_lock(tmp_path: Path) -> None:
    database = tmp_path / "antrean.db"
    code = SECOND + "\nwith sole_server(pathlib.Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        while first.stdout.readline() != "held\n":
            pass
        with pytest.raises(AlreadyServing), sole_server(database):
            pass
        first.kill()
        first.wait()
    with sole_server(database):
        pass


def test_a_database_server_needs_no_lock() -> None:
    with sole_server(None), sole_server(None):
        pass
