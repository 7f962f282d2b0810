"""Two real TVs of one zone on the real server: one voice between them, also when the speaking one is switched off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.display_stage import spoken
from tests.browser.stage import demo_branch
from tests.serving import Client, LiveServer, furnish

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

PATIENCE_S = 30.0
HAND_OVER_S = 5.0
TOLD_MS = 1500.0
"""After the last word: until then the speaker has told the server that it was heard."""
SLACK_MS = 60.0
"""The sound card's clock against the wall's, in two pages."""

# writes down when each clip sounds, in ms of the wall's clock, so that two pages can be laid side by side
LISTEN = """
window.heard = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (at) {
  const begin = Date.now() + Math.max(at - this.context.currentTime, 0) * 1000;
  this.mine = [begin, begin + this.buffer.duration * 1000];
  window.heard.push(this.mine);
  return start.call(this, at);
};
const stop = AudioBufferSourceNode.prototype.stop;
AudioBufferSourceNode.prototype.stop = function () {
  if (this.mine) this.mine[1] = Math.min(this.mine[1], Math.max(this.mine[0], Date.now()));
  return stop.apply(this, arguments);
};
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    running = LiveServer(furnish(tmp_path / "home", demo_branch(), ("kiosk",), ("ratna", "sari"))).start()
    yield running
    running.stop()


class Television:
    """A TV's browser with its own memory."""

    def __init__(self, chromium: Browser, server: LiveServer, token: str) -> None:
        self.errors: list[str] = []
        self.context: BrowserContext = chromium.new_context(viewport={"width": 1280, "height": 720})
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.add_init_script(LISTEN)
        self.page.goto(f"{server.address}/display#token={token}")

    def says(self, name: str) -> str | None:
        value: str | None = self.page.evaluate("(name) => document.documentElement.getAttribute('data-' + name)", name)
        return value

    @property
    def heard(self) -> list[list[float]]:
        intervals: list[list[float]] = self.page.evaluate("window.heard")
        return intervals


def until(true: Callable[[], Any], what: str) -> float:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        if true():
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError(what)


def call(server: LiveServer, who: Client, counter: str) -> dict[str, Any]:
    """Give somebody a number and call it."""
    issued = server.device("kiosk").issue("KTP", f"kunci-{counter}-{time.monotonic_ns()}")
    assert issued.status_code == 201, issued.text
    assert who.counter(counter, "open").status_code == 200
    called = who.counter(counter, "call-next")
    assert called.status_code == 200, called.text
    ticket: dict[str, Any] = called.json()["ticket"]
    return ticket


def test_two_televisions_have_one_voice_and_the_other_takes_over(server: LiveServer, chromium: Browser) -> None:
    budi = server.person("budi")
    made = [budi.post("/branches/demo/devices", {"kind": "display", "name": name}) for name in ("TV 1", "TV 2")]
    first, second = (Television(chromium, server, answer.json()["token"]) for answer in made)
    pair = [first, second]
    until(lambda: sorted(str(tv.says("voice")) for tv in pair) == ["follows", "speaks"], "one speaks, one follows")

    ratna, sari = server.person("ratna"), server.person("sari")
    tickets = [call(server, ratna, "1"), call(server, sari, "3")]
    numbers = [ticket["number"] for ticket in tickets]
    until(lambda: [*spoken(first.page), *spoken(second.page)] == numbers, "both calls are spoken, by one of them")
    until(lambda: {tv.says("panel") for tv in pair} == {numbers[-1]}, "both show the call that is spoken")

    speaker = next(tv for tv in pair if spoken(tv.page))
    other = next(tv for tv in pair if tv is not speaker)
    until(lambda: time.time() * 1000 > max(end for _, end in speaker.heard) + TOLD_MS, "both sentences end")
    assert other.heard == []
    wall = sorted(speaker.heard)
    assert all(earlier[1] <= later[0] + SLACK_MS for earlier, later in pairwise(wall)), wall

    speaker.context.close()
    assert until(lambda: other.says("voice") == "speaks", "the other takes over") < HAND_OVER_S
    assert ratna.act(tickets[0]["id"], "recall", counter="1").status_code == 200
    until(lambda: spoken(other.page) == [numbers[0]], "the other speaks what is called now, and nothing again")
    assert [*first.errors, *second.errors] == []
    other.context.close()
