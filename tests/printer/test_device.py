"""One slip, a printer in every mood: what is sent, and what is said of it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from printer.content import read_slip
from printer.device import Device, Outcome, Result
from printer.encode import encode
from printer.profiles import find_profile
from printer.slip import ticket_lines
from printer.status import ONE_WAY, SILENT, UNREACHABLE
from printer.transports import open_address
from printer.transports.port import AddressError
from queue_server.protocol import PrinterState
from tests.printer.fakes import (
    COVER_OPEN,
    CUTTER_JAM,
    OFFLINE,
    PAPER_LOW,
    PAPER_OUT,
    READY,
    WRONG,
    FakePrinter,
    wait_until,
)
from tests.printer.samples import STANDARD

PROFILE = find_profile()
SLIP = encode(ticket_lines(read_slip(STANDARD), PROFILE.columns, PROFILE.encoding), PROFILE)
NO_ANSWERS: dict[int, int] = {}
MakePrinter = Callable[..., FakePrinter]


def send(address: str) -> tuple[Result, int]:
    """Print the slip and return the result and how often sending was announced."""
    begun: list[None] = []
    result = Device(open_address(address, PROFILE)).print_slip("job-1", SLIP, lambda: begun.append(None))
    return result, len(begun)


@pytest.mark.parametrize(("answers", "state"), [(READY, PrinterState.READY), (PAPER_LOW, PrinterState.PAPER_LOW)])
def test_a_printer_that_is_well_before_and_after_has_printed(
    printer: MakePrinter, answers: dict[int, int], state: PrinterState
) -> None:
    one = printer(answers)
    result, begun = send(one.address)
    assert (result.outcome, result.reason, result.reading.state, begun) == (Outcome.PRINTED, None, state, 1)
    assert one.paper == SLIP


@pytest.mark.parametrize(
    ("answers", "reason", "state"),
    [
        (PAPER_OUT, "paper_out", PrinterState.PAPER_OUT),
        (COVER_OPEN, "cover_open", PrinterState.COVER_OPEN),
        (CUTTER_JAM, "cutter", PrinterState.ERROR),
        (OFFLINE, "offline", PrinterState.OFFLINE),
    ],
)
def test_a_printer_that_cannot_print_gets_nothing(
    printer: MakePrinter, answers: dict[int, int], reason: str, state: PrinterState
) -> None:
    one = printer(answers)
    result, begun = send(one.address)
    assert (result.outcome, result.reason, result.reading.state, begun) == (Outcome.FAILED, reason, state, 0)
    assert one.paper == b""


def test_silence_does_not_keep_the_slip_back_and_is_never_taken_for_success(printer: MakePrinter) -> None:
    one = printer(NO_ANSWERS)
    result, begun = send(one.address)
    assert (result.outcome, result.reason, result.reading, begun) == (Outcome.UNKNOWN, "no_answer", SILENT, 1)
    assert one.paper == SLIP


def test_a_wrong_answer_is_unknown(printer: MakePrinter) -> None:
    one = printer(WRONG)
    result, _ = send(one.address)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "wrong_answer")
    assert one.paper == SLIP


@pytest.mark.parametrize(("after", "reason"), [(PAPER_OUT, "paper_out"), (COVER_OPEN, "cover_open"), ({}, "no_answer")])
def test_trouble_after_sending_is_unknown(printer: MakePrinter, after: dict[int, int], reason: str) -> None:
    one = printer(READY)
    one.answers_after = after
    result, _ = send(one.address)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, reason)
    assert one.paper == SLIP


@pytest.mark.parametrize("cut_at", range(0, len(SLIP), 16))
def test_a_line_cut_anywhere_is_never_called_printed(printer: MakePrinter, cut_at: int) -> None:
    one = printer(READY, cut_at=cut_at)
    result, begun = send(one.address)
    assert result.outcome is not Outcome.PRINTED
    if result.outcome is Outcome.FAILED:
        assert begun == 0 or one.paper == b""
    assert SLIP.startswith(one.paper)


def test_a_printer_that_is_switched_off_has_failed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    result, begun = send(f"tcp://127.0.0.1:{port}")
    assert (result.outcome, result.reading, begun) == (Outcome.FAILED, UNREACHABLE, 0)


def test_declared_one_way_sending_is_the_confirmation(printer: MakePrinter) -> None:
    one = printer(NO_ANSWERS)
    result, _ = send(f"{one.address}?status=none")
    assert (result.outcome, result.reading) == (Outcome.PRINTED, ONE_WAY)
    wait_until(lambda: one.paper == SLIP)


def test_a_file_collects_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "paper.bin"
    first, _ = send(f"file:{path}")
    second, _ = send(f"file://{path}")
    assert (first.outcome, second.outcome) == (Outcome.PRINTED, Outcome.PRINTED)
    assert path.read_bytes() == SLIP * 2


def test_a_device_file_nobody_reads_has_failed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    result, begun = send(f"file:{tmp_path / 'lp0'}")
    assert (result.outcome, begun) == (Outcome.FAILED, 0)


def test_a_full_disk_is_not_printed() -> None:
    result, _ = send("file:/dev/full")
    assert (result.outcome, result.reason) == (Outcome.FAILED, "cut_off")


def test_the_virtual_printer_writes_bytes_and_picture_and_keeps_a_second_slip_visible(tmp_path: Path) -> None:
    for _ in range(2):
        result, _ = send(f"virtual:{tmp_path}/slips")
        assert (result.outcome, result.reading.state) == (Outcome.PRINTED, PrinterState.READY)
    assert sorted(path.name for path in (tmp_path / "slips").iterdir()) == [
        "job-1-2.bin",
        "job-1-2.png",
        "job-1.bin",
        "job-1.png",
    ]
    assert (tmp_path / "slips" / "job-1.bin").read_bytes() == SLIP


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tcp://", "tcp://HOST:9100"),
        ("tcp://host:99999", "tcp://HOST:9100"),
        ("tcp://host:9100?baud=1", "status=none"),
        ("virtual:", "virtual:DIR"),
        ("paper", "file:PATH"),
    ],
)
def test_a_wrong_address_is_refused_with_the_right_one(address: str, sentence: str) -> None:
    with pytest.raises(AddressError, match=sentence):
        open_address(address, PROFILE)


def test_a_printer_that_is_busy_with_another_gets_nothing_and_the_slip_can_be_tried_again(printer: MakePrinter) -> None:
    one = printer(READY)
    device = Device(open_address(one.address, PROFILE))
    assert device.check().state is PrinterState.READY
    one.answers = NO_ANSWERS
    begun: list[int] = []
    result = device.print_slip("a", b"\x1b@slip", lambda: begun.append(1))
    assert (result.outcome, result.reason, begun) == (Outcome.FAILED, "no_answer", [])
    assert one.paper == b""
    one.answers = READY
    assert device.print_slip("a", b"\x1b@slip", lambda: begun.append(1)).outcome is Outcome.PRINTED
