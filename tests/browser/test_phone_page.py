"""The resident's phone against the real server: whole without script, live with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from queue_server.domain.wait_record import ENOUGH_OF_SERVICE as ENOUGH
from tests.browser.stage import DESK, PHONE, Stage, action, letter, role, violations
from tests.serving import Client, LiveServer

pytestmark = pytest.mark.browser

SMALL_TARGETS = """
Array.from(document.querySelectorAll("a, button")).map((e) => [e.getBoundingClientRect(), e.textContent]).filter(
  ([box, text]) => box.width && (box.height < 44 || box.right > innerWidth + 1)
).map(([box, text]) => text)
"""


@dataclass
class Visit:
    """Somebody with a number, and the officer of the one counter that takes it."""

    officer: Client
    counter: str
    track_url: str
    ticket: str = ""

    def call(self) -> None:
        called = self.officer.counter(self.counter, "call-next")
        assert called.status_code == 200, called.text
        self.ticket = called.json()["ticket"]["id"]

    def act(self, *verbs: str) -> None:
        for verb in verbs:
            answer = self.officer.act(self.ticket, verb, counter=self.counter)
            assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def officer(server: LiveServer) -> Client:
    return server.person("ratna")


@pytest.fixture
def taught(stage: Stage, officer: Client, room: str) -> None:
    """Enough waits of the room's service have ended for more than a number of people."""
    assert officer.counter(room, "open").status_code == 200
    for _ in range(ENOUGH):
        stage.visit(f"S{room}")
        officer.serve_next(room)


@pytest.fixture
def visit(stage: Stage, officer: Client, room: str) -> Visit:
    assert officer.counter(room, "open").status_code == 200
    return Visit(officer, room, stage.visit(f"S{room}"))


def state(page: Page) -> Locator:
    return page.locator("#phone")


def check(page: Page, status: str) -> None:
    expect(state(page)).to_have_attribute("data-status", status)
    assert violations(page) == []
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.usefixtures("taught")
def test_without_script_the_page_is_whole_and_asks_again_by_itself(stage: Stage, visit: Visit) -> None:
    page = stage.phone(visit.track_url, java_script_enabled=False)
    expect(role(page, "number")).to_have_text(f"{letter(visit.counter)}-{ENOUGH + 1:03d}")
    expect(role(page, "ahead")).to_have_text("Anda berikutnya")
    expect(role(page, "expected")).to_contain_text(re.compile("WIB|WIT"))
    expect(page.locator('meta[http-equiv="refresh"]')).to_have_attribute("content", "15")
    expect(action(page, "sound")).to_have_count(0)
    visit.call()
    expect(state(page)).to_have_attribute("data-status", "called")
    expect(role(page, "counter")).to_have_text(f"Loket {visit.counter}")


def test_the_page_lives_through_everything_that_happens_to_a_number(stage: Stage, visit: Visit) -> None:
    page = stage.phone(visit.track_url)
    expect(role(page, "updated")).to_contain_text("Langsung")
    check(page, "waiting")
    visit.call()
    check(page, "called")
    assert page.title().startswith("Giliran Anda!")
    visit.act("recall")
    expect(state(page)).to_have_attribute("data-calls", "2")
    visit.act("start")
    check(page, "serving")
    visit.act("hold")
    check(page, "on_hold")
    visit.act("resume", "complete")
    check(page, "completed")
    page.reload()
    check(page, "completed")


def test_who_missed_the_call_is_told_the_way_back(stage: Stage, visit: Visit) -> None:
    page = stage.phone(visit.track_url)
    visit.call()
    visit.act("recall", "recall", "no-show")
    check(page, "no_show")
    expect(page.locator(".phone__steps li")).to_have_count(3)
    visit.act("requeue")
    check(page, "waiting")


@pytest.mark.parametrize("script", [True, False], ids=["live", "without script"])
def test_a_number_is_given_back_after_a_question(stage: Stage, visit: Visit, script: bool) -> None:
    page = stage.phone(visit.track_url, java_script_enabled=script)
    page.get_by_role("link", name="Batalkan").click()
    expect(page.locator("h1")).to_contain_text("Batalkan")
    if script:
        assert violations(page) == []
    page.get_by_role("link", name="Tidak").click()
    expect(state(page)).to_have_attribute("data-status", "waiting")
    page.get_by_role("link", name="Batalkan").click()
    page.get_by_role("button", name="Batalkan").click()
    expect(state(page)).to_have_attribute("data-status", "cancelled")
    expect(page.locator("h1")).to_contain_text("dibatalkan")


def test_the_other_language_is_one_touch_away(stage: Stage, visit: Visit) -> None:
    page = stage.phone(visit.track_url)
    page.locator(".phone__language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(role(page, "ahead")).to_contain_text("You are next")
    check(page, "waiting")


def test_an_unknown_token_is_answered_with_what_to_do(stage: Stage) -> None:
    page = stage.open("/t/nobody-has-this-token", PHONE)
    check(page, "unknown")
    expect(page.locator("h1")).to_have_text("Halaman ini sudah berakhir")


def test_nothing_runs_out_of_a_narrow_or_a_wide_window(stage: Stage, visit: Visit) -> None:
    for size in ((320, 568), DESK):
        page = stage.open(visit.track_url, size)
        check(page, "waiting")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
