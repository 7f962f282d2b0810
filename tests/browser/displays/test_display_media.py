"""Pictures and films beside the calls, in Chromium: the script alone on a page that is nothing but their place."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from queue_server.protocol import BoardMedium
from tests.browser.display_stage import LYING, scripted_hall
from tests.fakes.board_server import TOKEN
from tests.fakes.board_states import board, called

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[3] / "display" / "static"
HALL = "http://hall.test"
PATIENCE_MS = 20_000
KINDS = {".js": "text/javascript", ".css": "text/css"}
PLACE = """<!doctype html><html lang="id" data-audio="ready"><title>Layar</title>
<link rel="stylesheet" href="/media.css">
<style>#box { width: 640px; height: 360px; } #media { position: relative; height: 360px; }</style>
<div id="screen"><div id="box"><div class="media" id="media" hidden></div></div></div>
<script type="application/json" id="words">{"words": {"id": {}}}</script>
<script type="application/json" id="rules">{}</script>
<script src="/base.js"></script><script src="/media.js"></script><script>Antrean.media.start();</script></html>"""

# a film of a second with a sound, as a browser makes it
RECORD = """
async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 36;
  const brush = canvas.getContext("2d");
  const audio = new AudioContext();
  const heard = audio.createMediaStreamDestination();
  const tone = audio.createOscillator();
  tone.connect(heard);
  tone.start();
  const both = new MediaStream([...canvas.captureStream(20).getTracks(), ...heard.stream.getTracks()]);
  const recorder = new MediaRecorder(both, { mimeType: "video/webm;codecs=vp8,opus" });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const done = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let step = 0; step < 20; step += 1) {
    brush.fillStyle = step % 2 ? "navy" : "orange";
    brush.fillRect(0, 0, 64, 36);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  recorder.stop();
  await done;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
"""

# a browser that plays what can be heard only after a touch
REFUSE = """
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  return this.muted ? play.call(this) : Promise.reject(new DOMException("touch first", "NotAllowedError"));
};
"""


def picture(name: str, seconds: int = 1) -> dict[str, Any]:
    return {"kind": "picture", "url": f"/files/{name}.png", "seconds": seconds, "sound": False}


def film(name: str, *, sound: bool = False) -> dict[str, Any]:
    return {"kind": "film", "url": f"/files/{name}.webm", "seconds": None, "sound": sound}


class Wall:
    """A page with nothing but the place for media; ``missing`` are names whose files cannot be had."""

    def __init__(self, page: Page, film_bytes: bytes) -> None:
        self.page = page
        self.film = film_bytes
        self.missing: set[str] = set()
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.history: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route("**/*", self.answer)

    def open(self) -> Wall:
        self.page.goto(f"{HALL}/")
        return self

    def answer(self, route: Route) -> None:
        path = Path(route.request.url.removeprefix(HALL))
        if path.parent.name != "files":
            own = STATIC / path.name
            kind, body = (
                (KINDS[path.suffix], own.read_bytes()) if path.suffix in KINDS else ("text/html", PLACE.encode())
            )
            route.fulfill(content_type=kind, body=body)
            return
        self.asked.append(path.stem)
        if path.stem in self.missing:
            route.fulfill(status=404)
        elif path.suffix == ".webm":
            route.fulfill(content_type="video/webm", body=self.film)
        else:
            drawn = BytesIO()
            Image.new("RGB", (64, 36), "navy").save(drawn, "PNG")
            route.fulfill(content_type="image/png", body=drawn.getvalue())

    def draw(self, *media: dict[str, Any], is_quiet: bool = False) -> None:
        self.page.evaluate("s => Antrean.media.draw(s)", {"media": list(media), "is_quiet": is_quiet})

    def pass_(self, milliseconds: int) -> None:
        """Let time pass on the page's clock, and a moment for files to arrive; note what shows."""
        self.page.clock.run_for(milliseconds)
        self.page.evaluate("fetch('/files/nothing.png').then(() => null)")
        self.history.append(Path(self.page.get_attribute("html", "data-media") or "").stem)

    def hush(self, on: bool) -> None:
        self.page.evaluate("on => Antrean.media.hush(on)", on)

    def until(self, test: str) -> None:
        self.page.wait_for_function(test, timeout=PATIENCE_MS, polling=50)

    def seen(self, name: str) -> None:
        """Wait until the file of this name is what shows."""
        self.until(f"(document.documentElement.getAttribute('data-media') || '').indexOf('/{name}.') > 0")

    def holding(self) -> list[str]:
        """Which files the elements hold: first the film, then the two pictures."""
        found: list[str] = self.page.evaluate(
            "Array.from(document.getElementById('media').children).map(e => e.getAttribute('src') || '')"
        )
        return [Path(address).stem for address in found]


