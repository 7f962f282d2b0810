"""Who works at a counter: one officer, in one tab; whoever comes second is asked, whoever lost it is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_desk import becomes, issue
from tests.browser.stage import Stage, action, answer, desk_of, press, role, violations
from tests.serving import LiveServer, furnish, many_counters

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

COUNTERS = 11
OFFICERS = ("ratna", "sari", "dimas", "lestari", "agus", "nur", "yoga", "wahyu", "tini")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A hall with more officers than the test needs; each test sits down at counters of its own."""
    place = furnish(tmp_path_factory.mktemp("seats") / "home", many_counters(COUNTERS), ("kiosk",), OFFICERS)
    running = LiveServer(place).start()
    yield running
    running.stop()


def second_tab(desk: Page) -> Page:
    """Open the same counter in another tab of the same browser."""
    other = desk.context.new_page()
    other.goto(desk.url)
    expect(other.locator('dialog[data-dialog="other-tab"]')).to_be_visible()
    return other


def rests(desk: Page) -> None:
    """Nothing can be pressed, by key or by finger."""
    expect(desk_of(desk)).to_have_attribute("data-tab", "passive")
    expect(role(desk, "band-passive")).to_be_visible()
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    before = desk_of(desk).get_attribute("data-status")
    for key in ("Space", "u", "j", "F9", "w", "c"):
        desk.keyboard.press(key)
    action(desk, "next-step").click(force=True)
    expect(desk.locator("dialog")).to_have_count(0)
    expect(desk_of(desk)).to_have_attribute("data-status", str(before))
    assert sent == []
    assert violations(desk) == []


def test_a_second_tab_asks_and_the_first_one_rests(stage: Stage, server: LiveServer) -> None:
    issue(server, "A")
    first = stage.desk("1", "ratna")
    press(first, "Space", "open")
    second = second_tab(first)
    expect(second.locator("dialog h2")).to_have_text("Loket 1 sudah terbuka di tab lain. Pakai di sini?")
    assert violations(second) == []
    answer(second, "other-tab", "Enter")
    becomes(second, "open")
    rests(first)
    press(second, "Space", "called")
    expect(desk_of(first)).to_have_attribute("data-status", "called")
    role(first, "take-seat").click()
    expect(role(first, "band-passive")).to_be_hidden()
    press(first, "Space", "serving")
    rests(second)


def test_a_second_tab_that_is_not_wanted_looks_on(stage: Stage) -> None:
    first = stage.desk("2", "sari")
    second = second_tab(first)
    answer(second, "other-tab", "Escape")
    rests(second)
    press(first, "Space", "open")
    second.reload()
    answer(second, "other-tab", "Escape")
    first.close()
    second.reload()
    becomes(second, "open")
    expect(role(second, "band-passive")).to_be_hidden()


def test_two_counters_in_two_tabs_do_not_meet(stage: Stage, server: LiveServer) -> None:
    first = stage.desk("3", "dimas")
    other = first.context.new_page()
    other.goto(f"{server.address}/desk?counter=4")
    becomes(other, "closed")
    expect(desk_of(other)).to_have_attribute("data-tab", "active")
    expect(desk_of(first)).to_have_attribute("data-tab", "active")


def test_two_officers_at_one_counter(stage: Stage, server: LiveServer) -> None:
    number = issue(server, "B")
    first = stage.desk("5", "lestari")
    press(first, "Space", "open")
    press(first, "Space", "called")
    in_hand = role(first, "number").inner_text()
    second = stage.desk("5", "agus")
    becomes(second, "taken")
    expect(role(second, "sentence-title")).to_have_text("Loket 5 sekarang dipakai lestari.")
    assert violations(second) == []
    for key in ("Space", "u", "s", "F9"):
        second.keyboard.press(key)
    expect(desk_of(first)).to_have_attribute("data-status", "called")

    second.keyboard.press("o")
    expect(second.locator("dialog h2")).to_have_text("Loket 5 dipakai lestari. Ambil alih?")
    assert violations(second) == []
    answer(second, "take-over", "Enter")
    becomes(second, "called", in_hand)
    becomes(first, "taken")
    expect(role(first, "said")).to_contain_text("agus")
    first.keyboard.press("Space")
    press(second, "Space", "serving")
    assert number
    becomes(first, "taken")


def test_an_officer_who_sits_elsewhere_is_asked_before_moving(stage: Stage, server: LiveServer) -> None:
    assert server.person("nur").counter("6", "open").status_code == 200
    desk = stage.desk("7", "nur")
    becomes(desk, "closed")
    desk.keyboard.press("Space")
    dialog = desk.locator('dialog[data-dialog="take-over"]')
    expect(dialog.locator("h2")).to_have_text("Anda duduk di loket lain. Pindah ke Loket 7?")
    expect(dialog).to_contain_text("loket 6")
    assert violations(desk) == []
    answer(desk, "take-over", "Escape")
    becomes(desk, "closed")
    desk.keyboard.press("Space")
    answer(desk, "take-over", "Enter")
    becomes(desk, "open")
    assert status_of(server, "6") == "closed"


def test_one_officer_may_staff_two_counters_of_a_small_office(stage: Stage, server: LiveServer) -> None:
    assert server.person("tini").counter("10", "open").status_code == 200
    desk = stage.desk("11", "tini")
    becomes(desk, "closed")
    desk.keyboard.press("Space")
    answer(desk, "take-over", "2", "Enter")
    becomes(desk, "open")
    assert status_of(server, "10") == "open"


def status_of(server: LiveServer, counter: str) -> str:
    """Return how a counter stands, as the server has it."""
    state = server.person("budi").get(f"/branches/{server.place.branch}/counters/{counter}/desk").json()["state"]
    status: str = state["status"]
    return status


def test_two_desks_choose_the_same_number_and_one_is_told_who_has_it(stage: Stage, server: LiveServer) -> None:
    number = issue(server, "C")
    quick, late = stage.desk("8", "yoga"), stage.desk("9", "wahyu")
    for desk in (quick, late):
        press(desk, "Space", "open")
        expect(desk.locator('[data-service="C"] .queue-count')).to_have_text("1")
        expect(desk_of(desk)).to_have_attribute("data-busy", "false")
        desk.keyboard.press("c")
        expect(desk.locator('dialog[data-dialog="pick"]')).to_be_visible()
        desk.keyboard.type(number)
        desk.keyboard.press("Enter")
        desk.keyboard.press("2")
    quick.keyboard.press("Enter")
    becomes(quick, "called", number)
    late.keyboard.press("Enter")
    band = role(late, "band-refusal")
    expect(band).to_have_attribute("data-code", "transition_refused")
    expect(role(late, "refusal-text")).to_contain_text(number)
    becomes(late, "open")
    assert violations(late) == []
