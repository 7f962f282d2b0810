"""Look where printers can be, and ask each one that answers how it is.

Only DLE EOT is sent, which no printer prints. A search ends within a few seconds however many stay silent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from itertools import chain, islice

import usb.core
from serial.tools.list_ports import comports
from usb.backend import IBackend

from printer import usb_bus
from printer.device import Device
from printer.status import NONSENSE, SILENT, Reading
from printer.transports.options import Options
from printer.transports.port import NotReachableError
from printer.transports.serial import SerialTransport
from printer.transports.tcp import DEFAULT_PORT, TcpTransport
from printer.transports.usb import UsbTransport
from queue_server.protocol import FoundPrinter, PrinterState

AT_ONCE = 64
SEARCH_S = 6.0
_CONNECT_S = 0.3
_USUAL_BAUDS = ("9600", "19200", "38400", "115200")
_UNNAMED = "n/a"  # what pyserial calls a port that says nothing of itself
_NO_ANSWER = frozenset({SILENT, NONSENSE})


@dataclass(slots=True)
class Findings:
    """What was found, and sentences about what could not be looked at."""

    printers: list[FoundPrinter] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def on_usb(open_bus: Callable[[], IBackend] = usb_bus.open_bus) -> Findings:
    """Find USB devices of the printer class."""
    found = Findings()
    try:
        bus = open_bus()
        devices = list(usb_bus.printers(bus))
    except (NotReachableError, usb.core.USBError) as error:
        found.notes.append(str(error))
        return found
    for device in devices:
        wanted = usb_bus.Wanted(device.idVendor, device.idProduct)
        address = usb_bus.address(device)
        try:
            serial = usb_bus.serial_number(device)
            names = [usb_bus.text(device, index) for index in (device.iManufacturer, device.iProduct)]
        except NotReachableError as error:
            found.notes.append(str(error))
            found.printers.append(FoundPrinter(address, wanted.name))
            continue
        named = usb_bus.Wanted(wanted.vendor, wanted.product, serial)
        transport = UsbTransport(named, bus=lambda: bus)
        reading = Device(transport).check()
        transport.give_back()
        name = " ".join(name for name in names if name) or wanted.name
        found.printers.append(FoundPrinter(address, name, reading.state.value))
        usb.util.dispose_resources(device)
    return found


def at_serial_ports(ports: Callable[[], Iterable[object]] = comports, *, asks: bool = False) -> Findings:
    """Find serial ports; if ``asks``, also the speed of each at which a printer answers. Unwired ports stay out.

    To ask is a wish of its own: at such a port may hang a scale, a modem or a door, to which any byte means something.
    """
    listed = [(str(getattr(port, "device", port)), str(getattr(port, "description", _UNNAMED))) for port in ports()]
    if not listed:
        return Findings()
    if not asks:
        return Findings([_not_asked(*port) for port in listed])
    with ThreadPoolExecutor(len(listed)) as pool:
        return Findings(list(pool.map(_at_serial_port, listed)))


def in_networks(networks: Iterable[IPv4Network], port: int = DEFAULT_PORT, within_s: float = SEARCH_S) -> Findings:
    """Find what accepts connections at ``port`` of any address of ``networks`` (see ``finding.networks``)."""
    hosts = [str(host) for host in chain.from_iterable(network.hosts() for network in networks)]
    ends_at = time.monotonic() + within_s
    left = iter(hosts)
    found, tried = Findings(), 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while (batch := list(islice(left, AT_ONCE))) and time.monotonic() < ends_at:
            asked = [pool.submit(_at_address, host, port) for host in batch]
            wait(asked)
            tried += len(batch)
            found.printers += [one for one in (answer.result() for answer in asked) if one is not None]
    if tried < len(hosts):
        found.notes.append(
            f"Time was up after {tried:,} of {len(hosts):,} addresses. Name a smaller network: --network 192.168.1.0/24"
        )
    return found


def _at_address(host: str, port: int) -> FoundPrinter | None:
    reading = Device(TcpTransport(host, port, connect_s=_CONNECT_S)).check()
    if reading.state is PrinterState.OFFLINE and reading.detail == "not_reachable":
        return None
    return FoundPrinter(f"tcp://{host}:{port}", host, reading.state.value)


def _not_asked(path: str, description: str) -> FoundPrinter:
    return FoundPrinter(f"serial://{path}?baud={_USUAL_BAUDS[0]}", description if description != _UNNAMED else path)


def _at_serial_port(listed: tuple[str, str]) -> FoundPrinter:
    path, description = listed
    unasked = _not_asked(path, description)
    for baud in _USUAL_BAUDS:
        reading = Device(SerialTransport(path, Options(own={"baud": baud}))).check()
        if _is_printers(reading):
            return FoundPrinter(f"serial://{path}?baud={baud}", unasked.name, reading.state.value)
    return unasked


def _is_printers(reading: Reading) -> bool:
    """Say whether somebody answered as printers do."""
    return reading not in _NO_ANSWER and reading.detail not in {"not_reachable", "no_permission", "not_found"}
