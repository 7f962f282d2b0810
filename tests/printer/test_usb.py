"""USB printers, found and used by the real pyusb on a bus of the tests' own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from printer.device import Device, Outcome, Result
from printer.profiles import find_profile
from printer.transports import open_address
from printer.transports.options import Options
from printer.transports.port import AddressError, CutOffError, NotReachableError
from printer.transports.usb import UsbTransport
from printer.usb_bus import RULE, Wanted, address, open_bus, printers
from printer.virtual.orders import Plug, obey
from queue_server.protocol import PrinterState
from tests.fakes.documents import ROOT
from tests.printer.test_device import SLIP
from tests.printer.usb_fake import BULK_OUT, VENDOR, Bus, Setting, UsbPrinter

PROFILE = find_profile("80mm")
WANTED = Wanted(0x04B8, 0x0E15)


def transport(bus: Bus, wanted: Wanted = WANTED, options: Options | None = None) -> UsbTransport:
    return UsbTransport(wanted, options, lambda: bus, stall_s=0.3)


def send(bus: Bus, options: Options | None = None) -> Result:
    return Device(transport(bus, options=options), 2).print_slip("a", SLIP, lambda: None)


def test_a_slip_is_printed_and_the_printer_given_back_to_the_kernel() -> None:
    one = UsbPrinter()
    bus = Bus(one)
    used = transport(bus, options=Options(knows_process_id=True))
    device = Device(used)
    assert device.check().state is PrinterState.READY
    assert device.print_slip("a", SLIP, lambda: None).outcome is Outcome.PRINTED
    assert [slip.data for slip in one.machine.slips] == [SLIP]
    assert (one.detached, one.claimed, bus.opened) == (1, set(), [])
    used.give_back()
    assert (one.has_kernel_driver, one.detached, one.claimed, bus.opened) == (True, 1, set(), [])


def test_a_printer_without_a_kernel_driver_gets_none() -> None:
    one = UsbPrinter(has_kernel_driver=False, kernel_knows_driver=False)
    used = transport(Bus(one))
    assert Device(used).check().state is PrinterState.READY
    used.give_back()
    assert (one.has_kernel_driver, one.claimed) == (False, set())


def test_a_driver_that_an_earlier_run_left_away_is_given_back_too() -> None:
    one = UsbPrinter(has_kernel_driver=False)
    used = transport(Bus(one))
    assert Device(used).check().state is PrinterState.READY
    used.give_back()
    assert one.has_kernel_driver


def test_a_printer_that_was_never_taken_or_is_gone_is_left_alone() -> None:
    one = UsbPrinter(has_kernel_driver=False)
    bus = Bus(one)
    transport(bus).give_back()
    assert not one.has_kernel_driver
    used = transport(bus)
    used.open("")
    bus.plugged.clear()
    used.give_back()
    assert not one.has_kernel_driver


def test_the_end_of_the_program_gives_the_printer_back() -> None:
    program = """
import atexit
from tests.printer.usb_fake import Bus, UsbPrinter
from tests.printer.test_usb import transport
one = UsbPrinter()
atexit.register(lambda: print("with the kernel:", one.has_kernel_driver))
used = transport(Bus(one))
used.open("")
used.close()
print("meanwhile:", one.has_kernel_driver)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["meanwhile: False", "with the kernel: True"]


@pytest.mark.parametrize(
    "one",
    [
        UsbPrinter(is_configured=False),
        UsbPrinter(answers_nothing_at_once=True),
        UsbPrinter(interfaces=[[Setting(kind=3, endpoints=())], [Setting()]]),
        UsbPrinter(interfaces=[[Setting(protocol=1, endpoints=(BULK_OUT,)), Setting(protocol=4), Setting()]]),
        UsbPrinter(interfaces=[[Setting(kind=VENDOR, protocol=0)]]),
    ],
    ids=["not configured", "never waits", "second interface", "third setting", "Epson's own class"],
)
def test_the_right_endpoints_are_found(one: UsbPrinter) -> None:
    bus = Bus(UsbPrinter(product=0x0202), one)
    assert send(bus).outcome is Outcome.PRINTED
    assert len(one.machine.slips) == 1
    assert one.setting == len(one.interfaces[-1]) - 1


def test_a_printer_without_a_way_back_is_one_way() -> None:
    one = UsbPrinter(interfaces=[[Setting(protocol=1, endpoints=(BULK_OUT,))]])
    result = send(Bus(one))
    assert (result.outcome, result.reading.detail) == (Outcome.PRINTED, "one_way")
    assert one.taken == len(SLIP)


def test_one_way_it_gets_the_slip_alone() -> None:
    one = UsbPrinter()
    assert send(Bus(one), Options(is_one_way=True)).outcome is Outcome.PRINTED
    assert one.taken == len(SLIP)


@pytest.mark.parametrize(
    ("order", "outcome", "reason"),
    [
        ("paper out", Outcome.FAILED, "paper_out"),
        ("jam", Outcome.FAILED, "cutter"),
        ("silent", Outcome.UNKNOWN, "no_answer"),
        ("paper low", Outcome.PRINTED, None),
    ],
)
def test_it_says_how_it_is(order: str, outcome: Outcome, reason: str | None) -> None:
    one = UsbPrinter()
    obey(order, one.machine, Plug())
    result = send(Bus(one))
    assert (result.outcome, result.reason) == (outcome, reason)


