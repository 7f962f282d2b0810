"""What a resident is told of the paper: that it comes, where it comes instead, or that the screen has to be enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_printer import Printer
from tests.browser.stage import Stage, action, demo_branch, role, showing, take_number, violations
from tests.serving import LiveServer, furnish

pytestmark = pytest.mark.browser

MEASURES = """
["ticket-plate .number", "qr"].map((name) => parseFloat(getComputedStyle(document.querySelector("." + name))
  [name === "qr" ? "width" : "fontSize"]))
"""


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """An always-open office with one kiosk; each test brings its own printers."""
    running = LiveServer(furnish(tmp_path_factory.mktemp("hall") / "home", demo_branch(), ("kiosk",))).start()
    yield running
    running.stop()


@pytest.fixture
def printer(server: LiveServer) -> Printer:
    """A printer that is well."""
    made = Printer(server, "Pencetak kios")
    made.says("ready", paper="ok")
    return made


def sizes(kiosk: Page) -> tuple[float, float]:
    """Return how high the letters of the number are and how wide the code is."""
    letters, code = kiosk.evaluate(MEASURES)
    return letters, code


def comes_here(kiosk: Page) -> None:
    expect(kiosk.locator(".kiosk-band--large")).to_contain_text("Silakan ambil struk di bawah layar.")
    expect(role(kiosk, "paper")).to_have_count(0)


def has_to_be_photographed(kiosk: Page, paper: str = "failed") -> None:
    expect(role(kiosk, "paper")).to_have_attribute("data-paper", paper)
    expect(kiosk.locator(".photo")).to_contain_text("Foto layar ini")
    showing(kiosk, "ticket")
    assert violations(kiosk) == []


def test_without_paper_the_number_is_to_be_photographed_from_the_first_moment(stage: Stage, printer: Printer) -> None:
    printer.says("paper_out", paper="out")
    kiosk = stage.kiosk()
    take_number(kiosk, "KTP")
    expect(role(kiosk, "paper")).to_contain_text("Kertas tidak keluar.")
    has_to_be_photographed(kiosk)


def test_a_cover_that_opens_meanwhile_makes_number_and_code_larger(stage: Stage, printer: Printer) -> None:
    kiosk = stage.kiosk()
    number = take_number(kiosk, "KTP")
    comes_here(kiosk)
    letters, code = sizes(kiosk)
    printer.says("cover_open")
    has_to_be_photographed(kiosk)
    expect(role(kiosk, "number")).to_have_text(number)
    assert sizes(kiosk) > (letters, code)
    assert sizes(kiosk)[1] > code
    printer.says("ready", paper="ok")
    comes_here(kiosk)


@pytest.mark.parametrize("outcome", ["failed", "unknown"])
def test_a_slip_that_did_not_surely_come_out_is_told_while_the_ticket_stands(
    stage: Stage, printer: Printer, outcome: str
) -> None:
    kiosk = stage.kiosk()
    take_number(kiosk, "KTP")
    comes_here(kiosk)
    printer.tell(printer.claim(), outcome, "cut_off")
    has_to_be_photographed(kiosk)


def test_a_silent_printer_is_unsure_not_well(stage: Stage, printer: Printer) -> None:
    printer.says("unknown", detail="no_answer")
    kiosk = stage.kiosk()
    take_number(kiosk, "KTP")
    has_to_be_photographed(kiosk, "unsure")


def test_the_countdown_begins_anew_when_the_paper_fails(stage: Stage, printer: Printer) -> None:
    kiosk = stage.kiosk(before=lambda page: page.clock.install())
    take_number(kiosk, "KTP")
    comes_here(kiosk)
    kiosk.clock.run_for(13_000)
    printer.says("paper_out", paper="out")
    has_to_be_photographed(kiosk)
    kiosk.clock.run_for(50_000)
    has_to_be_photographed(kiosk)
    kiosk.clock.run_for(11_000)
    showing(kiosk, "start")


def test_a_fall_back_printer_is_named_and_keeps_the_slip(stage: Stage, server: LiveServer, printer: Printer) -> None:
    other = Printer(server, "Pencetak meja depan", is_fallback=True)
    other.says("ready", paper="ok")
    printer.says("paper_out", paper="out")
    kiosk = stage.kiosk()
    take_number(kiosk, "KTP")
    expect(role(kiosk, "paper")).to_have_text("Struk keluar di Pencetak meja depan. Silakan ambil di sana.")
    assert violations(kiosk) == []
    other.tell(other.claim(), "printed")
    printer.says("ready", paper="ok")
    other.says("ready", paper="low")
    expect(role(kiosk, "paper")).to_have_attribute("data-paper", "elsewhere")
    action(kiosk, "finish").click()
    showing(kiosk, "start")
    take_number(kiosk, "KTP")
    comes_here(kiosk)


def test_a_fall_back_printer_that_fails_too_leaves_the_screen(
    stage: Stage, server: LiveServer, printer: Printer
) -> None:
    other = Printer(server, "Pencetak meja depan", is_fallback=True)
    other.says("ready", paper="ok")
    printer.says("offline", detail="not_reachable")
    kiosk = stage.kiosk()
    take_number(kiosk, "KTP")
    expect(role(kiosk, "paper")).to_have_attribute("data-paper", "elsewhere")
    other.tell(other.claim(), "unknown", "no_proof")
    has_to_be_photographed(kiosk)


def test_a_kiosk_with_a_printer_of_its_own_asks_that_one_alone(
    stage: Stage, server: LiveServer, printer: Printer
) -> None:
    other = Printer(server, "Pencetak lorong")
    other.says("ready", paper="ok")
    supervisor = server.person("budi")
    devices = supervisor.get("/branches/demo/devices").json()["devices"]
    kiosk_id = next(device["id"] for device in devices if device["kind"] == "kiosk")
    assert supervisor.post(f"/devices/{kiosk_id}", {"printer": printer.id}).status_code == 200
    kiosk = stage.kiosk()
    take_number(kiosk, "KTP")
    comes_here(kiosk)
    printer.says("error", detail="cutter")
    has_to_be_photographed(kiosk)


@pytest.mark.parametrize(("detail", "paper"), [("one_way", None), ("no_answer", "unsure")])
def test_silence_of_a_printer_that_should_answer_is_not_the_silence_of_one_that_cannot(
    stage: Stage, printer: Printer, detail: str, paper: str | None
) -> None:
    printer.says("unknown", detail=detail)
    kiosk = stage.kiosk()
    take_number(kiosk, "KTP")
    if paper is None:
        comes_here(kiosk)
    else:
        has_to_be_photographed(kiosk, paper)
