"""The plain board in Chromium without JavaScript: whole on a phone and on a panel, readable by everybody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from display.blueprint import make_display_blueprint
from display.text_board import make_text_blueprint
from queue_server.protocol import BoardCounter, BoardState, BoardZone
from tests.browser.display_stage import AXE
from tests.fakes import board_server
from tests.fakes.board_server import SHARED, dress
from tests.fakes.board_states import MORNING, board, called, counters

pytestmark = pytest.mark.browser

CALLS = [called(90 - index, f"{'ABC'[index % 3]}-{index:03d}", str(index % 8 + 1), at=MORNING) for index in range(7)]
PARTS = [BoardZone("bawah", "Lantai 1"), BoardZone("atas", "Lantai 2")]
SEATS = [replace(seat, zone="atas") for seat in counters(8, CALLS)]
STATES = {
    "open": board(*CALLS, zones=PARTS, counters=SEATS),
    "before": board(day_status="not_open", opens_at=MORNING.replace(hour=3)),
    "closed": board(*CALLS, day_status="closed"),
}
AT_COUNTER = {
    "C-015": BoardCounter("3", "Loket 3", None, "called", "C-015", "C", None),
    "W-123": BoardCounter("3", "Loket 3", None, "serving", "W-123", "C", None),
    "KTP-0123": BoardCounter("3", "Meja Informasi", None, "called", "KTP-0123", "C", None),
    "": BoardCounter("3", "Loket 3", None, "paused", None, None, None),
}

AXE_RUN = (
    "axe.run({ rules: { 'color-contrast-enhanced': { enabled: true } } })"
    ".then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))"
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    def board_of(branch: str, zone: str | None, counter: str | None) -> BoardState:
        if counter is None:
            return replace(STATES[branch], zone=zone)
        return board(*CALLS, counter=counter, counters=[AT_COUNTER[branch.removeprefix("at-")]])

    parts = {"template_folder": f"{SHARED}/templates", "static_folder": f"{SHARED}/static"}
    app = Flask(board_server.__name__, **parts)
    app.register_blueprint(make_text_blueprint(board_of, lambda: MORNING))
    app.register_blueprint(make_display_blueprint())
    dress(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


SIZES = {"phone": (360, 640), "tablet": (1280, 720), "panel": (1920, 1080)}


@pytest.fixture(scope="module", params=list(SIZES))
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = SIZES[request.param]
    opened = chromium.new_page(viewport={"width": width, "height": height})
    yield opened
    opened.close()


def violations(page: Page) -> list[str]:
    """What axe finds with text at 7:1; the page stands still for it, by its own wish for more time."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(page.evaluate(AXE_RUN))


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("state", list(STATES))
def test_the_board_is_whole_and_readable(page: Page, address: str, state: str) -> None:
    page.goto(f"{address}/board/{state}?every=0")
    assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("number", list(AT_COUNTER))
def test_a_counters_number_fills_the_glass(page: Page, address: str, number: str) -> None:
    page.goto(f"{address}/board/at-{number}/counters/3?every=0")
    page.evaluate("document.fonts.ready.then(() => null)")
    assert fits(page)
    width, filled = page.evaluate("[innerWidth, document.documentElement.scrollHeight / innerHeight]")
    assert filled <= 1.01
    if number:
        box = page.locator(".nomor b").bounding_box()
        assert box is not None
        assert width * 0.75 < box["width"] <= width * 0.97
    assert violations(page) == []


def test_without_script_it_asks_again_by_itself_and_stops_when_told(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/board/at-C-015/counters/3")
    with page.expect_navigation(timeout=25_000):
        pass
    assert page.locator(".nomor").inner_text() == "C-015"
    page.goto(f"{address}/board/open?zone=atas")
    assert page.locator("meta[http-equiv]").get_attribute("content") == "15"
    page.get_by_role("link", name="Tidak", exact=True).click()
    assert page.locator("meta[http-equiv]").count() == 0
    assert page.url.endswith("?zone=atas&every=0")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()


def test_a_part_of_the_hall_is_named_and_the_others_are_a_link_away(page: Page, address: str) -> None:
    page.goto(f"{address}/board/open?zone=atas&every=0")
    assert page.locator("h1").inner_text().endswith("Lantai 2")
    assert fits(page)
    assert violations(page) == []
    page.get_by_role("link", name="Lantai 1").click()
    assert page.locator("h1").inner_text().endswith("Lantai 1")
