"""The voice of the TV page in Chromium: what is said when, by which display, and in how many words."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from display.audio.clip import FORMATS
from display.vocabulary import CLIPS, SOUNDS
from queue_server.protocol import Call
from tests.browser.display_stage import (
    LISTEN,
    Hall,
    Looks,
    spoken,
    wait_for,
)
from tests.fakes.board_states import board, called, counters, envelope

pytestmark = pytest.mark.browser

PATIENCE_S = 25

# writes down every number that stood in the panel, and how often a sound was cut off
WATCH = (
    LISTEN
    + """
window.panels = [];
window.cut = 0;
new MutationObserver(() => window.panels.push(document.documentElement.dataset.panel)).observe(
  document, { subtree: true, attributes: true, attributeFilter: ["data-panel"] });
const stop = AudioBufferSourceNode.prototype.stop;
AudioBufferSourceNode.prototype.stop = function () { window.cut += 1; return stop.call(this); };
"""
)

# a browser whose owner has to touch it first
REFUSE = """
const Real = window.AudioContext;
window.touched = false;
window.AudioContext = class extends Real {
  get state() { return window.touched ? super.state : "suspended"; }
  resume() { return window.touched ? super.resume() : new Promise(() => {}); }
};
"""

# the mean level of what is heard in each clip, pauses left out, in dB below full scale, as the browser decodes it
LEVELS = """
async (addresses) => {
  const context = new OfflineAudioContext(1, 1, 48000);
  const levels = {};
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address);
    const buffer = await context.decodeAudioData(await answer.arrayBuffer());
    const samples = buffer.getChannelData(0), size = 960, powers = [];
    for (let start = 0; start + size <= samples.length; start += size) {
      let power = 0;
      for (let index = start; index < start + size; index += 1) power += samples[index] * samples[index];
      powers.push(power / size);
    }
    const heard = powers.filter((power) => power >= Math.max(...powers) / 100);
    levels[address] = 10 * Math.log10(heard.reduce((sum, power) => sum + power, 0) / heard.length);
  }));
  return levels;
}
"""

# many calls, each shown as soon as it comes, in a hall that is silent
MANY_CALLS = """
([first, last]) => {
  const state = JSON.parse(JSON.stringify(window.template));
  for (let seq = first; seq < last; seq += 1) {
    const made = Object.assign({}, state.state.calls[0], {
      seq: seq, number: "A-" + seq, counter: String(seq % 80), at: new Date(Antrean.clock.now()).toISOString() });
    state.state.calls = [made].concat(state.state.calls).slice(0, 10);
    Antrean.stage.take(Object.assign({}, state, { seq: seq }), false);
  }
}
"""


@pytest.fixture
def look(hall: Hall, chromium: Browser) -> Iterator[Callable[..., Page]]:
    looks = Looks(hall, chromium)
    yield lambda script=WATCH: looks(script=script)
    looks.close()


def order(*, speaks: bool, after: int | None = None, showing: int | None = None, of: int = 2) -> dict[str, Any]:
    return {"speaks": speaks, "after": after, "showing": showing, "of": of}


def one_of_two(hall: Hall, look: Callable[..., Page], *, speaks: bool) -> Page:
    """A display beside another one, on an empty board."""
    hall.play(order=order(speaks=speaks))
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks" if speaks else "follows")
    return page


def chimed(seq: int, number: str, counter: str, **changes: Any) -> Call:
    """A call of a chime alone, so that many are soon heard."""
    return replace(called(seq, number, counter, **changes), speech=[])


def voices(hall: Hall) -> list[dict[str, Any]]:
    return list(hall.http.get(f"{hall.address}/voices", timeout=30).json())


def until(true: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def reported(hall: Hall, **wanted: Any) -> None:
    until(lambda: voices(hall) and wanted.items() <= voices(hall)[-1].items(), f"no report of {wanted}: {voices(hall)}")


def said(page: Page, *numbers: str, timeout_s: float = PATIENCE_S) -> None:
    wait_for(page, "spoken", json.dumps(list(numbers), separators=(",", ":")), timeout_s)


def test_thirty_calls_in_ten_seconds_are_all_shown_and_each_spoken_once_in_order(
    hall: Hall, look: Callable[..., Page]
) -> None:
    hall.show(board(seats=40))
    page = look()
    wait_for(page, "voice", "speaks")
    # the counters of the twentieth and twenty-first have gone on, the twenty-fifth grows old while it waits
    gone, old = {20, 21}, 25
    calls: list[Call] = []
    begun = time.monotonic()
    for index in range(30):
        ago_s = 119.5 if index == old else 0
        calls.insert(0, chimed(1000 + index, f"A-{index:03d}", str(index + 1), ago_s=ago_s))
        seats = counters(40, [call for call in calls if call.seq - 1000 not in gone])
        hall.show(board(*calls, counters=seats))
        time.sleep(max(0.0, begun + (index + 1) / 3 - time.monotonic()))
    expected = [f"A-{index:03d}" for index in range(30) if index not in gone | {old}]
    said(page, *expected, timeout_s=45)
    wait_for(page, "panel", "A-029")
    assert [number for number in page.evaluate("window.panels") if number] == [f"A-{index:03d}" for index in range(30)]
    heard = page.evaluate("window.heard")
    assert len(heard) == len(expected)
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(heard))
    reported(hall, spoken=1029, behind=0)


def test_a_call_that_was_begun_is_not_repeated_after_a_reload(hall: Hall, look: Callable[..., Page]) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    hall.show(board(called(110, "A-001", "1")))
    said(page, "A-001")
    page.reload()
    wait_for(page, "voice", "speaks")
    hall.show(board(chimed(111, "A-002", "2"), called(110, "A-001", "1")))
    said(page, "A-002")
    reported(hall, spoken=111)


def test_after_a_cut_the_board_is_right_at_once_and_only_fresh_calls_are_spoken(
    hall: Hall, look: Callable[..., Page]
) -> None:
    hall.show(board(chimed(110, "A-001", "1")))
    page = look()
    said(page, "A-001")
    reported(hall, spoken=110)
    hall.process.kill()
    hall.process.wait()
    wait_for(page, "line", "lost")
    time.sleep(10)
    hall.start()
    fresh, stale = chimed(130, "A-003", "3", ago_s=5), chimed(120, "A-002", "2", ago_s=121)
    served = chimed(125, "A-004", "4", ago_s=8)
    seats = counters(8, [fresh, stale])
    hall.show(board(fresh, served, stale, chimed(110, "A-001", "1", ago_s=130), counters=seats))
    wait_for(page, "line", "online")
    page.wait_for_function("() => document.getElementById('earlier-list').textContent.includes('A-004')", timeout=3000)
    said(page, "A-001", "A-003")
    wait_for(page, "panel", "A-003")
    page.wait_for_timeout(1500)
    assert spoken(page) == ["A-001", "A-003"]
    assert len(page.evaluate("window.heard")) == 2


def test_a_display_that_is_not_its_zones_voice_is_silent_and_shows_what_the_voice_says(
    hall: Hall, look: Callable[..., Page]
) -> None:
    page = one_of_two(hall, look, speaks=False)
    hall.show(board(called(111, "A-002", "2"), called(110, "A-001", "1")))
    wait_for(page, "seq", str(hall.seq))
    hall.play(order=order(speaks=False, showing=110))
    wait_for(page, "panel", "A-001")
    reported(hall, showing=110, audio="ready", behind=1)
    page.wait_for_timeout(2000)
    assert page.get_attribute("html", "data-panel") == "A-001", "the next one is the voice's to begin"
    hall.play(order=order(speaks=False, after=110, showing=111))
    wait_for(page, "panel", "A-002")
    reported(hall, showing=111, spoken=110, behind=0)
    assert (spoken(page), page.evaluate("window.heard")) == ([], [])


def test_a_display_whose_voice_has_fallen_silent_shows_the_calls_by_itself(
    hall: Hall, look: Callable[..., Page]
) -> None:
    page = one_of_two(hall, look, speaks=False)
    page.evaluate("Antrean.rules.follow_s = 1")
    hall.show(board(chimed(111, "A-002", "2"), chimed(110, "A-001", "1")))
    wait_for(page, "panel", "A-001")
    wait_for(page, "panel", "A-002")
    assert (spoken(page), page.evaluate("window.heard")) == ([], [])


def test_a_new_voice_goes_on_after_the_last_call_that_was_heard(hall: Hall, look: Callable[..., Page]) -> None:
    page = one_of_two(hall, look, speaks=False)
    calls = [chimed(110 + index, f"A-00{index}", str(index + 1)) for index in range(4)]
    seats = counters(8, [*calls[:2], calls[3]])
    hall.show(board(*reversed(calls), counters=seats))
    wait_for(page, "seq", str(hall.seq))
    hall.play(order=order(speaks=True, after=110, showing=111))
    wait_for(page, "voice", "speaks")
    said(page, "A-001", "A-003")
    reported(hall, spoken=113)
    assert spoken(page) == ["A-001", "A-003"]


def test_a_display_that_was_just_switched_on_speaks_what_its_zone_did_not_hear(
    hall: Hall, look: Callable[..., Page]
) -> None:
    hall.play(order=order(speaks=True, after=110))
    calls = [chimed(110 + index, f"A-00{index}", str(index + 1), ago_s=60) for index in range(2)]
    hall.show(board(*reversed(calls)))
    said(look(), "A-001")


def test_a_voice_that_hears_no_order_stops_in_mid_sentence_and_begins_it_anew(
    hall: Hall, look: Callable[..., Page]
) -> None:
    page = one_of_two(hall, look, speaks=True)
    hall.show(board(called(110, "A-777", "77")))
    page.wait_for_function("() => window.heard.length > 0")
    hall.play(order=None)
    wait_for(page, "voice", "follows")
    page.wait_for_function("() => window.cut > 0")
    assert voices(hall)[-1]["spoken"] is None, "nobody heard it to its end"
    hall.play(order=order(speaks=True))
    said(page, "A-777", "A-777")
    reported(hall, spoken=110)


def test_another_display_takes_over_in_mid_sentence(hall: Hall, look: Callable[..., Page]) -> None:
    page = one_of_two(hall, look, speaks=True)
    hall.show(board(called(110, "A-777", "77")))
    page.wait_for_function("() => window.heard.length > 0")
    hall.play(order=order(speaks=False, showing=110))
    page.wait_for_function("() => window.cut > 0")
    wait_for(page, "voice", "follows")
    hall.play(order=order(speaks=False, after=110, showing=110))
    page.wait_for_timeout(1500)
    assert (spoken(page), page.get_attribute("html", "data-panel")) == (["A-777"], "A-777")


def test_the_only_display_goes_on_without_a_line_until_its_queue_is_empty(
    hall: Hall, look: Callable[..., Page]
) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    calls = [chimed(110 + index, f"A-00{index}", str(index + 1)) for index in range(4)]
    hall.show(board(*reversed(calls)))
    said(page, "A-000")
    hall.process.kill()
    hall.process.wait()
    said(page, "A-000", "A-001", "A-002", "A-003")
    hall.start()


def test_a_server_that_knows_no_voices_leaves_the_display_to_speak_alone(hall: Hall, look: Callable[..., Page]) -> None:
    hall.play(order=None)
    hall.show(board())
    page = look()
    # ten seconds of it are the display's own patience
    wait_for(page, "voice", "alone", timeout_s=10 + PATIENCE_S)
    hall.show(board(chimed(110, "A-001", "1")))
    said(page, "A-001")


def test_a_display_reports_that_its_browser_refuses_sound(hall: Hall, look: Callable[..., Page]) -> None:
    hall.play(order=order(speaks=False))
    hall.show(board())
    page = look(REFUSE)
    reported(hall, audio="blocked")
    page.evaluate("window.touched = true")
    page.keyboard.press("Enter")
    reported(hall, audio="ready")


def test_a_display_without_a_loudspeaker_shows_and_says_so(hall: Hall, look: Callable[..., Page]) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    page.evaluate("Antrean.choir.seat({ is_silent: true })")
    hall.show(board(chimed(110, "A-001", "1")))
    wait_for(page, "panel", "A-001")
    reported(hall, audio="off", spoken=None, showing=110)
    wait_for(page, "audio", "off")
    assert page.evaluate("window.heard") == []


def test_a_quiet_hall_stops_the_sentence_and_counts_its_calls_as_heard(hall: Hall, look: Callable[..., Page]) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    first, second = called(110, "A-001", "1"), called(111, "A-002", "2")
    hall.show(board(first))
    page.wait_for_function("() => window.heard.length > 0")
    hall.show(board(second, first, is_quiet=True))
    page.wait_for_function("() => window.cut > 0")
    wait_for(page, "voice", "quiet")
    wait_for(page, "panel", "A-002")
    reported(hall, spoken=111)
    hall.show(board(chimed(112, "A-003", "3"), second, first))
    said(page, "A-001", "A-003")


def test_the_second_language_follows_the_first(hall: Hall, look: Callable[..., Page]) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    hall.show(board(replace(called(110, "A-001", "1"), speech=["angka-1"], speech_en=["en-angka-1", "en-angka-2"])))
    reported(hall, spoken=110)
    heard = page.evaluate("window.heard")
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(heard)]
    assert gaps == pytest.approx([0.3, 0.4, 0.02], abs=0.01)


def test_every_clip_is_decoded_and_all_are_equally_loud(hall: Hall, look: Callable[..., Page]) -> None:
    names = [f"/display/clips/{name}.{extension}" for name in (*CLIPS, *SOUNDS) for extension in FORMATS]
    levels = look().evaluate(LEVELS, names)
    assert len(levels) == len(names)
    assert {name: level for name, level in levels.items() if not -21 < level < -15} == {}


def test_films_are_hushed_while_a_call_is_spoken(hall: Hall, look: Callable[..., Page]) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    page.evaluate("""() => {
      const hush = Antrean.media.hush;
      window.hushes = [];
      Antrean.media.hush = (isHushed) => { window.hushes.push(isHushed); return hush(isHushed); };
    }""")
    hall.show(board(chimed(110, "A-001", "1")))
    reported(hall, spoken=110)
    page.wait_for_function("() => window.hushes.length === 2")
    assert page.evaluate("window.hushes") == [True, False]


def form(page: Page, waiting: int) -> tuple[str, list[str]]:
    """In which words a call is said while others wait behind it."""
    call = {"speech": ["nomor-antrean", "huruf-a", "angka-1", "silakan-menuju", "loket", "angka-3"]}
    call["speech_en"] = ["en-nomor-antrean", "en-huruf-a", "en-angka-1", "en-silakan-menuju", "en-loket", "en-angka-3"]
    script = """([call, waiting]) => {
      const form = Antrean.choir.form(Array(waiting).fill(call));
      return [form, Antrean.choir.words(call, form).map((step) => step.name)];
    }"""
    name, words = page.evaluate(script, [call, waiting])
    return str(name), list(words)


def test_sentences_grow_shorter_when_the_loudspeaker_falls_behind(hall: Hall, look: Callable[..., Page]) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    page.wait_for_function("() => Antrean.voice.seconds('angka-1') !== 0.6")
    forms = [form(page, waiting) for waiting in range(8)]
    names = [name for name, _ in forms]
    assert names[0] == "full"
    assert [name for name, earlier in zip(names, ["", *names], strict=False) if name != earlier] == [
        "full",
        "plain",
        "short",
    ]
    words = dict(forms)
    assert len(words["full"]) == 13
    assert words["plain"] == words["full"][:7]
    assert words["short"] == ["denting-ulang", "huruf-a", "angka-1", "loket", "angka-3"]


def test_a_repeat_is_dropped_while_many_wait_and_replaces_what_still_waits(
    hall: Hall, look: Callable[..., Page]
) -> None:
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    calls = [chimed(110 + index, f"A-00{index}", str(index + 1)) for index in range(7)]
    hall.show(board(calls[0]))
    reported(hall, spoken=110)
    waiting = chimed(118, "A-002", "3", count=2)
    again = chimed(119, "A-000", "1", count=2)
    hall.show(board(*reversed(calls)))
    hall.show(board(again, waiting, *reversed(calls)))
    said(page, "A-000", "A-001", "A-003", "A-004", "A-005", "A-006", "A-002", timeout_s=40)
    wait_for(page, "panel", "A-000")
    reported(hall, spoken=119)
    assert spoken(page).count("A-000") == 1


def test_what_a_set_slept_through_is_shown_and_not_spoken(hall: Hall, look: Callable[..., Page]) -> None:
    asleep = timedelta(minutes=3)
    hall.show(board())
    page = look()
    wait_for(page, "voice", "speaks")
    hall.show(board(chimed(111, "A-002", "2"), called(110, "A-777", "77")))
    page.wait_for_function("() => window.heard.length > 0")
    # a line that broke meanwhile must not bring back the state of before with its time
    hall.play(envelope=None)
    page.evaluate("ms => { const now = Date.now; Date.now = () => now() + ms; }", asleep.total_seconds() * 1000)
    page.wait_for_function("() => window.cut > 0")
    wait_for(page, "panel", "A-002")
    page.wait_for_timeout(1000)
    assert spoken(page) == ["A-777"]
    awake = datetime.now(UTC) + asleep
    hall.show(board(chimed(112, "A-003", "3", at=awake)), at=awake)
    said(page, "A-777", "A-003")


def test_five_thousand_calls_leave_nothing_behind(hall: Hall, look: Callable[..., Page]) -> None:
    silent = board(chimed(110, "A-001", "1"), is_quiet=True)
    hall.show(silent)
    page = look()
    wait_for(page, "voice", "quiet")
    page.evaluate("sent => { window.template = sent; }", envelope(hall.seq, silent))
    # from here on only these calls come: a line that is lost and found would bring the first state again
    page.evaluate("() => { Antrean.rules.hold_s = Antrean.rules.silent_hold_s = 0; Antrean.line.stop(); }")
    session = page.context.new_cdp_session(page)
    sizes = []
    for first, last in ((1000, 2000), (2000, 6000)):
        page.evaluate(MANY_CALLS, [first, last])
        wait_for(page, "panel", f"A-{last - 1}")
        session.send("HeapProfiler.collectGarbage")
        sizes.append(session.send("Runtime.getHeapUsage")["usedSize"])
    assert page.evaluate("Antrean.stage.account()") == {"showing": 5999, "spoken": 5999, "behind": 0}
    assert sizes[1] - sizes[0] < 300_000
