"""Each layout of the TV page, measured: height of the number, contrast, nothing cut off, nothing over another."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from display.board import reach
from queue_server.protocol import BoardCounter, BoardMedium, BoardState, BoardTheme
from tests.browser.display_measures import flaws, measure
from tests.browser.display_stage import (
    AXE,
    LYING,
    STANDING,
    Hall,
    Looks,
    text,
    wait_for,
)
from tests.fakes.board_states import MORNING, board, busy_hall, called, seat, zoned

pytestmark = pytest.mark.browser

PANELS = {
    "720p": {"width": 1280, "height": 720},
    "1080p": LYING,
    "4K": {"width": 3840, "height": 2160},
}
SMALL = {"width": 1280, "height": 720}
PICTURE = BoardMedium("picture", "/media/pkl/hall.png", 600, sound=False)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DYES = ":root { --nila-900: #2B1038; --nila-700: #4A2160; --nila-200: #D8C4E6; --soga-700: #5A3A12; }"


def opened(look: Looks, panel: dict[str, int], state: BoardState, **hanging: float) -> Page:
    """Open the page on a panel that hangs so, with its letters and pictures at hand."""
    look.hall.play(seat=seat(**hanging))
    look.hall.show(state)
    page = look(panel)
    page.route("**/media/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    wait_for(page, "seat", "TV utama")
    wait_for(page, "seq", str(look.hall.seq))
    page.evaluate("document.fonts.ready.then(() => null)")
    return page


def showing(look: Looks, page: Page, state: BoardState) -> None:
    """Wait until the page shows a state and has made room for its film, or taken it back."""
    look.hall.show(state)
    wait_for(page, "seq", str(look.hall.seq))
    slot = page.locator("#media[hidden]" if not state.media else "#media:not([hidden])")
    slot.wait_for(state="attached")
    page.wait_for_timeout(50)


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
def test_a_lying_panel_is_read_by_everybody_with_3_to_80_counters(look: Looks, panel: dict[str, int]) -> None:
    page = opened(look, panel, board())
    for media in ([], [PICTURE]):
        for seats in (3, 12, 40, 80):
            showing(look, page, replace(busy_hall(seats), media=media))
            found = measure(page)
            assert flaws(found) == []
            assert found.number >= 0.1595 * panel["height"]
            assert found.counter == pytest.approx(found.number)
            assert min(found.earlier) >= found.number * 0.495
            assert len(found.earlier) >= (1 if media else 3)


def test_a_standing_panel_is_read_by_everybody_with_4_to_80_counters(look: Looks) -> None:
    page = opened(look, STANDING, board())
    for media in ([], [PICTURE]):
        for seats in (4, 8, 12, 20, 80):
            showing(look, page, replace(busy_hall(seats), media=media))
            found = measure(page)
            assert flaws(found) == []
            assert found.number >= 0.19 * STANDING["width"]
            assert min(found.earlier) >= found.number * 0.5
    showing(look, page, board(called(9, "C-015", "3", ago_s=60)))
    assert measure(page).number >= 0.2065 * STANDING["width"]


@pytest.mark.parametrize("panel", [LYING, STANDING], ids=["lying", "standing"])
def test_a_counter_with_a_name_is_large_enough_to_find(look: Looks, panel: dict[str, int]) -> None:
    page = opened(look, panel, board())
    for seats, media in ((8, []), (20, []), (80, []), (8, [PICTURE])):
        state = replace(busy_hall(seats), media=media)
        newest = [replace(state.calls[0], number="W-042", counter="3", name="Meja Informasi")]
        other = [replace(state.calls[1], counter="2", name="Loket Prioritas")]
        showing(look, page, replace(state, calls=[*newest, *other, *state.calls[2:]]))
        found = measure(page)
        assert flaws(found) == []
        assert text(page, "#call-counter") == "Meja Informasi"
        assert found.number >= 0.1595 * found.short_side
        assert found.counter >= 0.06 * found.short_side


@pytest.mark.parametrize("panel", [LYING, STANDING], ids=["lying", "standing"])
def test_a_board_of_several_zones_says_where_to_go(look: Looks, panel: dict[str, int]) -> None:
    page = opened(look, panel, board())
    for seats, media in ((6, []), (16, []), (30, [PICTURE]), (60, []), (80, [])):
        showing(look, page, zoned(replace(busy_hall(seats), media=media), "Lantai 1", "Ruang Pelayanan"))
        found = measure(page)
        assert flaws(found) == []
        assert found.number >= 0.1595 * found.short_side
        said = page.locator("#call-zone, #call-plate-zone").locator("visible=true")
        expect(said).to_have_text("Lantai 1")
        assert page.locator("#earlier-list .z").first.inner_text() in {"Lantai 1", "Ruang Pelayanan"}
        expect(page.locator("#counters .sel.area .n").first).to_have_text(re.compile("Lantai 1|Ruang Pelayanan"))


def labels_of(page: Page, turned: str) -> list[str]:
    """Wait until that page of counters is shown; return its zones' labels, read before it can turn."""
    read = """(turned) => document.documentElement.dataset.page === turned
        && [...document.querySelectorAll("#counters .sel.area")].map((label) => label.innerText)"""
    found = page.wait_for_function(read, arg=turned, timeout=45_000).json_value()
    return [" ".join(label.split()) for label in found]


