"""After a slip: what counts as proof that it is out, what does not, and what a printer is asked at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from printer.device import Device, NotAllowedError, Outcome
from printer.profiles import find_profile
from printer.proof import ASK_FOR_STATUS
from printer.status import DETAILS, Reading
from printer.transports import open_address
from printer.transports.port import Transport
from printer.virtual import VirtualPrinter
from printer.virtual.machine import Machine
from queue_server.protocol import PrinterState
from tests.printer.fakes import PAPER_OUT, QUESTION, READY, FakePrinter, wait_until
from tests.printer.test_device import SLIP

PLAIN = find_profile("80mm")
PROVING = replace(PLAIN, process_id=True)
SHORT_S = 1.0
TINY = b"\x1b@C-028\n\x1dV\x00"


@pytest.fixture
def one() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(None, PLAIN) as made:
        yield made


def device(printer: VirtualPrinter, *, proving: bool = False, options: str = "", done_within_s: float = 20) -> Device:
    profile = PROVING if proving else PLAIN
    return Device(open_address(printer.address + options, profile), done_within_s)


def nothing() -> None:
    """Allow the slip."""


def sent(printer: FakePrinter) -> bytes:
    """Everything the printer received but questions."""
    return QUESTION.sub(b"", printer.received)


def test_a_printer_that_answers_is_asked_for_its_status_behind_the_slip(
    printer: Callable[..., FakePrinter],
) -> None:
    fake = printer(READY)
    result = Device(open_address(fake.address, PLAIN)).print_slip("a", SLIP, nothing)
    assert result.outcome is Outcome.PRINTED
    assert sent(fake) == SLIP + ASK_FOR_STATUS


@pytest.mark.parametrize(("answers", "options"), [({}, ""), ({}, "?status=none"), (dict.fromkeys(READY, 0xFF), "")])
def test_a_printer_that_does_not_answer_gets_the_slip_and_nothing_else(
    printer: Callable[..., FakePrinter], answers: dict[int, int], options: str
) -> None:
    fake = printer(answers)
    Device(open_address(fake.address + options, PROVING)).print_slip("a", SLIP, nothing)
    wait_until(lambda: sent(fake) == SLIP)


def test_a_process_id_is_asked_for_where_the_profile_or_the_address_says_so(
    printer: Callable[..., FakePrinter],
) -> None:
    for profile, options in ((PROVING, ""), (PLAIN, "?proof=id")):
        fake = printer(READY)
        Device(open_address(fake.address + options, profile), SHORT_S).print_slip("a", TINY, nothing)
        request = sent(fake).removeprefix(TINY)
        assert request.startswith(b"\x1d(H\x06\x0000")
        assert request.endswith(ASK_FOR_STATUS)
        assert len(request) == 7 + 4 + len(ASK_FOR_STATUS)


def test_the_automatic_status_behind_the_slip_is_the_proof(one: VirtualPrinter) -> None:
    printing = device(one)
    for count in (1, 2, 3):
        result = printing.print_slip("a", SLIP, nothing)
        assert (result.outcome, result.reading.state) == (Outcome.PRINTED, PrinterState.READY)
        assert [slip.is_whole for slip in one.slips] == [True] * count


def test_a_process_id_that_comes_back_is_the_proof(one: VirtualPrinter) -> None:
    one.tell("forget asb")
    printing = device(one, proving=True)
    assert printing.print_slip("a", SLIP, nothing).outcome is Outcome.PRINTED
    assert printing.print_slip("b", SLIP, nothing).outcome is Outcome.PRINTED
    assert [slip.data for slip in one.slips] == [SLIP, SLIP]


def test_a_process_id_that_used_to_come_and_does_not_is_no_proof(one: VirtualPrinter) -> None:
    printing = device(one, proving=True, done_within_s=SHORT_S)
    assert printing.print_slip("a", TINY, nothing).outcome is Outcome.PRINTED
    one.tell("forget id")
    result = printing.print_slip("b", TINY, nothing)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "no_proof")
    one.tell("learn id")
    assert printing.print_slip("c", TINY, nothing).outcome is Outcome.PRINTED


def test_a_process_id_that_was_missing_twice_in_a_row_is_not_waited_for_any_more(one: VirtualPrinter) -> None:
    printing = device(one, proving=True, done_within_s=SHORT_S)
    assert printing.print_slip("a", TINY, nothing).outcome is Outcome.PRINTED
    one.tell("forget id")
    outcomes = [printing.print_slip(job, TINY, nothing).outcome for job in "bcd"]
    assert outcomes == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.PRINTED]


def test_a_printer_that_never_knew_process_ids_is_believed_by_its_status(one: VirtualPrinter) -> None:
    one.tell("forget id")
    printing = device(one, proving=True, done_within_s=SHORT_S)
    assert [printing.print_slip(job, TINY, nothing).outcome for job in "abc"] == [Outcome.PRINTED] * 3
    one.tell("learn id")
    assert printing.print_slip("d", TINY, nothing).outcome is Outcome.PRINTED


def test_where_the_automatic_status_never_came_the_answers_decide(one: VirtualPrinter) -> None:
    one.tell("forget asb")
    printing = device(one, done_within_s=SHORT_S)
    assert [printing.print_slip(job, TINY, nothing).outcome for job in "abcde"] == [Outcome.PRINTED] * 5


def test_an_automatic_status_that_used_to_come_and_does_not_is_no_proof_until_it_is_unlearned(
    one: VirtualPrinter,
) -> None:
    printing = device(one, done_within_s=0.1)
    assert printing.print_slip("a", TINY, nothing).outcome is Outcome.PRINTED
    for _ in range(2):
        one.tell("forget asb")
        results = [printing.print_slip(job, TINY, nothing) for job in "bcde"]
        assert [result.reason for result in results] == ["no_proof"] * 3 + [None]
        assert [result.outcome for result in results] == [Outcome.UNKNOWN] * 3 + [Outcome.PRINTED]
        one.tell("learn asb")
        # Whether it is believed at once or found late, from here on it is expected again.
        assert [printing.print_slip(job, TINY, nothing).outcome for job in "fg"] == [Outcome.PRINTED] * 2


@pytest.mark.parametrize("proving", [False, True])
@pytest.mark.parametrize("place", [1, len(SLIP) // 2, len(SLIP) - 3])
def test_paper_that_ends_within_a_slip_makes_it_unknown(one: VirtualPrinter, place: int, proving: bool) -> None:
    printing = device(one, proving=proving)
    assert printing.print_slip("a", SLIP, nothing).outcome is Outcome.PRINTED
    one.tell(f"paper ends {place}")
    result = printing.print_slip("b", SLIP, nothing)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "paper_out")
    assert result.reading.state is PrinterState.PAPER_OUT


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("cover open", "cover_open"),
        ("paper out", "paper_out"),
        ("jam", "cutter"),
        ("hot", "overheated"),
        ("silent", "no_answer"),
        ("garble", "wrong_answer"),
    ],
)
@pytest.mark.parametrize("proving", [False, True])
def test_what_happens_after_the_last_look_is_never_called_printed(
    one: VirtualPrinter, order: str, reason: str, proving: bool
) -> None:
    printing = device(one, proving=proving, done_within_s=SHORT_S)
    result = printing.print_slip("a", TINY, lambda: one.tell(order) and None)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, reason)
    assert reason in {*DETAILS, *PrinterState}


def test_on_a_slow_line_printed_means_that_the_paper_is_there(one: VirtualPrinter) -> None:
    printing = device(one)
    assert printing.print_slip("a", SLIP, nothing).outcome is Outcome.PRINTED
    one.tell("slow 4800")
    assert printing.print_slip("b", SLIP, nothing).outcome is Outcome.PRINTED
    assert [slip.is_whole for slip in one.slips] == [True, True]


@pytest.mark.parametrize("error", [NotAllowedError("the lease went"), OSError("the disk is full")])
def test_a_slip_that_must_not_begin_is_not_sent_and_the_line_is_closed(one: VirtualPrinter, error: Exception) -> None:
    def forbid() -> None:
        raise error

    printing = device(one)
    with pytest.raises(type(error), match=str(error)):
        printing.print_slip("a", SLIP, forbid)
    assert printing.print_slip("b", SLIP, nothing).outcome is Outcome.PRINTED
    assert len(one.slips) == 1


def test_answers_to_nobodys_question_are_not_taken_for_the_answer(one: VirtualPrinter) -> None:
    """A picture may hold the bytes of DLE EOT; a real printer answers them in the middle of it."""
    picture = b"\x1dv0\x00\x08\x00\x10\x00" + b"\x10\x04\x04\xff" * 32
    slip = SLIP.replace(b"\x1b@", b"\x1b@" + picture, 1)
    result = device(one).print_slip("a", slip, lambda: one.tell("paper low") and None)
    assert (result.outcome, result.reading.state) == (Outcome.PRINTED, PrinterState.PAPER_LOW)


class ByteByByte(Transport):
    """A line to a printer that is well, giving its bytes one at a time."""

    def __init__(self, late: bytes) -> None:
        self.machine, self.waiting = Machine(PLAIN), late

    def open(self, job: str) -> None:
        """Nothing needs opening."""

    def write(self, data: bytes) -> None:
        self.machine.take(data)
        self.waiting += self.machine.answers()

    def read(self, timeout_s: float) -> bytes:
        first, self.waiting = self.waiting[:1], self.waiting[1:]
        return first

    def close(self) -> None:
        """Nothing needs closing."""


@pytest.mark.parametrize("late", [b"\x72", b"\x1a\x32\x12\x72", b"\x38\x00\x00\x00", b"\x37\x22ab"])
def test_what_came_before_a_question_does_not_answer_it(late: bytes) -> None:
    assert Device(ByteByByte(late)).check() == Reading(PrinterState.READY, "ok")


def test_a_printer_in_trouble_is_not_waited_for(printer: Callable[..., FakePrinter]) -> None:
    fake = printer(READY)
    fake.answers_after = PAPER_OUT
    result = Device(open_address(fake.address, PROVING), 600).print_slip("a", SLIP, nothing)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, "paper_out")
