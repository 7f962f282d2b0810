"""A number's whole way: kiosk, paper, TV, desk, phone, the closed day. Everything is real but the printer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from printer.interpreter import interpret
from printer.onpaper import Cut, PrintedLine
from printer.painter import paint
from printer.profiles import find_profile
from tests.browser.stage import (
    Stage,
    action,
    answer,
    demo_branch,
    desk_of,
    press,
    role,
    scan,
    showing,
    take_number,
    told,
    violations,
)
from tests.printer.fakes import READY, FakePrinter, wait_until
from tests.serving import ROOT, LiveServer, furnish

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LOST = {
    "kiosk": '[data-screen="offline"]',
    "phone": '[data-role="lost"]',
    "desk": '[data-role="band-lost"]',
    "board": "#lost",
}
REMEMBER = "window.bornHere = true"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """A hall of one's own: these tests kill it and close its day."""
    place = furnish(tmp_path / "home", demo_branch(), ("kiosk", "display", "printer"))
    running = LiveServer(place).start()
    yield running
    running.stop()


@pytest.fixture
def printer(server: LiveServer, tmp_path: Path) -> Iterator[FakePrinter]:
    """A network printer that is well, and the agent that feeds it."""
    machine = FakePrinter(READY)
    command = [sys.executable, "-m", "printer", "--server", server.address, "--device", machine.address]
    agent = subprocess.Popen(
        [*command, "--spool", str(tmp_path / "spool")],
        cwd=ROOT,
        env=os.environ | {"ANTREAN_PRINTER_TOKEN": server.place.tokens["printer"]},
        stderr=subprocess.DEVNULL,
    )
    kiosk = server.device()
    wait_until(lambda: kiosk.get("/branches/demo/menu").json()["printer"] == "ready", 60)
    yield machine
    agent.terminate()
    agent.wait(30)
    machine.close()


def last_slip(printer: FakePrinter) -> bytes:
    return printer.paper.split(b"\x1b@")[-1]


def words_on(paper: bytes) -> str:
    lines = [thing for thing in interpret(paper).printed if isinstance(thing, PrintedLine)]
    return "\n".join("".join(span.text for span in line.spans) for line in lines)


def seen_on(page: Page, selector: str) -> str:
    return " ".join(page.locator(selector).inner_text().split())


def spoken(board: Page, *numbers: str) -> None:
    told(board, "spoken", "[" + ",".join(f'"{number}"' for number in numbers) + "]")


def test_a_tap_becomes_paper_and_a_call_reaches_board_and_phone(
    stage: Stage, printer: FakePrinter, tmp_path: Path
) -> None:
    stage.visit("KTP")
    kiosk, board, desk = stage.kiosk(), stage.board(), stage.desk("1")
    with kiosk.expect_response(re.compile(r"/tickets$")) as issued:
        assert take_number(kiosk, "KTP") == "A-002"
    track_url = issued.value.json()["track_url"]
    expect(role(kiosk, "ahead")).to_have_text("1 orang")
    kiosk.screenshot(path=tmp_path / "glass.png")
    assert scan(tmp_path / "glass.png") == track_url

    wait_until(lambda: printer.slips == 2 and Cut() in interpret(last_slip(printer)).printed, 60)
    slip = last_slip(printer)
    paint(interpret(slip), find_profile().dots).save(tmp_path / "slip.png")
    assert scan(tmp_path / "slip.png") == track_url
    assert "A-002" in words_on(slip)

    phone = stage.phone(track_url)
    expect(role(phone, "number")).to_have_text("A-002")
    expect(role(phone, "ahead")).to_have_text("1 orang di depan Anda")

    press(desk, "Space", "open")
    press(desk, "Space", "called")
    spoken(board, "A-001")
    expect(role(phone, "ahead")).to_contain_text("Anda berikutnya")
    press(desk, "Space", "serving")
    press(desk, "Space", "called")
    spoken(board, "A-001", "A-002")
    assert [seen_on(board, part) for part in ("#call-number", "#call-place", "#call-counter")] == [
        "A-002",
        "Loket",
        "1",
    ]
    expect(phone.locator("#phone")).to_have_attribute("data-status", "called")
    expect(role(phone, "counter")).to_have_text("Loket 1")
    press(desk, "Space", "serving")
    expect(phone.locator("#phone")).to_have_attribute("data-status", "serving")
    press(desk, "Space", "open")
    expect(phone.locator("#phone")).to_have_attribute("data-status", "completed")