def test_counters_turn_zone_by_zone_and_each_page_names_its_zone(hall: Hall, look: Looks) -> None:
    page = opened(look, LYING, zoned(busy_hall(80), "Lantai 1", "Lantai 2"))
    for number, label in enumerate(("1/2 Lantai 1", "2/2 Lantai 1", "1/2 Lantai 2"), 1):
        assert labels_of(page, f"{number}/4") == [label]


def test_the_newest_call_never_waits_for_a_page_of_counters(hall: Hall, look: Looks) -> None:
    state = busy_hall(80)
    page = opened(look, LYING, state)
    expect(page.locator("#counters-page")).to_have_text("Semua loket, halaman 1 dari 2", timeout=25_000)
    wait_for(page, "page", "2/2")
    fresh = replace(called(10_000, "B-777", "5"), speech=["angka-1"])
    hall.show(replace(state, calls=[fresh, *state.calls]))
    wait_for(page, "panel", "B-777")
    assert text(page, "#call-counter") == "5"


@pytest.mark.parametrize("named", [False, True], ids=["numbers", "names"])
def test_a_deep_hall_gets_a_call_across_the_whole_panel(look: Looks, named: bool) -> None:
    page = opened(look, LYING, board(), panel_inch=55, farthest_m=14)
    wide = zoned(busy_hall(20), "Lantai 1", "Lantai 2")
    for state in (busy_hall(8), busy_hall(40), wide, replace(busy_hall(40), media=[PICTURE])):
        shown = state
        if named:
            newest = replace(state.calls[0], number="W-042", counter="3", name="Meja Informasi")
            shown = replace(state, calls=[newest, *state.calls[1:]])
        showing(look, page, shown)
        found = measure(page)
        assert flaws(found) == []
        assert found.number >= 0.2295 * found.height
        assert named or found.counter == pytest.approx(found.number)
        assert min(found.earlier) >= found.number * 0.495
    assert page.locator("#too-far").is_hidden()


@pytest.mark.parametrize(
    ("inch", "metres", "panel"),
    [(55, 10.9, LYING), (55, 20, LYING), (55, 40, LYING), (43, 20, STANDING)],
)
def test_the_page_says_when_the_farthest_seat_cannot_read_it(
    look: Looks, inch: int, metres: float, panel: dict[str, int]
) -> None:
    page = opened(look, panel, busy_hall(8), panel_inch=inch, farthest_m=metres)
    expected = reach(inch, metres, standing=panel is STANDING)
    wait_for(page, "reach", "enough" if expected.enough else "too far")
    assert ("besar" in str(page.get_attribute("#screen", "class"))) == expected.far
    expect(page.locator("#too-far")).to_be_visible(visible=not expected.enough)
    assert flaws(measure(page)) == []
    if not expected.enough:
        said = text(page, "#too-far")
        assert f"Terbaca sampai {expected.readable_m:g} m".replace(".", ",") in said
        assert (f"{expected.panel_inch} inci" in said) == (expected.panel_inch is not None)


