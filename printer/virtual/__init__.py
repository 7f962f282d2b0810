"""A printer that is not there, for trying a hall and for the tests.

    with VirtualPrinter(folder, find_profile("80mm")) as printer:
        ... an agent prints to ``printer.address`` (tcp://127.0.0.1:PORT) ...
        printer.tell("paper out")
        assert [slip.is_whole for slip in printer.slips] == [True]

What it can be told: ``printer.virtual.orders.ORDERS``. It stops in the middle of a slip when it is not well, keeps
what it received, answers real-time questions meanwhile, and goes on when it is well again.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from printer.profiles import Profile, find_profile
from printer.virtual.control import ControlPort
from printer.virtual.machine import Machine
from printer.virtual.orders import OrderError
from printer.virtual.server import PrinterPort
from printer.virtual.slips import Slip, Tray

__all__ = ["OrderError", "Slip", "VirtualPrinter"]

LOOPBACK = "127.0.0.1"
Place = tuple[str, int]
_log = logging.getLogger(__name__)


class VirtualPrinter:
    """A network printer on this machine, in threads of its own. Use it in a ``with``, or ``start`` and ``stop`` it.

    ``folder``: where each slip becomes ``NNNN.png`` and ``NNNN.bin`` (None: nowhere, which is quicker).
    ``listen``: host and port of the printer, ``control``: of the channel for orders (None: none); port 0: any free one.
    Raises OSError when a port is taken or the folder cannot be made.
    """

    def __init__(
        self,
        folder: Path | None,
        profile: Profile | None = None,
        *,
        listen: Place = (LOOPBACK, 0),
        control: Place | None = None,
    ) -> None:
        chosen = profile or find_profile()
        self._tray = Tray(folder, chosen.dots) if folder is not None else None
        self._machine = Machine(chosen, self._keep)
        self._port = PrinterPort(self._machine, *listen)
        self._control = ControlPort(self._port.tell, *control) if control is not None else None

    @property
    def address(self) -> str:
        """What to give an agent as ``--device``."""
        return f"tcp://{_place(self._port.host, self._port.port)}"

    @property
    def port(self) -> int:
        """The printer's port."""
        return self._port.port

    @property
    def control(self) -> str | None:
        """Where orders are taken, ``HOST:PORT``; None without a control channel."""
        return _place(self._control.host, self._control.port) if self._control is not None else None

    @property
    def slips(self) -> list[Slip]:
        """Every strip of paper so far, in order; see ``Slip.is_whole``, ``is_marked``, ``text``, ``data``."""
        return self._port.ask(lambda: list(self._machine.slips))

    def tell(self, words: str) -> str:
        """Do what ``words`` say; it has happened when this returns ``ok``. Raises OrderError, naming all orders."""
        return self._port.tell(words)

    def state(self) -> dict[str, Any]:
        """Return what the order ``state`` says: see ``printer.virtual.orders.describe``."""
        state: dict[str, Any] = json.loads(self.tell("state"))
        return state

    def start(self) -> None:
        """Begin to serve."""
        self._port.start()
        if self._control is not None:
            self._control.start()

    def stop(self) -> None:
        """Switch it off; its slips stay."""
        if self._control is not None:
            self._control.stop()
        self._port.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _keep(self, slip: Slip) -> None:
        if self._tray is None:
            return
        try:
            self._tray.put(slip)
        except OSError:
            _log.exception("slip %d could not be kept", slip.number)


def _place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
