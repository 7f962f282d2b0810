"""From job to bytes, read back by the tests' own interpreter: text, order, sizes, cut, and a code that scans."""

from __future__ import annotations

import timeit
from pathlib import Path
from typing import Any

import pytest

from printer.logo import NoLogos
from printer.profiles import Profile, find_profile, profile_names
from printer.render import render
from printer.tally_slip import DayCount
from queue_server.protocol import PrintJob
from tests.printer import samples
from tests.printer.decode import Dots, Slip, Symbol, decode
from tests.printer.drawing import draw, scan

KINDS = {"ticket": samples.SHOWN, "tally": samples.CLOSED, "test": samples.TEST_PAGE, "sign": samples.SIGN}
NAMED = ["80mm", "58mm", "58mm-raster", "default"]
MODELS = ["TM-T88V", "TM-T88II", "TM-L90", "RP-F10-58mm", "TH230", "NT-5890K", "CT-S651", "ZJ-5870"]


def bytes_of(kind: str, content: dict[str, Any], profile: str = "80mm", copy: int = 0) -> bytes:
    return render(PrintJob("j", kind, 1, 30, copy, content), find_profile(profile), DayCount(230, 3), NoLogos())


def read(kind: str, profile: str = "80mm", copy: int = 0, **more: object) -> Slip:
    return decode(bytes_of(kind, {**KINDS[kind], **more}, profile, copy), find_profile(profile).encoding)


