"""Which networks may be searched: private ones, small enough, and those of this machine."""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import socket
import struct
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from pathlib import Path

LARGEST = 22
"""The shortest prefix that is searched: 1,022 addresses."""
_PRIVATE = tuple(
    IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
)
_LOOPBACK = IPv4Network("127.0.0.0/8")
_SIOCGIFADDR, _SIOCGIFNETMASK = 0x8915, 0x891B  # netdevice(7)
_INTERFACES = Path("/sys/class/net")
_NAME_BYTES, _ADDRESS_AT = 15, 20


class NetworkError(ValueError):
    """A network that is not searched; the text says why."""


def named_network(text: str) -> IPv4Network:
    """Return the network that a person wrote. Raises NetworkError with a sentence."""
    try:
        network = IPv4Network(text, strict=False)
    except ValueError:
        raise NetworkError(f"{text!r} is no IPv4 network. Write it like 192.168.1.0/24.") from None
    if not any(network.subnet_of(private) for private in _PRIVATE):
        raise NetworkError(f"{network} is not a private network; only the hall's own is searched.")
    if network.prefixlen < LARGEST:
        raise NetworkError(
            f"{network} has {network.num_addresses:,} addresses, which is too many. Name a part of at most /{LARGEST}."
        )
    return network


def own_networks() -> list[IPv4Network]:
    """Return the private networks of this machine, real network cards first; of a large one the part around it."""
    if not _INTERFACES.is_dir():
        return []
    names = sorted(_INTERFACES.iterdir(), key=lambda path: (not (path / "device").exists(), path.name))
    found: list[IPv4Network] = []
    for path in names:
        network = _searched(_address(path.name))
        if network is not None and network not in found:
            found.append(network)
    return found


def _searched(own: IPv4Interface | None) -> IPv4Network | None:
    """Return the part of an interface's network that may be searched, None for none."""
    if own is None or own.ip in _LOOPBACK or not any(own.ip in private for private in _PRIVATE):
        return None
    return IPv4Network((own.ip, max(own.network.prefixlen, LARGEST)), strict=False)


def _address(interface: str) -> IPv4Interface | None:
    """Return the first IPv4 address of a network card and its mask; None when it has none."""
    request = struct.pack("256s", interface.encode()[:_NAME_BYTES])
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        address, mask = (
            IPv4Address(fcntl.ioctl(probe, question, request)[_ADDRESS_AT : _ADDRESS_AT + 4])
            for question in (_SIOCGIFADDR, _SIOCGIFNETMASK)
        )
        return ipaddress.IPv4Interface(f"{address}/{mask}")
    return None
