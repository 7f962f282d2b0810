"""A browser that may speak, a server of scripted states, and pages that look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.display_stage import Hall, Looks, chromium_with_sound, scripted_hall

ALONE = {"speaks": True, "after": None, "showing": None, "of": 1}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_with_sound() as browser:
        yield browser


@pytest.fixture(scope="module")
def building() -> Iterator[Hall]:
    with scripted_hall() as running:
        yield running


@pytest.fixture
def hall(building: Hall) -> Hall:
    """The scripted server as it was in the beginning."""
    building.play(envelope=None, token=None, seat=None, order=ALONE, voices=[])
    return building


@pytest.fixture
def look(hall: Hall, chromium: Browser) -> Iterator[Looks]:
    looks = Looks(hall, chromium)
    yield looks
    looks.close()
