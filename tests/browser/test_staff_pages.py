"""The pages that set a hall up and close its day: first account, accounts, devices, supervisor, tally."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import WALL, Stage, action, answer, demo_branch, role, told, violations
from tests.serving import LiveServer, furnish

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TABLET, TELEPHONE = (1280, 800), (390, 800)
PASSPHRASE = "kuda besi jambu"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """A hall of one's own: these tests close its day and give it an admin."""
    running = LiveServer(furnish(tmp_path / "home", demo_branch(), ("kiosk",))).start()
    yield running
    running.stop()


@pytest.fixture
def stage(chromium: Browser, server: LiveServer) -> Iterator[Stage]:
    pages = Stage(chromium, server)
    yield pages
    pages.close()
    assert pages.complaints == []


@pytest.fixture
def admin(stage: Stage, server: LiveServer) -> Page:
    """The first account, made by the one-time link; the page shows what follows."""
    page = stage.open(link_printed_by(server))
    assert "token" not in page.url
    assert violations(page) == []
    page.get_by_label("Nama masuk").fill("sri.h")
    page.get_by_label("Kata sandi", exact=True).fill("password")
    page.get_by_label("Ulangi kata sandi").fill("passwort")
    action(page, "create").click()
    expect(page.locator("#repeat-error")).to_be_visible()
    page.get_by_label("Ulangi kata sandi").fill("password")
    action(page, "create").click()
    expect(page.locator("#password-error")).to_be_visible()
    assert violations(page) == []
    for label in ("Kata sandi", "Ulangi kata sandi"):
        page.get_by_label(label, exact=True).fill(PASSPHRASE)
    action(page, "create").click()
    expect(role(page, "made")).to_have_text("Akun sri.h sudah dibuat.")
    return page


def link_printed_by(server: LiveServer) -> str:
    """Return the one-time link that a server without an admin prints when it starts."""
    found = re.search(r"\S*/setup\S*token=\S+", server.log.read_text("utf-8"))
    assert found is not None, "no link in the log"
    return re.sub(r"^https?://[^/]+", "", found.group())


def issue(server: LiveServer, count: int) -> None:
    kiosk = server.device()
    for _ in range(count):
        assert kiosk.issue("KTP", uuid4().hex).status_code == 201


def serve_one(server: LiveServer) -> str:
    """Put one number in service at counter 1; return it."""
    officer = server.person()
    assert officer.counter("1", "open").status_code == 200
    ticket = officer.counter("1", "call-next").json()["ticket"]
    assert officer.act(ticket["id"], "start", counter="1").status_code == 200
    number: str = ticket["number"]
    return number


def test_the_link_makes_one_admin_who_makes_the_other_accounts(stage: Stage, admin: Page) -> None:
    assert violations(admin) == []
    role(admin, "onward").click()
    expect(role(admin, "users")).to_contain_text("sri.h")
    admin.locator("#new-username").fill("andi")
    admin.locator("#new-password").fill("password")
    action(admin, "add-user").click()
    expect(role(admin, "user-form").locator(".field__error")).to_be_visible()
    admin.locator("#new-password").fill(PASSPHRASE)
    action(admin, "add-user").click()
    expect(role(admin, "band-news")).to_contain_text("andi")
    row = admin.locator('[data-username="andi"]')
    row.get_by_role("button").click()
    answer(admin, "disable-user", "Enter")
    expect(row).to_contain_text("Dinonaktifkan")
    assert violations(admin) == []
    again = stage.open("/setup")
    expect(again.get_by_role("link", name="Ke halaman masuk")).to_be_visible()
    refused = stage.open("/login")
    refused.get_by_label("Nama masuk").fill("andi")
    refused.get_by_label("Kata sandi", exact=True).fill(PASSPHRASE)
    refused.keyboard.press("Enter")
    expect(role(refused, "refusal")).to_be_visible()
    assert violations(refused) == []


def test_a_printer_gets_a_token_that_is_shown_once(admin: Page, server: LiveServer) -> None:
    role(admin, "onward").click()
    admin.locator("#device-name").fill("Pencetak pintu")
    action(admin, "add-device").click()
    expect(role(admin, "token")).to_have_text(re.compile(r"\S{40,}"))
    server.place.tokens["printer"] = role(admin, "token").inner_text()
    assert server.device("printer").post("/printers/self/status", {"state": "ready"}).status_code == 204


