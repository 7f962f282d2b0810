"""What makes a printer say that a slip is out, and how long to wait for it. Pure.

Two requests are answered in the order of the data, behind the slip: GS a (automatic status, answered at once with
four bytes; the next slip's ESC @ turns it off again) and, on printers that know it, GS ( H function 48 (a process
id, answered when everything before it is printed). Source: Epson's ESC/POS command reference.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from printer.answers import Answer, AutomaticStatus, ProcessId
from printer.status import BLOCKING, Reading, read_asb
from queue_server.protocol import PrinterState

FIRST_WAIT_S = 0.5
"""How long to wait for the automatic status of a printer that has not shown yet whether it knows it."""
ASK_FOR_STATUS = b"\x1da\x0e"
_ASK_FOR_ID = b"\x1d(H\x06\x0000"
_ID_BYTES = 3  # four characters in base 64


class Proof:
    """Remembers what a printer has proved to know, and what it said of the present slip.

    ``expects_id``: the printer is said to know process ids.
    """

    def __init__(self, *, expects_id: bool) -> None:
        self._expects_id = expects_id
        self._sends_ids: bool | None = None if expects_id else False
        self._sends_status: bool | None = None
        self._identity = b""
        self._status: Reading | None = None
        self._is_id_back = False

    def request(self) -> bytes:
        """Return what to send behind a new slip."""
        self._status, self._is_id_back = None, False
        self._identity = secrets.token_urlsafe(_ID_BYTES).encode() if self._expects_id else b""
        # The id comes first: it stands for what was printed before it, and GS a prints nothing.
        return (_ASK_FOR_ID + self._identity if self._identity else b"") + ASK_FOR_STATUS

    def take(self, answers: Iterable[Answer]) -> None:
        """Note what the printer said after the slip."""
        for answer in answers:
            if isinstance(answer, ProcessId) and answer.identity == self._identity:
                self._is_id_back = self._sends_ids = True
            elif isinstance(answer, AutomaticStatus):
                self._status, self._sends_status = read_asb(answer.packet), True

    @property
    def is_certain(self) -> bool:
        """Say whether the printer itself said that the paper is done."""
        return self._is_id_back

    @property
    def is_enough(self) -> bool:
        """Say whether everything that may be hoped for has come, and shows a printer that is well."""
        return self._sends_ids is False and self._status is not None and self._status.state not in BLOCKING

    @property
    def trouble(self) -> Reading | None:
        """The automatic status behind the slip, where it shows something that a person must mend."""
        needs_a_person = self._status is not None and self._status.state in BLOCKING - {PrinterState.OFFLINE}
        return self._status if needs_a_person else None

    def patience_s(self, longest_s: float) -> float:
        """Return how long it is worth to wait for what has not come yet, in seconds, ``longest_s`` at most."""
        if self._sends_ids is not False or self._sends_status:
            return longest_s
        return min(FIRST_WAIT_S, longest_s) if self._sends_status is None else 0.0

    def is_missing(self) -> bool:
        """Say, when time is up, whether a proof is missing that this printer has given before; learn from it."""
        is_missing = self._sends_ids is True and not self._is_id_back
        if self._sends_ids is None:
            self._sends_ids = False
        if self._sends_status is None:
            self._sends_status = False
        return is_missing
