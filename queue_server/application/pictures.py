"""Logos: any small picture becomes a grey PNG for the head of a slip, or a coloured one for a display."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from typing import Final

from PIL import Image, UnidentifiedImageError

LARGEST_FILE: Final = 1_000_000
LARGEST_SIDE: Final = 4_000
SLIP_ROOM: Final = (576, 200)
"""Dots across 80 mm paper, and the height that leaves room for a number."""
DISPLAY_ROOM: Final = (320, 320)
"""Dots of the arms at the head of a display of 4K."""
FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "WEBP")


class PictureError(ValueError):
    """A file that makes no logo; the text says why and what to do."""


def logo_of(data: bytes) -> dict[str, str]:
    """Return ``{"version", "png"}`` of a picture file's bytes, made grey and small. Raises PictureError."""
    return _stored(data, _on_white, SLIP_ROOM)


def arms_of(data: bytes) -> dict[str, str]:
    """Return the same in its colours, transparent where it is, for the head of a display. Raises PictureError."""
    return _stored(data, lambda picture: picture.convert("RGBA"), DISPLAY_ROOM)


def _stored(data: bytes, drawn: Callable[[Image.Image], Image.Image], room: tuple[int, int]) -> dict[str, str]:
    if len(data) > LARGEST_FILE:
        raise PictureError("the picture is larger than 1 MB; save a smaller one")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if max(picture.size) > LARGEST_SIDE:
                raise PictureError(f"the picture is larger than {LARGEST_SIDE} dots; save a smaller one")
            small = drawn(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError("this is no picture that can be read; save it as PNG") from error
    small.thumbnail(room)
    png = io.BytesIO()
    small.save(png, "PNG", optimize=True)
    body = png.getvalue()
    return {"version": hashlib.sha256(body).hexdigest()[:16], "png": base64.b64encode(body).decode()}


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in grey, what is transparent as white paper."""
    full = picture.convert("RGBA")
    paper = Image.new("RGBA", full.size, "white")
    paper.alpha_composite(full)
    return paper.convert("L")
