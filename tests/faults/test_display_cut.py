"""F11: the cable of a TV is pulled for a minute. Nobody tells the page; it says so, and is right when it is back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.display_stage import chromium_with_sound, spoken
from tests.browser.stage import demo_branch
from tests.fakes.cable import Cable
from tests.serving import Client, LiveServer, furnish

pytestmark = [pytest.mark.browser, pytest.mark.faults, pytest.mark.timeout(240)]

CUT_S = 60.0
BANNER_S = 10.0
RIGHT_S = 1.0
PATIENCE_S = 30.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    place = furnish(tmp_path / "home", demo_branch(), ("kiosk", "display"), ("ratna", "sari"))
    running = LiveServer(place).start()
    yield running
    running.stop()


@pytest.fixture
def cable(server: LiveServer) -> Iterator[Cable]:
    laid = Cable(server.port)
    yield laid
    laid.close()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with chromium_with_sound() as browser:
        yield browser


def until(true: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> float:
    began = time.monotonic()
    while time.monotonic() - began < patience_s:
        if true():
            return time.monotonic() - began
        time.sleep(0.05)
    raise AssertionError(what)


def call(server: LiveServer, who: Client, counter: str) -> dict[str, Any]:
    key = f"kunci-{counter}-{time.monotonic_ns()}"
    assert server.device("kiosk").issue("KTP", key).status_code == 201
    ticket: dict[str, Any] = who.counter(counter, "call-next").json()["ticket"]
    return ticket


def seq(server: LiveServer, who: Client) -> int:
    return int(who.get("/branches/demo/counters/1/desk").json()["seq"])


def shown(page: Page, name: str) -> str | None:
    value: str | None = page.evaluate("(name) => document.documentElement.getAttribute('data-' + name)", name)
    return value


def test_a_minute_without_a_cable(server: LiveServer, cable: Cable, chromium: Browser) -> None:
    ratna, sari = server.person("ratna"), server.person("sari")
    assert ratna.counter("1", "open").status_code == sari.counter("3", "open").status_code == 200
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"http://127.0.0.1:{cable.port}/display#token={server.place.tokens['display']}")
    first = call(server, ratna, "1")["number"]
    until(lambda: spoken(page) == [first], "the first call is spoken")

    cable.cut()
    cut_at = time.monotonic()
    until(lambda: shown(page, "line") == "lost", "the page says that it is cut off", BANNER_S)
    assert page.locator("#lost").is_visible()
    assert "Sambungan terputus sejak" in page.inner_text("#lost")
    answered = call(server, sari, "3")
    assert sari.act(answered["id"], "start", counter="3").status_code == 200
    ratnas = ratna.get("/branches/demo/counters/1/desk").json()["state"]["in_hand"]["ticket"]["id"]
    assert ratna.act(ratnas, "start", counter="1").status_code == 200
    assert ratna.act(ratnas, "complete", counter="1").status_code == 200
    waiting = call(server, ratna, "1")["number"]
    time.sleep(max(CUT_S - (time.monotonic() - cut_at), 0))
    assert shown(page, "line") == "lost"

    cable.mend()
    until(lambda: shown(page, "line") == "online", "the page comes back")
    assert until(lambda: shown(page, "seq") == str(seq(server, ratna)), "the board is right") <= RIGHT_S
    until(lambda: spoken(page) == [first, waiting], "who is still waited for is called aloud, once, and nobody else")
    until(lambda: shown(page, "panel") == waiting, "and shown")
    assert answered["number"] in page.inner_text("#counters")
    page.close()


def test_a_server_that_moved_to_another_address_is_found_again(
    server: LiveServer, cable: Cable, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"http://127.0.0.1:{cable.port}/display#token={server.place.tokens['display']}")
    until(lambda: shown(page, "line") == "online", "the page is there")
    server.stop()
    moved = LiveServer(server.place).start()
    try:
        cable.lead_to(moved.port)
        ratna = moved.person("ratna")
        assert ratna.counter("1", "open").status_code == 200
        called = call(moved, ratna, "1")["number"]
        until(lambda: spoken(page) == [called], "the call is spoken")
        assert (shown(page, "line"), shown(page, "panel")) == ("online", called)
    finally:
        moved.stop()
    page.close()