def test_hold_transfer_and_no_show_by_keyboard_reach_every_screen(stage: Stage) -> None:
    tracks = [stage.visit("KTP") for _ in range(2)]
    board, desk = stage.board(), stage.desk("1")
    first, second = (stage.phone(track).locator("#phone") for track in tracks)
    for status in ("open", "called", "serving"):
        press(desk, "Space", status)

    press(desk, "t", "serving")
    answer(desk, "hold", "1", "Enter")
    expect(desk_of(desk)).to_have_attribute("data-status", "open")
    expect(first).to_have_attribute("data-status", "on_hold")
    press(desk, "l", "serving")
    expect(first).to_have_attribute("data-status", "serving")

    press(desk, "a", "serving")
    answer(desk, "transfer", "1", "Enter")
    expect(desk_of(desk)).to_have_attribute("data-status", "open")
    expect(first).to_have_attribute("data-status", "waiting")
    expect(board.locator("#waiting")).to_contain_text("2 orang")

    press(desk, "Space", "called")
    for calls in ("2", "3"):
        press(desk, "u", "called")
        expect(second).to_have_attribute("data-calls", calls)
    desk.keyboard.press("x")
    expect(desk_of(desk)).to_have_attribute("data-status", "open")
    expect(second).to_have_attribute("data-status", "no_show")
    told(board, "panel", "A-002")


def test_a_killed_server_is_seen_by_every_screen_and_each_heals_by_itself(stage: Stage) -> None:
    stage.visit("KTP")
    track = stage.visit("KTP")
    pages = {"kiosk": stage.kiosk(), "board": stage.board(), "desk": stage.desk("1"), "phone": stage.phone(track)}
    kiosk, board, desk, phone = pages.values()
    for page in pages.values():
        page.evaluate(REMEMBER)
    for status in ("open", "called", "serving"):
        press(desk, "Space", status)
    spoken(board, "A-001")

    stage.server.kill()
    for name, page in pages.items():
        expect(page.locator(LOST[name])).to_be_visible()
        assert violations(page) == [], name
    desk.keyboard.press("Space")
    expect(desk_of(desk)).to_have_attribute("data-busy", "true")

    stage.server.start()
    expect(desk_of(desk)).to_have_attribute("data-status", "called")
    showing(kiosk, "start")
    told(board, "line", "online")
    for name, page in pages.items():
        expect(page.locator(LOST[name])).not_to_be_visible()
    spoken(board, "A-001", "A-002")
    expect(phone.locator("#phone")).to_have_attribute("data-status", "called")
    expect(kiosk.locator(".facts-row")).to_contain_text("0 orang")
    board.wait_for_timeout(1500)
    spoken(board, "A-001", "A-002")
    assert all(page.evaluate("window.bornHere") for page in pages.values()), "a page was loaded anew"


def test_the_closed_day_is_frozen_sealed_and_printed(stage: Stage, printer: FakePrinter) -> None:
    for _ in range(2):
        stage.visit("KTP")
    officer = stage.server.person("ratna")
    officer.counter("1", "open")
    ticket = officer.counter("1", "call-next").json()["ticket"]["id"]
    for verb in ("start", "complete"):
        assert officer.act(ticket, verb, counter="1").status_code == 200
    wait_until(lambda: printer.slips == 2, 60)

    wall = stage.wall()
    action(wall, "close-day").click()
    answer(wall, "close-day", "Enter")
    expect(wall.locator("#wall")).to_have_attribute("data-status", "closed")
    action(wall, "tally").click()
    expect(wall.locator("#tally")).to_have_attribute("data-closed", "true")
    expect(wall.locator(".tally-seal b")).to_have_text(re.compile(r"^([0-9A-F]{4} ?){4}$"))
    assert violations(wall) == []

    seal = wall.locator(".tally-seal b").inner_text().split()[0]
    wait_until(lambda: printer.slips == 3, 60)
    wait_until(lambda: seal in words_on(last_slip(printer)), 60)
    assert "Selesai dilayani1\n" in words_on(last_slip(printer))
    day = wall.locator("#tally").get_attribute("data-day")
    kept = wall.locator(".tally-figures").inner_text()
    assert stage.server.person("budi").post(f"/branches/demo/days/{day}/close", {}).status_code == 200
    wall.reload()
    assert wall.locator(".tally-figures").inner_text() == kept
    expect(wall.locator(".tally-seal b")).to_contain_text(seal)
