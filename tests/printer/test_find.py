"""Printers are found where they are, asked how they are, and nowhere else is looked."""

from __future__ import annotations

import termios
from ipaddress import IPv4Network
from pathlib import Path
from types import SimpleNamespace

import pytest

from printer.finding.networks import NetworkError, named_network, own_networks
from printer.finding.search import at_serial_ports, in_networks, on_usb
from printer.profiles import find_profile
from printer.transports import open_address
from printer.transports.port import NotReachableError
from printer.usb_bus import RULE, open_bus
from printer.virtual import VirtualPrinter
from queue_server.protocol import FoundPrinter
from tests.printer.test_serial import SerialPrinter
from tests.printer.usb_fake import Bus, Setting, UsbPrinter

PROFILE = find_profile("80mm")


def test_usb_printers_are_listed_with_their_state_and_an_address_that_works() -> None:
    low = UsbPrinter(serial="A 1", name="TM-T20II")
    low.machine.health.paper = "low"
    bus = Bus(UsbPrinter(interfaces=[[Setting(kind=8)]]), low, UsbPrinter(product=0x0202, serial=None, name="TM-T88V"))
    found = on_usb(lambda: bus)
    assert found.printers == [
        FoundPrinter("usb://04b8:0e15?serial=A%201", "EPSON TM-T20II", "paper_low"),
        FoundPrinter("usb://04b8:0202", "EPSON TM-T88V", "ready"),
    ]
    assert found.notes == []
    assert bus.opened == []
    for one in found.printers:
        open_address(one.address, PROFILE)


def test_a_usb_printer_that_may_not_be_opened_is_listed_with_what_to_do() -> None:
    found = on_usb(lambda: Bus(UsbPrinter(may_be_opened=False)))
    assert found.printers == [FoundPrinter("usb://04b8:0e15", "04b8:0e15", None)]
    assert [RULE in note for note in found.notes] == [True]


def test_without_libusb_a_sentence_says_what_to_install() -> None:
    found = on_usb(lambda: open_bus(lambda _name: None))
    assert found.printers == []
    assert "apt-get install libusb" in found.notes[0]


def test_a_serial_port_is_listed_with_the_speed_at_which_a_printer_answers() -> None:
    printer = SerialPrinter()
    printer.only_at = termios.B115200
    ports = [
        SimpleNamespace(device=printer.path, description="USB-Serial Controller"),
        SimpleNamespace(device="/dev/ttyUSB77", description="n/a"),
    ]
    found = at_serial_ports(lambda: ports, asks=True).printers
    printer.stop()
    assert found == [
        FoundPrinter(f"serial://{printer.path}?baud=115200", "USB-Serial Controller", "ready"),
        FoundPrinter("serial:///dev/ttyUSB77?baud=9600", "/dev/ttyUSB77", None),
    ]


def test_a_serial_port_is_only_listed_unless_it_may_be_asked() -> None:
    printer = SerialPrinter()
    found = at_serial_ports(lambda: [SimpleNamespace(device=printer.path, description="n/a")]).printers
    printer.stop()
    assert found == [FoundPrinter(f"serial://{printer.path}?baud=9600", printer.path, None)]
    assert printer.taken == 0


def test_printers_in_the_network_are_found_and_asked() -> None:
    with VirtualPrinter(None, PROFILE) as printer:
        printer.tell("cover open")
        found = in_networks([IPv4Network("127.0.0.0/29")], printer.port)
    assert found.printers == [FoundPrinter(f"tcp://127.0.0.1:{printer.port}", "127.0.0.1", "cover_open")]
    assert found.notes == []


def test_one_that_accepts_and_says_nothing_is_listed_as_unknown() -> None:
    with VirtualPrinter(None, PROFILE) as printer:
        printer.tell("silent")
        found = in_networks([IPv4Network("127.0.0.1/32")], printer.port)
    assert [one.state for one in found.printers] == ["unknown"]


def test_a_search_that_runs_out_of_time_says_how_far_it_came() -> None:
    found = in_networks([IPv4Network("127.0.0.0/24")], 9, within_s=0)
    assert found.notes == ["Time was up after 0 of 254 addresses. Name a smaller network: --network 192.168.1.0/24"]


@pytest.mark.parametrize("text", ["192.168.1.0/24", "10.0.0.0/22", "172.31.255.0/30", "192.168.1.7", "169.254.0.0/22"])
def test_a_small_private_network_may_be_searched(text: str) -> None:
    assert named_network(text).num_addresses <= 1024


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("8.8.8.0/24", "not a private network"),
        ("192.0.2.0/24", "not a private network"),
        ("172.32.0.0/24", "not a private network"),
        ("0.0.0.0/0", "not a private network"),
        ("10.0.0.0/8", "too many"),
        ("192.168.0.0/21", "too many"),
        ("fe80::/64", "no IPv4 network"),
        ("hall", "no IPv4 network"),
        ("", "no IPv4 network"),
    ],
)
def test_no_other_network_is_searched(text: str, sentence: str) -> None:
    with pytest.raises(NetworkError, match=sentence):
        named_network(text)


def test_the_machines_own_networks_are_private_and_small() -> None:
    for network in own_networks():
        assert network == named_network(str(network))
        assert not network.is_loopback


def test_a_found_address_names_the_very_printer(tmp_path: Path) -> None:
    first, second = UsbPrinter(serial="A"), UsbPrinter(serial="B")
    bus = Bus(first, second)
    addresses = [one.address for one in on_usb(lambda: bus).printers]
    assert addresses == ["usb://04b8:0e15?serial=A", "usb://04b8:0e15?serial=B"]
    for one in (first, second):
        assert (one.has_kernel_driver, one.claimed) == (True, set())
    with pytest.raises(NotReachableError):
        open_address("file:" + str(tmp_path), PROFILE).open("a")
