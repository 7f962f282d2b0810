"""Paper on the supervisor's page: how each printer is and what to do, its two counts, slips that did not come out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.at_printer import Printer
from tests.browser.stage import Stage, action, between, demo_branch, role, violations
from tests.serving import LiveServer, furnish

pytestmark = pytest.mark.browser

NATURAL_WIDTHS = "Array.from(document.querySelectorAll('.slips__picture')).map((picture) => picture.naturalWidth)"

CARE_AFTER = """
async (seconds) => {
  const { careOf } = await import("/static/day/care.js");
  const nothing = { counters: [], queues: [], printers: [], waiting: 0, print_jobs: [], print_trouble: 0 };
  const now = new Date();
  const since = new Date(now - seconds * 1000).toISOString();
  const state = { ...nothing, day_status: "open", print_queued: 2, print_queued_since: since };
  return careOf(state, now, true).map((care) => care.kind);
}
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """A hall of one's own, whose printers each test brings along."""
    running = LiveServer(furnish(tmp_path / "home", demo_branch(), ("kiosk",))).start()
    yield running
    running.stop()


@pytest.fixture
def printer(server: LiveServer) -> Printer:
    """A printer that is well."""
    made = Printer(server, "Pencetak kios")
    made.says("ready", paper="ok", profile="80mm")
    return made


def panel(wall: Page, printer: Printer) -> Locator:
    return wall.locator(f'.printer[data-printer="{printer.id}"]')


def care(wall: Page, kind: str) -> Locator:
    return wall.locator(f'.care[data-kind="{kind}"]')


def count(job: dict[str, Any], tickets: int, reprints: int = 0) -> dict[str, Any]:
    return {"service_day": job["service_day"], "tickets": tickets, "reprints": reprints, "failures": 0}


def issue(stage: Stage, printer: Printer) -> dict[str, Any]:
    """Let somebody take a number; return the job of its slip, claimed."""
    stage.visit("KTP")
    return printer.claim()


def more(wall: Page, name: str) -> None:
    """Press one of the deeds that stand under "Lainnya"."""
    wall.locator(".wall-more summary").click()
    action(wall, name).click()


def test_each_printer_says_how_it_is_and_what_to_do(stage: Stage, server: LiveServer, printer: Printer) -> None:
    never = Printer(server, "Pencetak gudang")
    wall = stage.wall()
    here = panel(wall, printer)
    expect(here).to_contain_text("80 mm")
    expect(role(wall, "chip").first).to_have_text("Siap")
    expect(panel(wall, never)).to_contain_text("Jalankan antrean-printer")
    printer.says("error", detail="cutter")
    expect(here.locator(".chip")).to_have_text("Terhenti")
    expect(here).to_contain_text("Pisau pemotong macet.")
    expect(here).to_contain_text("keluarkan kertas yang tersangkut")
    line = care(wall, "printer").filter(has_text="Pencetak kios: Terhenti")
    expect(line).to_contain_text("Pisau pemotong macet.")
    assert violations(wall) == []
    line.get_by_role("button").click()
    expect(here).to_be_focused()
    printer.says("unknown", detail="one_way")
    expect(here.locator(".chip")).to_have_text("Satu arah")
    expect(line).to_have_count(0)
    assert violations(wall) == []


def test_a_fall_back_printer_is_named_where_it_takes_over(stage: Stage, server: LiveServer, printer: Printer) -> None:
    other = Printer(server, "Pencetak meja depan", is_fallback=True)
    other.says("ready", paper="ok", profile="58mm")
    printer.says("paper_out", paper="out")
    wall = stage.wall()
    expect(panel(wall, other)).to_contain_text("58 mm · Cadangan")
    expect(care(wall, "printer")).to_contain_text("Struknya keluar di Pencetak meja depan.")


def test_two_counts_that_differ_are_an_alarm(stage: Stage, printer: Printer) -> None:
    wall = stage.wall()
    job = issue(stage, printer)
    printer.tell(job, "printed", count=count(job, 1))
    here = panel(wall, printer)
    expect(here.locator('[data-role="agent"]')).to_contain_text("1")
    expect(here.locator('[data-role="differs"]')).to_be_hidden()
    printer.says("ready", count=count(job, 2))
    expect(here.locator('[data-role="differs"]')).to_contain_text("Hitungan berbeda: server 1, pencetak 2.")
    expect(care(wall, "count")).to_contain_text("Hitungan kertas Pencetak kios berbeda")
    expect(role(wall, "care-box")).to_have_class("wall-box wall-care is-grave")
    assert violations(wall) == []
    printer.says("ready", count=count(job, 1))
    expect(care(wall, "count")).to_have_count(0)


def test_a_test_page_is_a_job_for_that_printer(stage: Stage, printer: Printer) -> None:
    wall = stage.wall()
    panel(wall, printer).get_by_role("button", name="Cetak halaman uji").click()
    expect(role(wall, "band-news")).to_contain_text("Halaman uji dikirim ke Pencetak kios.")
    assert printer.claim()["kind"] == "test"


