"""Proof takes as long as paper does: motors that need their time, answers that are late, and lines that stall."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from printer.device import Device, Outcome
from printer.paper_time import paper_mm
from printer.profiles import find_profile
from printer.proof import ASK_FOR_STATUS
from printer.status import Reading
from printer.transports import open_address
from printer.transports.port import CutOffError, Transport
from printer.virtual import VirtualPrinter
from printer.virtual.machine import Machine
from queue_server.protocol import PrinterState
from tests.printer.fakes import QUESTION, READY, FakePrinter
from tests.printer.test_device import SLIP
from tests.printer.test_proof import TINY

PROFILE = find_profile("80mm")
LINES = 5
TALL_MM = 6.0
TALL = b"\x1b@" + b"\x1d!\x11" + b"C-028\n" * LINES + b"\x1dV\x00"


@pytest.fixture
def one() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(None, PROFILE) as made:
        yield made


def device(printer: VirtualPrinter | FakePrinter) -> Device:
    return Device(open_address(printer.address, PROFILE))


def nothing() -> None:
    """Allow the slip."""


@pytest.mark.parametrize(
    ("data", "mm"),
    [
        (b"", 0),
        (b"\x1b@C-028\n", 30 / 8),
        (b"\x1b3\x08C-028\n", 24 / 8),
        (TALL, LINES * TALL_MM),
        (b"\x1bJ\x50\x1bd\x02", (80 + 2 * 30) / 8),
        (b"\x1dv0\x00\x02\x00\x10\x00" + bytes(32), 16 / 8),
        (b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x04\x1d(k\x04\x001P0A\x1d(k\x03\x001Q0", 21 * 4 / 8),
        (bytes(500) + b"C-028\n", 30 / 8),
    ],
)
def test_paper_is_measured_in_millimetres(data: bytes, mm: float) -> None:
    assert paper_mm(data) == pytest.approx(mm)


def test_a_code_that_is_too_long_to_draw_is_measured_as_the_largest() -> None:
    too_long = b"\x1d(k" + (5003).to_bytes(2, "little") + b"1P0" + b"a" * 5000 + b"\x1d(k\x03\x001Q0"
    assert paper_mm(too_long) == pytest.approx(177 * 3 / 8)


@pytest.mark.parametrize("knowledge", ["learn asb", "forget all"])
@pytest.mark.parametrize(("mm_s", "part"), [(100, 0.95), (50, 0.5)])
def test_paper_that_ends_within_the_third_slip_of_a_motor_that_needs_its_time_is_never_printed(
    one: VirtualPrinter, mm_s: int, knowledge: str, part: float
) -> None:
    one.tell(f"speed {mm_s}")
    one.tell(knowledge)
    printing = device(one)
    for count in (1, 2):
        assert printing.print_slip("a", TALL, nothing).outcome is Outcome.PRINTED
        assert [slip.is_whole for slip in one.slips] == [True] * count
    one.tell(f"paper ends {int(len(TALL) * part)}")
    result = printing.print_slip("b", TALL, nothing)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "paper_out")


def test_a_printer_that_is_known_to_prove_nothing_is_believed_when_its_paper_is_through(one: VirtualPrinter) -> None:
    one.tell("forget all")
    printing = device(one)
    for job in "abc":
        assert printing.print_slip(job, TINY, nothing).outcome is Outcome.PRINTED
    one.tell("speed 110")
    assert printing.print_slip("d", TALL, nothing).outcome is Outcome.PRINTED
    assert [slip.is_whole for slip in one.slips] == [True] * 4
    one.tell("paper ends 20")
    result = printing.print_slip("e", TALL, nothing)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "paper_out")


@pytest.mark.parametrize("knowledge", ["learn asb", "forget all"])
def test_a_slow_printer_that_says_nothing_while_it_prints_has_printed(one: VirtualPrinter, knowledge: str) -> None:
    one.tell(f"speed {int(paper_mm(SLIP) / 2.4)}")
    one.tell("in order")
    one.tell(knowledge)
    result = device(one).print_slip("a", SLIP, nothing)
    assert (result.outcome, result.reading.state) == (Outcome.PRINTED, PrinterState.READY)
    assert [slip.is_whole for slip in one.slips] == [True]


def test_late_answers_are_not_taken_for_those_to_the_next_question(one: VirtualPrinter) -> None:
    one.tell("late 550")
    printing = device(one)
    assert printing.check() == Reading(PrinterState.READY, "ok")
    assert printing.print_slip("a", TINY, nothing).outcome is Outcome.PRINTED
    one.tell("cover open")
    assert printing.check() == Reading(PrinterState.COVER_OPEN, "ok")


def test_questions_that_a_printer_does_not_know_do_not_spoil_the_others(printer: Callable[..., FakePrinter]) -> None:
    fake = printer({1: 0x12, 4: 0x1E})
    printing = device(fake)
    for _ in range(2):
        assert printing.check() == Reading(PrinterState.PAPER_LOW, "low")
    fake.answers = {1: 0x1A, 4: 0x72}
    assert printing.check() == Reading(PrinterState.PAPER_OUT, "out")


def test_a_printer_that_was_silent_before_the_slip_and_is_ready_after_it_proves_nothing(
    printer: Callable[..., FakePrinter],
) -> None:
    fake = printer({})
    fake.answers_after, fake.knows_asb = READY, False
    result = device(fake).print_slip("a", TINY, nothing)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "no_proof")
    assert QUESTION.sub(b"", fake.received) == TINY + ASK_FOR_STATUS


def test_it_proves_nothing_either_when_it_is_known_to_send_no_proof(printer: Callable[..., FakePrinter]) -> None:
    fake = printer(READY)
    fake.knows_asb = False
    printing = device(fake)
    assert [printing.print_slip(job, TINY, nothing).outcome for job in "abcd"] == [Outcome.PRINTED] * 4
    fake.answers, fake.answers_after = {1: 0xFF}, None
    result = printing.print_slip("e", TINY, lambda: setattr(fake, "answers", READY))
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "no_proof")


class OwnLine(Transport):
    """A line straight into a virtual printer; ``stops_after`` so many bytes of a slip it takes no more of it."""

    def __init__(self, stops_after: int | None = None, unasked: bytes = b"") -> None:
        self.machine, self._stops_after, self._unasked = Machine(PROFILE), stops_after, unasked

    def open(self, job: str) -> None:
        """Nothing needs opening."""

    def write(self, data: bytes) -> None:
        is_slip = data.startswith(b"\x1b@")
        self.machine.take(data[: self._stops_after] if is_slip else data)
        if is_slip and self._stops_after is not None:
            raise CutOffError(self._stops_after, "the printer takes no more")
        if is_slip:
            self._answers = self._unasked

    _answers = b""

    def read(self, timeout_s: float) -> bytes:
        said, self._answers = self._answers + self.machine.answers(), b""
        return said

    def close(self) -> None:
        """Nothing needs closing."""


@pytest.mark.parametrize(
    ("paper_ends_in", "sent", "outcome", "reason"),
    [
        (20, 40, Outcome.UNKNOWN, "paper_out"),
        (None, 40, Outcome.UNKNOWN, "cut_off"),
        (None, 0, Outcome.FAILED, "cut_off"),
    ],
)
def test_a_printer_that_takes_no_more_is_asked_why(
    paper_ends_in: int | None, sent: int, outcome: Outcome, reason: str
) -> None:
    line = OwnLine(stops_after=sent)
    line.machine.paper_ends_in = paper_ends_in
    result = Device(line).print_slip("a", TALL, nothing)
    assert (result.outcome, result.reason, result.broke_off) == (outcome, reason, sent > 0)


def test_a_packet_that_came_before_the_request_is_no_proof_but_shows_that_it_is_known() -> None:
    line = OwnLine(unasked=b"\x10\x00\x00\x00")
    line.machine.mood.knows_asb = False
    result = Device(line, 0.1).print_slip("a", TINY, nothing)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "no_proof")