@pytest.mark.parametrize(("panel", "percent"), [(LYING, 5), (STANDING, 2.5)], ids=["lying", "standing"])
def test_a_safe_margin_keeps_everything_away_from_the_edges(look: Looks, panel: dict[str, int], percent: float) -> None:
    page = opened(look, panel, busy_hall(40), margin_percent=percent)
    found = measure(page)
    assert flaws(found) == []
    assert found.width == pytest.approx(panel["width"] * (1 - percent / 50), abs=2)
    assert found.height == pytest.approx(panel["height"] * (1 - percent / 50), abs=2)
    assert found.number >= 0.1595 * found.short_side


@pytest.mark.parametrize(
    ("panel", "metres"), [(LYING, 5), (LYING, 14), (STANDING, 5)], ids=["lying", "far", "standing"]
)
def test_an_empty_board_a_lost_line_and_a_silent_browser_look_as_whole(
    look: Looks, panel: dict[str, int], metres: float
) -> None:
    page = opened(look, panel, board(), panel_inch=55, farthest_m=metres)
    for seats in (8, 40, 80):
        showing(look, page, board(seats=seats))
        assert flaws(measure(page)) == []
        assert text(page, "#call-number") == "Belum ada panggilan"
        expect(page.locator("#call-plate")).to_be_hidden()
        expect(page.locator("#earlier-list li:visible")).to_have_text("Belum ada")
        showing(look, page, busy_hall(seats))
        page.evaluate("Antrean.foot.muted(true)")
        expect(page.locator("#muted")).to_be_visible()
        assert flaws(measure(page)) == []
        page.evaluate("Antrean.foot.lost(Antrean.clock.now())")
        expect(page.locator("#lost")).to_be_visible()
        assert flaws(measure(page)) == []
        page.evaluate("Antrean.foot.lost(null); Antrean.foot.muted(false)")


COUNTER_TOP = [
    ("called", "C-015", None, "Silakan maju", "C-015"),
    ("called", "A-1042", None, "Silakan maju", "A-1042"),
    ("serving", "A-1042", None, "Sedang dilayani", "A-1042"),
    ("open", None, None, "Siap", "Nomor berikutnya segera dipanggil"),
    ("paused", None, "prayer", "Salat", "Salat sampai 10.00"),
    ("paused", None, "rapat", "Istirahat", "Istirahat sampai 10.00"),
    ("closed", None, None, "Tutup", "Loket ini tutup"),
    ("closing", None, None, "Tutup", "Loket ini tutup"),
]


@pytest.mark.parametrize("panel", [SMALL, {"width": 800, "height": 1280}], ids=["lying", "standing"])
def test_a_screen_on_a_counter_shows_that_counter_alone(look: Looks, panel: dict[str, int]) -> None:
    page = opened(look, panel, board())
    opens = MORNING + timedelta(minutes=19)
    for name in ("Loket 3", "Loket Prioritas"):
        for status, number, reason, word, across in COUNTER_TOP:
            cell = BoardCounter("3", name, None, status, number, "C", None, reason)
            calls = [called(9, number, "3", at=MORNING, ago_s=60)] if number else []
            state = board(*calls, counters=[cell], counter="3", opens_at=opens if status == "paused" else None)
            look.hall.show(replace(state, calls=calls or state.calls), at=MORNING)
            wait_for(page, "seq", str(look.hall.seq))
            found = measure(page)
            assert flaws(found) == []
            assert (text(page, "#top-name"), text(page, "#top-word")) == (name, word)
            shown = page.locator("#top-number, #top-title").locator("visible=true")
            expect(shown).to_have_text(across)
            if number:
                assert found.number >= 0.16 * found.short_side
                assert text(page, "#top-service") == "Kartu Keluarga"


