"""What comes out of a printer that is not there: slips, and the folder into which they fall."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from printer.interpreter import interpret
from printer.onpaper import Paper, PrintedCode, PrintedLine
from printer.painter import paint

_NUMBER = re.compile(r"(\d{4,})\b")


@dataclass(frozen=True)
class Slip:
    """One strip of paper. ``data`` are the bytes that made it, without those that only ask for the status.

    ``is_whole``: it was cut, or on a printer without a cutter fed to the tear bar. One that is not whole broke off.
    """

    number: int
    data: bytes
    is_whole: bool

    @cached_property
    def paper(self) -> Paper:
        """What stands on it."""
        return interpret(self.data)

    @property
    def text(self) -> str:
        """All words on it, in order, with single spaces."""
        lines = (self._words(thing) for thing in self.paper.printed if isinstance(thing, PrintedLine))
        return " ".join(" ".join(lines).split())

    @property
    def codes(self) -> list[str]:
        """What its QR codes say, those that the printer itself drew."""
        return [thing.content for thing in self.paper.printed if isinstance(thing, PrintedCode)]

    @property
    def is_marked(self) -> bool:
        """Say whether it shows that it is a copy: its first words are white on black."""
        spans = (span for thing in self.paper.printed if isinstance(thing, PrintedLine) for span in thing.spans)
        first = next((span for span in spans if span.text.strip()), None)
        return first is not None and first.look.reverse

    @staticmethod
    def _words(line: PrintedLine) -> str:
        return " ".join(span.text for span in line.spans)


def picture(data: bytes, dots: int) -> bytes:
    """Return the PNG of the paper that ``data`` makes on a printer ``dots`` wide."""
    drawn = io.BytesIO()
    paint(interpret(data), dots).save(drawn, "PNG")
    return drawn.getvalue()


def put_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all. Raises OSError."""
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_bytes(data)
    os.replace(fresh, path)  # noqa: PTH105  (one step, like the spool)


class Tray:
    """A folder of slips: ``NNNN.png`` and ``NNNN.bin``, counted on from what lies there; broken ones ``NNNN-torn``."""

    def __init__(self, folder: Path, dots: int) -> None:
        """Make the folder. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._dots = folder, dots
        found = (_NUMBER.match(path.name) for path in folder.glob("*.bin"))
        self._before = max((int(match[1]) for match in found if match), default=0)

    def put(self, slip: Slip) -> None:
        """Keep one slip. Raises OSError."""
        name = f"{self._before + slip.number:04}{'' if slip.is_whole else '-torn'}"
        put_whole(self._folder / f"{name}.png", picture(slip.data, self._dots))
        put_whole(self._folder / f"{name}.bin", slip.data)
