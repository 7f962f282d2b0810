"""What a display does when its voice, its place or its server is not as it should be, in Chromium."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from queue_server.protocol import Call
from tests.browser.display_stage import LISTEN, Hall, Looks, spoken, wait_for
from tests.fakes.board_server import MISPLACED_TOKEN, TOKEN
from tests.fakes.board_states import board, called

pytestmark = pytest.mark.browser

PATIENCE_S = 25
SPEAKS: dict[str, Any] = {"speaks": True, "after": None, "showing": None, "of": 1}
NOBODY_SPEAKS: dict[str, Any] = {"speaks": False, "after": None, "showing": None, "of": 2, "voiced": False}
SEAT = {"id": "tv-1", "name": "TV ruang tunggu", "is_silent": True}

# a quarter of a minute passes at once, so that what is tried again is soon tried again
SOON = """
const later = window.setTimeout, every = window.setInterval;
window.setTimeout = (deed, ms) => later(deed, ms === 15000 ? 600 : ms);
window.setInterval = (deed, ms) => every(deed, ms === 15000 ? 600 : ms);
"""

# while window.lost stands, the clip of the digit 2 cannot be had
LOSE_A_CLIP = (
    LISTEN
    + SOON
    + """
window.lost = true;
const take = window.fetch;
window.fetch = (address, wishes) => window.lost && String(address).includes("/angka-2.")
  ? Promise.reject(new TypeError("gone")) : take(address, wishes);
"""
)

# keeps the sound card, so that a test can put it to sleep
KEEP_THE_CARD = """
const Card = window.AudioContext;
window.AudioContext = function () { window.card = new Card(); return window.card; };
"""

# keeps the sound card and lets its clock stand still once window.frozen says so
FREEZE = (
    LISTEN
    + SOON
    + """
const time = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "currentTime");
window.frozen = false;
window.still = 0;
Object.defineProperty(BaseAudioContext.prototype, "currentTime", { get() {
  if (!window.frozen) window.still = time.get.call(this);
  return window.still;
} });
"""
)

# a sound card that gets four seconds of every seven, as on a computer that has too much to do
STARVE = (
    LISTEN
    + """
Object.defineProperty(BaseAudioContext.prototype, "currentTime", { get() { return performance.now() / 1750; } });
"""
)


def voices(hall: Hall) -> list[dict[str, Any]]:
    return list(hall.http.get(f"{hall.address}/voices", timeout=30).json())


def until(true: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def reported(hall: Hall, **wanted: Any) -> None:
    until(lambda: voices(hall) and wanted.items() <= voices(hall)[-1].items(), f"no report of {wanted}")


def chimed(seq: int, number: str, counter: str) -> Call:
    """A call of a chime alone."""
    return replace(called(seq, number, counter), speech=[])


def speaking(hall: Hall, look: Looks, script: str = LISTEN) -> Page:
    """A display that is its zone's voice, on an empty board."""
    hall.show(board())
    page = look(script=script)
    wait_for(page, "voice", "speaks")
    wait_for(page, "audio", "ready")
    return page


def test_a_display_on_a_counters_top_has_no_voice_and_no_band_about_it(hall: Hall, look: Looks) -> None:
    hall.play(order=SPEAKS)
    hall.show(board(counter="3"))
    page = look()
    reported(hall, audio="off")
    hall.show(board(chimed(110, "A-001", "3"), counter="3"))
    reported(hall, audio="off", showing=110, spoken=None)
    page.wait_for_timeout(1000)
    assert page.evaluate("window.heard") == []
    assert "bisu" not in (page.get_attribute("body", "class") or "")


def test_a_call_whose_word_is_lacking_is_chimed_and_after_two_another_display_is_wanted(
    hall: Hall, look: Looks
) -> None:
    page = speaking(hall, look, LOSE_A_CLIP)
    first, second = called(110, "A-002", "3"), called(111, "A-012", "4")
    hall.show(board(first))
    page.wait_for_function("() => window.heard.length === 1")
    reported(hall, audio="ready", showing=110, spoken=None)
    hall.show(board(second, first))
    reported(hall, audio="blocked", spoken=None)
    assert (spoken(page), page.evaluate("window.heard.length")) == ([], 2)
    hall.play(order=NOBODY_SPEAKS)
    page.evaluate("window.lost = false")
    reported(hall, audio="ready")
    hall.play(order=SPEAKS)
    hall.show(board(called(112, "A-022", "5"), second, first))
    reported(hall, spoken=112)
    assert spoken(page) == ["A-022"]


def test_without_the_words_of_the_second_language_the_first_is_said_whole(hall: Hall, look: Looks) -> None:
    page = speaking(hall, look)
    hall.show(board(replace(called(110, "A-001", "1"), speech=["angka-1"], speech_en=["en-angka-1", "en-tiada"])))
    reported(hall, spoken=110)
    assert (spoken(page), page.evaluate("window.heard.length")) == (["A-001"], 2)


