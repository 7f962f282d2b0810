"""What the virtual printer paints: the code scans, the text stands where the paper has it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printer.content import read_slip, read_tally
from printer.encode import encode
from printer.interpreter import interpret
from printer.onpaper import Cut, PrintedCode, PrintedLine
from printer.painter import MARGIN, paint
from printer.profiles import find_profile
from printer.slip import ticket_lines
from printer.tally_slip import DayCount, tally_lines
from tests.printer.samples import FULL, TALLY, TRACK_URL


def scan(picture: Path) -> str:
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def paint_slip(profile: str, copy: int, path: Path) -> Image.Image:
    found = find_profile(profile)
    data = encode(ticket_lines(read_slip(FULL), found.columns, found.encoding, copy), found)
    picture = paint(interpret(data), found.dots)
    picture.save(path)
    return picture


@pytest.mark.parametrize("profile", ["80mm", "58mm", "58mm-raster", "TM-T88V"])
@pytest.mark.parametrize("copy", [0, 1])
def test_the_code_in_the_picture_scans(profile: str, copy: int, tmp_path: Path) -> None:
    picture = paint_slip(profile, copy, tmp_path / "slip.png")
    assert picture.width == find_profile(profile).dots + 2 * MARGIN
    assert scan(tmp_path / "slip.png") == TRACK_URL


def test_everything_on_the_slip_is_understood() -> None:
    profile = find_profile()
    paper = interpret(encode(ticket_lines(read_slip(FULL), 48, "cp437", 1), profile))
    assert paper.unknown == []
    lines = [thing for thing in paper.printed if isinstance(thing, PrintedLine)]
    number = next(line for line in lines if line.spans and line.spans[0].text == "C-028").spans[0].look
    assert (number.width, number.height, number.bold, number.align) == (8, 8, True, 1)
    assert [thing.content for thing in paper.printed if isinstance(thing, PrintedCode)] == [TRACK_URL]
    assert isinstance(paper.printed[-1], Cut)


def test_the_number_is_the_largest_thing(tmp_path: Path) -> None:
    picture = paint_slip("80mm", 0, tmp_path / "slip.png")
    rows = [sum(1 for x in range(picture.width) if picture.getpixel((x, y)) == 0) for y in range(picture.height)]
    inked = "".join("#" if row else " " for row in rows)
    assert any(len(run) > 100 for run in inked.split())


def test_the_tally_is_painted() -> None:
    profile = find_profile("58mm")
    paper = interpret(encode(tally_lines(read_tally(TALLY), 32, "cp437", DayCount(1, 2, 3, 4)), profile))
    assert paper.unknown == []
    assert paint(paper, profile.dots).height > 400


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_broken_bytes_never_stop_the_virtual_printer(data: bytes) -> None:
    paint(interpret(data), 384)
