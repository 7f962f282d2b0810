"""The logo at the head of a slip: centred, one bit a dot, worked out once, missed by nobody when it is missing."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from printer.logo import HIGHEST_DOTS, STRIP_DOTS, Raster, open_picture, picture_raster
from printer.logos import LogoShelf
from printer.profiles import find_profile
from printer.render import render
from printer.tally_slip import DayCount
from queue_server.protocol import Logo, PrintJob
from tests.printer.decode import Dots, decode
from tests.printer.samples import CLOSED, SHOWN, SIGN, TEST_PAGE


class Shelf:
    """Gives one picture, and counts how often it was asked."""

    def __init__(self, shown: Image.Image | None) -> None:
        self.shown, self.asked = shown, 0

    def picture(self, logo: Logo) -> Image.Image | None:
        self.asked += 1
        return self.shown


def shield(side: int = 400) -> Image.Image:
    picture = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    ImageDraw.Draw(picture).ellipse((side // 8, 0, side - side // 8, side - 1), fill=(0, 0, 0, 255))
    return picture


def printed(shelf: Shelf, version: str, profile: str = "80mm", **content: Any) -> bytes:
    body = {**SHOWN, "logo": {"version": version, "url": "/logo.png"}, **content}
    return render(PrintJob("j", "ticket", 1, 30, 0, body), find_profile(profile), DayCount(), shelf)


def dots(raster: Raster) -> Image.Image:
    """Return the picture that prints, 255 where it is black."""
    return Image.frombytes("1", (raster.width * 8, raster.height), raster.bits).convert("L")


def test_the_logo_stands_first_and_fits() -> None:
    slip = decode(printed(Shelf(shield()), "first"))
    picture = slip.drawn[0]
    assert isinstance(picture, Dots)
    assert len(picture.rows) // (picture.width // 8) == HIGHEST_DOTS
    assert HIGHEST_DOTS * 0.7 < picture.width <= HIGHEST_DOTS
    assert slip.lines[0] == "PEMERINTAH KOTA PEKALONGAN"


@pytest.mark.parametrize("kind", ["tally", "test", "sign"])
def test_every_kind_of_slip_has_it(kind: str) -> None:
    content = {"tally": CLOSED, "test": TEST_PAGE, "sign": SIGN}[kind]
    job = PrintJob("j", kind, 1, 30, 0, {**content, "logo": {"version": "kinds", "url": "/x"}})
    slip = decode(render(job, find_profile("80mm"), DayCount(), Shelf(shield())))
    assert isinstance(slip.drawn[0], Dots)


def test_a_version_is_worked_out_once_a_paper() -> None:
    shelf = Shelf(shield())
    for _ in range(3):
        printed(shelf, "once")
        printed(shelf, "once", "58mm")
    assert shelf.asked == 2
    printed(shelf, "another version")
    assert shelf.asked == 3


def test_a_missing_logo_prints_the_slip_without_it_and_is_asked_for_again() -> None:
    shelf = Shelf(None)
    assert printed(shelf, "late") == printed(shelf, "", logo=None)
    shelf.shown = shield()
    assert len(printed(shelf, "late")) > len(printed(shelf, "", logo=None))


def test_a_broken_picture_prints_the_slip_without_it() -> None:
    class Broken(Image.Image):
        def convert(self, *arguments: object, **named: object) -> Image.Image:
            raise OSError("image file is truncated")

    shelf = Shelf(Broken())
    assert printed(shelf, "broken") == printed(shelf, "", logo=None)
    assert printed(Shelf(Image.new("1", (5000, 5000))), "vast") == printed(shelf, "", logo=None)


def test_a_printer_without_pictures_gets_none() -> None:
    shelf = Shelf(shield())
    assert decode(printed(shelf, "no pictures", "TM-U220")).rasters == 0
    assert shelf.asked == 0


def test_a_wide_logo_is_as_wide_as_the_paper_at_most() -> None:
    wide = Image.new("L", (3000, 300), 0)
    assert picture_raster(wide, 384) == Raster(48, b"\xff" * 48 * 38)


def test_a_small_logo_keeps_its_size_and_loses_its_margins() -> None:
    small = Image.new("L", (100, 100), 255)
    small.paste(0, (40, 30, 56, 50))
    assert picture_raster(small, 576) == Raster(2, b"\xff" * 2 * 20)


def test_nothing_dark_is_no_logo() -> None:
    assert picture_raster(Image.new("RGBA", (80, 80), (0, 0, 0, 0)), 576) is None
    assert picture_raster(Image.new("L", (80, 80), 255), 576) is None


def test_greys_are_dithered_and_line_art_is_not() -> None:
    half = picture_raster(Image.new("L", (160, 160), 128), 576)
    assert half is not None
    black = dots(half).histogram()[255]
    assert 0.4 < black / (160 * 160) < 0.6
    line_art = picture_raster(shield(160), 576)
    assert line_art is not None
    middle = dots(line_art).crop((40, 40, 80, 120))
    assert middle.histogram()[255] == 40 * 80


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "F", "I;16"])
def test_every_kind_of_picture_is_taken(mode: str) -> None:
    black = Image.new(mode, (16, 16))
    found = picture_raster(black, 576)
    assert found is None or found.height == 16


def test_a_tall_picture_is_sent_in_strips() -> None:
    raster = Raster(2, bytes(range(200)) * 5)
    command = raster.command()
    strips = -(-500 // STRIP_DOTS)
    assert command.count(b"\x1dv0\x00\x02\x00") == strips
    assert command[:8] == b"\x1dv0\x00\x02\x00" + STRIP_DOTS.to_bytes(2, "little")
    assert len(command) == strips * 8 + 1000


def png(width: int, height: int) -> bytes:
    written = io.BytesIO()
    Image.new("1", (width, height)).save(written, "PNG")
    return written.getvalue()


class Server:
    """Gives ``body``, and counts how often it was asked."""

    def __init__(self, body: bytes | None) -> None:
        self.body, self.asked = body, 0

    def fetch(self, _path: str) -> bytes | None:
        self.asked += 1
        return self.body


KEPT_LOGO = Logo("0123456789abcdef", "/logo.png")


def test_a_logo_is_fetched_once_and_kept(tmp_path: Path) -> None:
    server = Server(png(80, 40))
    for _ in range(2):
        picture = LogoShelf(tmp_path, server.fetch).picture(KEPT_LOGO)
        assert picture is not None
        assert picture.size == (80, 40)
    assert server.asked == 1


@pytest.mark.parametrize(
    "body", [None, b"no picture", png(2001, 1000), png(80, 40)[:40]], ids=["none", "no picture", "vast", "cut off"]
)
def test_a_logo_that_cannot_be_had_is_not_asked_for_with_every_slip(
    body: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(body)
    shelf = LogoShelf(tmp_path, server.fetch)
    assert [shelf.picture(KEPT_LOGO) for _ in range(3)] == [None] * 3
    assert server.asked == 1
    server.body = png(80, 40)
    monkeypatch.setattr("printer.logos.MISSED_FOR_S", 0.0)
    assert shelf.picture(KEPT_LOGO) is not None


def test_a_vast_picture_is_refused_before_its_dots_are_read() -> None:
    """Its head says how large it is; there are no dots at all."""
    size = (1415).to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    head = b"IHDR" + size
    vast = b"\x89PNG\r\n\x1a\n" + len(size).to_bytes(4, "big") + head + zlib.crc32(head).to_bytes(4, "big")
    dots = b"IDAT"
    with pytest.raises(ValueError, match="1415 x 1415 pixels are too many"):
        open_picture(vast + bytes(4) + dots + zlib.crc32(dots).to_bytes(4, "big"))


def test_dots_never_spell_a_real_time_command() -> None:
    spelled = b"\x10\x04\x01\x10\x14\x08\x01\x03\x14\x10\x05\x10\x10\x04\xff\x10"
    command = Raster(len(spelled), spelled).command()
    assert not re.search(rb"\x10[\x04\x05\x14]", command)
    assert command[8:] == b"\x18\x04\x01\x18\x14\x08\x01\x03\x14\x18\x05\x10\x18\x04\xff\x10", "one dot more each"
