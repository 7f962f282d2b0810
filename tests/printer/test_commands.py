"""The commands beside the agent, as a person types them: answers, exit statuses, never a traceback."""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from printer import commands
from printer.commands.sentences import ADVICE
from printer.profiles import find_profile, profile_names
from printer.status import BLOCKING, DETAILS
from printer.virtual import VirtualPrinter
from tests.printer.fakes import wait_until
from tests.printer.samples import job

ROOT = Path(__file__).parents[2]
Run = Callable[..., "Done"]
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run a command in this process; ``given`` is what it reads."""

    def command(*words: str, given: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        try:
            status = commands.run(words)
        except SystemExit as error:
            status = int(str(error.code))
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return command


def typed(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the real command as a person or the server does."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "printer", *words]
    done = subprocess.run(command, input=given, capture_output=True, env=environment, check=False)
    assert b"Traceback" not in done.stderr
    return done


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(None, find_profile("80mm"), control=("127.0.0.1", 0)) as made:
        yield made


def test_there_are_these_commands() -> None:
    assert commands.names() == ["find", "preview", "profiles", "test", "virtual"]


def test_every_profile_is_listed(run: Run) -> None:
    assert run("profiles").out.split("\n")[:-1] == profile_names()


def test_find_gives_a_list_that_programs_read() -> None:
    done = typed("find", "--json", "--network", "127.0.0.99/32")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    assert all(set(one) == {"address", "name", "state"} for one in found)


@pytest.mark.parametrize("network", ["8.8.8.0/24", "10.0.0.0/8", "hall"])
def test_find_refuses_networks_that_are_not_the_halls(run: Run, network: str) -> None:
    done = run("find", "--network", network)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_test_page_is_printed_and_said_to_be_in_both_languages(
    run: Run, printer: VirtualPrinter, language: str
) -> None:
    printer.tell("paper low")
    done = run("test", "--device", printer.address, "--profile", "80mm", "--language", language)
    assert done.status == 0
    assert all(part in done.out for part in ("tercetak", "hampir habis", "is printed", "near its end"))
    (slip,) = printer.slips
    assert slip.is_whole
    assert ("TEST PAGE" in slip.text) is (language == "en")


@pytest.mark.parametrize(
    ("order", "said"),
    [("paper out", "Put in a new roll"), ("cover open", "Close it"), ("silent", "not certain"), ("refuse", "power")],
)
def test_what_keeps_the_page_from_being_printed_is_said_with_what_to_do(
    run: Run, printer: VirtualPrinter, order: str, said: str
) -> None:
    printer.tell(order)
    done = run("test", "--device", printer.address)
    assert done.status == 1
    assert said in done.out
    assert done.out.count("\n") == 2


def test_of_a_printer_that_cannot_be_asked_it_is_said_what_was_sent(run: Run, tmp_path: Path) -> None:
    done = run("test", "--device", f"file:{tmp_path}/lp0")
    assert done.status == 0
    assert all(part in done.out for part in ("terkirim", "is sent", "everything was sent"))
    assert "tercetak" not in done.out
    assert "printed" not in done.out


def test_find_says_what_it_sends(run: Run) -> None:
    said = " ".join(run("find", "--help").out.split())
    assert said.count("DLE EOT 1 to 4") == 2
    assert "--serial" in said


def test_there_is_advice_for_everything_that_a_printer_may_say() -> None:
    assert {*DETAILS, *(state.value for state in BLOCKING), "ready", "paper_low"} - {"error"} <= set(ADVICE)
    assert all(both[0] != both[1] and all(both) for both in ADVICE.values())


def test_a_slip_is_shown_before_it_is_printed() -> None:
    logo = io.BytesIO()
    Image.new("L", (80, 40)).save(logo, "PNG")
    body = {"job": job("a"), "logo_png": base64.b64encode(logo.getvalue()).decode()}
    wide = typed("preview", given=json.dumps({**body, "logo_png": None}).encode()).stdout
    narrow = typed("preview", "--profile", "58mm", given=json.dumps(body).encode()).stdout
    assert wide.startswith(PNG)
    assert Image.open(io.BytesIO(wide)).width > Image.open(io.BytesIO(narrow)).width


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        json.dumps({"job": job("a", number="")}).encode(),
        json.dumps({"job": job("a", kind="poster")}).encode(),
        json.dumps({"job": job("a"), "logo_png": "no picture"}).encode(),
        b" " * 8_000_001,
    ],
)
def test_what_makes_no_slip_is_answered_with_a_sentence(run: Run, given: bytes) -> None:
    done = run("preview", given=given)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    "words",
    [
        ["test"],
        ["test", "--device", "paper"],
        ["test", "--device", "tcp://127.0.0.1:9", "--profile", "90mm"],
        ["preview", "--profile", "90mm"],
        ["virtual"],
        ["virtual", "a", "b"],
        ["virtual", "--listen", "hall:9100", "a"],
        ["virtual", "--listen", "127.0.0.1:99999", "a"],
        ["virtual", "--control", "0.0.0.0:9101", "a"],
        ["find", "everything"],
    ],
)
def test_a_wrong_command_line_ends_with_status_2(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert (done.status, done.out) == (2, "")
    assert done.err


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_virtual_printer_prints_is_told_and_stops(run: Run, tmp_path: Path, stop: signal.Signals) -> None:
    words = ["virtual", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", str(tmp_path / "slips")]
    process = subprocess.Popen([sys.executable, "-m", "printer", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().split()[3].rstrip(";")
    control = process.stdout.readline().split("--tell ")[1].split()[0]
    assert run("test", "--device", address).status == 0
    wait_until((tmp_path / "slips" / "0001.png").exists)
    assert run("virtual", "--tell", control, "paper", "out").out == "ok\n"
    assert json.loads(run("virtual", "--tell", control, "state").out)["paper"] == "out"
    assert run("virtual", "--tell", control, "dance").status == 1
    assert run("test", "--device", address).status == 1
    process.send_signal(stop)
    assert process.wait(20) == 0
    assert run("virtual", "--tell", control, "state").status == 1
    process.stdout.close()


def test_a_virtual_printer_whose_port_is_taken_says_so(printer: VirtualPrinter, tmp_path: Path) -> None:
    done = typed("virtual", "--listen", f"127.0.0.1:{printer.port}", "--control", "127.0.0.1:0", str(tmp_path))
    assert done.returncode == 1
    assert b"cannot start" in done.stderr
