"""A USB bus of the tests' own: what pyusb would otherwise get from libusb, with printers that can be unplugged."""

from __future__ import annotations

import errno
import time
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.core
from usb.backend import IBackend

from printer.profiles import find_profile
from printer.virtual.machine import Machine

PRINTER, VENDOR = 7, 255
BULK_OUT, BULK_IN = 0x01, 0x82


@dataclass(frozen=True)
class Setting:
    """One setting of an interface and the endpoints that it has, all bulk."""

    kind: int = PRINTER
    protocol: int = 2
    endpoints: tuple[int, ...] = (BULK_OUT, BULK_IN)


@dataclass(eq=False)
class UsbPrinter:
    """What is plugged in. ``interfaces`` holds, for each interface, its settings.

    ``has_kernel_driver``: the kernel's driver has it now; ``kernel_knows_driver``: it would take it if asked to.
    """

    vendor: int = 0x04B8
    product: int = 0x0E15
    serial: str | None = "X1"
    name: str = "TM-T20II"
    interfaces: list[list[Setting]] = field(default_factory=lambda: [[Setting()]])
    has_kernel_driver: bool = True
    kernel_knows_driver: bool = True
    detached: int = 0
    may_be_opened: bool = True
    is_configured: bool = True
    is_claimed_by_another: bool = False
    unplugged_after: int | None = None
    stalls_after: int | None = None
    answers_nothing_at_once: bool = False
    machine: Machine = field(default_factory=lambda: Machine(find_profile("80mm")))
    taken: int = 0
    setting: int = 0
    claimed: set[int] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        return ["", "EPSON", self.name, self.serial or ""]


class Bus(IBackend):  # type: ignore[misc]
    """Implements of pyusb's own interface what a printer needs."""

    def __init__(self, *plugged: UsbPrinter) -> None:
        self.plugged = list(plugged)
        self.opened: list[UsbPrinter] = []
        self.is_broken = False

    def enumerate_devices(self) -> list[UsbPrinter]:
        if self.is_broken:
            raise usb.core.USBError("Input/Output Error", -1, errno.EIO)
        return list(self.plugged)

    def get_device_descriptor(self, dev: UsbPrinter) -> Any:
        return SimpleNamespace(
            **dict.fromkeys(("bDeviceClass", "bDeviceSubClass", "bDeviceProtocol", "bcdDevice", "speed"), 0),
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x200,
            bMaxPacketSize0=64,
            idVendor=dev.vendor,
            idProduct=dev.product,
            iManufacturer=1,
            iProduct=2,
            iSerialNumber=3 if dev.serial is not None else 0,
            bNumConfigurations=1,
            address=1 + self.plugged.index(dev) if dev in self.plugged else 99,
            bus=1,
            port_number=1,
            port_numbers=(1,),
        )

    def get_configuration_descriptor(self, dev: UsbPrinter, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=len(dev.interfaces),
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: UsbPrinter, intf: int, alt: int, config: int) -> Any:
        setting = dev.interfaces[intf][alt]
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=intf,
            bAlternateSetting=alt,
            bNumEndpoints=len(setting.endpoints),
            bInterfaceClass=setting.kind,
            bInterfaceSubClass=1,
            bInterfaceProtocol=setting.protocol,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, dev: UsbPrinter, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=dev.interfaces[intf][alt].endpoints[ep],
            bmAttributes=2,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: UsbPrinter) -> UsbPrinter:
        self._must_be_there(dev)
        if not dev.may_be_opened:
            raise usb.core.USBError("Access denied (insufficient permissions)", -3, errno.EACCES)
        self.opened.append(dev)
        return dev

    def close_device(self, dev_handle: UsbPrinter) -> None:
        self.opened.remove(dev_handle)
        dev_handle.machine.hang_up()

    def get_configuration(self, dev_handle: UsbPrinter) -> int:
        return int(dev_handle.is_configured)

    def set_configuration(self, dev_handle: UsbPrinter, config_value: int) -> None:
        dev_handle.is_configured = bool(config_value)

    def set_interface_altsetting(self, dev_handle: UsbPrinter, intf: int, altsetting: int) -> None:
        assert intf in dev_handle.claimed
        dev_handle.setting = altsetting

    def claim_interface(self, dev_handle: UsbPrinter, intf: int) -> None:
        if dev_handle.has_kernel_driver or dev_handle.is_claimed_by_another:
            raise usb.core.USBError("Resource busy", -6, errno.EBUSY)
        dev_handle.claimed.add(intf)

    def release_interface(self, dev_handle: UsbPrinter, intf: int) -> None:
        self._must_be_there(dev_handle)
        dev_handle.claimed.remove(intf)

    def is_kernel_driver_active(self, dev_handle: UsbPrinter, intf: int) -> bool:
        return dev_handle.has_kernel_driver

    def detach_kernel_driver(self, dev_handle: UsbPrinter, intf: int) -> None:
        assert dev_handle.has_kernel_driver
        dev_handle.has_kernel_driver = False
        dev_handle.detached += 1

    def attach_kernel_driver(self, dev_handle: UsbPrinter, intf: int) -> None:
        self._must_be_there(dev_handle)
        assert not dev_handle.claimed
        if not dev_handle.kernel_knows_driver:
            raise usb.core.USBError("Entity not found", -5, errno.ENOENT)
        dev_handle.has_kernel_driver = True

    def bulk_write(self, dev_handle: UsbPrinter, ep: int, intf: int, data: Any, timeout: int) -> int:
        """Take a transfer. Like pyusb, return how much of it was taken only at a timeout; other errors lose that."""
        self._must_be_there(dev_handle)
        assert (ep, intf in dev_handle.claimed) == (BULK_OUT, True)
        assert timeout > 0
        wanted = bytes(data)
        for limit in (dev_handle.unplugged_after, dev_handle.stalls_after):
            if limit is not None:
                wanted = wanted[: max(0, limit - dev_handle.taken)]
        dev_handle.taken += len(wanted)
        dev_handle.machine.take(wanted)
        if len(wanted) < len(data) and dev_handle.unplugged_after is not None:
            self.plugged.remove(dev_handle)
            self._must_be_there(dev_handle)
        if not wanted:
            time.sleep(timeout / 1000)
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return len(wanted)

    def bulk_read(self, dev_handle: UsbPrinter, ep: int, intf: int, buff: Any, timeout: int) -> int:
        self._must_be_there(dev_handle)
        assert (ep, intf in dev_handle.claimed) == (BULK_IN, True)
        assert timeout > 0
        said = dev_handle.machine.answers()
        assert len(said) <= len(buff)
        if not said and not dev_handle.answers_nothing_at_once:
            time.sleep(timeout / 1000)
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        for place, byte in enumerate(said):
            buff[place] = byte
        return len(said)

    def ctrl_transfer(self, dev_handle: UsbPrinter, *request: Any) -> int:
        self._must_be_there(dev_handle)
        direction, number, value, _, data, _ = request
        assert (direction, number, value >> 8) == (0x80, 6, 3), "only texts can be asked for"
        text = dev_handle.texts[value & 0xFF]
        content = text.encode("utf-16-le") if value & 0xFF else (0x0409).to_bytes(2, "little")
        answer = bytes((2 + len(content), 3)) + content
        for place, byte in enumerate(answer):
            data[place] = byte
        return len(answer)

    def _must_be_there(self, dev: UsbPrinter) -> None:
        if dev not in self.plugged:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)
