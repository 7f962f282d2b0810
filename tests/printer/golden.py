"""Slips written down as readable dumps under ``golden/``: what the printer is told, one command a line.

A change of the look changes them. Renew them with ``python -m tests.printer.golden`` in the project's folder,
look at the pictures (``antrean-printer preview``) and at the differences, and commit both.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printer.logo import NoLogos
from printer.profiles import find_profile
from printer.render import render
from printer.tally_slip import DayCount
from queue_server.protocol import PrintJob
from tests.printer import samples
from tests.printer.dump import dump

FOLDER = Path(__file__).parent / "golden"
PROFILES = ("80mm", "58mm", "58mm-raster")
KINDS: dict[tuple[str, str], tuple[str, dict[str, Any], int]] = {
    ("ticket", "id"): ("ticket", samples.SHOWN, 0),
    ("ticket", "en"): ("ticket", samples.ENGLISH, 0),
    ("reprint", "id"): ("ticket", {**samples.SHOWN, "copy_line": samples.REPRINTED}, 1),
    ("reprint", "en"): ("ticket", {**samples.ENGLISH, "copy_line": samples.REPRINTED_ENGLISH}, 1),
    ("tally", "id"): ("tally", samples.CLOSED, 0),
    ("tally", "en"): ("tally", samples.CLOSED_ENGLISH, 0),
    ("test", "id"): ("test", samples.TEST_PAGE, 0),
    ("test", "en"): ("test", samples.TEST_PAGE_ENGLISH, 0),
    ("sign", "id"): ("sign", samples.SIGN, 0),
    ("sign", "en"): ("sign", samples.SIGN_ENGLISH, 0),
}
COUNTS = {"id": DayCount(230, 3, 1, 0), "en": DayCount(229, 3, 1, 2)}
"""The Indonesian tally agrees with the server's count, the English one does not."""


@dataclass(frozen=True)
class Golden:
    """One slip on one paper in one language."""

    kind: str
    profile: str
    language: str

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.kind}-{self.profile}-{self.language}.txt"

    @property
    def slip(self) -> bytes:
        kind, content, copy = KINDS[self.kind, self.language]
        job = PrintJob("golden", kind, 1, 30, copy, content)
        return render(job, find_profile(self.profile), COUNTS[self.language], NoLogos())


ALL = [Golden(kind, profile, language) for kind, language in KINDS for profile in PROFILES]


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for golden in ALL:
        golden.path.write_text(dump(golden.slip), "utf-8")


if __name__ == "__main__":
    main()
