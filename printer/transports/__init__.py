"""Ways to a printer, each small and alike: open, write, read, close.

A new one is one file here: a class like ``port.Transport`` and three names in its module, by which it is found:
``SCHEMES`` (what its addresses begin with), ``EXAMPLE`` (one such address, for people) and
``from_address(address, profile)``, which returns the transport or raises AddressError with a sentence.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

from printer.profiles import Profile
from printer.transports.port import AddressError, Transport


def open_address(address: str, profile: Profile) -> Transport:
    """Return the transport that ``address`` names. Raises AddressError with a sentence for the person who typed it."""
    scheme, colon, rest = address.partition(":")
    found = ways()
    way = next((way for way in found if scheme in way.SCHEMES), None)
    if not colon or not rest or way is None:
        *most, last = (way.EXAMPLE for way in found)
        raise AddressError(f"{address!r} is not a printer. Write {', '.join(most)} or {last}.")
    transport: Transport = way.from_address(address, profile)
    return transport


def ways() -> list[ModuleType]:
    """Return the modules of this package that lead to printers, in the order of their names."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return sorted((module for module in modules if hasattr(module, "SCHEMES")), key=lambda module: module.__name__)


def examples() -> str:
    """Return one address of each kind, for help texts."""
    return ", ".join(way.EXAMPLE for way in ways())
