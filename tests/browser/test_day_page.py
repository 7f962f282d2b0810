"""The supervisor's page and the tally against the real server: the hall as it lives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage, action, answer, demo_branch, role, showing, violations
from tests.serving import Client, LiveServer, furnish

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """A hall of one's own, not yet opened: these tests open its day."""
    running = LiveServer(furnish(tmp_path / "home", demo_branch(), ("kiosk", "display", "printer"))).start()
    yield running
    running.stop()


def serve(officer: Client, counter: str, *verbs: str) -> str:
    called = officer.counter(counter, "call-next")
    assert called.status_code == 200, called.text
    ticket: str = called.json()["ticket"]["id"]
    for verb in verbs:
        assert officer.act(ticket, verb, counter=counter).status_code == 200
    return ticket


def day_is(page: Page, status: str) -> None:
    expect(page.locator("#wall")).to_have_attribute("data-status", status)
    assert violations(page) == []


def test_a_day_is_opened_and_watched(stage: Stage) -> None:
    wall = stage.wall()
    day_is(wall, "not_open")
    action(wall, "open-day").first.click()
    expect(role(wall, "band-news")).to_be_visible()
    day_is(wall, "open")
    for service in ("KTP", "KTP", "KTP", "KK"):
        stage.visit(service)
    officer = stage.server.person("ratna")
    assert officer.counter("1", "open").status_code == 200
    serve(officer, "1", "start", "complete")
    serve(officer, "1", "start")
    expect(role(wall, "waiting")).to_have_text("2")
    expect(role(wall, "completed")).to_have_text("1")
    cell = wall.locator('.wall-counter[data-counter="1"]')
    expect(cell).to_have_attribute("data-status", "serving")
    expect(cell).to_contain_text("A-002")
    expect(wall.locator('.care[data-kind="printer"]')).to_be_visible()
    day_is(wall, "open")


def test_the_tally_runs_with_the_day(stage: Stage) -> None:
    page = stage.person("/tally/demo/today", "budi")
    expect(page.locator("h1")).to_have_text("Hari layanan belum dibuka")
    assert violations(page) == []
    for _ in range(3):
        stage.visit("KTP")
    officer = stage.server.person("ratna")
    officer.counter("1", "open")
    serve(officer, "1", "start", "complete")
    page.reload()
    expect(page.locator("#tally")).to_have_attribute("data-closed", "false")
    expect(role(page, "running")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("1 dari 3 warga")
    assert violations(page) == []
    page.locator("nav a").first.click()
    expect(page.locator("h1")).to_contain_text("Tidak ada")
    assert violations(page) == []


def test_english(stage: Stage) -> None:
    stage.visit("KTP")
    wall = stage.wall()
    wall.goto(f"{wall.url}?lang=en")
    day_is(wall, "open")
    expect(wall.locator("#queues-title")).to_have_text("Queues")
    wall.goto(f"{stage.server.address}/tally/demo/today?lang=en")
    expect(wall.locator("h1")).to_contain_text("residents")
    assert violations(wall) == []


def wish(page: Page, word: str) -> Locator:
    return page.locator(f'[data-role="issuing"] [data-wish="{word}"]')


def test_numbers_are_stopped_with_a_reason_and_given_again(stage: Stage) -> None:
    stage.visit("KTP")
    kiosk, wall = stage.kiosk(), stage.wall()
    day_is(wall, "open")
    expect(wish(wall, "auto")).to_be_hidden()
    wish(wall, "closed").click()
    dialog = wall.locator('dialog[data-dialog="issuing-closed"]')
    expect(dialog.locator('[data-action="confirm"]')).to_have_attribute("aria-disabled", "true")
    assert violations(wall) == []
    dialog.get_by_label("Alasan").fill("Listrik padam")
    wall.keyboard.press("Enter")
    expect(role(wall, "issuing")).to_have_attribute("data-given", "false")
    expect(role(wall, "issuing-text")).to_have_text("Dihentikan supervisor: Listrik padam")
    showing(kiosk, "closed")
    expect(kiosk.locator(".panel__more")).to_contain_text("Listrik padam")
    day_is(wall, "open")
    wish(wall, "auto").click()
    answer(wall, "issuing-auto", "Enter")
    expect(role(wall, "issuing")).to_have_attribute("data-wish", "auto")
    expect(role(wall, "issuing-text")).to_have_text("Menurut jam kantor.")
    showing(kiosk, "start")


def test_a_decision_before_the_day_opens_it(stage: Stage) -> None:
    wall = stage.wall()
    day_is(wall, "not_open")
    wish(wall, "closed").click()
    wall.locator("#issuing-reason").fill("Ruang tunggu penuh")
    wall.keyboard.press("Enter")
    day_is(wall, "open")
    expect(wish(wall, "open")).to_be_visible()
    wish(wall, "open").click()
    wall.locator("#issuing-reason").fill("Warga masih ramai")
    wall.keyboard.press("Enter")
    expect(role(wall, "issuing-text")).to_have_text("Di luar jam atas keputusan supervisor: Warga masih ramai")
