"""The ways in: the one-time link that makes the first admin, and the login form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from queue_server.storage.opening import create_or_upgrade
from tests.browser.stage import Stage, action, role, violations
from tests.fakes.site import PASSWORD
from tests.serving import Furnished, LiveServer

pytestmark = pytest.mark.browser


@pytest.fixture
def unused(tmp_path: Path, chromium: Browser) -> Iterator[tuple[Stage, str]]:
    """A server nobody has used yet, and the token of the link that it prints when it starts."""
    home = tmp_path / "home"
    home.mkdir()
    create_or_upgrade(f"sqlite:///{home / 'antrean.db'}")
    server = LiveServer(Furnished(home)).start()
    token = re.search(r"/setup#token=(\S+)", server.log.read_text())
    assert token is not None
    pages = Stage(chromium, server)
    yield pages, token[1]
    pages.close()
    server.stop()
    assert pages.complaints == []


def test_the_one_time_link_makes_the_first_admin_and_then_ends(unused: tuple[Stage, str]) -> None:
    stage, token = unused
    page = stage.open(f"/setup#token={token}")
    expect(page.locator("h1:visible")).to_contain_text("Selamat datang")
    assert token not in page.url
    assert violations(page) == []
    page.get_by_label("Nama masuk").fill("tono")
    page.get_by_label("Kata sandi", exact=True).fill("rahasia")
    page.get_by_label("Ulangi kata sandi").fill("lain")
    action(page, "create").click()
    expect(page.locator("#password-error")).to_contain_text("8")
    expect(page.locator("#repeat-error")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1:visible")).to_have_text("Akun tono sudah dibuat.")
    assert violations(page) == []
    role(page, "onward").click()
    page.wait_for_url("**/admin")
    expect(page.locator("h1:visible")).to_be_visible()
    assert violations(page) == []

    late = stage.open(f"/setup#token={token}")
    expect(late.locator("h1")).to_have_text("Pemasangan sudah selesai")
    assert violations(late) == []


def test_a_link_without_its_token_says_so(unused: tuple[Stage, str]) -> None:
    page = unused[0].open("/setup")
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