def test_a_counter_gets_its_sign(stage: Stage, server: LiveServer, printer: Printer) -> None:
    other = Printer(server, "Pencetak meja depan")
    other.says("ready")
    wall = stage.wall()
    more(wall, "sign")
    dialog = wall.locator('dialog[data-dialog="sign"]')
    dialog.locator('[data-value="2"]').click()
    dialog.get_by_label("Pencetak").select_option(label="Pencetak meja depan")
    assert violations(wall) == []
    dialog.get_by_role("button", name="Cetak tanda Loket 2").click()
    expect(role(wall, "band-news")).to_contain_text("Tanda Loket 2 dikirim ke pencetak.")
    job = other.claim()
    assert (job["kind"], job["content"]["counter"]) == ("sign", "Loket 2")


def test_slips_that_may_not_be_out_are_listed_and_printed_again(stage: Stage, printer: Printer) -> None:
    wall = stage.wall()
    for reason in ("no_proof", "cutter", "agent_restarted", "cut_off"):
        printer.tell(issue(stage, printer), "unknown", reason)
    papers = wall.locator(".paper")
    expect(papers).to_have_count(4)
    expect(papers.nth(1)).to_contain_text("Pisau pemotong macet.")
    expect(papers.nth(1)).to_contain_text("Sejak ")
    expect(care(wall, "paper")).to_have_count(3)
    expect(care(wall, "papers")).to_contain_text("1 struk")
    assert violations(wall) == []
    wall.locator('.paper[data-number="A-002"]').get_by_role("button", name="Cetak ulang").click()
    expect(role(wall, "band-news")).to_contain_text("Cetak ulang A-002")
    again = printer.claim()
    assert (again["kind"], again["copy"], again["content"]["number"]) == ("ticket", 1, "A-002")
    printer.tell(again, "printed")
    expect(papers).to_have_count(3)


def test_a_tally_that_may_not_be_out_is_printed_again_from_the_list(
    stage: Stage, server: LiveServer, printer: Printer
) -> None:
    supervisor = server.person("budi")
    branch = f"/branches/{server.place.branch}"
    day = supervisor.post(f"{branch}/days/open").json()["service_day"]
    assert supervisor.post(f"{branch}/days/{day}/close", {"force": True}).status_code == 200
    printer.tell(printer.claim(), "unknown", "cut_off")
    wall = stage.wall()
    expect(care(wall, "paper")).to_contain_text("Rekap harian belum pasti tercetak")
    wall.locator('.paper[data-number="Rekap harian"]').get_by_role("button", name="Cetak ulang").click()
    expect(role(wall, "band-news")).to_contain_text("Cetak ulang Rekap harian")
    again = printer.claim()
    assert (again["kind"], again["copy"]) == ("tally", 1)
    printer.tell(again, "printed")
    expect(wall.locator(".paper")).to_have_count(0)


def test_papers_that_wait_for_a_printer_are_counted(stage: Stage, printer: Printer) -> None:
    wall = stage.wall()
    stage.visit("KTP")
    stage.visit("KK")
    expect(role(wall, "printers-legend")).to_have_text("2 struk menunggu")
    for _ in range(2):
        printer.tell(printer.claim(), "printed")
    expect(role(wall, "printers-legend")).to_have_text("")


@pytest.mark.parametrize(("waited_s", "kinds"), [(50, []), (70, ["queued"])])
def test_papers_that_wait_too_long_need_a_hand(stage: Stage, waited_s: int, kinds: list[str]) -> None:
    assert stage.wall().evaluate(CARE_AFTER, waited_s) == kinds


def test_printers_in_reach_are_looked_for(stage: Stage) -> None:
    wall = stage.wall()
    more(wall, "find-printers")
    dialog = wall.locator('dialog[data-dialog="find"]')
    assert violations(wall) == []
    dialog.get_by_role("button", name="Cari").click()
    expect(dialog).to_have_attribute("data-searched", "true")
    expect(dialog.get_by_role("status")).not_to_be_empty()
    assert violations(wall) == []
    wall.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize("kind", ["ticket", "tally"])
def test_sample_slips_are_shown_as_they_are_printed(stage: Stage, kind: str) -> None:
    wall = stage.wall()
    more(wall, "slips")
    dialog = wall.locator('dialog[data-dialog="slips"]')
    dialog.locator(f'input[name="slip-kind"][value="{kind}"]').check(force=True)
    expect(dialog.locator('.slips__paper[data-part="picture"]')).to_have_count(2)
    wide, narrow = wall.evaluate(NATURAL_WIDTHS)
    assert wide > narrow > 0
    assert violations(wall) == []


def test_a_picture_that_cannot_be_made_says_why_and_tries_again(stage: Stage) -> None:
    wall = stage.wall()
    between(wall, "**/slip?*", lambda route: route.abort(), times=2)
    more(wall, "slips")
    papers = wall.locator('.slips__paper[data-part="wrong"]')
    expect(papers).to_have_count(2)
    expect(papers.first).to_contain_text("Server tidak menjawab.")
    assert violations(wall) == []
    papers.first.get_by_role("button", name="Coba sekarang").click()
    expect(papers).to_have_count(1)
