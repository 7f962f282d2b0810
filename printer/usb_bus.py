"""Printers on the USB bus, by pyusb: which there are, which one an address means, and its way in and out.

Source of the numbers: USB Device Class Definition for Printing Devices 1.1 (interface class 7; protocol 1 is one
way, 2 has a way back). Epson's own class is 255 with the same two endpoints, so it is taken where no class 7 is.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import usb.core
import usb.util
from usb.backend import IBackend, libusb1

from printer.transports.port import NotReachableError

PRINTER_CLASS, VENDOR_CLASS = 7, 255
_RAW_PROTOCOLS = (2, 1)
RULE = "deploy/udev/70-antrean-printer.rules"
_NO_LIBRARY = "USB printers need the library libusb, which is not installed: apt-get install libusb-1.0-0."


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the bytes go: an interface in one of its settings. ``into`` is None when it has no way back."""

    interface: int
    setting: int
    out: int
    into: int | None
    packet: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """The printer that an address means. ``serial`` is None when it does not say which of several."""

    vendor: int
    product: int
    serial: str | None = None

    @property
    def name(self) -> str:
        """How people write it: ``04b8:0e15``."""
        return f"{self.vendor:04x}:{self.product:04x}"


def open_bus(find_library: Callable[[str], str | None] | None = None) -> IBackend:
    """Return the machine's USB bus. Raises NotReachableError when libusb is not installed."""
    bus = libusb1.get_backend(find_library)
    if bus is None:
        raise NotReachableError(_NO_LIBRARY)
    return bus


def printers(bus: IBackend) -> Iterator[usb.core.Device]:
    """Yield everything on ``bus`` that has an interface for printers."""
    for device in usb.core.find(find_all=True, backend=bus):
        try:
            if any(setting.bInterfaceClass == PRINTER_CLASS for part in device for setting in part):
                yield device
        except usb.core.USBError:
            continue


def find_printer(bus: IBackend, wanted: Wanted) -> usb.core.Device:
    """Return the one printer that ``wanted`` means. Raises NotReachableError with a sentence."""
    try:
        found = list(usb.core.find(find_all=True, backend=bus, idVendor=wanted.vendor, idProduct=wanted.product))
    except usb.core.USBError as error:
        raise NotReachableError(f"The USB bus cannot be searched: {error.strerror or error}.") from error
    if not found:
        raise NotReachableError(f"No USB printer {wanted.name} is plugged in and switched on.", "not_found")
    if wanted.serial is None and len(found) == 1:
        return found[0]
    serials = [serial_number(device) for device in found]
    if wanted.serial is None:
        raise NotReachableError(_which(wanted, serials), "not_found")
    for device, serial in zip(found, serials, strict=True):
        if serial == wanted.serial:
            return device
    raise NotReachableError(
        f"No USB printer {wanted.name} with the serial number {wanted.serial!r} is plugged in and switched on. "
        f"Found: {_listed(serials)}.",
        "not_found",
    )


def serial_number(device: usb.core.Device) -> str | None:
    """Return the serial number, None where it has none. Raises NotReachableError when it may not be asked."""
    try:
        active_configuration(device)
        return text(device, device.iSerialNumber) or None
    except usb.core.USBError as error:
        raise not_reachable(device, error) from error
    finally:
        with contextlib.suppress(usb.core.USBError):
            # Nobody else could use it as long as it stays open here.
            usb.util.dispose_resources(device)


def text(device: usb.core.Device, index: int) -> str:
    """Return one of the device's own texts, empty where it has none or does not say it."""
    try:
        return (usb.util.get_string(device, index) or "").strip("\0 ")
    except (usb.core.USBError, ValueError):
        return ""


def address(device: usb.core.Device) -> str:
    """Return the address to give an agent; without serial number where the printer has none or may not be asked."""
    name = Wanted(device.idVendor, device.idProduct).name
    try:
        serial = serial_number(device)
    except NotReachableError:
        serial = None
    return f"usb://{name}?serial={quote(serial, safe='')}" if serial else f"usb://{name}"


def active_configuration(device: usb.core.Device) -> usb.core.Configuration:
    """Return the configuration in use, choosing the first one if none is. Raises USBError."""
    try:
        return device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno is not None:
            raise
        device.set_configuration()
        return device.get_active_configuration()


def channel(device: usb.core.Device) -> Channel:
    """Return the way in and out. Raises USBError, or NotReachableError when it has none that takes ESC/POS."""
    settings = list(active_configuration(device))
    classes = [
        [one for one in settings if one.bInterfaceClass == PRINTER_CLASS and one.bInterfaceProtocol == protocol]
        for protocol in _RAW_PROTOCOLS
    ]
    classes.append([one for one in settings if one.bInterfaceClass == VENDOR_CLASS])
    for setting in (one for found in classes for one in found):
        out, into = _bulk(setting, usb.util.ENDPOINT_OUT), _bulk(setting, usb.util.ENDPOINT_IN)
        if out is None or (setting.bInterfaceClass == VENDOR_CLASS and into is None):
            continue
        packet = into.wMaxPacketSize if into is not None else 0
        return Channel(
            setting.bInterfaceNumber,
            setting.bAlternateSetting,
            out.bEndpointAddress,
            into.bEndpointAddress if into is not None else None,
            packet,
        )
    name = Wanted(device.idVendor, device.idProduct).name
    raise NotReachableError(f"The USB device {name} is no printer that takes ESC/POS.", "not_found")


def not_reachable(device: usb.core.Device, error: usb.core.USBError) -> NotReachableError:
    """Return what to tell a person about ``error`` on opening."""
    name = Wanted(device.idVendor, device.idProduct).name
    if error.errno in {errno.EACCES, errno.EPERM}:
        sentence = (
            f"This account may not use the USB printer {name}. "
            f"Install {RULE} into /etc/udev/rules.d, then plug the printer in again."
        )
        return NotReachableError(sentence, "no_permission")
    if error.errno == errno.EBUSY:
        return NotReachableError(f"The USB printer {name} is in use by another program.")
    if error.errno == errno.ENODEV:
        return NotReachableError(f"The USB printer {name} was unplugged.", "not_found")
    return NotReachableError(f"The USB printer {name} cannot be opened: {error.strerror or error}.")


def _bulk(setting: usb.core.Interface, direction: int) -> usb.core.Endpoint | None:
    return next(
        (
            endpoint
            for endpoint in setting
            if usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
            and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction
        ),
        None,
    )


def _which(wanted: Wanted, serials: list[str | None]) -> str:
    if any(serials):
        return (
            f"{len(serials)} USB printers are {wanted.name}. Say which by its serial number: "
            f"usb://{wanted.name}?serial=NUMBER. There are: {_listed(serials)}."
        )
    return f"{len(serials)} USB printers are {wanted.name} and none has a serial number. Plug in one of them only."


def _listed(serials: list[str | None]) -> str:
    return ", ".join(sorted(serial or "one without a number" for serial in serials))
