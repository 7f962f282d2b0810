"""``antrean-printer virtual``: be a network printer whose paper is a folder, and be told what goes wrong."""

from __future__ import annotations

import argparse
import ipaddress
import signal
from pathlib import Path

from printer.commands import CommandError, UsageError
from printer.profiles import find_profile
from printer.virtual import Place, VirtualPrinter
from printer.virtual.control import tell_from_afar
from printer.virtual.orders import DONE, ORDERS

_STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
_HIGHEST_PORT = 65535


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "virtual",
        help="be a network printer whose slips become pictures in a folder",
        epilog=f"It can be told: {', '.join(ORDERS)}.",
    )
    parser.add_argument("--listen", type=place, default="127.0.0.1:9100", metavar="HOST:PORT", help="the printer")
    parser.add_argument(
        "--control", type=place, default="127.0.0.1:9101", metavar="HOST:PORT", help="takes orders, one a line"
    )
    parser.add_argument("--profile", default="default", help="80mm (default), 58mm, or a model; see profiles")
    parser.add_argument("--tell", type=place, metavar="HOST:PORT", help="pass an order to the printer that runs there")
    parser.add_argument("words", nargs="+", metavar="DIR", help="the folder of the slips; with --tell the order")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Be the printer until SIGTERM or Ctrl-C, or pass an order on. Raises CommandError."""
    if chosen.tell is not None:
        return _tell(chosen.tell, " ".join(chosen.words))
    if len(chosen.words) != 1:
        raise UsageError("Name one folder for the slips.")
    if not ipaddress.ip_address(chosen.control[0]).is_loopback:
        raise UsageError("The control channel knows no password, so it stays on this machine: 127.0.0.1:PORT.")
    profile = find_profile(chosen.profile)
    # Blocked before any thread is started, the signals wait for sigwait and never interrupt a slip.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    folder = Path(chosen.words[0])
    try:
        with VirtualPrinter(folder, profile, listen=chosen.listen, control=chosen.control) as printer:
            print(
                f"Printing for --device {printer.address}; slips fall into {folder}.\n"
                f'Tell it what goes wrong: antrean-printer virtual --tell {printer.control} "paper out"',
                flush=True,
            )
            signal.sigwait(_STOP_SIGNALS)
    except OSError as error:
        raise CommandError(f"The virtual printer cannot start: {error}.") from error
    return 0


def place(text: str) -> Place:
    """Return host and port of ``HOST:PORT``. Raises ArgumentTypeError."""
    host, _, port = text.rpartition(":")
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no IP address and port, like 127.0.0.1:9100") from None
    if not (port.isascii() and port.isdigit()) or int(port) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} has no port, like 127.0.0.1:9100")
    return str(address), int(port)


def _tell(where: Place, words: str) -> int:
    try:
        answer = tell_from_afar(*where, words)
    except OSError as error:
        raise CommandError(f"No virtual printer takes orders at {where[0]}:{where[1]}: {error}.") from error
    print(answer)
    return 0 if answer == DONE or answer.startswith("{") else 1
