"""What a printer can do: its paper, code page, QR and cutter, from python-escpos' database.

``80mm`` (also ``default``) and ``58mm`` are ours; every name of that database works too.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import Any

from escpos.capabilities import CAPABILITIES, pickle_dir

if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    # The library makes a new temporary folder at every start and leaves it behind.
    shutil.rmtree(pickle_dir, ignore_errors=True)

CELL_DOTS = 12
_ALIASES = {
    "default": "TM-T20II",
    "80mm": "TM-T20II",
    "58mm": "Sunmi-V2",
    "58mm-raster": "POS-5890",
}
_CODE_PAGES = (("CP437", "cp437"), ("CP858", "cp858"), ("CP850", "cp850"), ("CP1252", "cp1252"))
# Epson's ESC/POS documents list GS ( H, function 48, for these; our own names promise no maker, so not for them.
_ANSWERS_PROCESS_ID = {"TM-L90", "TM-T88IV", "TM-T88V"}
_SENSIBLE_COLUMNS = range(24, 73)
_USUAL_COLUMNS = 42


class UnknownProfileError(ValueError):
    """No printer profile has that name."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of printer. ``dots`` are printable across; ``model`` is python-escpos' name for it.

    ``encoding`` is the codec of ``code_page``, which the printer knows as table ``page_number``.
    ``process_id`` says that the model answers GS ( H when a slip has left the head.
    """

    name: str
    model: str
    columns: int
    dots: int
    native_qr: bool
    raster: bool
    cutter: bool
    code_page: str
    page_number: int
    encoding: str
    process_id: bool = False

    @property
    def width_dots(self) -> int:
        """Dots across of a full line of font A."""
        return self.columns * CELL_DOTS

    @property
    def picture_dots(self) -> int:
        """Dots across that a picture may have."""
        return min(self.dots, self.width_dots)


def find_profile(name: str = "default") -> Profile:
    """Return the profile called ``name``. Raises UnknownProfileError, naming the ones there are."""
    model = _ALIASES.get(name, name)
    found = CAPABILITIES["profiles"].get(model)
    if name not in _ALIASES and (found is None or model in {"default", "simple"}):
        message = f"There is no printer profile {name!r}. Known are: {', '.join(profile_names())}."
        raise UnknownProfileError(message)
    return _read(name, model, found)


def profile_names() -> list[str]:
    """Return every name that ``find_profile`` takes, ours first."""
    theirs = (name for name in CAPABILITIES["profiles"] if name not in {"default", "simple"})
    return [*_ALIASES, *sorted(theirs)]


def _read(name: str, model: str, found: dict[str, Any]) -> Profile:
    features = found["features"]
    columns, dots = _width(found)
    # Some pages stand there twice; the lower number is the one that every printer of the kind has.
    pages = {page: number for number, page in sorted(_numbered(found), reverse=True)}
    code_page, encoding = next((pair for pair in _CODE_PAGES if pair[0] in pages), (next(iter(pages)), "ascii"))
    return Profile(
        name=name,
        model=model,
        columns=columns,
        dots=dots,
        native_qr=bool(features["qrCode"]),
        raster=bool(features["bitImageRaster"]),
        cutter=bool(features["paperFullCut"] or features["paperPartCut"]),
        code_page=code_page,
        page_number=pages[code_page],
        encoding=encoding,
        process_id=name in _ANSWERS_PROCESS_ID,
    )


def _numbered(found: dict[str, Any]) -> list[tuple[int, str]]:
    return [(int(number), page) for number, page in found["codePages"].items()]


def _width(found: dict[str, Any]) -> tuple[int, int]:
    """Return columns of font A and dots; the database has wrong or unknown figures for some models."""
    pixels = found["media"].get("width", {}).get("pixels")
    columns = int(found["fonts"]["0"]["columns"])
    if columns not in _SENSIBLE_COLUMNS:
        columns = pixels // CELL_DOTS if isinstance(pixels, int) else _USUAL_COLUMNS
    columns = max(columns, _SENSIBLE_COLUMNS.start)
    return columns, pixels if isinstance(pixels, int) else columns * CELL_DOTS
