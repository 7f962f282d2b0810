"""Paper on the other pages of staff: whose printer is whose, a copy from the desk, the counts of a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.at_desk import Keyboard, issue
from tests.browser.at_printer import Printer
from tests.browser.stage import Stage, action, demo_branch, role, violations
from tests.serving import LiveServer, furnish

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """A hall of one's own, whose printers each test brings along."""
    running = LiveServer(furnish(tmp_path / "home", demo_branch(), ("kiosk", "display"))).start()
    yield running
    running.stop()


@pytest.fixture
def printer(server: LiveServer) -> Printer:
    """A printer that is well."""
    made = Printer(server, "Pencetak kios")
    made.says("ready", paper="ok")
    return made


def choice(page: Page, device: str) -> Locator:
    return page.locator(f'.devices__list select[aria-label$=": {device}"]')


def test_a_kiosk_gets_a_printer_of_its_own_and_a_printer_its_part(
    stage: Stage, server: LiveServer, printer: Printer
) -> None:
    other = Printer(server, "Pencetak meja depan")
    wall = stage.wall()
    action(wall, "devices").click()
    expect(choice(wall, "kiosk 1")).to_have_value("")
    choice(wall, "kiosk 1").select_option(label="Pencetak kios")
    expect(role(wall, "pair-done")).to_contain_text("kiosk 1 sudah diubah.")
    choice(wall, "Pencetak meja depan").select_option(label="Cadangan")
    expect(role(wall, "pair-done")).to_contain_text("Pencetak meja depan sudah diubah.")
    expect(choice(wall, "display 1")).to_have_count(0)
    assert violations(wall) == []
    devices = {one["name"]: one for one in server.person("budi").get("/branches/demo/devices").json()["devices"]}
    assert devices["kiosk 1"]["printer"] == printer.id
    assert devices["Pencetak meja depan"]["is_fallback"] is True
    printer.leave()
    wall.keyboard.press("Escape")
    action(wall, "devices").click()
    expect(choice(wall, "kiosk 1")).to_have_value("")
    expect(choice(wall, other.name)).to_have_value("fallback")


def test_the_slip_in_hand_is_printed_again_by_two_keys(stage: Stage, server: LiveServer, printer: Printer) -> None:
    first, second = issue(server, "KTP"), issue(server, "KTP")
    for _ in range(2):
        printer.tell(printer.claim(), "printed")
    officer = Keyboard(stage.desk("1"))
    officer.do("Space", status="open")
    officer.do("Space", status="called", number=first)
    officer.ask("r", "reprint", "Enter")
    officer.said(f"Struk {first} dikirim ke pencetak.")
    expect(role(officer.desk, "reprinted")).to_be_visible()
    again = printer.claim()
    assert (again["copy"], again["content"]["number"]) == (1, first)
    printer.tell(again, "printed")
    officer.ask("r", "reprint", "2", "Enter")
    expect(role(officer.desk, "reprinted")).to_contain_text(second)
    assert printer.claim()["content"]["number"] == second
    assert violations(officer.desk) == []


def test_a_desk_says_what_the_printer_lacks(stage: Stage, printer: Printer) -> None:
    desk = stage.desk("1")
    expect(role(desk, "printer")).to_be_hidden()
    printer.says("paper_out", paper="out")
    expect(role(desk, "printer")).to_have_text("Pencetak: Kertas habis")
    assert violations(desk) == []


def test_a_hall_without_a_printer_prints_nothing_again(stage: Stage, server: LiveServer) -> None:
    issue(server, "KTP")
    desk = stage.desk("1")
    desk.keyboard.press("?")
    entry = desk.locator('dialog[data-dialog="keys"] .desk-action', has_text="Cetak ulang")
    expect(entry).to_have_attribute("aria-disabled", "true")
    expect(entry).to_contain_text("kantor ini tanpa pencetak")


def test_the_tally_shows_both_counts_and_marks_what_differs(stage: Stage, server: LiveServer, printer: Printer) -> None:
    Printer(server, "Pencetak meja depan").says("ready")
    issue(server, "KTP")
    job = printer.claim()
    count = {"service_day": job["service_day"], "tickets": 1, "reprints": 0, "failures": 0}
    printer.tell(job, "printed", count=count)
    page = stage.person("/tally/demo/today", "budi")
    rows = page.locator('[data-table="papers"] tbody tr')
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Sama")
    expect(rows.last).to_contain_text("Pencetak belum menghitung")
    assert violations(page) == []
    printer.says("ready", count={**count, "tickets": 2})
    page.reload()
    expect(rows.first).to_contain_text("Berbeda")
    expect(rows.first.locator(".is-past")).to_have_count(2)
    expect(page.locator(".tally-papers__differs")).to_contain_text("Cocokkan dengan kertas yang keluar")
    assert violations(page) == []
