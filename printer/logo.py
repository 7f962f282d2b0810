"""The office's logo as a printer takes it: one bit a dot, in the middle of the paper's head.

Source of the format: Epson ESC/POS reference, GS v 0 (raster bit image, m = 0: one dot a bit).
"""

from __future__ import annotations

import io
import logging
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from printer.profiles import Profile
from queue_server.protocol import Logo

_log = logging.getLogger(__name__)
HIGHEST_DOTS = 160
MOST_PIXELS = 2_000_000
STRIP_DOTS = 24
"""Rows a strip: one that was cut off keeps the printer waiting for the rest of it (see ``press``)."""
_RASTER = b"\x1dv0\x00"
_REAL_TIME, _HARMLESS = re.compile(rb"\x10(?=[\x04\x05\x14])"), b"\x18"
_KEPT = 16
_BITS = 8
_WHITE = 255
_PAPER = 250
"""Lighter than this is paper, not picture."""
_DARK, _LIGHT = 64, 192
_TWO_TONED = 0.9


class Logos(Protocol):
    """Where pictures come from."""

    def picture(self, logo: Logo) -> Image.Image | None:
        """Return the picture of this version, None where it cannot be had."""


class NoLogos:
    """No pictures at all."""

    def picture(self, logo: Logo) -> Image.Image | None:  # noqa: ARG002  (the port asks for it)
        """Return None."""
        return None


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture: ``width`` bytes a row, eight dots a byte, the leftmost dot first; 1 is black."""

    width: int
    bits: bytes

    @property
    def height(self) -> int:
        """Rows of dots."""
        return len(self.bits) // self.width

    def command(self) -> bytes:
        """Return the commands that print it, in strips that small printers can hold.

        Printers look for real-time commands (DLE EOT, DLE ENQ, DLE DC4) in pictures too. Where dots happen to spell
        one, one dot more keeps them from asking, recovering or switching the printer off in the middle of a slip.
        """
        strips = []
        for start in range(0, self.height, STRIP_DOTS):
            rows = self.bits[start * self.width : (start + STRIP_DOTS) * self.width]
            size = self.width.to_bytes(2, "little") + (len(rows) // self.width).to_bytes(2, "little")
            strips.append(_RASTER + size + _REAL_TIME.sub(_HARMLESS, rows))
        return b"".join(strips)


def longest_strip(profile: Profile) -> int:
    """Return how many bytes the longest command of a picture for ``profile`` has; 0 where it takes none."""
    head = len(_RASTER) + 4
    return head + (max(profile.dots, profile.picture_dots) + _BITS - 1) // _BITS * STRIP_DOTS if profile.raster else 0


_made: OrderedDict[tuple[str, str], Raster] = OrderedDict()


def raster_of(logo: Logo | None, profile: Profile, logos: Logos) -> Raster | None:
    """Return the logo for the paper of ``profile``, None where there is none; a version is worked out once."""
    if logo is None or not profile.raster:
        return None
    key = (logo.version, profile.name)
    if key in _made:
        return _made[key]
    picture = logos.picture(logo)
    raster = None if picture is None else _readable(picture, profile, logo.version)
    if raster is not None:
        _made[key] = raster
        if len(_made) > _KEPT:
            _made.popitem(last=False)
    return raster


def _readable(picture: Image.Image, profile: Profile, version: str) -> Raster | None:
    """Return None for a picture that turns out broken: the slip matters more than its ornament."""
    try:
        return picture_raster(picture, profile.picture_dots)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        _log.warning("logo %s cannot be printed: %s", version, error)
        return None


def picture_raster(picture: Image.Image, most_dots: int) -> Raster | None:
    """Return ``picture`` at most ``most_dots`` wide and ``HIGHEST_DOTS`` high, None when nothing of it is dark.

    Transparent is white, empty margins are cut off, greys are dithered. Small pictures are not enlarged.
    Raises ValueError for a picture of more than ``MOST_PIXELS``, OSError for a broken one.
    """
    _must_be_small(picture)
    grey = _on_white(picture)
    box = grey.point([_WHITE if value < _PAPER else 0 for value in range(256)]).getbbox()
    if box is None:
        return None
    grey = grey.crop(box)
    scale = min(1.0, most_dots / grey.width, HIGHEST_DOTS / grey.height)
    if scale < 1:
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    black = _one_bit(grey)
    return Raster((black.width + _BITS - 1) // _BITS, black.tobytes())


def open_picture(body: bytes) -> Image.Image:
    """Return the PNG in ``body``. Its size is read before its dots, which could fill the memory.

    Raises ValueError for one of more than ``MOST_PIXELS``, OSError or SyntaxError for what is no whole PNG.
    """
    picture = Image.open(io.BytesIO(body), formats=("PNG",))
    _must_be_small(picture)
    picture.load()
    return picture


def _must_be_small(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError(f"{picture.width} x {picture.height} pixels are too many")


def _on_white(picture: Image.Image) -> Image.Image:
    shown = picture.convert("RGBA")
    ground = Image.new("RGBA", shown.size, (_WHITE, _WHITE, _WHITE, _WHITE))
    return Image.alpha_composite(ground, shown).convert("L")


def _one_bit(grey: Image.Image) -> Image.Image:
    """Return the picture with 1 for black: by a threshold where it is line art, dithered where it is not."""
    counts = grey.histogram()
    clear = sum(counts[:_DARK]) + sum(counts[_LIGHT:])
    dither = Image.Dither.NONE if clear >= _TWO_TONED * sum(counts) else Image.Dither.FLOYDSTEINBERG
    inverted = grey.point([_WHITE - value for value in range(256)])
    return inverted.convert("1", dither=dither)