def test_a_screen_on_a_counter_says_when_the_office_opens_and_that_the_line_is_lost(look: Looks) -> None:
    opens = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    cell = BoardCounter("3", "Loket 3", None, "closed", None, None, None)
    state = board(counters=[cell], counter="3", day_status="not_open", opens_at=opens, issuing=True)
    page = opened(look, SMALL, state)
    look.hall.show(state, at=opens - timedelta(minutes=8))
    wait_for(page, "seq", str(look.hall.seq))
    assert text(page, "#top-title") == "Panggilan dimulai pukul 08.00"
    assert text(page, "#top-hour") == "07.52 WIB"
    assert flaws(measure(page)) == []
    look.hall.show(replace(state, day_status="closed", opens_at=opens + timedelta(days=1)), at=opens)
    wait_for(page, "seq", str(look.hall.seq))
    assert text(page, "#top-title") == "Pelayanan hari ini selesai"
    page.evaluate("Antrean.foot.lost(Antrean.clock.now())")
    expect(page.locator("#countertop .putus")).to_contain_text("Sambungan terputus sejak 08.00.")
    assert flaws(measure(page)) == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))") == []


@pytest.mark.parametrize("panel", [LYING, STANDING], ids=["lying", "standing"])
def test_what_is_spoken_is_written_and_moves_nothing(hall: Hall, look: Looks, panel: dict[str, int]) -> None:
    page = opened(look, panel, board())
    before = page.evaluate("JSON.stringify(document.getElementById('ticker').getBoundingClientRect())")
    fresh = called(hall.seq + 1, "A-1042", "2", name="Loket Prioritas")
    hall.show(board(fresh))
    expect(page.locator("#ticker")).to_have_text(fresh.caption.id)
    assert flaws(measure(page)) == []
    assert page.evaluate("JSON.stringify(document.getElementById('ticker').getBoundingClientRect())") == before
    expect(page.locator("#ticker")).to_have_text("Blangko KIA sedang kosong, daftar tunggu dibuka di kios.")


@pytest.mark.parametrize("panel", [LYING, STANDING], ids=["lying", "standing"])
def test_a_quiet_hall_is_told_so(look: Looks, panel: dict[str, int]) -> None:
    until = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    page = opened(look, panel, replace(busy_hall(20), is_quiet=True, quiet_until=until))
    assert text(page, "#office-line") == "Hening sampai 12.30: panggilan hanya di layar"
    assert page.is_visible("#office-line")
    assert flaws(measure(page)) == []
    look.hall.show(busy_hall(20))
    wait_for(page, "hush", "aloud")
    assert text(page, "#office-line") == "Dinas Kependudukan dan Pencatatan Sipil"


def test_the_outline_of_a_call_flashes_less_than_three_times_a_second(hall: Hall, look: Looks) -> None:
    page = opened(look, LYING, board())
    hall.show(board(called(hall.seq + 1, "A-001", "1")))
    page.locator("#call.baru").wait_for()
    seconds, falls = page.evaluate(
        """() => {
          const motion = document.getAnimations().filter((a) => a.animationName === "denyut")[0];
          const timing = motion.effect.getComputedTiming();
          motion.pause();
          let falls = 0, last = 1, falling = false;
          for (let at = 0; at < timing.endTime; at += 10) {
            motion.currentTime = at;
            const now = parseFloat(getComputedStyle(document.getElementById("call"), "::after").opacity);
            if (now < last && !falling) { falls += 1; falling = true; }
            if (now > last) falling = false;
            last = now;
          }
          return [timing.endTime / 1000, falls];
        }"""
    )
    assert falls == 2
    assert falls / seconds < 3


def test_a_branch_brings_its_own_dyes_and_arms(look: Looks) -> None:
    plain = board(called(9, "C-015", "3", ago_s=60))
    page = opened(look, LYING, plain)
    page.route("**/theme/dyes.css", lambda route: route.fulfill(body=DYES, content_type="text/css"))
    page.route("**/theme/arms.png", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    showing(look, page, replace(plain, theme=BoardTheme("/theme/dyes.css", "/theme/arms.png")))
    expect(page.locator("#call")).to_have_css("background-color", "rgb(43, 16, 56)")
    expect(page.locator("#ticker")).to_have_css("background-color", "rgb(90, 58, 18)")
    expect(page.locator("#logo")).to_be_visible()
    expect(page.locator("svg.lambang")).to_be_hidden()
    assert flaws(measure(page)) == []
    showing(look, page, replace(plain, theme=BoardTheme(None, "/theme/missing.png")))
    expect(page.locator("#call")).to_have_css("background-color", "rgb(15, 36, 64)")
    expect(page.locator("svg.lambang")).to_be_visible()
    expect(page.locator("#logo")).to_be_hidden()
