"""A serial line, tried on a real pair of terminals: what goes in at one end comes out at the other."""

from __future__ import annotations

import os
import pty
import select
import termios
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from serial import Serial

from printer.device import Device, Outcome
from printer.profiles import find_profile
from printer.status import SILENT
from printer.transports import open_address
from printer.transports.options import Options
from printer.transports.port import AddressError, CutOffError, NotReachableError
from printer.transports.serial import SerialTransport
from printer.virtual.machine import Machine
from printer.virtual.orders import Plug, obey
from queue_server.protocol import PrinterState
from tests.printer.fakes import wait_until
from tests.printer.test_device import SLIP

PROFILE = find_profile("80mm")
_SPEED = 5  # where tcgetattr has the speed of what goes out
OPTIONS = Options(own={"baud": "115200"})


class SerialPrinter:
    """A printer at the far end of a serial line. ``reads``: whether it takes anything; ``leaves_after``: pulled out.

    ``only_at``: the one speed (``termios.B…``) at which it understands anything.
    """

    def __init__(self) -> None:
        self.machine = Machine(PROFILE)
        self.reads, self.leaves_after = True, None
        self.only_at: int | None = None
        self.taken = 0
        self._far, near = pty.openpty()
        self.path = os.ttyname(near)
        # The near end stays open here too, or the terminal would hang up whenever the transport closes it.
        self._near = near
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"serial://{self.path}?baud=115200"

    def tell(self, words: str) -> None:
        with self._lock:
            obey(words, self.machine, Plug())

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(20)
        self._leave()

    def _leave(self) -> None:
        for end in (self._far, self._near):
            if end >= 0:
                os.close(end)
        self._far = self._near = -1

    def _serve(self) -> None:
        while not self._stopped.is_set():
            if not self.reads or not select.select([self._far], [], [], 0.02)[0]:
                continue
            data = os.read(self._far, 16)
            self.taken += len(data)
            if self.only_at is not None and termios.tcgetattr(self._near)[_SPEED] != self.only_at:
                continue
            with self._lock:
                self.machine.take(data)
                os.write(self._far, self.machine.answers())
            if self.leaves_after is not None and self.taken >= self.leaves_after:
                self._leave()
                return


@pytest.fixture
def printer() -> Iterator[SerialPrinter]:
    made = SerialPrinter()
    yield made
    made.stop()


def send(printer: SerialPrinter, options: str = "") -> tuple[Outcome, str | None]:
    device = Device(open_address(printer.address + options, PROFILE), 2)
    result = device.print_slip("a", SLIP, lambda: None)
    return result.outcome, result.reason


def test_a_slip_goes_over_the_line_and_its_proof_comes_back(printer: SerialPrinter) -> None:
    device = Device(open_address(printer.address, replace(PROFILE, process_id=True)))
    assert device.check().state is PrinterState.READY
    for count in (1, 2):
        result = device.print_slip("a", SLIP, lambda: None)
        assert (result.outcome, result.reading.state) == (Outcome.PRINTED, PrinterState.READY)
        assert [slip.data for slip in printer.machine.slips] == [SLIP] * count


@pytest.mark.parametrize(
    ("order", "state", "outcome"),
    [
        ("paper out", PrinterState.PAPER_OUT, (Outcome.FAILED, "paper_out")),
        ("cover open", PrinterState.COVER_OPEN, (Outcome.FAILED, "cover_open")),
        ("paper low", PrinterState.PAPER_LOW, (Outcome.PRINTED, None)),
        ("silent", PrinterState.UNKNOWN, (Outcome.UNKNOWN, "no_answer")),
    ],
)
def test_it_says_how_it_is(
    printer: SerialPrinter, order: str, state: PrinterState, outcome: tuple[Outcome, str | None]
) -> None:
    printer.tell(order)
    assert Device(open_address(printer.address, PROFILE)).check().state is state
    assert send(printer) == outcome


def test_one_way_it_gets_the_slip_alone(printer: SerialPrinter) -> None:
    printer.tell("silent")
    assert send(printer, "&status=none") == (Outcome.PRINTED, None)
    wait_until(lambda: printer.taken == len(SLIP))


