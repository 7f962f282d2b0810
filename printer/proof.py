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
SLOWEST_MM_S, USUAL_MM_S = 40, 100
"""No thermal printer feeds more slowly than the one; hardly any prints text more slowly than the other."""
ASK_FOR_STATUS = b"\x1da\x0e"
_ASK_FOR_ID = b"\x1d(H\x06\x0000"
_ID_BYTES = 3  # four characters in base 64
_STATUS_MISSES, _ID_MISSES = 3, 2


class Trait:
    """Whether a printer sends something behind its slips: True, False, None while that is not known.

    ``most_misses``: after so many slips in a row without it, it is no longer expected.
    """

    def __init__(self, most_misses: int, *, may_be: bool = True) -> None:
        self._most_misses, self._misses = most_misses, 0
        self.is_sent: bool | None = None if may_be else False

    def came(self) -> None:
        """Note that it was sent."""
        self.is_sent, self._misses = True, 0

    def stayed_away(self) -> bool:
        """Note that it was not sent; return whether it was to be expected."""
        was_expected = self.is_sent is True
        self._misses += 1
        if self._misses >= self._most_misses:
            self.is_sent = False
        return was_expected


class Proof:
    """Remembers what a printer has proved to know, and what it said of the present slip.

    ``expects_id``: the printer is said to know process ids.
    """

    def __init__(self, *, expects_id: bool) -> None:
        self._expects_id = expects_id
        self._ids, self._statuses = Trait(_ID_MISSES, may_be=expects_id), Trait(_STATUS_MISSES)
        self._identity = b""
        self._status: Reading | None = None
        self._is_id_back = False
        self._is_owed = self._was_owed = False

    def request(self) -> bytes:
        """Return what to send behind a new slip; what is taken from then on may be its proof."""
        self._status, self._is_id_back = None, False
        self._was_owed, self._is_owed = self._is_owed, True
        self._identity = secrets.token_urlsafe(_ID_BYTES).encode() if self._expects_id else b""
        # The id comes first: it stands for what was printed before it, and GS a prints nothing.
        return (_ASK_FOR_ID + self._identity if self._identity else b"") + ASK_FOR_STATUS

    def learn(self, answers: Iterable[Answer]) -> None:
        """Note what came before the request: no proof of anything, but it shows what the printer knows."""
        if any(isinstance(answer, AutomaticStatus) for answer in answers):
            self._statuses.came()
            self._is_owed = False

    def take(self, answers: Iterable[Answer]) -> None:
        """Note what the printer said after the request."""
        for answer in answers:
            if isinstance(answer, ProcessId) and answer.identity == self._identity:
                self._is_id_back = True
                self._ids.came()
            elif isinstance(answer, AutomaticStatus):
                self._status, self._is_owed = read_asb(answer.packet), False
                self._statuses.came()

    @property
    def is_certain(self) -> bool:
        """Say whether the printer itself said that the paper is done."""
        return self._is_id_back

    @property
    def is_hoped_for(self) -> bool:
        """Say whether anything may still come behind a slip, as far as this printer is known."""
        return self._ids.is_sent is not False or self._statuses.is_sent is not False

    @property
    def has_come(self) -> bool:
        """Say whether the present slip's packet has come, and shows a printer that is well."""
        return self._status is not None and self._status.state not in BLOCKING

    def is_enough(self, *, was_ready: bool) -> bool:
        """Say whether everything that may be hoped for has come, and shows a printer that is well.

        ``was_ready``: it has said so for as long as the paper takes. A printer that does not prove anything is
        believed then, and so is a packet that may belong to the slip before.
        """
        if not self.is_hoped_for:
            return was_ready
        return self._ids.is_sent is False and self.has_come and (was_ready or not self._was_owed)

    @property
    def trouble(self) -> Reading | None:
        """The automatic status behind the slip, where it shows something that a person must mend."""
        needs_a_person = self._status is not None and self._status.state in BLOCKING - {PrinterState.OFFLINE}
        return self._status if needs_a_person else None

    def patience_s(self, paper_mm: float, done_within_s: float) -> float:
        """Return how long to wait for what has not come yet, in seconds after the slip's last byte.

        ``done_within_s``: the least for a printer that is known to send something.
        """
        whole_s = FIRST_WAIT_S + paper_mm / SLOWEST_MM_S
        return max(whole_s, done_within_s) if self._ids.is_sent or self._statuses.is_sent else whole_s

    def is_missing(self) -> bool:
        """Say, when time is up, whether a proof is missing that this printer has given before; learn from it."""
        # Both are learned from, whatever the first of them says.
        id_missing = self._expects_id and not self._is_id_back and self._ids.stayed_away()
        status_missing = self._status is None and self._statuses.stayed_away()
        return id_missing or status_missing
