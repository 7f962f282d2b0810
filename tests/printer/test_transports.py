"""Every way to a printer is one file, found by the scheme of its addresses."""

from __future__ import annotations

import fcntl
import os
import select
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import printer.transports
from printer.device import Device, Outcome
from printer.profiles import find_profile
from printer.transports import examples, open_address, ways
from printer.transports.file import FileTransport
from printer.transports.port import AddressError, CutOffError, NotReachableError

PROFILE = find_profile("80mm")
A_NEW_WAY = """
from printer.transports.port import AddressError, Transport

SCHEMES = ("cups", "lpd")
EXAMPLE = "cups:QUEUE"
PAPER = []


def from_address(address, profile):
    queue = address.partition(":")[2]
    if not queue.isalnum():
        raise AddressError(f"{queue!r} is no queue.")
    return Queue()


class Queue(Transport):
    is_one_way = True

    def open(self, job):
        pass

    def write(self, data):
        PAPER.append(data)

    def read(self, timeout_s):
        return b""

    def close(self):
        pass
"""


@pytest.fixture
def new_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One more file, as somebody would add it; the package's path is the only thing that the test changes."""
    name = "spooler_of_a_test"
    (tmp_path / f"{name}.py").write_text(A_NEW_WAY)
    monkeypatch.setattr(printer.transports, "__path__", [*printer.transports.__path__, str(tmp_path)])
    yield name
    del sys.modules[f"printer.transports.{name}"]


def test_a_new_way_is_one_file(new_way: str) -> None:
    for address in ("cups:receipts", "lpd:receipts"):
        result = Device(open_address(address, PROFILE)).print_slip("a", b"\x1b@paper", lambda: None)
        assert result.outcome is Outcome.PRINTED
    (module,) = (way for way in ways() if way.__name__.endswith(new_way))
    assert module.PAPER == [b"\x1b@paper"] * 2
    with pytest.raises(AddressError, match="is no queue"):
        open_address("cups:!", PROFILE)
    with pytest.raises(AddressError, match="cups:QUEUE"):
        open_address("paper", PROFILE)
    assert "cups:QUEUE" in examples()


def test_without_that_file_the_way_is_unknown() -> None:
    with pytest.raises(AddressError, match="'cups:receipts' is not a printer"):
        open_address("cups:receipts", PROFILE)


@pytest.mark.parametrize("address", ["", "paper", "tcp", "tcp:", "usb:", "TCP://x", "http://x", "port:x", "options:x"])
def test_what_is_no_address_is_answered_with_one_of_each_kind(address: str) -> None:
    with pytest.raises(AddressError) as error:
        open_address(address, PROFILE)
    for example in ("tcp://HOST:9100", "file:PATH", "serial:///dev/ttyUSB0?baud=115200", "usb://VVVV:PPPP"):
        assert example in str(error.value)


def test_every_way_says_what_it_is() -> None:
    assert sorted(scheme for way in ways() for scheme in way.SCHEMES) == ["file", "serial", "tcp", "usb", "virtual"]
    for way in ways():
        assert way.EXAMPLE.partition(":")[0] in way.SCHEMES
        assert way.EXAMPLE in examples()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tcp://h?status=none&proof=id", "not both"),
        ("tcp://h?status=maybe", "status=none"),
        ("tcp://h?proof", "proof=id"),
        ("tcp://h?baud=9600", "'baud=9600' is not an option"),
        ("tcp://user@h", "tcp://HOST:9100"),
        ("tcp://h/queue", "tcp://HOST:9100"),
        ("tcp://h:0", "tcp://HOST:9100"),
        ("tcp://[::1", "tcp://HOST:9100"),
        ("file://server/share", "file:PATH"),
        ("virtual://server/share", "PATH"),
    ],
)
def test_a_wrong_address_is_refused_with_a_sentence(address: str, sentence: str) -> None:
    with pytest.raises(AddressError, match=sentence):
        open_address(address, PROFILE)


def test_process_ids_are_known_from_the_profile_or_the_address() -> None:
    proving = replace(PROFILE, process_id=True)
    assert not open_address("tcp://h", PROFILE).knows_process_id
    assert open_address("tcp://h?proof=id", PROFILE).knows_process_id
    assert open_address("tcp://h", proving).knows_process_id
    assert not open_address("tcp://h?status=none", proving).knows_process_id
    assert not open_address("file:/dev/usb/lp0", proving).knows_process_id


def test_a_file_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    transport = open_address(f"file:{tmp_path}/none/lp0", PROFILE)
    with pytest.raises(NotReachableError, match="lp0: No such file") as error:
        transport.open("a")
    assert error.value.detail == Device(transport).check().detail == "not_found"


@pytest.mark.parametrize("start", ["", "link/../"])
def test_a_missing_device_is_not_made_into_a_file(tmp_path: Path, start: str) -> None:
    missing = Path(f"/dev/antrean-{os.getpid()}-lp0")
    (tmp_path / "link").symlink_to(missing)
    address = f"file:{missing}" if not start else f"file:{tmp_path}/link"
    with pytest.raises(NotReachableError, match="No such file") as error:
        open_address(address, PROFILE).open("a")
    assert error.value.detail == "not_found"
    assert not missing.exists()


@pytest.fixture
def slow_device(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """A device that takes 64 KB and passes nothing on until it is read."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield path, reader
    os.close(reader)


def test_a_device_that_keeps_the_last_piece_has_not_printed_it(slow_device: tuple[Path, int]) -> None:
    path, reader = slow_device
    room = fcntl.fcntl(reader, fcntl.F_GETPIPE_SZ)
    transport = FileTransport(str(path), stall_s=0.3)
    transport.open("a")
    with pytest.raises(CutOffError, match="takes no more") as error:
        transport.write(bytes(room))
    assert error.value.sent == room - 4096
    transport.close()


def test_a_device_that_passes_everything_on_has_it(slow_device: tuple[Path, int]) -> None:
    path, reader = slow_device
    room = fcntl.fcntl(reader, fcntl.F_GETPIPE_SZ)
    transport = FileTransport(str(path), stall_s=20)
    transport.open("a")
    sender = threading.Thread(target=transport.write, args=(bytes(3 * room),))
    sender.start()
    taken = 0
    while taken < 3 * room:
        select.select([reader], [], [], 20)
        taken += len(os.read(reader, room))
    sender.join(20)
    assert not sender.is_alive()
    transport.close()


def test_why_a_printer_cannot_be_reached_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    device = Device(open_address(f"tcp://127.0.0.1:{port}", PROFILE))
    for _ in range(3):
        device.check()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("printer")] == [
        f"No printer answers at 127.0.0.1:{port}: Connection refused."
    ]