def test_one_of_several_alike_is_chosen_by_its_serial_number() -> None:
    first, second = UsbPrinter(serial="A 1"), UsbPrinter(serial="B/2")
    bus = Bus(first, second)
    for one, written in ((first, "A%201"), (second, "B%2F2")):
        found = open_address(f"usb://04b8:0e15?serial={written}", PROFILE)
        assert isinstance(found, UsbTransport)
        used = transport(bus, found.wanted)
        used.open("a")
        used.write(b"x")
        used.close()
        assert one.taken == 1
    assert [address(device) for device in printers(bus)] == [
        "usb://04b8:0e15?serial=A%201",
        "usb://04b8:0e15?serial=B%2F2",
    ]


@pytest.mark.parametrize(
    ("bus", "wanted", "sentence", "detail"),
    [
        (Bus(), WANTED, "No USB printer 04b8:0e15 is plugged in", "not_found"),
        (Bus(UsbPrinter(product=1)), WANTED, "No USB printer 04b8:0e15", "not_found"),
        (
            Bus(UsbPrinter(serial="A1"), UsbPrinter(serial="B2")),
            WANTED,
            "serial=NUMBER. There are: A1, B2",
            "not_found",
        ),
        (Bus(UsbPrinter(serial=None), UsbPrinter(serial=None)), WANTED, "none has a serial number", "not_found"),
        (Bus(UsbPrinter(serial="A1")), replace(WANTED, serial="Z9"), "'Z9'.*Found: A1", "not_found"),
        (Bus(UsbPrinter(may_be_opened=False)), WANTED, RULE, "no_permission"),
        (Bus(UsbPrinter(may_be_opened=False)), replace(WANTED, serial="X1"), RULE, "no_permission"),
        (Bus(UsbPrinter(is_claimed_by_another=True)), WANTED, "in use by another program", "not_reachable"),
        (Bus(UsbPrinter(interfaces=[[Setting(kind=3)]])), WANTED, "no printer that takes ESC/POS", "not_found"),
        (Bus(UsbPrinter(interfaces=[[Setting(protocol=4)]])), WANTED, "no printer that takes ESC/POS", "not_found"),
    ],
)
def test_what_keeps_a_printer_from_being_used_is_a_sentence(
    bus: Bus, wanted: Wanted, sentence: str, detail: str
) -> None:
    with pytest.raises(NotReachableError, match=sentence) as error:
        transport(bus, wanted).open("a")
    assert error.value.detail == detail
    assert Device(transport(bus, wanted)).check().detail == detail
    assert bus.opened == []
    assert not any(one.claimed for one in bus.plugged)


def test_the_rule_that_the_sentence_names_is_there() -> None:
    assert (ROOT / RULE).exists()


def test_a_machine_without_libusb_is_told_what_to_install() -> None:
    with pytest.raises(NotReachableError, match="apt-get install libusb"):
        open_bus(lambda _name: None)


@pytest.mark.parametrize("count", [0, 1, 11, 12, 13, 200])
def test_a_printer_unplugged_in_the_middle_is_never_called_printed(count: int) -> None:
    one = UsbPrinter(unplugged_after=count)
    bus = Bus(one)
    begun: list[None] = []
    result = Device(transport(bus), 2).print_slip("a", SLIP, lambda: begun.append(None))
    assert result.outcome is (Outcome.UNKNOWN if count >= 12 else Outcome.FAILED)
    assert bool(begun) is (count >= 12)
    assert result.reason in {"cut_off", "not_reachable"}
    assert Device(transport(bus)).check().detail == "not_found"


def test_a_printer_that_stalls_is_cut_off_with_the_bytes_that_it_took() -> None:
    used = transport(Bus(UsbPrinter(stalls_after=5000)))
    used.open("a")
    with pytest.raises(CutOffError) as error:
        used.write(bytes(9000))
    assert error.value.sent == 5000
    used.close()


@pytest.mark.parametrize("count", [0, 1, 4095, 4096, 5000])
def test_a_broken_transfer_counts_as_begun(count: int) -> None:
    used = transport(Bus(UsbPrinter(unplugged_after=count)))
    used.open("a")
    with pytest.raises(CutOffError) as error:
        used.write(bytes(9000))
    assert error.value.sent == (1 if count < 4096 else 4097), "pyusb does not say how much of the last transfer left"


def test_a_bus_that_cannot_be_searched_is_a_printer_that_is_not_there() -> None:
    bus = Bus(UsbPrinter())
    bus.is_broken = True
    with pytest.raises(NotReachableError, match="The USB bus cannot be searched: Input/Output Error"):
        transport(bus).open("a")
    assert Device(transport(bus)).check().detail == "not_reachable"


def test_a_line_that_is_not_open_takes_and_gives_nothing() -> None:
    used = transport(Bus(UsbPrinter()))
    for use in (lambda: used.write(b"x"), lambda: used.read(0)):
        with pytest.raises(CutOffError) as error:
            use()
        assert error.value.sent == 0


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("usb://04b8", "VVVV:PPPP"),
        ("usb:///dev/usb/lp0", "VVVV:PPPP"),
        ("usb://04b8:0e15:1", "VVVV:PPPP"),
        ("usb://04b8:zzzz", "hexadecimal"),
        ("usb://04b8:0e15?serial=", "serial=…"),
        ("usb://04b8:0e15?bus=3", "serial=…"),
        ("usb://04b8:0e15?status=some", "status=none"),
    ],
)
def test_a_wrong_address_is_refused_with_a_sentence(written: str, sentence: str) -> None:
    with pytest.raises(AddressError, match=sentence):
        open_address(written, PROFILE)
