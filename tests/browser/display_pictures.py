"""Pictures of the TV page in halls of other shapes, from scripted states, for ``make screenshots``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from playwright.sync_api import Browser, Page

from queue_server.protocol import BoardState
from tests.browser.display_stage import LYING, STANDING, Hall, Looks, scripted_hall, wait_for
from tests.fakes.board_states import MORNING, board, busy_hall, called, counters, seat, zoned

SMALL = {"width": 1280, "height": 720}
Keep = Callable[[Page, str], None]


def take_display_pictures(browser: Browser, keep: Keep) -> None:
    """Take a hall of 80 counters, a deep one, one of zones, a standing panel and a counter's top."""
    at_counter = called(90, "C-028", "3", ago_s=5, at=MORNING)
    top = board(at_counter, counter="3", counters=[cell for cell in counters(8, [at_counter]) if cell.counter == "3"])
    with scripted_hall() as hall:
        looks = Looks(hall, browser)
        shown: list[tuple[str, dict[str, int], BoardState, dict[str, Any]]] = [
            ("display-80", LYING, _morning(80), {}),
            ("display-deep", LYING, _morning(8), {"panel_inch": 55, "farthest_m": 15}),
            ("display-zones", LYING, zoned(_morning(20), "Lantai 1", "Lantai 2"), {}),
            ("display-standing", STANDING, _morning(12), {}),
            ("display-counter", SMALL, top, {"counter": "3"}),
        ]
        for name, panel, state, hanging in shown:
            _show(hall, looks, (panel, state), hanging)
            keep(looks.contexts[-1].pages[0], name)
        looks.close()


def _morning(seats: int) -> BoardState:
    state = busy_hall(seats, long_names=False)
    return replace(state, calls=[replace(call, at=MORNING) for call in state.calls])


def _show(hall: Hall, looks: Looks, shown: tuple[dict[str, int], BoardState], hanging: dict[str, Any]) -> None:
    panel, state = shown
    hall.play(seat=seat(**hanging))
    hall.show(state, at=MORNING)
    page = looks(panel)
    wait_for(page, "seat", "TV utama")
    wait_for(page, "seq", str(hall.seq))