def test_a_screen_is_paired_by_the_code_it_shows(stage: Stage, server: LiveServer) -> None:
    wall = stage.wall()
    screen = stage.open("/display")
    shown = screen.get_by_text(re.compile(r"^[A-Z0-9]{4}.?[A-Z0-9]{4}$")).first
    code = re.sub(r"[^A-Z0-9]", "", shown.inner_text())
    action(wall, "devices").click()
    wall.keyboard.type(code[:6].lower())
    expect(role(wall, "pair-word")).to_have_text("Ketik 2 lagi")
    wall.keyboard.type(code[6:])
    wall.locator("#pair-name").fill("TV ruang tunggu")
    assert violations(wall) == []
    wall.keyboard.press("Enter")
    expect(role(wall, "pair-done")).to_contain_text("TV ruang tunggu")
    told(screen, "line", "online")
    wall.get_by_role("button", name="Cabut TV ruang tunggu").click()
    answer(wall, "revoke", "Enter")
    expect(role(wall, "device-list")).not_to_contain_text("TV ruang tunggu")


def test_a_day_with_somebody_in_service_is_closed_by_force_only(stage: Stage, server: LiveServer) -> None:
    issue(server, 2)
    number = serve_one(server)
    wall = stage.wall()
    expect(role(wall, "counters").locator('[data-counter="1"]')).to_contain_text(number)
    action(wall, "close-day").click()
    answer(wall, "close-day", "Escape")
    expect(wall.locator("#wall")).to_have_attribute("data-status", "open")
    action(wall, "close-day").click()
    answer(wall, "close-day", "Enter")
    force = wall.locator('dialog[data-dialog="force-close"]')
    expect(force).to_contain_text(number)
    assert violations(wall) == []
    answer(wall, "force-close", "Enter")
    expect(wall.locator("#wall")).to_have_attribute("data-status", "closed")
    expect(role(wall, "band-news")).to_be_visible()
    action(wall, "tally").click()
    expect(wall.locator("#tally")).to_have_attribute("data-closed", "true")
    expect(wall.get_by_role("heading", level=1)).to_contain_text("1 dari 2 warga selesai dilayani.")
    assert violations(wall) == []


def test_a_running_tally_is_marked_and_its_files_agree_with_it(stage: Stage, server: LiveServer) -> None:
    issue(server, 3)
    serve_one(server)
    page = stage.person("/tally/demo/today", "budi", WALL)
    expect(role(page, "running")).to_contain_text("Berjalan, ")
    assert page.locator('[data-table="service"] tfoot td').first.inner_text() == "3"
    for form in ("json", "csv"):
        with page.expect_download() as download:
            page.locator(f'a[href$="format={form}"]').click()
        body = Path(download.value.path()).read_text("utf-8")
        assert json.loads(body)["issued"] == 3 if form == "json" else "KTP" in body


def test_no_page_is_wider_than_its_screen(stage: Stage, server: LiveServer) -> None:
    issue(server, 1)
    page = stage.person("/supervisor", "budi")
    for path in ("/supervisor", "/tally/demo/today"):
        page.goto(f"{server.address}{path}")
        page.wait_for_load_state("networkidle")
        for width, height in (WALL, TABLET, TELEPHONE):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (path, width)


def test_a_day_that_never_was_has_a_way_onward(stage: Stage) -> None:
    page = stage.person("/tally/demo/2020-01-06", "budi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ada hari layanan pada tanggal ini")
    assert violations(page) == []
    page.get_by_role("link", name="Lihat hari ini").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hari layanan belum dibuka")


def test_an_officer_sees_no_page_of_the_supervisor(stage: Stage) -> None:
    page = stage.desk("1")
    page.goto(f"{stage.server.address}/supervisor")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bukan untuk akun ini")


def test_leaving_ends_the_session(stage: Stage, server: LiveServer) -> None:
    page = stage.desk("1")
    page.locator("summary").click()
    action(page, "log-out").click()
    page.wait_for_url("**/login")
    page.goto(f"{server.address}/desk?counter=1")
    page.wait_for_url("**/login?next=**")
