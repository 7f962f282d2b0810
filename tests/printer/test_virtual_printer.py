"""The printer that is not there behaves like one that is: in order, honestly, and in the middle of things."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from printer.device import Device, Outcome
from printer.profiles import find_profile
from printer.transports import open_address
from printer.virtual import OrderError, VirtualPrinter
from printer.virtual.control import tell_from_afar
from printer.virtual.machine import BUFFER
from printer.virtual.orders import ORDERS
from tests.printer.fakes import wait_until
from tests.printer.test_device import SLIP

PROFILE = find_profile("80mm")
TEAR_OFF = find_profile("58mm")
READY_BYTE, OFFLINE_BYTE = b"\x12", b"\x1a"
ASK = b"\x10\x04\x01"
ALL_WELL = b"\x10\x00\x00\x00"


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(tmp_path / "slips", PROFILE, control=("127.0.0.1", 0)) as made:
        yield made


def connected(printer: VirtualPrinter) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", printer.port), 20)
    line.settimeout(20)
    return line


def heard(line: socket.socket, count: int) -> bytes:
    said = b""
    while len(said) < count:
        more = line.recv(count - len(said))
        assert more, said
        said += more
    return said


def print_slip(printer: VirtualPrinter) -> Outcome:
    return Device(open_address(printer.address, PROFILE)).print_slip("a", SLIP, lambda: None).outcome


def test_a_slip_falls_into_the_folder_as_picture_and_bytes(printer: VirtualPrinter, tmp_path: Path) -> None:
    assert print_slip(printer) is Outcome.PRINTED
    (slip,) = printer.slips
    assert (slip.data, slip.is_whole, slip.is_marked) == (SLIP, True, False)
    assert "C-028" in slip.text
    assert len(slip.codes) == 1
    assert (tmp_path / "slips" / "0001.bin").read_bytes() == SLIP
    with Image.open(tmp_path / "slips" / "0001.png") as picture:
        assert picture.width > PROFILE.dots
    assert sorted(path.name for path in (tmp_path / "slips").iterdir()) == ["0001.bin", "0001.png"]


def test_a_folder_is_counted_on(tmp_path: Path) -> None:
    for _ in range(2):
        with VirtualPrinter(tmp_path, PROFILE) as printer:
            print_slip(printer)
    assert sorted(path.name for path in tmp_path.glob("*.bin")) == ["0001.bin", "0002.bin"]


def test_paper_that_runs_out_in_the_middle_stops_the_slip_and_a_new_roll_goes_on_with_it(
    printer: VirtualPrinter,
) -> None:
    printer.tell(f"paper ends {len(SLIP) // 2}")
    assert print_slip(printer) is Outcome.UNKNOWN
    state = printer.state()
    assert (state["paper"], state["offline"], state["slips"]) == ("out", True, 0)
    assert state["waiting"] > 0
    printer.tell("paper ok")
    wait_until(lambda: [slip.data for slip in printer.slips] == [SLIP])
    assert printer.slips[0].is_whole


def test_an_open_cover_is_told_while_the_slip_waits(printer: VirtualPrinter) -> None:
    printer.tell("cover open")
    with connected(printer) as line:
        line.sendall(SLIP + ASK + b"\x10\x04\x02")
        assert heard(line, 2) == OFFLINE_BYTE + b"\x16"
        assert printer.slips == []
        printer.tell("cover closed")
        wait_until(lambda: len(printer.slips) == 1)
        line.sendall(ASK)
        assert heard(line, 1) == READY_BYTE


@pytest.mark.parametrize(
    ("order", "answers"),
    [
        ("paper ok", b"\x12\x12\x12\x12"),
        ("paper low", b"\x12\x12\x12\x1e"),
        ("paper out", b"\x1a\x32\x12\x7e"),
        ("cover open", b"\x1a\x16\x12\x12"),
        ("jam", b"\x1a\x52\x1a\x12"),
        ("hot", b"\x1a\x52\x52\x12"),
        ("garble", b"\xff\x00\x41\x80"),
    ],
)
def test_it_says_what_is_wrong(printer: VirtualPrinter, order: str, answers: bytes) -> None:
    assert printer.tell(order) == "ok"
    with connected(printer) as line:
        line.sendall(b"".join(b"\x10\x04" + bytes((number,)) for number in (1, 2, 3, 4)))
        assert heard(line, 4) == answers


def test_what_was_wrong_can_be_mended(printer: VirtualPrinter) -> None:
    for order in ("jam", "hot", "clear", "garble", "silent", "speak"):
        printer.tell(order)
    with connected(printer) as line:
        line.sendall(ASK)
        assert heard(line, 1) == READY_BYTE
        printer.tell("silent")
        line.sendall(ASK)
        line.settimeout(0.2)
        with pytest.raises(TimeoutError):
            line.recv(1)


def test_the_status_by_itself_comes_when_asked_for_and_whenever_something_changes(printer: VirtualPrinter) -> None:
    with connected(printer) as line:
        line.sendall(b"\x1da\x0e")
        assert heard(line, 4) == ALL_WELL
        printer.tell("cover open")
        assert heard(line, 4) == b"\x38\x00\x00\x00"
        printer.tell("cover closed")
        assert heard(line, 4) == ALL_WELL
        line.sendall(b"\x1b@" + ASK)
        assert heard(line, 1) == READY_BYTE
        printer.tell("paper low")
        line.sendall(b"\x1dr\x01" + ASK)
        assert sorted(heard(line, 2)) == [0x03, 0x12]


def test_what_stands_behind_a_slip_is_answered_when_the_slip_is_done(printer: VirtualPrinter) -> None:
    printer.tell(f"paper ends {len(SLIP) - 10}")
    with connected(printer) as line:
        line.sendall(SLIP + b"\x1d(H\x06\x0000ab12" + b"\x1da\x0e" + ASK)
        assert heard(line, 1) == OFFLINE_BYTE
        printer.tell("paper ok")
        assert heard(line, 7 + 4) == b"\x37\x22ab12\x00" + ALL_WELL
    printer.tell("forget id")
    printer.tell("forget asb")
    with connected(printer) as line:
        line.sendall(SLIP + b"\x1d(H\x06\x0000ab12" + b"\x1da\x0e" + b"\x1dr\x01")
        assert heard(line, 1) == b"\x00"


@pytest.mark.parametrize("count", range(0, len(SLIP) + 16, 48))
def test_a_line_that_is_cut_leaves_a_torn_slip_or_none(printer: VirtualPrinter, tmp_path: Path, count: int) -> None:
    printer.tell(f"cut {count}")
    with connected(printer) as line:
        line.sendall(ASK + SLIP + bytes(20))
        heard_last = heard(line, 1)
        while heard_last:
            try:
                heard_last = line.recv(10)
            except ConnectionError:
                break
    wait_until(lambda: printer.state()["cut_in"] is None)
    wait_until(lambda: printer.state()["waiting"] == 0)
    assert [slip.is_whole for slip in printer.slips] in ([], [count >= len(SLIP)])
    for slip in printer.slips:
        assert SLIP[:count].startswith(slip.data)
    assert print_slip(printer) is Outcome.PRINTED
    assert sum(slip.is_whole for slip in printer.slips) == 1 + (count >= len(SLIP))
    assert len(list((tmp_path / "slips").glob("*-torn.png"))) == sum(not slip.is_whole for slip in printer.slips)


def test_a_printer_without_cutter_ends_a_slip_at_the_tear_bar(tmp_path: Path) -> None:
    slip = b"\x1b@C-028\n\x1bd\x05"
    with VirtualPrinter(None, TEAR_OFF) as printer:
        with connected(printer) as line:
            line.sendall(slip + b"\x1b@broken")
        wait_until(lambda: len(printer.slips) == 2)
        assert [(one.data, one.is_whole) for one in printer.slips] == [(slip, True), (b"\x1b@broken", False)]


def test_one_connection_is_served_at_a_time_and_the_next_waits(printer: VirtualPrinter) -> None:
    with connected(printer) as first, connected(printer) as second:
        first.sendall(ASK)
        assert heard(first, 1) == READY_BYTE
        second.sendall(SLIP + ASK)
        first.sendall(ASK)
        assert heard(first, 1) == READY_BYTE
        assert printer.slips == []
        first.close()
        assert heard(second, 1) == READY_BYTE
        assert len(printer.slips) == 1


def test_a_printer_that_refuses_takes_no_connection_until_it_accepts_again(printer: VirtualPrinter) -> None:
    printer.tell("refuse")
    with pytest.raises(ConnectionRefusedError):
        connected(printer)
    printer.tell("accept")
    assert print_slip(printer) is Outcome.PRINTED


def test_a_slow_line_delays_the_slip(printer: VirtualPrinter) -> None:
    baud = 2400
    printer.tell(f"slow {baud}")
    began = time.monotonic()
    with connected(printer) as line:
        line.sendall(SLIP + b"\x1da\x0e")
        assert heard(line, 4) == ALL_WELL
    assert time.monotonic() - began > len(SLIP) * 10 / baud / 2
    printer.tell("fast")
    assert print_slip(printer) is Outcome.PRINTED


def test_a_buffer_that_is_full_makes_the_sender_wait(printer: VirtualPrinter) -> None:
    printer.tell("cover open")
    with connected(printer) as line:
        line.settimeout(0.5)
        with pytest.raises(TimeoutError):
            line.sendall(b"A\n" * 4_000_000)
        assert printer.state()["waiting"] == BUFFER
        printer.tell("cover closed")
        wait_until(lambda: printer.state()["waiting"] < BUFFER)


def test_it_is_told_over_the_control_channel(printer: VirtualPrinter) -> None:
    assert printer.control is not None
    host, _, port = printer.control.rpartition(":")
    assert tell_from_afar(host, int(port), "  PAPER   out ") == "ok"
    state = json.loads(tell_from_afar(host, int(port), "state"))
    assert (state["paper"], state["offline"]) == ("out", True)
    for nonsense in ("dance", "cut off", "slow 1", "cut -1", "cut 99999999999999999999", "", "\0"):
        answer = tell_from_afar(host, int(port), nonsense)
        assert all(order in answer for order in ORDERS), nonsense
    assert tell_from_afar(host, int(port), "x" * 5000).startswith("A virtual printer")
    with pytest.raises(OrderError, match="paper out"):
        printer.tell("dance")