@pytest.mark.parametrize("profile", [*NAMED, *MODELS])
def test_a_ticket_says_everything_in_order_and_its_code_scans(profile: str, tmp_path: Path) -> None:
    found, slip = find_profile(profile), read("ticket", profile)
    order = [
        "PEMERINTAH KOTA PEKALONGAN",
        "KARTU KELUARGA (KK)",
        "C-028",
        "Menunggu di depan Anda: 12",
        "Perkiraan dipanggil 10.20-10.45 WIB",
        "Pindai untuk memantau nomor Anda",
        "23 Nov",
        "Bawa: KK lama asli",
        "Nomor hangus bila 3x dipanggil tidak hadir.",
        "Pengaduan: 1500537",
        "Terima kasih",
    ]
    places = [slip.words.index(text) for text in order]
    assert places == sorted(places)
    number = slip.run("C-028")
    assert number.width == number.height == min(8, found.columns // 5)
    assert number.bold
    assert number.centred
    service = slip.run("KARTU KELUARGA (KK)")
    assert (service.width, service.height, service.bold) == (1, 2, True)
    assert slip.run("12").bold
    assert slip.run("10.20-10.45 WIB").bold
    assert slip.cuts == (1 if found.cutter else 0)
    assert slip.page == found.page_number
    draw(slip, max(found.dots, found.width_dots)).save(tmp_path / "slip.png")
    assert scan(tmp_path / "slip.png") == samples.TRACK_URL


@pytest.mark.parametrize("profile", NAMED)
def test_the_code_stands_between_figures_and_day(profile: str) -> None:
    slip = read("ticket", profile)
    at = next(place for place, thing in enumerate(slip.drawn) if isinstance(thing, Symbol | Dots))
    texts = ["".join(run.text for run in thing) if isinstance(thing, list) else "" for thing in slip.drawn]
    assert any("10.20-10.45" in text for text in texts[:at])
    assert any("09.41 WIB" in text for text in texts[at:])


@pytest.mark.parametrize("name", profile_names())
@pytest.mark.parametrize("kind", KINDS)
def test_every_slip_fits_every_paper(kind: str, name: str) -> None:
    profile, slip = find_profile(name), read(kind, name, 1)
    assert slip.widest_dots <= profile.width_dots
    assert all(thing.width <= profile.picture_dots + 7 for thing in slip.drawn if isinstance(thing, Dots))
    assert slip.cuts == (1 if profile.cutter else 0)


@pytest.mark.parametrize("profile", [*NAMED, "TM-T88V"])
def test_the_band_of_a_copy_covers_the_whole_width(profile: str) -> None:
    slip, columns = read("ticket", profile, 1, copy_line=samples.REPRINTED), find_profile(profile).columns
    bands = [thing for thing in slip.drawn if isinstance(thing, list) and thing and thing[0].reverse]
    assert (
        " ".join("".join(run.text for run in line) for line in bands).split()
        == samples.REPRINTED.replace("WIB.", "WIB").split()
    )
    assert all(len(line[0].text) == columns for line in bands)
    assert slip.drawn[0] is bands[0]


def test_a_test_page_shows_what_the_agent_believes_of_the_printer() -> None:
    slip = read("test", "58mm-raster")
    for text in ("58mm-raster (POS-5890)", "32 kolom, 384 titik", "CP437 (0)", "Printer kios 1", "HALAMAN UJI"):
        assert text in slip.words
    assert "12345678901234567890123456789012" in slip.lines
    assert "<" + "-" * 30 + ">" in slip.reversed_text
    assert "Huruf: é ñ ü ç ° ½ x - · EUR" in slip.words
    assert "Kode QR dikirim sebagai gambar." in slip.words
    assert "Tanpa pemotong: sobek di tepi printer." in slip.words
    styles = [slip.run(text) for text in ("Tebal", "Tinggi", "Lebar", "Besar")]
    assert [(run.bold, run.width, run.height) for run in styles if run.text != "Lebar" or run.width == 2] == [
        (True, 1, 1),
        (False, 1, 2),
        (False, 2, 2),
    ]


def test_a_test_page_says_which_way_the_code_comes_and_whether_the_paper_is_cut() -> None:
    native, without = read("test", "80mm", language="en"), read("test", "TM-U220B")
    assert native.codes == [samples.TEST_PAGE["qr"]]
    assert "The printer draws the QR code itself." in native.words
    assert "The paper is cut below this line." in native.words
    assert "Printer ini tidak mencetak kode QR; alamatnya ditulis." in without.words
    assert samples.TEST_PAGE["qr"] in without.words


def test_a_sign_has_the_counters_number_larger_than_anything_a_printer_can_write() -> None:
    slip = read("sign")
    digits = [thing for thing in slip.drawn if isinstance(thing, Dots)]
    assert 8 * 24 < sum(len(strip.rows) // (strip.width // 8) for strip in digits) <= 320
    assert slip.run("LOKET").height == 4
    assert "Kartu Keluarga (KK)" in slip.words


def test_a_sign_without_pictures_or_without_a_number_is_as_large_as_letters_go() -> None:
    assert read("sign", "TM-U220").run("1").height == 8
    assert read("sign", "80mm", counter="Loket Pengaduan").run("PENGADUAN").height == 48 // 9
    assert read("sign", "80mm", counter="Loket Pengaduan").run("LOKET").height == 8


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("receipt", samples.STANDARD),
        ("", samples.STANDARD),
        ("ticket", {**samples.STANDARD, "number": " "}),
        ("ticket", {**samples.STANDARD, "number": "\x1b\u202e"}),
        ("ticket", {}),
        ("sign", {**samples.SIGN, "counter": "\n"}),
    ],
)
def test_what_makes_no_slip_is_refused(kind: str, content: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"slip|sign"):
        bytes_of(kind, content)


def test_a_tally_and_a_test_page_need_nothing_at_all() -> None:
    assert decode(bytes_of("tally", {})).cuts == 1
    assert decode(bytes_of("test", {})).cuts == 1


def test_only_models_that_epson_documents_for_it_answer_a_process_id() -> None:
    answering = {name for name in profile_names() if find_profile(name).process_id}
    assert answering == {"TM-L90", "TM-T88IV", "TM-T88V"}


def test_how_long_rendering_takes(capsys: pytest.CaptureFixture[str]) -> None:
    """A benchmark that prints: `pytest -s -k how_long_rendering`. Budgets of time are no tests."""
    with capsys.disabled():
        for name, content in (("standard", samples.STANDARD), ("typical", samples.TYPICAL), ("full", samples.SHOWN)):
            for profile in map(find_profile, ("80mm", "58mm-raster")):
                data, milliseconds = _timed(content, profile)
                print(f"\n{name} slip on {profile.name}: {len(data)} bytes, {milliseconds:.2f} ms", end="")


def _timed(content: dict[str, Any], profile: Profile) -> tuple[bytes, float]:
    job, logos = PrintJob("j", "ticket", 1, 30, 0, content), NoLogos()
    times = timeit.repeat(lambda: render(job, profile, DayCount(), logos), number=5, repeat=4)
    return render(job, profile, DayCount(), logos), min(times) / 5 * 1000
