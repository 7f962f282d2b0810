"""A printer on USB, found by what it is and never by where it is plugged in."""

from __future__ import annotations

import atexit
import contextlib
import re
import time
from collections.abc import Callable

import usb.core
import usb.util
from usb.backend import IBackend

from printer.profiles import Profile
from printer.transports.options import ANY, Options, read_options
from printer.transports.port import STALL_S, AddressError, CutOffError, NotReachableError, Transport
from printer.usb_bus import Channel, Wanted, channel, find_printer, not_reachable, open_bus

SCHEMES = ("usb",)
EXAMPLE = "usb://VVVV:PPPP"
_ADDRESS = re.compile(r"usb://([0-9a-fA-F]{4}):([0-9a-fA-F]{4})/?(?:\?(.*))?", re.ASCII)
_CHUNK = 4096
_PAUSE_S = 0.005


def from_address(address: str, profile: Profile) -> UsbTransport:
    """Return the transport for ``usb://VENDOR:PRODUCT[?serial=…][&status=none|proof=id]``. Raises AddressError."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise AddressError(
            f"{address!r} names no USB printer. Write {EXAMPLE} with four hexadecimal digits each, "
            "as antrean-printer find shows them, and ?serial=NUMBER if there are several."
        )
    options = read_options(found[3] or "", profile, {"serial": ANY})
    return UsbTransport(Wanted(int(found[1], 16), int(found[2], 16), options.own.get("serial")), options)


class UsbTransport(Transport):
    """Takes the printer from the kernel's own driver once, and gives it back when the program ends.

    ``bus`` opens the bus; ``stall_s``: how long the printer may take nothing, in seconds.
    """

    def __init__(
        self,
        wanted: Wanted,
        options: Options | None = None,
        bus: Callable[[], IBackend] = open_bus,
        stall_s: float = STALL_S,
    ) -> None:
        self.wanted, self._bus, self._stall_s = wanted, bus, stall_s
        self._is_told_one_way = options is not None and options.is_one_way
        self.is_one_way = self._is_told_one_way
        self.knows_process_id = options is not None and options.knows_process_id
        self._device: usb.core.Device | None = None
        self._channel = Channel(0, 0, 0, None, 0)
        self._is_taken = False

    def open(self, job: str) -> None:  # noqa: ARG002  (the same verb for all transports)
        """Find the printer and take it. Raises NotReachableError with a sentence."""
        self.close()
        device = find_printer(self._bus(), self.wanted)
        self._device = device
        try:
            self._channel = channel(device)
            self._take(device)
        except usb.core.USBError as error:
            self.close()
            raise not_reachable(device, error) from error
        except NotReachableError:
            self.close()
            raise
        self.is_one_way = self._is_told_one_way or self._channel.into is None

    def write(self, data: bytes) -> None:
        """Send all of ``data``; a printer that takes nothing for five seconds has stalled.

        Only after a timeout does pyusb know how much of a transfer has left: it returns that, or raises where it was
        nothing. With every other error the count is lost, so at least one byte more may be out.
        """
        device, sent = self._opened(), 0
        while sent < len(data):
            try:
                taken = device.write(self._channel.out, data[sent : sent + _CHUNK], _ms(self._stall_s))
            except usb.core.USBTimeoutError as error:
                raise CutOffError(sent, "the printer takes no more") from error
            except usb.core.USBError as error:
                raise CutOffError(sent + 1, error.strerror or str(error)) from error
            if not taken:
                raise CutOffError(sent + 1, "the printer takes nothing")
            sent += taken

    def read(self, timeout_s: float) -> bytes:
        """Return the next bytes, empty for silence."""
        device, ends_at = self._opened(), time.monotonic() + timeout_s
        while self._channel.into is not None:
            left = max(0.0, ends_at - time.monotonic())
            try:
                heard = bytes(device.read(self._channel.into, self._channel.packet, _ms(left)))
            except usb.core.USBTimeoutError:
                return b""
            except usb.core.USBError as error:
                raise CutOffError(0, error.strerror or str(error)) from error
            if heard or time.monotonic() >= ends_at:
                return heard
            # Some printers answer "nothing" at once instead of waiting.
            time.sleep(_PAUSE_S)
        return b""

    def close(self) -> None:
        """Let the printer go, for this program's next exchange or for another program."""
        device, self._device = self._device, None
        if device is None:
            return
        with contextlib.suppress(usb.core.USBError):
            usb.util.release_interface(device, self._channel.interface)
        with contextlib.suppress(usb.core.USBError):
            usb.util.dispose_resources(device)

    def give_back(self) -> None:
        """Close for good: let the kernel's driver have the printer again. Never raises.

        It is asked to take the printer even if it did not have it here: an earlier run that was killed may have
        left it without. Where the kernel knows no driver for it, that changes nothing.
        """
        self.close()
        atexit.unregister(self.give_back)
        if not self._is_taken:
            return
        self._is_taken = False
        # libusb raises NotImplementedError on systems that have no kernel drivers to give back.
        with contextlib.suppress(usb.core.USBError, NotReachableError, NotImplementedError):
            device = find_printer(self._bus(), self.wanted)
            try:
                device.attach_kernel_driver(self._channel.interface)
            finally:
                usb.util.dispose_resources(device)

    def _take(self, device: usb.core.Device) -> None:
        """Claim the interface in its right setting. Raises USBError.

        The kernel's driver stays away between exchanges: to bind it again every few seconds would make its device
        file come and go, and some printers reset themselves each time.
        """
        number = self._channel.interface
        # Raised by libusb on systems whose kernel drivers nobody can ask for.
        with contextlib.suppress(NotImplementedError):
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
        usb.util.claim_interface(device, number)
        if not self._is_taken:
            self._is_taken = True
            atexit.register(self.give_back)
        if self._channel.setting:
            device.set_interface_altsetting(number, self._channel.setting)

    def _opened(self) -> usb.core.Device:
        if self._device is None:
            raise CutOffError(0, "not open")
        return self._device


def _ms(seconds: float) -> int:
    """Return whole milliseconds, at least one: to libusb, zero is for ever."""
    return max(1, round(seconds * 1000))
