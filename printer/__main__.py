"""The ``antrean-printer`` command: with a subcommand the tools of ``printer.commands``, without one the agent."""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from printer import commands
from printer.agent import Agent
from printer.device import Device
from printer.link import ServerLink
from printer.listener import Listener
from printer.logos import LogoShelf
from printer.press import Press
from printer.profiles import Profile, UnknownProfileError, find_profile
from printer.spool import Spool, SpoolTakenError
from printer.transports import examples, open_address
from printer.transports.port import AddressError, Transport

_log = logging.getLogger("printer")
TOKEN_VARIABLE = "ANTREAN_PRINTER_TOKEN"  # noqa: S105  (the name of a variable)
HOME_VARIABLE = "ANTREAN_HOME"
_STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
_STANDBY_S = 1.0
_JOIN_S = 15.0
_OWNER_LETTERS = 16


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand, or the agent until SIGTERM or SIGINT; return 0, 2 for a wrong command line, 1 when it broke."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words and words[0] in commands.names():
        logging.basicConfig(level=logging.WARNING, format="%(message)s", force=True)
        return commands.run(words)
    parser = _parser()
    chosen = parser.parse_args(words)
    token = chosen.token or os.environ.get(TOKEN_VARIABLE, "")
    try:
        server = _server(chosen.server)
        profile = find_profile(chosen.profile)
        transport = open_address(chosen.device, profile)
    except (AddressError, UnknownProfileError) as error:
        parser.error(str(error))
    if not token:
        parser.error(f"The printer needs its token: --token, or {TOKEN_VARIABLE} in the environment.")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", force=True)
    # Blocked before any thread is started, the signals wait for sigwait and never interrupt a slip.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    folder = Path(chosen.spool) if chosen.spool else _default_spool(server, chosen.device)
    return _Run(server, token, folder).run(transport, profile)


class _SpoolUnusableError(Exception):
    """The folder cannot be written; the text says which and why."""


class _Run:
    """The life of the process: stand by for the spool, work in a thread, stop on a signal."""

    def __init__(self, server: str, token: str, folder: Path) -> None:
        self._server, self._token, self._folder = server, token, folder
        self._wake, self._stopped = Event(), Event()
        self._is_broken = False

    def run(self, transport: Transport, profile: Profile) -> int:
        worker = Thread(target=self._work, args=(transport, profile), name="agent", daemon=True)
        worker.start()
        signal.sigwait(_STOP_SIGNALS)
        self._stopped.set()
        self._wake.set()
        worker.join(_JOIN_S)
        return 1 if self._is_broken else 0

    def _work(self, transport: Transport, profile: Profile) -> None:
        try:
            spool = self._take_spool()
            if spool is not None:
                self._serve(Device(transport), spool, profile)
                spool.close()
        except _SpoolUnusableError as error:
            self._is_broken = True
            _log.error("%s", error)
        except Exception:  # noqa: BLE001  (whatever it was, the process must end and say so)
            self._is_broken = True
            _log.exception("the agent broke")
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    def _serve(self, device: Device, spool: Spool, profile: Profile) -> None:
        link = ServerLink(self._server, self._token)
        press = Press(device, spool, profile, LogoShelf(self._folder / "logos", link.fetch))
        listener = Listener(self._server, self._token, self._wake)
        listener.start()
        _log.info("printing for %s", self._server)
        Agent(link, listener, press).run(self._wake, self._stopped)
        listener.stop()
        link.close()

    def _take_spool(self) -> Spool | None:
        """Return the spool, once no other agent holds it; None when stopped meanwhile."""
        has_said = False
        while not self._stopped.is_set():
            try:
                return Spool(self._folder, hashlib.sha256(self._token.encode()).hexdigest()[:_OWNER_LETTERS])
            except SpoolTakenError:
                if not has_said:
                    _log.warning("another agent works with the spool %s; standing by until it ends", self._folder)
                has_said = True
                self._stopped.wait(_STANDBY_S)
            except OSError as error:
                raise _SpoolUnusableError(
                    f"The spool {self._folder} cannot be used: {error.strerror or error}. "
                    "Name a folder that this account may write to: --spool DIR."
                ) from error
        return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="antrean-printer",
        description="Prints an office's slips on one printer.",
        epilog=f"Beside it there are commands, each with its own --help: {', '.join(commands.names())}.",
    )
    parser.add_argument("--server", required=True, metavar="URL", help="the queue server, http://HOST:PORT")
    parser.add_argument("--token", help=f"the printer's device token (or {TOKEN_VARIABLE} in the environment)")
    parser.add_argument(
        "--device",
        required=True,
        help=f"{examples()}; with ?status=none where it never answers",
    )
    parser.add_argument("--profile", default="default", help="80mm (default), 58mm, or a model of python-escpos")
    parser.add_argument("--spool", metavar="DIR", help="where the agent remembers its jobs")
    return parser


def _server(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AddressError(f"{address!r} is not a server's address. Write http://HOST:PORT.")
    return address.rstrip("/")


def _default_spool(server: str, device: str) -> Path:
    """Return a folder of its own for each pair of server and device, so that two printers never share one."""
    digest = hashlib.sha256(f"{server} {device}".encode()).hexdigest()[:12]
    return Path(os.environ.get(HOME_VARIABLE) or "var") / "printer" / digest


if __name__ == "__main__":
    sys.exit(main())
