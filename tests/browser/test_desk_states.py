"""Every state of the desk and every question it asks, for people who see, hear or move differently, on three panels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_desk import Keyboard, becomes, issue
from tests.browser.stage import DESK, Stage, action, clerk, demo_branch, desk_of, press, role, violations
from tests.serving import LiveServer, furnish

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LYING, STANDING = (1280, 800), (800, 1280)
COUNTERS = 4
NOTE = "Tinggal tanda tangan kepala keluarga. " * 5
IN_HAND = {
    "a": "transfer",
    "t": "hold",
    "+": "add-service",
    "n": "note",
    "p": "classify",
    "F8": "services",
    "j": "pause",
    "F9": "close",
}
CUT = """
[...document.querySelectorAll('button, .segment, [data-role=number], [data-role=service], .desk-facts dd, .chip')]
  .filter((e) => e.checkVisibility())
  .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth)
  .map((e) => e.textContent)
"""
COVERED = """
[...document.querySelectorAll('main button, main .segment')].filter((e) => e.checkVisibility()).filter((e) => {
  const box = e.getBoundingClientRect();
  return [[box.left + 4, box.top + 4], [box.right - 4, box.bottom - 4]].some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return y < innerHeight && !e.contains(top);
  });
}).map((e) => e.textContent)
"""
SMALL = """
[...document.querySelectorAll('button, .segment, .option, summary')].filter((e) => e.checkVisibility())
  .filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.textContent)
"""
SCROLLS = "[document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The sample office; families of six may come, a press can be taken back for a minute."""
    office = demo_branch(undo_s="60").replace('code = "KTP"', 'code = "KTP"\nmax_people = 6', 1)
    clerks = tuple(clerk(counter) for counter in range(1, COUNTERS + 1))
    place = furnish(tmp_path_factory.mktemp("states") / "home", office, ("kiosk", "display"), clerks)
    running = LiveServer(place).start()
    yield running
    running.stop()


def sound(desk: Page, state: str) -> None:
    """Nothing is wrong for anybody, nothing is cut, covered or too small to touch."""
    assert violations(desk) == [], state
    assert desk.evaluate(CUT) == [], state
    assert desk.evaluate(SMALL) == [], state
    if desk.locator("dialog").count() == 0:
        assert desk.evaluate(COVERED) == [], state


def sound_on_every_panel(desk: Page, state: str) -> None:
    """Lying panels show the whole desk without scrolling; standing ones its left part."""
    for size in (LYING, STANDING, DESK):
        desk.set_viewport_size({"width": size[0], "height": size[1]})
        sound(desk, f"{state} {size}")
        down, across = desk.evaluate(SCROLLS)
        assert across == 0, (state, size)
        assert down == 0 or size == STANDING, (state, size)


def each_question(desk: Page, questions: dict[str, str]) -> None:
    """Ask it by its key, judge it, leave it with Escape: the focus goes back and nothing was sent."""
    status = str(desk_of(desk).get_attribute("data-status"))
    for key, question in questions.items():
        becomes(desk, status)
        action(desk, "next-step").focus()
        desk.keyboard.press(key)
        dialog = desk.locator(f'dialog[data-dialog="{question}"]')
        expect(dialog).to_be_visible()
        assert desk.evaluate("document.querySelector('dialog').contains(document.activeElement)"), question
        sound(desk, question)
        desk.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(action(desk, "next-step")).to_be_focused()
    becomes(desk, status)


def test_every_moment_of_a_turn(stage: Stage, server: LiveServer) -> None:
    desk = stage.desk("1", clerk(1))
    becomes(desk, "closed")
    sound_on_every_panel(desk, "closed")
    press(desk, "Space", "open")
    expect(role(desk, "sentence-title")).to_have_text("Tidak ada yang menunggu.")
    sound_on_every_panel(desk, "nobody")
    issue(server, "KTP", people=4, priority="elderly")
    issue(server, "KIA", priority="pregnant")
    issue(server, "KTP")
    expect(role(desk, "people")).to_have_text("4 orang")
    expect(role(desk, "class")).to_have_text("Usia 60 ke atas")
    expect(role(desk, "after")).to_contain_text("sedang hamil")
    becomes(desk, "open")
    sound_on_every_panel(desk, "next")
    each_question(desk, {"c": "pick", "w": "walk-in", "?": "keys"})
    press(desk, "Space", "called")
    expect(role(desk, "shown")).to_have_text("Tidak ada layar tersambung")
    sound_on_every_panel(desk, "called")
    press(desk, "Space", "serving")
    becomes(desk, "serving")
    desk.keyboard.press("n")
    desk.keyboard.type(NOTE[:200])
    desk.keyboard.press("Enter")
    expect(role(desk, "note")).to_be_visible()
    sound_on_every_panel(desk, "serving")
    each_question(desk, IN_HAND | {"?": "keys"})
    press(desk, "F9", "serving")
    desk.keyboard.press("Enter")
    expect(role(desk, "state-note")).to_have_text("tutup sesudah ini")
    sound_on_every_panel(desk, "closing")


def test_a_note_with_a_phone_number_is_refused_and_a_class_is_corrected(stage: Stage, server: LiveServer) -> None:
    desk = stage.desk("2", clerk(2))
    press(desk, "Space", "open")
    Keyboard(desk).ask("w", "walk-in", "Enter")
    becomes(desk, "serving")
    desk.keyboard.press("n")
    desk.keyboard.type("Telepon 0812-3456-7890")
    desk.keyboard.press("Enter")
    error = desk.locator("dialog .field__error")
    expect(error).to_be_visible()
    expect(desk.locator("dialog textarea")).to_have_value("Telepon 0812-3456-7890")
    expect(desk.locator("dialog textarea")).to_be_focused()
    sound(desk, "refused note")
    desk.keyboard.press("ControlOrMeta+a")
    desk.keyboard.type("Sudah lengkap")
    desk.keyboard.press("Enter")
    expect(role(desk, "note-words")).to_have_text("Sudah lengkap")
    Keyboard(desk).ask("p", "classify", "1", "Enter")
    expect(desk.get_by_text("Usia 60 ke atas").first).to_be_visible()


def test_services_are_switched_for_the_day_and_back(stage: Stage, server: LiveServer) -> None:
    desk = stage.desk("3", clerk(3))
    press(desk, "Space", "open")
    becomes(desk, "open")
    desk.keyboard.press("F8")
    expect(desk.locator('dialog[data-dialog="services"]')).to_be_visible()
    desk.keyboard.press("2")
    desk.keyboard.press("Enter")
    own = desk.locator('[data-service="KK"] .plate-letter:not(.plate-letter--other)')
    expect(own).to_be_visible()
    becomes(desk, "open")
    desk.keyboard.press("F8")
    desk.get_by_label("Kembali ke aturan kantor").check()
    sound(desk, "services")
    desk.keyboard.press("Enter")
    expect(own).to_have_count(0)


def test_the_screens_acknowledge_a_call(stage: Stage, server: LiveServer) -> None:
    issue(server, "KK")
    board = stage.board()
    desk = stage.desk("4", clerk(4))
    press(desk, "Space", "open")
    press(desk, "Space", "called")
    expect(role(desk, "shown")).to_have_text("Tampil di 1 layar")
    sound(desk, "shown")
    board.close()
    expect(role(desk, "shown")).to_have_text("Tidak ada layar tersambung")
    for key in ("u", "u"):
        expect(action(desk, "recall")).to_have_attribute("aria-disabled", "false")
        press(desk, key, "called")
    expect(action(desk, "no-show")).to_have_attribute("aria-disabled", "false")
