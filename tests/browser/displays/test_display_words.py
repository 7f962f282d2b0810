"""What the TV page says in words: captions, the letterhead, and why it can show no board."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser.display_stage import Hall, Looks, text, wait_for
from tests.fakes.board_server import MISPLACED_TOKEN
from tests.fakes.board_states import BRANCH, board, called

pytestmark = pytest.mark.browser

# what a browser of before ES2015 does with the first script of the page: it stops there
ILLITERATE = """
Object.defineProperty(window, "Antrean", { set() { throw new SyntaxError("Unexpected token ="); } });
"""
STUCK = """
Object.defineProperty(window, "Antrean", { set() { throw new Error("no such thing here"); } });
"""


@pytest.mark.parametrize("script", [ILLITERATE, STUCK], ids=["cannot read it", "does not start"])
def test_a_browser_that_is_too_old_for_the_page_is_told_what_to_do(hall: Hall, look: Looks, script: str) -> None:
    page = look(script=script)
    expect(page.locator("#connecting-title")).to_have_text(
        "Peramban TV ini terlalu lama untuk papan antrean.", timeout=20_000
    )
    server = hall.address.removeprefix("http://")
    assert text(page, "#connecting-text").endswith(f"atau buka {server}/board/ dan kode kantor.")
    assert look.errors
    look.errors.clear()


def test_a_screen_whose_counter_is_gone_says_what_the_staff_can_do(hall: Hall, look: Looks) -> None:
    hall.show(board())
    page = look(token=MISPLACED_TOKEN)
    wait_for(page, "view", "misplaced")
    said = "Loket layar ini tidak ada lagi. Petugas: buka Perangkat dan pilih loket lain."
    assert text(page, "#misplaced") == said
    assert not page.is_visible("#connecting")
    page.wait_for_timeout(1500)
    assert page.get_attribute("html", "data-view") == "misplaced"


def test_the_caption_lasts_as_long_as_the_voice_and_is_in_its_language(hall: Hall, look: Looks) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    english = ["en-nomor-antrean", *["en-angka-1"] * 6]
    hall.show(board(replace(called(110, "A-001", "3"), speech_en=english)))
    wait_for(page, "spoken", '["A-001"]')
    # longer than the panel would hold its call by itself
    page.wait_for_timeout(2500)
    assert text(page, "#ticker.terucap") == "Nomor antrean A nol nol satu. Silakan menuju loket tiga."
    expect(page.locator("#ticker.terucap")).to_have_text(
        "Queue number A zero zero one, please proceed to counter three.", timeout=20_000
    )
    assert page.evaluate("Antrean.stage.saying() !== null")
    expect(page.locator("#ticker.terucap")).to_have_count(0, timeout=20_000)
    assert page.evaluate("Antrean.stage.saying() === null")


@pytest.mark.parametrize(
    ("letterhead", "shown"),
    [
        ("DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", "Dinas Kependudukan dan Pencatatan Sipil"),
        ("UPTD PUSKESMAS DKI JAKARTA", "UPTD Puskesmas DKI Jakarta"),
        ("MPP KABUPATEN OKU TIMUR", "MPP Kabupaten OKU Timur"),
        ("KANTOR WILAYAH XIV (BPN) DI PANGKAL-PINANG", "Kantor Wilayah XIV (BPN) di Pangkal-Pinang"),
        ("Dinas Sosial kota", "Dinas Sosial kota"),
    ],
)
def test_a_letterhead_in_capitals_is_softened_but_for_what_is_an_abbreviation(
    hall: Hall, look: Looks, letterhead: str, shown: str
) -> None:
    hall.show(board(branch=replace(BRANCH, letterhead=[letterhead])))
    page = look()
    wait_for(page, "view", "board")
    expect(page.locator("#office-line")).to_have_text(shown)
