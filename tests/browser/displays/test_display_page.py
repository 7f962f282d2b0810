"""The TV page in Chromium, against a server that plays scripted states."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from display.announcement import compose
from display.audio.render import FORMATS
from display.vocabulary import CLIPS, SOUNDS
from queue_server.protocol import BoardCounter, Call
from tests.browser.display_stage import (
    AXE,
    CUT_OFF,
    EDGES,
    LYING,
    STANDING,
    Hall,
    Looks,
    spoken,
    text,
    wait_for,
)
from tests.fakes.board_server import TOKEN
from tests.fakes.board_states import MORNING, board, called, counters, envelope

pytestmark = pytest.mark.browser

# a browser whose owner has to touch it first; Playwright's own questions count as touches, so it is played
REFUSE = """
const Real = window.AudioContext;
window.touched = false;
window.AudioContext = class extends Real {
  get state() { return window.touched ? super.state : "suspended"; }
  resume() { return window.touched ? super.resume() : new Promise(() => {}); }
};
"""

# a TV of before WebAudio
PLAIN_AUDIO = """
delete window.AudioContext;
delete window.webkitAudioContext;
window.heard = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  window.heard.push(new URL(this.src).pathname);
  return play.call(this);
};
"""


def brief(seq: int, number: str, counter: str) -> Call:
    """A call of one word, so that the order of several is soon heard."""
    return replace(called(seq, number, counter), speech=["angka-1"])


def test_a_call_is_shown_spoken_and_acknowledged(hall: Hall, look: Looks) -> None:
    hall.show(board(called(90, "A-023", "2", ago_s=60)))
    page = look()
    wait_for(page, "panel", "A-023")
    assert spoken(page) == []
    hall.show(board(called(110, "C-015", "3"), called(90, "A-023", "2", ago_s=60)))
    wait_for(page, "panel", "C-015")
    wait_for(page, "spoken", '["C-015"]')
    assert (text(page, "#call-number"), text(page, "#call-place"), text(page, "#call-counter")) == (
        "C-015",
        "Loket",
        "3",
    )
    assert text(page, "#call-service") == "Kartu Keluarga"
    assert text(page, "#earlier-list li:first-child") == "A-023 2"
    assert page.text_content("#spoken") == "Nomor antrean C nol satu lima. Silakan menuju loket tiga."
    assert "now" in str(page.get_attribute("#counters .sel:nth-child(3)", "class"))
    wait_for(page, "seq", str(hall.seq))
    page.wait_for_timeout(200)
    assert hall.painted()[-1] == hall.seq


def test_the_voice_is_chime_pause_and_clips_without_overlap(hall: Hall, look: Looks) -> None:
    hall.show(board(called(10, "A-001", "3")))
    page = look()
    wait_for(page, "spoken", '["A-001"]')
    clips = len(compose("A-001", "3", "Loket 3", "digits").clips)
    page.wait_for_function("n => window.heard.length === n", arg=clips + 1)
    heard = page.evaluate("window.heard")
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(heard)]
    assert gaps[0] == pytest.approx(0.3, abs=0.01)
    assert all(0 <= gap <= 0.31 for gap in gaps)
    assert heard[-1][1] - heard[0][0] < 8


def test_a_television_without_webaudio_speaks_by_audio_elements(hall: Hall, look: Looks) -> None:
    hall.show(board(replace(called(10, "A-001", "3"), speech=["angka-1", "angka-2"])))
    page = look(script=PLAIN_AUDIO)
    wait_for(page, "spoken", '["A-001"]')
    page.wait_for_function("() => window.heard.length === 3")
    names = [Path(address).stem for address in page.evaluate("window.heard")]
    assert names == ["denting", "angka-1", "angka-2"]


def test_several_calls_are_each_shown_and_spoken_once_in_order(hall: Hall, look: Looks) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "view", "board")
    numbers = ["A-001", "B-001", "C-001"]
    made = [brief(110 + index, number, str(index + 1)) for index, number in enumerate(numbers)]
    for index in range(len(made)):
        hall.show(board(*reversed(made[: index + 1])))
    wait_for(page, "panel", "A-001")
    assert text(page, "#earlier-list li:first-child").startswith("C-001")
    wait_for(page, "spoken", json.dumps(numbers, separators=(",", ":")), 40)
    wait_for(page, "panel", "C-001")
    heard = page.evaluate("window.heard")
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(heard))


def test_an_answered_call_is_shown_but_not_spoken(hall: Hall, look: Looks) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "view", "board")
    first, second = brief(110, "A-001", "1"), brief(111, "B-001", "2")
    hall.show(board(second, first, counters=counters(8, [first])))
    wait_for(page, "panel", "B-001", 20)
    assert spoken(page) == ["A-001"]


def test_a_reload_repeats_nothing_and_an_old_call_is_only_shown(hall: Hall, look: Looks) -> None:
    hall.show(board(called(10, "A-001", "1")))
    page = look()
    wait_for(page, "spoken", '["A-001"]')
    page.wait_for_timeout(300)
    page.reload()
    wait_for(page, "panel", "A-001")
    hall.show(board(called(150, "B-007", "2", ago_s=121), called(10, "A-001", "1")))
    wait_for(page, "panel", "B-007")
    page.wait_for_timeout(500)
    assert spoken(page) == []


def test_a_screen_that_starts_late_speaks_only_what_is_seconds_old(hall: Hall, look: Looks) -> None:
    hall.show(board(called(20, "B-001", "2", ago_s=1), called(10, "A-001", "1", ago_s=30)))
    page = look()
    wait_for(page, "spoken", '["B-001"]')
    page.wait_for_timeout(500)
    assert spoken(page) == ["B-001"]


def test_a_new_history_with_smaller_numbers_is_spoken_again(hall: Hall, look: Looks) -> None:
    hall.show(board(called(500_000, "A-900", "1")), seq=500_000)
    page = look()
    wait_for(page, "spoken", '["A-900"]')
    hall.show(board(), seq=3)
    page.reload()
    wait_for(page, "seq", "3")
    hall.show(board(called(4, "A-001", "1")), seq=4)
    wait_for(page, "spoken", '["A-001"]')


def test_an_older_state_is_dropped(hall: Hall, look: Looks) -> None:
    hall.show(board(called(90, "A-002", "1", ago_s=20)), seq=200)
    page = look()
    wait_for(page, "seq", "200")
    hall.show(board(called(80, "A-001", "1", ago_s=30)), seq=150)
    page.wait_for_timeout(400)
    assert (page.get_attribute("html", "data-seq"), text(page, "#call-number")) == ("200", "A-002")


def test_a_restart_of_the_server_shows_a_banner_and_heals(hall: Hall, look: Looks) -> None:
    old = called(90, "A-002", "1", at=MORNING, ago_s=192)
    hall.show(board(old), at=MORNING)
    page = look()
    wait_for(page, "panel", "A-002")
    hall.process.kill()
    hall.process.wait()
    wait_for(page, "line", "lost")
    assert text(page, "#lost").startswith("Sambungan terputus sejak 09.41.")
    assert text(page, "#call-title") == "Panggilan terakhir, 09.37"
    assert not page.is_visible("#waiting")
    hall.start()
    hall.show(board(called(95, "A-003", "1", at=MORNING), old), at=MORNING + timedelta(seconds=1))
    wait_for(page, "spoken", '["A-003"]')
    wait_for(page, "line", "online")
    assert page.is_visible("#waiting")


def test_a_screen_without_a_token_shows_a_code_and_starts_when_paired(hall: Hall, look: Looks) -> None:
    hall.show(board(called(10, "A-001", "1", ago_s=60)))
    page = look(token=None)
    wait_for(page, "view", "pairing")
    page.wait_for_function("document.getElementById('pair-code').textContent === 'K7MF 2XPD'")
    hall.play(token=TOKEN)
    wait_for(page, "panel", "A-001")
    page.reload()
    wait_for(page, "panel", "A-001")


def test_a_token_leaves_the_address_and_a_revoked_one_leads_back_to_a_code(hall: Hall, look: Looks) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "view", "board")
    assert page.url == f"{hall.address}/display"
    refused = look(token="revoked")
    wait_for(refused, "view", "pairing")
    assert refused.evaluate("localStorage.getItem('antrean.display.token')") is None


def test_a_browser_that_refuses_sound_says_so_until_somebody_touches_it(hall: Hall, look: Looks) -> None:
    hall.show(board())
    page = look(script=REFUSE)
    wait_for(page, "audio", "blocked")
    assert text(page, "#muted") == "Suara layar ini belum menyala. Petugas: sentuh layar atau tekan OK satu kali."
    hall.show(board(called(110, "A-001", "1")))
    wait_for(page, "panel", "A-001")
    assert spoken(page) == []
    page.evaluate("window.touched = true")
    page.keyboard.press("Enter")
    wait_for(page, "audio", "ready")
    assert not page.is_visible("#muted")


def test_before_opening_and_after_closing_the_screen_says_when(hall: Hall, look: Looks) -> None:
    opens = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    hall.show(board(opens_at=opens, issuing=True, day_status="not_open"), at=opens - timedelta(minutes=8))
    page = look()
    wait_for(page, "view", "quiet")
    assert text(page, "#quiet-title") == "Panggilan dimulai pukul 08.00"
    assert (text(page, "#hour"), text(page, "#day")) == ("07.52", "Senin, 23 November 2026")
    hall.show(board(), at=opens)
    wait_for(page, "view", "board")
    assert text(page, "#call-number") == "Belum ada panggilan"
    hall.show(board(day_status="closed", opens_at=opens + timedelta(days=1)), at=opens + timedelta(hours=8))
    wait_for(page, "view", "quiet")
    assert "Buka lagi Selasa, 24 November 2026, pukul 08.00." in text(page, "#quiet-text")


@pytest.mark.parametrize(
    ("zone", "label", "hour"), [("Asia/Makassar", "WITA", "00.00"), ("Asia/Jayapura", "WIT", "01.00")]
)
def test_the_clock_is_the_branchs_and_midnight_turns_the_day(
    hall: Hall, look: Looks, zone: str, label: str, hour: str
) -> None:
    state = board()
    branch = dict(envelope(1, state)["state"]["branch"], timezone=zone)
    late = datetime(2026, 11, 23, 15, 59, 58, tzinfo=UTC)
    sent = envelope(10, state, late)
    sent["state"]["branch"] = branch
    hall.play(envelope=sent)
    page = look()
    page.wait_for_function("h => document.getElementById('hour').textContent === h", arg=hour)
    assert (text(page, "#zone"), text(page, "#day")) == (label, "Selasa, 24 November 2026")


def check_sizes(page: Page, panel: dict[str, int]) -> None:
    assert page.evaluate(CUT_OFF) == []
    capitals = page.evaluate("parseFloat(getComputedStyle(document.getElementById('call-number')).fontSize)") * 0.668
    assert capitals / min(panel.values()) >= 0.159
    call, grid, waiting = page.evaluate(EDGES)
    assert grid[0] >= call[1] - 2, "the counters stand under the call"
    assert grid[1] <= waiting[0] + 2, "and above those who wait"


@pytest.mark.parametrize("panel", [LYING, STANDING, {"width": 1280, "height": 720}], ids=["lying", "standing", "720p"])
def test_nothing_is_cut_off(hall: Hall, look: Looks, panel: dict[str, int]) -> None:
    hall.show(board())
    page = look(panel)
    wait_for(page, "view", "board")
    page.evaluate("document.fonts.ready.then(() => null)")
    for seats in (3, 4, 6, 8, 10, 12, 15, 20, 28, 40, 80):
        calls = [called(90 - index, f"W-{index:03d}", str(index % seats + 1), ago_s=130) for index in range(8)]
        hall.show(board(*calls, seats=seats))
        wait_for(page, "seq", str(hall.seq))
        check_sizes(page, panel)


def test_every_clip_can_be_played_by_a_browser(hall: Hall, look: Looks) -> None:
    page = look(token=None)
    measured = page.evaluate(
        """async (addresses) => {
          const context = new AudioContext();
          const all = {};
          for (const address of addresses) {
            const bytes = await (await fetch(address)).arrayBuffer();
            const buffer = await context.decodeAudioData(bytes);
            const samples = buffer.getChannelData(0);
            let power = 0;
            for (const sample of samples) power += sample * sample;
            all[address] = [buffer.duration, 10 * Math.log10(power / samples.length)];
          }
          return all;
        }""",
        [f"/display/clips/{name}.{extension}" for name in (*CLIPS, *SOUNDS) for extension in FORMATS],
    )
    assert [address for address, (duration, level) in measured.items() if duration < 0.2 or level < -30] == []
    assert requests.get(f"{hall.address}/display/clips/loket", timeout=5).headers["Content-Type"] == "audio/ogg"
    only_mp3 = requests.get(f"{hall.address}/display/clips/loket", headers={"Accept": "audio/mpeg"}, timeout=5)
    assert only_mp3.headers["Content-Type"] == "audio/mpeg"
    assert requests.get(f"{hall.address}/display/clips/../blueprint.py", timeout=5).status_code == 404
    assert requests.get(f"{hall.address}/display/clips/loket.wav", timeout=5).status_code == 404


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("prayer", "Salat"),
        ("admin", "Administrasi"),
        ("away", "Istirahat"),
        ("rapat", "Istirahat"),
        (None, "Istirahat"),
    ],
)
def test_a_counter_that_pauses_says_why(hall: Hall, look: Looks, reason: str | None, word: str) -> None:
    pausing = BoardCounter("1", "Loket 1", None, "paused", None, None, None, reason)
    hall.show(board(counters=[pausing, *counters(8)[1:]]))
    page = look()
    wait_for(page, "view", "board")
    expect(page.locator("#counters .sel.paused .n")).to_have_text(word)


def test_hundreds_of_calls_leave_no_elements_behind(hall: Hall, look: Looks) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "view", "board")
    history: list[Call] = []
    sizes = []
    for index in range(200):
        history.insert(0, called(1000 + index, f"A-{index:03d}", str(index % 8 + 1), ago_s=130))
        hall.show(board(*history[:10]))
        if index in {20, 199}:
            wait_for(page, "panel", f"A-{index:03d}")
            sizes.append(page.evaluate("document.querySelectorAll('*').length"))
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("state", ["board", "before", "pairing", "lost"])
def test_the_page_has_no_accessibility_violations(hall: Hall, look: Looks, state: str) -> None:
    hall.show(board(called(90, "A-001", "1", ago_s=60), day_status="not_open" if state == "before" else "open"))
    page = look(token=None if state == "pairing" else TOKEN)
    wait_for(page, "view", {"before": "quiet", "pairing": "pairing"}.get(state, "board"))
    if state == "lost":
        page.evaluate("Antrean.foot.lost(Antrean.clock.now())")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))")
    assert found == []
