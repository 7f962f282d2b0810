"""The part ``[slip]`` of a branch file: order, own texts, logo."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from queue_server.application.branch_file import BranchFileError, branch_of_document, read_branch_file
from queue_server.application.pictures import LARGEST_FILE, SLIP_ROOM, PictureError, logo_of
from queue_server.cli.offices import picture_beside
from queue_server.domain.slip import SlipTemplate
from queue_server.domain.text import Text
from queue_server.protocol import SLIP_BLOCKS, SLIP_MARKS, USUAL_ORDER
from tests.cast import KOTA_FILE


def picture(size: tuple[int, int] = (300, 100), mode: str = "RGB", kind: str = "PNG", colour: object = 0) -> bytes:
    body = io.BytesIO()
    Image.new(mode, size, colour).save(body, kind)
    return body.getvalue()


def read(lines: str, logo: bytes | None = None) -> SlipTemplate:
    def beside(name: str) -> bytes:
        if logo is None:
            raise FileNotFoundError(name)
        return logo

    return branch_of_document(read_branch_file(f"{KOTA_FILE}\n[slip]\n{lines}\n", beside)).slip


def mistake(lines: str, logo: bytes | None = None) -> str:
    with pytest.raises(BranchFileError) as refused:
        read(lines, logo)
    assert str(refused.value).endswith("Nothing was changed.")
    return str(refused.value)


def test_a_branch_without_a_template_has_the_usual_slip() -> None:
    assert branch_of_document(read_branch_file(KOTA_FILE)).slip == SlipTemplate()
    assert set(USUAL_ORDER) <= {*SLIP_BLOCKS, *SLIP_MARKS}
    assert set(SLIP_BLOCKS) <= set(USUAL_ORDER)


def test_order_and_texts_are_read() -> None:
    template = read(
        'order = ["letterhead", "rule", "number", "rule", "wifi", "thanks"]\n'
        'texts.wifi.id = "WiFi gratis"\ntexts.wifi.en = "Free WiFi"\ntexts.thanks.id = "Sampai jumpa"'
    )
    assert template.order == ("letterhead", "rule", "number", "rule", "wifi", "thanks")
    assert template.texts == {"wifi": Text("WiFi gratis", "Free WiFi"), "thanks": Text("Sampai jumpa")}


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ('order = ["letterhead"]', 'a slip needs its "number"'),
        ('order = ["number", "qr", "number"]', '"number" stands there twice'),
        ('order = ["number", "advert"]', '"advert" is no part of a slip. Known are logo, letterhead'),
        ('texts.number.id = "x"', '"number" is a part that every slip has'),
        ('texts.gap.id = "x"', '"gap" is a part that every slip has'),
        ('texts."Wi-Fi".id = "x"', "slip.texts.Wi-Fi"),
        ("order = 3", "slip.order"),
        ('colour = "red"', "slip.colour: this key is unknown"),
    ],
)
def test_a_wrong_template_is_said_with_its_key(lines: str, sentence: str) -> None:
    assert sentence in mistake(lines)


def test_a_logo_is_read_beside_the_file_made_grey_and_small() -> None:
    logo = read('logo = "lambang.png"', picture((2000, 1000), colour=(0, 90, 0))).logo
    assert logo is not None
    with Image.open(io.BytesIO(base64.b64decode(logo.png))) as kept:
        assert (kept.mode, kept.format) == ("L", "PNG")
        assert kept.width <= SLIP_ROOM[0]
        assert kept.height <= SLIP_ROOM[1]
        assert kept.width == 2 * kept.height
    assert read('logo = "lambang.png"', picture((2000, 1000), colour=(0, 90, 0))).logo == logo, "loading twice is one"
    assert read('logo = "lambang.png"', picture(colour=(90, 0, 0))).logo != logo


def test_what_is_transparent_is_paper() -> None:
    png = base64.b64decode(logo_of(picture(mode="RGBA", colour=(0, 0, 0, 0)))["png"])
    with Image.open(io.BytesIO(png)) as kept:
        assert kept.getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (None, "the file lambang.png cannot be read"),
        (b"", "no picture that can be read"),
        (b"<svg/>", "no picture that can be read"),
        (picture()[:80], "no picture that can be read"),
        (b"x" * (LARGEST_FILE + 1), "larger than 1 MB"),
        (picture((4001, 1), "1"), "larger than 4000 dots"),
    ],
)
def test_what_makes_no_logo_is_said(body: bytes | None, sentence: str) -> None:
    assert sentence in mistake('logo = "lambang.png"', body)
    if body is not None:
        with pytest.raises(PictureError):
            logo_of(body)


def test_where_no_pictures_are_at_hand_slips_have_no_logo() -> None:
    document = read_branch_file(f'{KOTA_FILE}\n[slip]\nlogo = "lambang.png"\n')
    assert branch_of_document(document).slip.logo is None


def test_a_stored_picture_is_not_taken_from_a_branch_file() -> None:
    assert "name a picture file" in mistake('logo = {version = "00", png = "abcde"}')


@pytest.mark.parametrize("name", ["../lambang.png", "/etc/hostname", "folder/lambang.png", "folder", ".."])
def test_a_logo_lies_beside_its_branch_file_and_is_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "lambang.png").write_bytes(picture())
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileNotFoundError):
        picture_beside(tmp_path / "folder.toml", name)
    assert picture_beside(tmp_path / "office.toml", "lambang.png") == picture()


def test_the_command_reads_the_logo_from_the_files_own_folder(tmp_path: Path) -> None:
    (tmp_path / "lambang.png").write_bytes(picture())
    document = read_branch_file(
        f'{KOTA_FILE}\n[slip]\nlogo = "lambang.png"\n', lambda name: (tmp_path / name).read_bytes()
    )
    assert branch_of_document(document).slip.logo is not None
