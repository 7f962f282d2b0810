"""``antrean-printer find``: which printers could be used, and how they are."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from printer.finding.networks import named_network, own_networks
from printer.finding.search import Findings, at_serial_ports, in_networks, on_usb

_OWN = ""
_NOTHING = (
    "No printer was found. Is it switched on and its cable plugged in? Network printers are looked for "
    "with --network; one in another network is named by its address: tcp://HOST:9100."
)


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("find", help="list printers on USB, at serial ports and in the network")
    parser.add_argument(
        "--network",
        nargs="?",
        const=_OWN,
        metavar="CIDR",
        help="look in the network too: this machine's own ones, or the private one given, at most /22; "
        "every address is asked for a connection to port 9100, and what accepts one is sent DLE EOT 1 to 4",
    )
    parser.add_argument(
        "--serial",
        action="store_true",
        help="ask at each serial port too, at 9600, 19200, 38400 and 115200 baud, with DLE EOT 1 to 4; "
        "without this the ports are only listed, for other things than printers may hang there",
    )
    parser.add_argument("--json", action="store_true", help="a JSON list of address, name and state")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Look, and print what there is. Raises NetworkError."""
    with _quiet():
        parts = [_in_networks(chosen.network), on_usb(), at_serial_ports(asks=chosen.serial)]
    for note in (note for part in parts for note in part.notes):
        print(note, file=sys.stderr)
    found = [printer for part in parts for printer in part.printers]
    if chosen.json:
        print(json.dumps([asdict(printer) for printer in found], ensure_ascii=False))
    elif found:
        widest = max(len(printer.address) for printer in found)
        for printer in found:
            print(f"{printer.address:{widest}}  {printer.state or 'not asked':10}  {printer.name}")
        print("\nTry one: antrean-printer test --device ADDRESS")
    else:
        print(_NOTHING)
    return 0


def _in_networks(wish: str | None) -> Findings:
    """Search what was wished for: no network, this machine's own, or the one named."""
    if wish is None:
        return Findings()
    networks = [named_network(wish)] if wish != _OWN else own_networks()
    if not networks:
        return Findings(notes=["This machine is in no private IPv4 network. Name one: --network 192.168.1.0/24."])
    return in_networks(networks)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let no address where nobody is make news of it."""
    log = logging.getLogger("printer.device")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)
