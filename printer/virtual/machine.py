"""A thermal printer without paper: bytes in, answers and slips out. No clock of its own, no threads, no files.

Like a real one it answers real-time questions (DLE EOT) as they come, works through everything else in order,
stops in the middle when its paper is out or its cover open, and goes on where it stopped when it is well again.
Its motor may have a speed: then nothing behind a line is obeyed before the paper of that line is through.
Source: Epson's ESC/POS command reference (DLE EOT, GS a, GS r, GS ( H function 48, ESC @, GS V).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from printer.paper_time import paper_mm
from printer.profiles import Profile
from printer.virtual.framing import command_length
from printer.virtual.health import OUT, Health
from printer.virtual.slips import Slip

BUFFER = 1 << 16
LONGEST_SLIP = 1 << 20
_QUESTION = re.compile(rb"\x10\x04([\x01-\x04])")
_ANSWERS_KEPT = 4096
_WRONG = {1: 0xFF, 2: 0x00, 3: 0x41, 4: 0x80}
_INIT, _CUT, _FEEDS = b"\x1b@", b"\x1dV", (b"\x1bd", b"\x1bJ")
_MOVES = (b"\n", *_FEEDS, b"\x1dv", b"\x1d(k", _CUT)
_ASB, _SENSOR, _REQUEST, _REAL_TIME = b"\x1da", b"\x1dr", b"\x1d(H", b"\x10"
_SENSORS, _PROCESS_ID = (1, 49), b"00"


@dataclass(slots=True)
class _Stretch:
    """What one connection brought and was not yet worked through."""

    data: bytearray = field(default_factory=bytearray)
    is_ended: bool = False


@dataclass(slots=True)
class Mood:
    """How it answers: silent, with wrong bytes, without knowing GS a or GS ( H, late, DLE EOT only in its turn.

    ``keeps_half``: a command that a hang-up cut in two goes on with the next connection's bytes, as in real printers.
    """

    is_silent: bool = False
    is_garbling: bool = False
    knows_asb: bool = True
    knows_process_id: bool = True
    is_in_order: bool = False
    late_s: float = 0.0
    keeps_half: bool = False


class Machine:
    """One printer of ``profile``. ``on_slip`` is called with each slip as it falls into the tray."""

    def __init__(self, profile: Profile, on_slip: Callable[[Slip], None] | None = None) -> None:
        self.profile, self._on_slip = profile, on_slip
        self.health, self.mood = Health(), Mood()
        self.slips: list[Slip] = []
        self.cut_in: int | None = None
        self.paper_ends_in: int | None = None
        self.wants_to_hang_up = False
        self._stretches: deque[_Stretch] = deque()
        self._held = b""
        self._answers = bytearray()
        self._asb = 0
        self._slip = bytearray()
        self._is_fed = False
        self.mm_s: float | None = None
        self._through_mm = self._ahead_mm = 0.0

    @property
    def is_moving(self) -> bool:
        """Say whether its motor runs."""
        return self._ahead_mm > 0 and not self.health.is_offline

    @property
    def room(self) -> int:
        """How many bytes it takes before its buffer is full."""
        return max(0, BUFFER - self.waiting)

    @property
    def waiting(self) -> int:
        """How many bytes it received and has not worked through."""
        return sum(len(stretch.data) for stretch in self._stretches)

    def take(self, data: bytes) -> None:
        """Receive ``data``; sets ``wants_to_hang_up`` when ``cut_in`` bytes have come, questions not counted."""
        data, at = self._held + data, 0
        self._held = _begun_question(data)
        whole = data[: len(data) - len(self._held)]
        for question in _QUESTION.finditer(whole):
            self._receive(whole[at : question.start()])
            self._work()
            if self.wants_to_hang_up:
                return
            at = question.end()
            if self.mood.is_in_order:
                self._open_stretch().data += question[0]
                continue
            self._answer(question[1][0])
            if self._stretches and self._stretches[-1].data and not self._stretches[-1].is_ended:
                # Inside a picture these three bytes are dots too; between commands they are skipped.
                self._stretches[-1].data += question[0]
        self._receive(whole[at:])
        self._work()

    def hang_up(self) -> None:
        """Note the end of a connection: what it left unfinished is forgotten, a slip without its end is torn off."""
        self._receive(self._held)
        self._held, self.wants_to_hang_up = b"", False
        if self._stretches:
            self._stretches[-1].is_ended = True
        elif self._slip:
            self._open_stretch().is_ended = True
        self._work()

    def answers(self) -> bytes:
        """Return what it has to say since it was last asked here."""
        said, self._answers = bytes(self._answers), bytearray()
        return said

    def change(self, change: Callable[[Health], None]) -> None:
        """Let something happen to its health; it tells by ASB if asked to, and works again if it can."""
        before = self.health.asb()
        change(self.health)
        if self.health.asb() != before:
            self._say_asb()
        self._work()

    def run(self, seconds: float) -> None:
        """Let time pass: the motor feeds what is ahead of it, unless something is wrong."""
        if self.is_moving and self.mm_s is not None:
            self._ahead_mm -= self.mm_s * seconds
            self._work()

    def set_speed(self, mm_s: float | None) -> None:
        """Let the motor feed so many millimetres a second; None: paper takes no time."""
        self.mm_s = mm_s
        if mm_s is None:
            self._ahead_mm = 0.0
            self._work()

    def _receive(self, data: bytes) -> None:
        if self.wants_to_hang_up or not data:
            return
        if self.cut_in is not None:
            data, self.cut_in = data[: self.cut_in], self.cut_in - len(data)
            if self.cut_in <= 0:
                self.cut_in, self.wants_to_hang_up = None, True
        self._open_stretch().data += data

    def _open_stretch(self) -> _Stretch:
        if not self._stretches or self._stretches[-1].is_ended:
            self._stretches.append(_Stretch())
        return self._stretches[-1]

    def _work(self) -> None:
        """Work through what was received, as far as it is well."""
        while self._stretches and not self.health.is_offline and self._ahead_mm <= 0:
            stretch = self._stretches[0]
            length = command_length(stretch.data) if stretch.data else None
            if length is not None:
                command = bytes(stretch.data[:length])
                del stretch.data[:length]
                self._obey(command)
            elif stretch.is_ended and stretch.data and self.mood.keeps_half:
                if len(self._stretches) == 1:
                    stretch.is_ended = False
                    return
                self._stretches.popleft()
                self._stretches[0].data[:0] = stretch.data
            elif stretch.is_ended:
                self._stretches.popleft()
                self._drop_slip(is_whole=self._is_fed and not self.profile.cutter)
            else:
                return

    def _obey(self, command: bytes) -> None:
        if command.startswith(_REAL_TIME):
            if self.mood.is_in_order and _QUESTION.fullmatch(command):
                self._answer(command[2])
            return
        if command.startswith((_ASB, _SENSOR, _REQUEST)):
            self._report(command)
            return
        if command == _INIT:
            self._drop_slip(is_whole=self._is_fed and not self.profile.cutter)
            self._asb = 0
        self._slip += command
        self._is_fed = command.startswith(_FEEDS)
        if self.mm_s is not None and command.startswith(_MOVES):
            moved_mm = paper_mm(bytes(self._slip))
            self._ahead_mm, self._through_mm = moved_mm - self._through_mm, moved_mm
        if command.startswith(_CUT) and self.profile.cutter:
            self._drop_slip(is_whole=True)
        elif len(self._slip) > LONGEST_SLIP:
            self._drop_slip(is_whole=False)
        self._use_paper(len(command))

    def _report(self, command: bytes) -> None:
        """Obey a command that is answered when everything before it has been worked through."""
        if command.startswith(_ASB) and self.mood.knows_asb:
            self._asb = command[2]
            self._say_asb()
        elif command.startswith(_SENSOR) and command[2] in _SENSORS:
            self._say(bytes((self.health.paper_sensor(),)))
        elif command.startswith(_REQUEST) and command[5:7] == _PROCESS_ID and self.mood.knows_process_id:
            self._say(b"\xff" * 7 if self.mood.is_garbling else b"\x37\x22" + command[7:11] + b"\x00")

    def _use_paper(self, count: int) -> None:
        if self.paper_ends_in is None:
            return
        self.paper_ends_in -= count
        if self.paper_ends_in <= 0:
            self.paper_ends_in, self.health.paper = None, OUT
            self._say_asb()

    def _drop_slip(self, *, is_whole: bool) -> None:
        """Let the present strip of paper fall, unless nothing was put on it."""
        data, self._slip, self._is_fed = bytes(self._slip), bytearray(), False
        self._through_mm = 0.0
        slip = Slip(len(self.slips) + 1, data, is_whole)
        if is_whole or slip.paper.printed:
            self.slips.append(slip)
            if self._on_slip is not None:
                self._on_slip(slip)

    def _answer(self, number: int) -> None:
        self._say(bytes((_WRONG[number] if self.mood.is_garbling else self.health.answer(number),)))

    def _say_asb(self) -> None:
        if self._asb:
            self._say(b"\xff\xff\xff\xff" if self.mood.is_garbling else self.health.asb())

    def _say(self, answer: bytes) -> None:
        if not self.mood.is_silent and len(self._answers) + len(answer) <= _ANSWERS_KEPT:
            self._answers += answer


def _begun_question(data: bytes) -> bytes:
    """Return the end of ``data`` that may be the beginning of a real-time question."""
    return next((start for start in (b"\x10\x04", b"\x10") if data.endswith(start)), b"")