@pytest.fixture(scope="module")
def recorded(chromium: Browser) -> bytes:
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body="<title>Film</title>"))
    page.goto(HALL)
    made = base64.b64decode(page.evaluate(RECORD))
    page.close()
    return made


@pytest.fixture
def wall(chromium: Browser, recorded: bytes) -> Iterator[Callable[..., Wall]]:
    contexts = []
    walls = []

    def hang(script: str = "", **options: Any) -> Wall:
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(script)
        walls.append(Wall(page, recorded))
        return walls[-1].open()

    yield hang
    for context in contexts:
        context.close()
    assert [error for hung in walls for error in hung.errors] == []


HIDDEN = "document.getElementById('media').hidden"
FILM = "document.querySelector('video')"
PLAYING = f"{FILM}.currentTime > 0 && !{FILM}.paused"


def test_pictures_take_turns_and_the_next_is_there_before_its_turn(wall: Callable[..., Wall]) -> None:
    shown = wall()
    shown.draw(picture("one", 2), picture("two"), picture("three"))
    shown.seen("one")
    shown.until("Array.from(document.images).filter(i => i.naturalWidth).length === 2")
    assert sorted(shown.holding()) == ["", "one", "two"]
    for name in ("two", "three", "one"):
        shown.seen(name)
    assert shown.page.evaluate("Array.from(document.getElementById('media').children).map(e => e.tagName)") == [
        "VIDEO",
        "IMG",
        "IMG",
    ]
    assert shown.page.evaluate("document.querySelectorAll('.tampak').length") == 1


def test_a_film_plays_to_its_end_and_is_let_go(wall: Callable[..., Wall]) -> None:
    shown = wall()
    shown.draw(film("work"), picture("after"), picture("last", 2))
    shown.until(PLAYING)
    shown.seen("work")
    shown.seen("after")
    assert shown.page.evaluate(f"{FILM}.ended")
    shown.until(f"!{FILM}.hasAttribute('src') && {FILM}.readyState === 0")
    shown.seen("last")
    shown.seen("work")
    shown.until(PLAYING)


def test_one_film_and_two_films_go_round(wall: Callable[..., Wall]) -> None:
    shown = wall()
    shown.draw(film("only"))
    shown.until(PLAYING)
    shown.page.evaluate(f"window.rounds = 0; {FILM}.addEventListener('ended', () => {{ window.rounds += 1; }})")
    shown.until("window.rounds === 2")
    assert shown.asked == ["only"]
    shown.draw(film("first"), film("second"))
    for name in ("first", "second", "first"):
        shown.seen(name)
    assert not shown.page.evaluate(HIDDEN)


def test_the_same_list_again_restarts_nothing(wall: Callable[..., Wall]) -> None:
    shown = wall()
    listed = [film("work"), picture("after")]
    shown.draw(*listed)
    shown.until(PLAYING)
    shown.page.evaluate(f"window.begun = 0; {FILM}.addEventListener('loadstart', () => {{ window.begun += 1; }})")
    for _ in range(5):
        shown.draw(*json.loads(json.dumps(listed)))
    shown.draw(picture("new"), *listed)
    assert shown.page.evaluate(PLAYING)
    shown.seen("after")
    assert shown.page.evaluate("window.begun") == 0
    assert shown.asked.count("work") == 1


def test_what_cannot_be_had_is_left_out_and_tried_again_after_a_minute(wall: Callable[..., Wall]) -> None:
    shown = wall()
    shown.page.clock.install()
    shown.open()
    shown.missing = {"gone", "lost"}
    shown.draw(picture("gone"), picture("good", 10), film("lost"))
    for _ in range(45):
        shown.pass_(1000)
    shown.seen("good")
    assert (shown.asked.count("gone"), shown.asked.count("lost")) == (1, 1)
    shown.missing = set()
    for _ in range(400):
        shown.pass_(1000)
        if "lost" in shown.history and "gone" in shown.history:
            break
    assert {"gone", "lost"} <= set(shown.history)


