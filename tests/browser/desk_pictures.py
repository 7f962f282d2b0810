"""The desk's moments of a morning, for ``docs/pictures``: called, served, asked, on a tablet, without the line."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.at_desk import becomes
from tests.browser.stage import DESK, Stage, answer, desk_of, role

LYING, STANDING = (1280, 800), (800, 1280)
NOTE = "Akta asli sudah dilihat, tinggal tanda tangan kepala keluarga."
Keep = Callable[[Page, str], None]


def take_desk_pictures(stage: Stage, counter: str, officer: str, keep: Keep) -> None:
    """Take the officer's next residents; leave the counter paused."""
    desk = stage.desk(counter, officer)
    if desk_of(desk).get_attribute("data-status") != "open":
        free(desk)
    keep(desk, "desk")
    asked(desk, "c", "pick", keep)
    step(desk, "Space", "called")
    expect(role(desk, "shown")).to_have_text("Tampil di 1 layar")
    keep(desk, "desk-called")
    panel(desk, LYING, "desk-tablet", keep)
    step(desk, "Space", "serving")
    desk.keyboard.press("n")
    expect(desk.locator("dialog")).to_be_visible()
    desk.keyboard.type(NOTE)
    answer(desk, "note", "Enter")
    expect(role(desk, "note")).to_be_visible()
    keep(desk, "desk-serving")
    panel(desk, STANDING, "desk-tablet-standing", keep)
    asked(desk, "a", "transfer", keep, "3")
    asked(desk, "?", "keys", keep)
    cut_off(desk, keep)
    becomes(desk, "called")
    step(desk, "Space", "serving")
    desk.keyboard.press("j")
    answer(desk, "pause", "2", "Enter")
    expect(role(desk, "step-word")).to_have_text("Selesai")
    step(desk, "Space", "paused")
    keep(desk, "desk-paused")


def free(desk: Page) -> None:
    """Bring whoever is at the counter to the end of the visit."""
    if desk_of(desk).get_attribute("data-status") == "called":
        step(desk, "Space", "serving")
    becomes(desk, "serving")
    step(desk, "s", "open")


def step(desk: Page, key: str, status: str) -> None:
    expect(desk_of(desk)).to_have_attribute("data-busy", "false")
    desk.keyboard.press(key)
    becomes(desk, status)


def asked(desk: Page, key: str, question: str, keep: Keep, *keys: str) -> None:
    """Take a question as it stands open."""
    expect(desk_of(desk)).to_have_attribute("data-busy", "false")
    desk.keyboard.press(key)
    expect(desk.locator(f'dialog[data-dialog="{question}"]')).to_be_visible()
    for choice in keys:
        desk.keyboard.press(choice)
    keep(desk, f"desk-{question}")
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog")).to_have_count(0)


def panel(desk: Page, size: tuple[int, int], name: str, keep: Keep) -> None:
    """Take the same moment on another panel."""
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    keep(desk, name)
    desk.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def cut_off(desk: Page, keep: Keep) -> None:
    """Take the desk without its line, with a press that waits for it."""
    desk.context.set_offline(True)
    expect(role(desk, "band-lost")).to_be_visible()
    desk.keyboard.press("Space")
    expect(role(desk, "step-word")).to_contain_text("menunggu sambungan")
    keep(desk, "desk-offline")
    desk.context.set_offline(False)
    expect(role(desk, "band-lost")).to_be_hidden()
