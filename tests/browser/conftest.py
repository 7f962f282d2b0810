"""One Chromium and one real server a module; pages of their own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.stage import Stage, chromium_browser, demo_branch
from tests.serving import LiveServer, furnish


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The demo branch, open day and night, with a device of each kind."""
    place = furnish(tmp_path_factory.mktemp("hall") / "home", demo_branch(), ("kiosk", "display", "printer"))
    running = LiveServer(place).start()
    yield running
    running.stop()


@pytest.fixture
def stage(chromium: Browser, server: LiveServer) -> Iterator[Stage]:
    """Pages of the hall; a script error or a breach of the content policy fails the test."""
    pages = Stage(chromium, server)
    yield pages
    pages.close()
    assert pages.complaints == []
