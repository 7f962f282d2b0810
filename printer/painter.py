"""Paint what stands on a slip as a picture, dot for dot: font A is 12 x 24 dots, one ink on white.

Characters are drawn from DejaVu Sans Mono where the machine has it, else from Pillow's own font; QR codes
in whole modules, so that the picture scans like the paper.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageFont

from printer.onpaper import Cut, Feed, Look, Paper, Printed, PrintedCode, PrintedLine, PrintedRaster, Span

CELL_WIDTH, CELL_HEIGHT = 12, 24
MARGIN, TOP, BOTTOM = 32, 36, 40
CUT_FEED = 24
WHITE, BLACK = 255, 0
_THRESHOLD = 110
_LARGEST_PICTURE = 30_000
_FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono{}.ttf"),
    Path("/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono{}.ttf"),
    Path("/usr/share/fonts/TTF/DejaVuSansMono{}.ttf"),
)
_EM = 0.602  # advance of DejaVu Sans Mono, in em
_ASCENT = 0.78  # where its baseline stands in the cell
_RULES = {"─": (11, 2), "_": (21, 2), "▄": (12, 12), "█": (0, 24)}
_CORRECTION = {
    "L": qrcode.constants.ERROR_CORRECT_L,
    "M": qrcode.constants.ERROR_CORRECT_M,
    "Q": qrcode.constants.ERROR_CORRECT_Q,
    "H": qrcode.constants.ERROR_CORRECT_H,
}


def paint(paper: Paper, dots: int) -> Image.Image:
    """Return the picture of ``paper``, ``dots`` wide between its margins."""
    strips = [strip for strip in (_strip(thing, dots) for thing in paper.printed) if strip.height]
    height = min(_LARGEST_PICTURE, TOP + sum(strip.height for strip in strips) + BOTTOM)
    picture = Image.new("L", (dots + 2 * MARGIN, height), WHITE)
    y = TOP
    for strip in strips:
        picture.paste(strip, (MARGIN, y))
        y += strip.height
    return picture


def _strip(thing: Printed, dots: int) -> Image.Image:
    match thing:
        case PrintedLine():
            return _line(thing, dots)
        case PrintedCode():
            return _aligned(_code(thing), thing.align, dots)
        case PrintedRaster():
            return _aligned(_raster(thing), thing.align, dots)
        case Feed():
            return _blank(dots, thing.dots)
        case Cut():
            return _blank(dots, CUT_FEED)


def _blank(dots: int, height: int) -> Image.Image:
    return Image.new("L", (dots, height), WHITE)


def _aligned(piece: Image.Image, align: int, dots: int) -> Image.Image:
    strip = _blank(dots, piece.height)
    room = max(0, dots - piece.width)
    strip.paste(piece, ((0, room // 2, room)[align] if align in {0, 1, 2} else 0, 0))
    return strip


def _line(line: PrintedLine, dots: int) -> Image.Image:
    tallest = max((span.look.height for span in line.spans), default=0) * CELL_HEIGHT
    strip = _blank(dots, max(tallest, line.spacing))
    width = sum(_width(span) for span in line.spans)
    align = line.spans[0].look.align if line.spans else 0
    x = (0, max(0, dots - width) // 2, max(0, dots - width))[align] if align in {0, 1, 2} else 0
    for span in line.spans:
        x = x if span.start is None else span.start
        foot = tallest - span.look.height * CELL_HEIGHT
        for character in span.text:
            strip.paste(_glyph(character, span.look), (x, foot))
            x += span.look.width * CELL_WIDTH
    return strip


def _width(span: Span) -> int:
    return len(span.text) * span.look.width * CELL_WIDTH


@lru_cache(maxsize=2048)
def _glyph(character: str, look: Look) -> Image.Image:
    """Return one character in its cell, drawn at its full height and pressed to its width."""
    scale = max(look.width, look.height)
    cell = Image.new("L", (CELL_WIDTH * scale, CELL_HEIGHT * scale), WHITE)
    draw = ImageDraw.Draw(cell)
    if character in _RULES:
        top, thick = _RULES[character]
        draw.rectangle((0, top * scale, CELL_WIDTH * scale - 1, (top + thick) * scale - 1), fill=BLACK)
    else:
        font = _font(scale, bold=look.bold)
        across = font.getlength(character)
        middle = (CELL_WIDTH * scale - across) / 2
        draw.text((middle, CELL_HEIGHT * scale * _ASCENT), character, fill=BLACK, font=font, anchor="ls")
    size = (CELL_WIDTH * look.width, CELL_HEIGHT * look.height)
    inked = cell.resize(size, Image.Resampling.BOX) if cell.size != size else cell
    return inked.point([BLACK if (value < _THRESHOLD) != look.reverse else WHITE for value in range(256)])


@lru_cache(maxsize=32)
def _font(scale: int, *, bold: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    size = CELL_WIDTH * scale / _EM
    for pattern in _FONTS:
        path = Path(str(pattern).format("-Bold" if bold else ""))
        if path.exists():
            return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


def _code(code: PrintedCode) -> Image.Image:
    drawn = qrcode.QRCode(error_correction=_CORRECTION[code.level], box_size=1, border=0)
    drawn.add_data(code.content, optimize=0)
    drawn.make()
    matrix = drawn.get_matrix()
    picture = Image.new("L", (len(matrix), len(matrix)), WHITE)
    picture.putdata([BLACK if dark else WHITE for row in matrix for dark in row])
    side = len(matrix) * code.module
    return picture.resize((side, side), Image.Resampling.NEAREST)


def _raster(raster: PrintedRaster) -> Image.Image:
    if not raster.width:
        return _blank(1, 0)
    rows = len(raster.bits) * 8 // raster.width
    picture = Image.frombytes("1", (raster.width, rows), raster.bits[: rows * raster.width // 8])
    return picture.convert("L").point([WHITE - value for value in range(256)])