def test_a_sound_card_that_stands_still_makes_another_display_wanted_until_it_moves(hall: Hall, look: Looks) -> None:
    page = speaking(hall, look, FREEZE)
    page.evaluate("window.frozen = true")
    hall.show(board(chimed(111, "A-002", "2"), chimed(110, "A-001", "1")))
    reported(hall, audio="blocked", spoken=None)
    page.evaluate("window.frozen = false")
    reported(hall, audio="ready")


def test_a_sound_card_that_loses_time_is_waited_for_and_was_heard(hall: Hall, look: Looks) -> None:
    page = speaking(hall, look, STARVE)
    hall.show(board(called(110, "A-001", "1")))
    reported(hall, audio="ready", spoken=110)
    assert spoken(page) == ["A-001"]


def test_a_sound_card_that_fell_asleep_is_woken_without_a_touch(hall: Hall, look: Looks) -> None:
    page = speaking(hall, look, KEEP_THE_CARD)
    page.evaluate("window.card.suspend()")
    wait_for(page, "audio", "blocked")
    wait_for(page, "audio", "ready")


def test_before_the_first_state_of_a_line_nothing_is_said_of_calls(hall: Hall, look: Looks) -> None:
    page = speaking(hall, look)
    hall.show(board(chimed(110, "A-001", "1")))
    reported(hall, spoken=110, showing=110)
    hall.process.kill()
    hall.process.wait()
    hall.start()
    until(lambda: len(voices(hall)) > 1, "it reports")
    assert {(report["spoken"], report["showing"]) for report in voices(hall)} == {(None, None)}
    hall.show(board(chimed(110, "A-001", "1")))
    reported(hall, spoken=110, showing=110)
    assert spoken(page) == ["A-001"]


def test_what_a_zone_heard_in_another_history_is_not_believed(hall: Hall, look: Looks) -> None:
    hall.play(order=SPEAKS | {"after": 900_000_000})
    page = speaking(hall, look)
    hall.show(board(chimed(110, "A-001", "1")))
    reported(hall, spoken=110)
    assert spoken(page) == ["A-001"]


def test_where_nobody_speaks_a_call_is_shown_without_waiting_for_a_voice(hall: Hall, look: Looks) -> None:
    hall.play(order=NOBODY_SPEAKS)
    hall.show(board())
    page = look()
    wait_for(page, "voice", "follows")
    page.evaluate("Antrean.rules.follow_s = 1000")
    hall.show(board(chimed(111, "A-002", "2"), chimed(110, "A-001", "1")))
    wait_for(page, "panel", "A-001")
    wait_for(page, "panel", "A-002")
    assert page.evaluate("window.heard") == []


def test_a_silent_display_is_known_as_such_before_the_server_says_so_again(hall: Hall, look: Looks) -> None:
    hall.play(seat=SEAT)
    hall.show(board())
    page = look()
    reported(hall, audio="off")
    hall.play(seat={"refused": 429}, voices=[])
    page.reload()
    until(lambda: len(voices(hall)) > 1, "it reports")
    assert {report["audio"] for report in voices(hall)} == {"off"}


def test_a_display_whose_place_is_not_told_speaks_after_a_while_and_asks_again(hall: Hall, look: Looks) -> None:
    hall.play(seat={"refused": 429})
    hall.show(board())
    look(script=LISTEN + SOON)
    reported(hall, audio="ready")
    hall.play(seat=SEAT)
    reported(hall, audio="off")


def test_a_display_whose_counter_is_gone_is_told_so_and_keeps_its_pairing(hall: Hall, look: Looks) -> None:
    hall.show(board())
    page = look(script=LISTEN + SOON)
    wait_for(page, "line", "online")
    page.evaluate(
        """token => Antrean.line.start(token, {
          onState() {}, onLost() {}, onRefused() { window.refused = true; },
          onMisplaced() { window.told = (window.told || 0) + 1; } })""",
        MISPLACED_TOKEN,
    )
    page.wait_for_function("() => window.told > 1")
    assert page.evaluate("[window.refused || false, Antrean.recall('token')]") == [False, TOKEN]


def test_a_page_of_an_older_build_comes_anew_once_and_not_in_mid_sentence(hall: Hall, look: Looks) -> None:
    page = speaking(hall, look)
    answers: list[str] = []
    loads: list[str] = []

    def later(route: Route) -> None:
        answers.append(route.request.url)
        route.fulfill(json={"build": "later"})

    page.route("**/display/build", later)
    page.on("load", lambda _page: loads.append(page.url))
    hall.show(board(called(110, "A-001", "1")))
    page.wait_for_function("() => window.heard.length > 0")
    page.evaluate("Antrean.line.stop()")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_function("() => JSON.parse(document.documentElement.dataset.spoken).length === 1")
    until(lambda: any(report["spoken"] == 110 for report in voices(hall)), "it reports what it spoke")
    until(lambda: page.wait_for_timeout(100) or loads, "it comes anew")
    wait_for(page, "line", "online")
    until(lambda: page.wait_for_timeout(100) or len(answers) > len(loads), "it asks again")
    page.wait_for_timeout(1000)
    assert len(loads) == 1
