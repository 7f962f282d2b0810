"""A few characters as large as the paper allows, as a picture: the printer's own letters end at 12 x 24 mm. Pure.

Drawn from the font that Pillow carries along, so that every machine draws the same.
"""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from printer.logo import Raster

HIGHEST_DOTS = 320
_FIRST_SIZE, _LARGEST_SIZE = 100, 700
_WEIGHT = 0.04  # of the size: the font is a regular one, signs want a bold one
_BLACK = 255
_THRESHOLD = 128
_BITS = 8


@lru_cache(maxsize=32)
def poster(text: str, most_dots: int) -> Raster:
    """Return ``text`` in bold letters at most ``most_dots`` wide and ``HIGHEST_DOTS`` high."""
    width, height = _inked(text, _FIRST_SIZE).size
    size = min(_LARGEST_SIZE, int(_FIRST_SIZE * min(most_dots / width, HIGHEST_DOTS / height)))
    drawn = _inked(text, size)
    while drawn.width > most_dots or drawn.height > HIGHEST_DOTS:
        size -= 1
        drawn = _inked(text, size)
    black = drawn.point([_BLACK if value >= _THRESHOLD else 0 for value in range(256)]).convert("1")
    return Raster((black.width + _BITS - 1) // _BITS, black.tobytes())


def _inked(text: str, size: int) -> Image.Image:
    """Return the letters, white on black, without margins."""
    font = ImageFont.load_default(size)
    stroke = round(size * _WEIGHT)
    room = (size + 2 * stroke) * (len(text) + 1)
    picture = Image.new("L", (room, 2 * size + 2 * stroke))
    ImageDraw.Draw(picture).text((size // 2, size // 2), text, fill=_BLACK, font=font, stroke_width=stroke)
    return picture.crop(picture.getbbox() or (0, 0, 1, 1))
