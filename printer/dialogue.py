"""Ask a printer how it is and keep everything else that it says meanwhile."""

from __future__ import annotations

import time

from printer.answers import Answer, AnswerReader, AutomaticStatus, Status
from printer.status import ONE_WAY, QUESTIONS, Reading, conclude, question, read_asb
from printer.transports.port import Transport

PATIENCE_S = 0.5
SHORT_PATIENCE_S = 0.1
LONG_PATIENCE_S = 1.5
_MOST_OLD_READS = 64
_NEARLY = 0.8


class Dialogue:
    """The questions and answers over one transport. ``is_silent``: the last time nothing at all came back.

    Only the order tells which question an answer belongs to. So once one was missed, what comes later shows only
    that the printer speaks: then everything outstanding is waited for and the whole round is asked once more.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._reader = AnswerReader()
        self._heard: list[Answer] = []
        self._missed = 0
        self._not_known: frozenset[int] = frozenset()
        self._usual_s = PATIENCE_S
        self._slowest_s = 0.0
        self._is_new = True
        self.is_silent = False

    def begin(self) -> None:
        """Start on a line that was just opened: what was half heard on the last one is gone."""
        self._reader, self._heard, self._missed, self._is_new = AnswerReader(), [], 0, True

    def ask(self) -> Reading:
        """Ask DLE EOT 1 to 4. Raises CutOffError."""
        if self._transport.is_one_way:
            return ONE_WAY
        self.hear_out()
        patience_s = SHORT_PATIENCE_S if self.is_silent and not self._is_new else self._usual_s
        self._is_new = False
        answers, heard = self._round(patience_s, SHORT_PATIENCE_S)
        if self._missed and any(isinstance(answer, Status) for answer in heard):
            heard += self._wait_for_the_missed()
            answers, more = self._round(LONG_PATIENCE_S, LONG_PATIENCE_S)
            heard += more
            self._learn(answers)
        self._heard += heard
        self.is_silent = not heard
        packets = [answer.packet for answer in heard if isinstance(answer, AutomaticStatus)]
        if packets and all(answer is None for answer in answers.values()):
            return read_asb(packets[-1])
        return conclude(answers, heard_anything=bool(heard))

    def heard(self) -> list[Answer]:
        """Return what has been heard since this was last called, answers to questions among it."""
        heard, self._heard = self._heard, []
        return heard

    def hear_out(self) -> None:
        """Take what has come already, so that it is not taken for the answer to what is asked next.

        A picture whose dots look like DLE EOT makes a printer answer what nobody asked. Raises CutOffError.
        """
        for _ in range(_MOST_OLD_READS):
            old = self._transport.read(0)
            if not old:
                return
            # Which of these were missed and which nobody asked for cannot be told, so the missed stay missed.
            self._heard += self._reader.feed(old)

    def _round(self, patience_s: float, patience_after_a_miss_s: float) -> tuple[dict[int, int | None], list[Answer]]:
        """Ask every question once; return the answers by number, and all that was heard."""
        answers: dict[int, int | None] = {}
        heard: list[Answer] = []
        self._slowest_s = 0.0
        for number in QUESTIONS:
            self._transport.write(question(number))
            asked_at = time.monotonic()
            is_known = number not in self._not_known
            answers[number], more = self._listen(patience_s if is_known else min(patience_s, SHORT_PATIENCE_S))
            heard += more
            if answers[number] is not None:
                self._slowest_s = max(self._slowest_s, time.monotonic() - asked_at)
            elif is_known:
                self._missed += 1
                patience_s = patience_after_a_miss_s
        return answers, heard

    def _wait_for_the_missed(self) -> list[Answer]:
        """Hear out the answers that are outstanding, or until nothing more comes for a good while."""
        heard: list[Answer] = []
        while self._missed > 0:
            answer, more = self._listen(LONG_PATIENCE_S)
            heard += more
            if answer is None:
                break
            self._missed -= sum(isinstance(one, Status) for one in more)
        self._missed = 0
        return heard

    def _learn(self, answers: dict[int, int | None]) -> None:
        """Remember how slow a printer is, and which questions it does not know: those it leaves out beside others."""
        self._missed = 0
        self._usual_s = LONG_PATIENCE_S if self._slowest_s > PATIENCE_S * _NEARLY else PATIENCE_S
        missing = frozenset(number for number, answer in answers.items() if answer is None)
        if len(missing) < len(QUESTIONS):
            self._not_known = missing

    def _listen(self, patience_s: float) -> tuple[int | None, list[Answer]]:
        """Return the first answer to a question within ``patience_s``, and all that came with it."""
        ends_at = time.monotonic() + patience_s
        heard: list[Answer] = []
        while (left := ends_at - time.monotonic()) > 0:
            data = self._transport.read(left)
            if not data:
                break
            heard += self._reader.feed(data)
            answer = next((answer.byte for answer in heard if isinstance(answer, Status)), None)
            if answer is not None:
                return answer, heard
        return None, heard
