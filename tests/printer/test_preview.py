"""The preview is the picture of exactly the bytes that would be sent."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from printer.interpreter import interpret
from printer.logo import NoLogos
from printer.onpaper import PrintedRaster
from printer.painter import MARGIN, paint
from printer.preview import preview
from printer.profiles import find_profile
from printer.render import render
from printer.tally_slip import DayCount
from queue_server.protocol import PrintJob
from tests.printer.drawing import scan
from tests.printer.samples import CLOSED, SHOWN, SIGN, TEST_PAGE, TRACK_URL
from tests.printer.test_logo import Shelf, shield


def body(kind: str, content: dict[str, Any], logo: Image.Image | None = None) -> dict[str, Any]:
    job = {"id": "preview", "kind": kind, "fence": 0, "copy": 0, "content": content}
    return {"job": job, "logo_png": None if logo is None else base64.b64encode(png(logo)).decode()}


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    assert data.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("profile", ["80mm", "58mm", "58mm-raster"])
@pytest.mark.parametrize(("kind", "content"), [("ticket", SHOWN), ("test", TEST_PAGE), ("sign", SIGN)])
def test_it_shows_the_bytes_that_would_be_sent(kind: str, content: dict[str, Any], profile: str) -> None:
    found = find_profile(profile)
    data = render(PrintJob("preview", kind, 0, 0, 0, content), found, DayCount(), NoLogos())
    shown = opened(preview(body(kind, content), found))
    assert shown.width == found.dots + 2 * MARGIN
    assert shown.convert("L").tobytes() == paint(interpret(data), found.dots).tobytes()


def test_the_code_in_it_scans(tmp_path: Path) -> None:
    (tmp_path / "slip.png").write_bytes(preview(body("ticket", SHOWN), find_profile("80mm")))
    assert scan(tmp_path / "slip.png") == TRACK_URL


def test_the_logo_is_the_picture_that_comes_along_and_never_an_earlier_one() -> None:
    found, content = find_profile("80mm"), {**SHOWN, "logo": {"version": "1", "url": "/x"}}
    first = preview(body("ticket", content, shield()), found)
    second = preview(body("ticket", content, Image.new("L", (200, 100), 0)), found)
    assert first != second
    without = preview(body("ticket", content), found)
    assert without == preview(body("ticket", SHOWN), found)
    data = render(PrintJob("j", "ticket", 1, 1, 0, content), found, DayCount(), Shelf(shield()))
    assert isinstance(interpret(data).printed[0], PrintedRaster)
    assert first == png(paint(interpret(data), found.dots))


def test_a_tally_is_shown_as_if_the_counts_agreed() -> None:
    found = find_profile("80mm")
    data = render(PrintJob("j", "tally", 1, 1, 0, CLOSED), found, DayCount(230, 3, 0, 0), NoLogos())
    assert opened(preview(body("tally", CLOSED), found)).tobytes() == paint(interpret(data), found.dots).tobytes()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"job": None},
        body("poem", SHOWN),
        body("ticket", {}),
        {**body("ticket", SHOWN), "logo_png": "no base64!"},
        {**body("ticket", SHOWN), "logo_png": base64.b64encode(b"GIF89a").decode()},
        {**body("ticket", SHOWN), "logo_png": base64.b64encode(png(shield())[:200]).decode()},
        {**body("ticket", SHOWN), "logo_png": 5},
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"job|slip|logo"):
        preview(wrong, find_profile("80mm"))