def test_with_nothing_to_play_the_place_is_hidden(wall: Callable[..., Wall]) -> None:
    shown = wall()
    shown.missing = {"gone"}
    shown.draw(picture("gone"))
    shown.until("document.images.length === 2")
    shown.page.wait_for_timeout(800)
    assert shown.asked == ["gone"]
    assert shown.page.evaluate(HIDDEN)
    shown.draw(picture("good"))
    shown.seen("good")
    assert not shown.page.evaluate(HIDDEN)
    assert shown.page.get_attribute("#screen", "class") == "bermedia"
    shown.draw()
    shown.until(HIDDEN)
    assert shown.page.get_attribute("#screen", "class") == ""
    shown.until("Array.from(document.images).every(i => !i.hasAttribute('src'))")


def test_a_film_is_silent_under_a_call_and_in_quiet_hours(wall: Callable[..., Wall]) -> None:
    shown = wall()
    loud, silent = f"!{FILM}.muted && {FILM}.volume === 1", f"{FILM}.muted && {FILM}.volume === 0"
    listed = [film("song", sound=True)]
    shown.draw(*listed)
    shown.until(loud)
    shown.hush(True)
    shown.until(silent)
    shown.hush(False)
    shown.until(loud)
    shown.draw(*listed, is_quiet=True)
    shown.until(silent)
    shown.draw(*listed)
    shown.until(loud)
    shown.page.evaluate("document.documentElement.setAttribute('data-audio', 'blocked')")
    shown.until(silent)
    assert shown.page.evaluate(f"!{FILM}.paused || {FILM}.ended")
    shown.page.evaluate("document.documentElement.setAttribute('data-audio', 'ready')")
    shown.draw(film("pictures only"))
    shown.seen("pictures only")
    assert shown.page.evaluate(silent)


def test_a_browser_that_wants_a_touch_plays_silently_until_then(wall: Callable[..., Wall]) -> None:
    shown = wall(REFUSE)
    shown.draw(film("song", sound=True))
    shown.until(f"{PLAYING} && {FILM}.muted")
    shown.page.keyboard.press("Enter")
    shown.until(f"!{FILM}.muted")


def test_a_film_that_nobody_can_see_waits(wall: Callable[..., Wall]) -> None:
    shown = wall()
    shown.draw(film("work"))
    shown.until(PLAYING)
    shown.page.evaluate("document.getElementById('box').style.display = 'none'")
    shown.until(f"{FILM}.paused")
    stopped = shown.page.evaluate(f"{FILM}.currentTime")
    shown.page.wait_for_timeout(600)
    assert shown.page.evaluate(f"{FILM}.currentTime") == stopped
    shown.page.evaluate("document.getElementById('box').style.display = ''")
    shown.until(f"!{FILM}.paused")


def test_nothing_fades_where_motion_is_not_wanted(wall: Callable[..., Wall]) -> None:
    shown = wall(reduced_motion="reduce")
    shown.draw(picture("one"))
    shown.seen("one")
    assert shown.page.evaluate("getComputedStyle(document.querySelector('.tampak')).transitionDuration") == "0s"
    assert shown.page.evaluate("getComputedStyle(document.querySelector('.tampak')).opacity") == "1"


def test_on_the_board_a_film_with_sound_gives_way_to_the_voice(chromium: Browser, recorded: bytes) -> None:
    media = [BoardMedium("film", "/files/song.webm", None, sound=True)]
    context = chromium.new_context(viewport=LYING)  # type: ignore[arg-type]
    page = context.new_page()
    page.route("**/files/*", lambda route: route.fulfill(content_type="video/webm", body=recorded))
    with scripted_hall() as hall:
        hall.show(board(media=media))
        page.goto(f"{hall.address}/display#token={TOKEN}")
        page.wait_for_function(f"() => {PLAYING} && !{FILM}.muted", timeout=PATIENCE_MS)
        assert page.locator("#screen.bermedia #media").is_visible()
        hall.show(board(called(110, "A-001", "1"), media=media))
        page.wait_for_function(f"() => {FILM}.muted", timeout=PATIENCE_MS)
        page.wait_for_function(
            f"() => document.documentElement.dataset.spoken === '[\"A-001\"]' && !{FILM}.muted", timeout=PATIENCE_MS
        )
        assert page.evaluate(f"{FILM}.getAttribute('src')") == "/files/song.webm"
        hall.show(board(called(110, "A-001", "1", ago_s=20), media=media, is_quiet=True))
        page.wait_for_function(f"() => {FILM}.muted", timeout=PATIENCE_MS)
    context.close()
