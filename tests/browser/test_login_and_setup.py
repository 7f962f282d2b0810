"""The ways in: the set-up page of a server without an admin, and the login form."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage, role, violations
from tests.fakes.site import PASSWORD

pytestmark = pytest.mark.browser


def test_a_link_without_its_token_says_so(stage: Stage) -> None:
    page = stage.open("/setup")
    expect(role(page, "no-token")).to_be_visible()
    assert violations(page) == []


def test_wrong_and_missing_words_are_said_where_they_stand(stage: Stage) -> None:
    page = stage.open("/login")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#username-error")).to_be_visible()
    page.get_by_label("Nama masuk").fill("ratna")
    page.get_by_label("Kata sandi", exact=True).fill("bukan-ini-sandinya")
    page.get_by_label("Tampilkan kata sandi").check()
    expect(page.locator("#password")).to_have_attribute("type", "text")
    page.get_by_label("Kata sandi", exact=True).press("Enter")
    expect(role(page, "refusal")).to_contain_text("tidak cocok")
    assert violations(page) == []
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")


@pytest.mark.parametrize(("username", "home"), [("ratna", "/desk"), ("budi", "/supervisor")])
def test_everybody_begins_where_their_work_is(stage: Stage, username: str, home: str) -> None:
    page = stage.open("/login")
    page.get_by_label("Nama masuk").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{home}")


def test_a_strange_next_page_is_not_followed(stage: Stage) -> None:
    page = stage.open("/login?next=//example.org/desk&lang=en")
    page.get_by_label("Username").fill("ratna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{stage.server.address}/desk")