@pytest.mark.parametrize("flow", ["none", "dtr", "rtscts", "xonxoff"])
def test_every_flow_control_can_be_asked_for(printer: SerialPrinter, flow: str) -> None:
    assert send(printer, f"&flow={flow}") == (Outcome.PRINTED, None)


def test_a_printer_that_holds_its_line_down_gets_nothing_until_it_lets_go(
    printer: SerialPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Terminals have no such line, so pyserial is told how it stands."""
    is_up = threading.Event()
    monkeypatch.setattr(Serial, "dsr", property(lambda _port: is_up.is_set()))
    transport = SerialTransport(printer.path, Options(own={"baud": "115200", "flow": "dtr"}), stall_s=0.3)
    transport.open("a")
    with pytest.raises(CutOffError, match="takes no more") as error:
        transport.write(SLIP)
    assert (error.value.sent, printer.taken) == (0, 0)
    is_up.set()
    transport.write(SLIP)
    wait_until(lambda: printer.taken == len(SLIP))
    transport.close()


def test_a_port_that_stalls_is_cut_off_with_the_bytes_that_it_took(printer: SerialPrinter) -> None:
    printer.reads = False
    transport = SerialTransport(printer.path, OPTIONS, stall_s=0.5)
    transport.open("a")
    with pytest.raises(CutOffError, match="takes no more") as error:
        transport.write(bytes(1 << 20))
    assert 0 < error.value.sent < 1 << 20
    transport.close()


@pytest.mark.parametrize("bytes_taken", [16, 64, len(SLIP) // 2])
def test_a_cable_pulled_in_the_middle_is_never_called_printed(printer: SerialPrinter, bytes_taken: int) -> None:
    printer.leaves_after = bytes_taken
    outcome, reason = send(printer)
    assert outcome is not Outcome.PRINTED
    assert reason in {"cut_off", "no_answer", "not_reachable"}
    assert printer.machine.slips == []


def test_a_port_is_for_one_program_at_a_time(printer: SerialPrinter) -> None:
    first, second = (SerialTransport(printer.path, OPTIONS) for _ in range(2))
    first.open("a")
    with pytest.raises(NotReachableError, match=printer.path):
        second.open("b")
    first.close()
    second.open("b")
    second.close()


def test_a_port_that_is_not_there_is_named() -> None:
    transport = open_address("serial:///dev/ttyUSB77?baud=9600", PROFILE)
    with pytest.raises(NotReachableError, match="no such port") as error:
        transport.open("a")
    assert error.value.detail == "not_found"
    assert Device(transport).check().detail == "not_found"


def test_a_closed_port_takes_and_gives_nothing() -> None:
    transport = SerialTransport("/dev/ttyUSB77", OPTIONS)
    for use in (lambda: transport.write(b"x"), lambda: transport.read(0)):
        with pytest.raises(CutOffError) as error:
            use()
        assert error.value.sent == 0
    transport.close()


def test_the_time_on_the_line_is_known() -> None:
    assert open_address("serial:///dev/ttyS0?baud=9600", PROFILE).byte_s == pytest.approx(10 / 9600)
    assert Device(open_address("serial:///dev/ttyS77?baud=9600", PROFILE)).check() != SILENT


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("serial:///dev/ttyUSB0?baud=12345", "9600"),
        ("serial:///dev/ttyUSB0?baud=", "9600"),
        ("serial:///dev/ttyUSB0?baud=9600&baud=115200", "115200"),
        ("serial:///dev/ttyUSB0?baud=9600&flow=magic", "rtscts"),
        ("serial:///dev/ttyUSB0?baud=9600&parity=odd", "flow="),
        ("serial:///dev/ttyUSB0?baud=9600&status=none&proof=id", "not both"),
        ("serial:///dev/ttyUSB0", "how fast"),
        ("serial://?baud=9600", "names no serial port"),
        ("serial://dev/ttyUSB0?baud=9600", "names no serial port"),
    ],
)
def test_a_wrong_address_is_refused_with_a_sentence(address: str, sentence: str) -> None:
    with pytest.raises(AddressError, match=sentence):
        open_address(address, PROFILE)
