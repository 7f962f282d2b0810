"""One Chromium and one real server a module; pages of their own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser

from tests.browser.stage import ROOMS, Stage, chromium_browser, clerk, corridor
from tests.serving import LiveServer, furnish


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """An office of rooms, open day and night, with a device of each kind."""
    clerks = tuple(clerk(room) for room in range(1, ROOMS + 1))
    home = tmp_path_factory.mktemp("hall") / "home"
    place = furnish(home, corridor(), ("kiosk", "display", "printer"), ("ratna", *clerks))
    running = LiveServer(place).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def rooms(server: LiveServer) -> Iterator[str]:
    return map(str, count(1))


@pytest.fixture
def room(rooms: Iterator[str]) -> str:
    """A counter of the corridor that no other test uses; it takes service ``S`` and its number."""
    return next(rooms)


@pytest.fixture
def stage(chromium: Browser, server: LiveServer) -> Iterator[Stage]:
    """Pages of the hall; a script error or a breach of the content policy fails the test."""
    pages = Stage(chromium, server)
    yield pages
    pages.close()
    assert pages.complaints == []
