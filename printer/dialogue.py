"""Ask a printer how it is and keep everything else that it says meanwhile."""

from __future__ import annotations

import time

from printer.answers import Answer, AnswerReader, AutomaticStatus, Status
from printer.status import ONE_WAY, QUESTIONS, Reading, conclude, question, read_asb
from printer.transports.port import Transport

PATIENCE_S = 0.5
SHORT_PATIENCE_S = 0.1
_MOST_OLD_READS = 64


class Dialogue:
    """The questions and answers over one transport. ``is_silent``: the last time nothing at all came back."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._reader = AnswerReader()
        self._heard: list[Answer] = []
        self.is_silent = False

    def begin(self) -> None:
        """Start on a line that was just opened: what was half heard on the last one is gone."""
        self._reader, self._heard = AnswerReader(), []

    def ask(self) -> Reading:
        """Ask DLE EOT 1 to 4. Raises CutOffError."""
        if self._transport.is_one_way:
            return ONE_WAY
        self._hear_out()
        answers: dict[int, int | None] = {}
        heard: list[Answer] = []
        patience = SHORT_PATIENCE_S if self.is_silent else PATIENCE_S
        for number in QUESTIONS:
            self._transport.write(question(number))
            answers[number], more = self._listen(patience)
            heard += more
            if answers[number] is None:
                patience = SHORT_PATIENCE_S
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

    def _hear_out(self) -> None:
        """Take what came before the question, so that it is not taken for the answer.

        A picture whose dots look like DLE EOT makes a printer answer what nobody asked.
        """
        for _ in range(_MOST_OLD_READS):
            old = self._transport.read(0)
            if not old:
                return
            self._heard += self._reader.feed(old)

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
