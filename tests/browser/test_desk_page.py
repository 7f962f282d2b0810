"""The officer's desk against the real server: a whole turn by keyboard, a refusal, an ended session."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.stage import DESK, Stage, action, answer, between, clerk, desk_of, letter, press, role, violations
from tests.fakes.site import PASSWORD

pytestmark = pytest.mark.browser

TABLET = (1280, 800)
ACTIONS = ("S", "Z", "U", "X", "K", "T", "L", "A", "+", "N", "P", "R", "C", "W", "J", "F8", "F9", "G")
BEYOND_THE_WINDOW = """
Array.from(document.querySelectorAll("main button")).map((e) => [e.getBoundingClientRect(), e.textContent]).filter(
  ([box]) => box.width && (box.right > innerWidth || box.bottom > innerHeight || box.height < 44)
).map(([box, text]) => text)
"""
LOG_OUT_ELSEWHERE = """
fetch("/api/v1/session", {
  method: "DELETE", headers: {"X-CSRF-Token": document.querySelector("meta[name=csrf-token]").content},
})
"""


def check(desk: Page, status: str) -> None:
    expect(desk_of(desk)).to_have_attribute("data-status", status)
    expect(desk_of(desk)).to_have_attribute("data-busy", "false")
    assert violations(desk) == []
    assert desk.evaluate(BEYOND_THE_WINDOW) == []


def test_a_whole_turn_without_a_mouse(stage: Stage, room: str) -> None:
    for _ in range(3):
        stage.visit(f"S{room}")
    desk = stage.open("/desk", DESK)
    desk.keyboard.type(clerk(room))
    desk.keyboard.press("Tab")
    desk.keyboard.type(PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Anda duduk di loket mana?")
    assert violations(desk) == []
    desk.locator(f'[data-counter="{room}"]').focus()
    desk.keyboard.press("Enter")
    check(desk, "closed")
    press(desk, "Space", "open")
    check(desk, "open")
    expect(role(desk, "number")).to_have_text(f"{letter(room)}-001")
    press(desk, "Space", "called")
    check(desk, "called")
    press(desk, "Space", "serving")
    check(desk, "serving")
    press(desk, "2", "serving")
    expect(desk.locator("input[name=outcome]:checked")).to_have_value("papers_missing")
    press(desk, "s", "open")
    expect(role(desk, "completed")).to_have_text("1")
    press(desk, "j", "open")
    answer(desk, "pause", "2", "Enter")
    check(desk, "paused")
    expect(role(desk, "state-note")).to_contain_text("Salat")
    press(desk, "Space", "open")
    press(desk, "F9", "open")
    answer(desk, "close", "Enter")
    check(desk, "closed")


def test_every_question_is_answered_by_keys_and_is_accessible(stage: Stage, room: str) -> None:
    for _ in range(2):
        stage.visit(f"S{room}")
    desk = stage.desk(room, clerk(room))
    for status in ("open", "called", "serving"):
        press(desk, "Space", status)
    for key, question in (("a", "transfer"), ("t", "hold"), ("j", "pause"), ("?", "keys")):
        press(desk, key, "serving")
        expect(desk.locator(f'dialog[data-dialog="{question}"]')).to_be_visible()
        assert violations(desk) == [], question
        answer(desk, question, "Escape")
    check(desk, "serving")
    press(desk, "t", "serving")
    answer(desk, "hold", "Enter")
    check(desk, "open")
    expect(role(desk, "held")).to_contain_text("Fotokopi berkas")
    press(desk, "l", "serving")
    press(desk, "s", "open")


def test_a_no_show_comes_back(stage: Stage, room: str) -> None:
    stage.visit(f"S{room}")
    desk = stage.desk(room, clerk(room))
    for key, status in (("Space", "open"), ("Space", "called"), ("x", "called")):
        press(desk, key, status)
    expect(desk.locator("dialog")).to_have_count(0)
    press(desk, "u", "called")
    expect(role(desk, "state")).to_have_text("Dipanggil, 2 dari 3 kali")
    press(desk, "u", "called")
    expect(role(desk, "state")).to_have_text("Dipanggil, 3 dari 3 kali")
    press(desk, "x", "open")
    check(desk, "open")
    press(desk, "k", "open")
    expect(desk.locator('dialog[data-dialog="return"]')).to_be_visible()
    assert violations(desk) == []
    answer(desk, "return", "Enter")
    expect(desk_of(desk)).not_to_have_attribute("data-next", "")
    press(desk, "Space", "called")
    press(desk, "Space", "serving")
    press(desk, "Space", "open")


def test_a_refusal_stands_across_the_desk_until_it_is_dismissed(stage: Stage, room: str) -> None:
    for _ in range(2):
        stage.visit(f"S{room}")
    officer = stage.server.person(clerk(room))
    desk = stage.desk(room, clerk(room))
    press(desk, "Space", "open")

    def call_at_the_same_time(route: Route) -> None:
        assert officer.counter(room, "call-next").status_code == 200
        route.continue_()

    between(desk, "**/call-next", call_at_the_same_time, times=1)
    press(desk, "Space", "called")
    band = role(desk, "band-refusal")
    expect(band).to_have_attribute("data-code", "counter_busy")
    expect(role(desk, "refusal-text")).to_contain_text(f"{letter(room)}-001")
    check(desk, "called")
    role(desk, "dismiss").click()
    expect(band).to_be_hidden()


def test_an_ended_session_asks_to_log_in_and_comes_back_to_the_counter(stage: Stage, room: str) -> None:
    desk = stage.desk(room, clerk(room))
    desk.evaluate(LOG_OUT_ELSEWHERE)
    band = role(desk, "band-session")
    expect(band).to_be_visible()
    assert violations(desk) == []
    band.get_by_role("link").click()
    desk.get_by_label("Nama masuk").fill(clerk(room))
    desk.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    desk.keyboard.press("Enter")
    check(desk, "closed")
    assert f"counter={room}" in desk.url


def test_the_desk_speaks_english(stage: Stage, room: str) -> None:
    desk = stage.desk(room, clerk(room))
    desk.locator("summary").click()
    assert violations(desk) == []
    desk.locator("[data-language=en]").click()
    expect(desk.locator("html")).to_have_attribute("lang", "en")
    check(desk, "closed")


def test_an_unknown_counter_is_refused_in_words(stage: Stage) -> None:
    desk = stage.person("/desk?counter=99", "ratna", DESK)
    expect(desk.locator("h1")).to_be_visible()
    assert violations(desk) == []


def test_a_tablet_without_keys_reaches_everything(stage: Stage, room: str) -> None:
    stage.visit(f"S{room}")
    desk = stage.open(f"/desk?counter={room}", TABLET, has_touch=True)
    desk.get_by_label("Nama masuk").fill(clerk(room))
    desk.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    desk.get_by_role("button", name="Masuk").tap()
    for status in ("closed", "open", "called"):
        check(desk, status)
        action(desk, "next-step").tap()
    check(desk, "serving")
    action(desk, "keys").tap()
    panel = desk.locator('dialog[data-dialog="keys"]')
    expect(panel).to_be_visible()
    assert violations(desk) == []
    assert panel.get_by_role("button").count() == len(ACTIONS) + 1
    panel.locator('[data-action="hold"]').tap()
    desk.get_by_text("Menunggu sistem").tap()
    action(desk, "confirm").tap()
    check(desk, "open")
    action(desk, "keys").tap()
    panel.locator('[data-action="resume"]').tap()
    check(desk, "serving")
