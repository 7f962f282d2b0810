"""Ways to a printer, each small and alike: open, write, read, close.

A new one is one file with one class like ``Transport`` and one line in ``_MAKERS``.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, urlsplit

from printer.profiles import Profile
from printer.transports.file import FileTransport
from printer.transports.port import AddressError, Transport
from printer.transports.tcp import DEFAULT_PORT, TcpTransport
from printer.transports.virtual import VirtualTransport

NOT_YET = frozenset({"usb", "serial"})


def open_address(address: str, profile: Profile) -> Transport:
    """Return the transport that ``address`` names. Raises AddressError with a sentence for the person who typed it."""
    scheme, colon, rest = address.partition(":")
    if scheme in NOT_YET:
        raise AddressError(
            f"Printers at {scheme}:// are not yet supported. "
            "Use tcp://HOST:9100, or file:PATH with the printer's device file."
        )
    maker = _MAKERS.get(scheme)
    if not colon or not rest or maker is None:
        raise AddressError(f"{address!r} is not a printer. Write tcp://HOST:9100, file:PATH or virtual:DIR.")
    return maker(address, profile)


def _tcp(address: str, _profile: Profile) -> Transport:
    parts = urlsplit(address)
    try:
        port = parts.port or DEFAULT_PORT
    except ValueError:
        port = 0
    if not parts.hostname or not port or parts.path not in {"", "/"}:
        raise AddressError(f"{address!r} is not a printer's network address. Write tcp://HOST:9100.")
    return TcpTransport(parts.hostname, port, is_one_way=_is_one_way(parts))


def _is_one_way(parts: SplitResult) -> bool:
    options = parse_qs(parts.query, keep_blank_values=True)
    if options and options != {"status": ["none"]}:
        raise AddressError(
            f"{parts.query!r} is not an option. The only one is ?status=none, for printers that never answer."
        )
    return bool(options)


def _file(address: str, _profile: Profile) -> Transport:
    return FileTransport(_path(address))


def _virtual(address: str, profile: Profile) -> Transport:
    return VirtualTransport(_path(address), profile.dots)


def _path(address: str) -> str:
    """Return the path of ``file:PATH``, also when it was written as an address: ``file:///PATH``."""
    path = address.partition(":")[2]
    return path[2:] if path.startswith("///") else path


_MAKERS: dict[str, Callable[[str, Profile], Transport]] = {"tcp": _tcp, "file": _file, "virtual": _virtual}
