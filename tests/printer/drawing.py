"""A crude picture of what ``tests.printer.decode`` read: letters as bars, codes and pictures dot for dot."""

from __future__ import annotations

import subprocess
from pathlib import Path

import qrcode
from PIL import Image

from tests.printer.decode import Dots, Run, Slip, Symbol

LEVELS = {"L": 1, "M": 0, "Q": 3, "H": 2}
MARGIN = 24


def scan(picture: Path) -> str:
    """Return the QR code that zbarimg finds. Raises CalledProcessError when it finds none."""
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def draw(slip: Slip, dots: int) -> Image.Image:
    """Return the slip's picture, ``dots`` wide between its margins."""
    strips = [_strip(thing, dots) for thing in slip.drawn]
    picture = Image.new("L", (dots + 2 * MARGIN, sum(strip.height for strip in strips) + 2 * MARGIN), 255)
    y = MARGIN
    for strip in strips:
        picture.paste(strip, (MARGIN, y))
        y += strip.height
    return picture


def _strip(thing: list[Run] | Symbol | Dots, dots: int) -> Image.Image:
    match thing:
        case Symbol():
            return _centred(_symbol(thing), dots)
        case Dots():
            rows = len(thing.rows) * 8 // thing.width
            picture = Image.frombytes("1", (thing.width, rows), thing.rows).convert("L")
            return _centred(picture.point([255 - value for value in range(256)]), dots)
        case _:
            return _bars(thing, dots)


def _symbol(symbol: Symbol) -> Image.Image:
    code = qrcode.QRCode(error_correction=LEVELS[symbol.level], box_size=symbol.module, border=0)
    code.add_data(symbol.content)
    drawn = code.make_image().get_image().convert("L")
    assert isinstance(drawn, Image.Image)
    return drawn


def _bars(line: list[Run], dots: int) -> Image.Image:
    strip = Image.new("L", (dots, 24 * max((run.height for run in line), default=1)), 255)
    taken = sum(len(run.text) * run.width * 12 for run in line)
    x = (dots - taken) // 2 if line and line[0].centred else 0
    for run in line:
        x = x if run.left is None else run.left
        for character in run.text:
            if character != " ":
                strip.paste(96, (x + 2, 4, x + 10 * run.width, strip.height - 4))
            x += 12 * run.width
    return strip


def _centred(picture: Image.Image, dots: int) -> Image.Image:
    assert picture.width <= dots, "wider than the paper"
    strip = Image.new("L", (dots, picture.height), 255)
    strip.paste(picture, ((dots - picture.width) // 2, 0))
    return strip
