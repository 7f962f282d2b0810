"""What residents were told of their wait, beside what came true, on the day's page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from queue_server.domain.wait_record import ENOUGH_OF_SERVICE as ENOUGH
from queue_server.wording import decimal
from tests.browser.screenshots import ClockedServer, play
from tests.browser.stage import PATIENCE_MS, Stage, demo_branch, role, violations
from tests.serving import Client, LiveServer, furnish

pytestmark = pytest.mark.browser

HOUR = "09:41"
A4 = (703, 1000)
BEYOND = """
Array.from(document.querySelectorAll("body, .promised, .promised .tally-scroll")).filter(
  (e) => e.scrollWidth > Math.ceil(e.getBoundingClientRect().width)
).map((e) => e.className)
"""
"""What is wider than its place."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """A hall of one's own, not yet opened."""
    running = LiveServer(furnish(tmp_path / "home", demo_branch(), ("kiosk",))).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """An office in the middle of a Monday that was played: some of its residents saw a range, the first did not."""
    running = ClockedServer(play(tmp_path_factory.mktemp("office") / "home", HOUR), HOUR).start()
    yield running
    running.stop()


@pytest.fixture
def tally(chromium: Browser, office: LiveServer) -> Iterator[Page]:
    """The played day's page."""
    pages = Stage(chromium, office)
    yield pages.person("/tally/pkl/today", "budi")
    pages.close()
    assert pages.complaints == []


@pytest.fixture
def told(office: LiveServer) -> dict[str, Any]:
    """What the server answers about the played day."""
    answer = office.person("budi").get("/branches/pkl/days/2026-11-23/promises")
    assert answer.status_code == 200, answer.text
    day: dict[str, Any] = answer.json()
    return day


def whole(count: int) -> str:
    return str(count) if count else "–"


def minutes(seconds: float | None) -> str:
    return "–" if seconds is None else decimal(seconds / 60, "id")


def cells(row: dict[str, Any]) -> list[str]:
    """Return a row of the answer as people read it."""
    percent = str(100 * row["inside"] // row["shown"]) if row["shown"] else "–"
    counts = [whole(row["told"]), whole(row["came"]), percent, whole(row["sooner"]), whole(row["later"])]
    return counts + [minutes(row[name]) for name in ("mean_expected_s", "mean_came_s", "mean_error_s")]


def section(page: Page, state: str) -> None:
    expect(page.locator(".promised")).to_have_attribute("data-promised", state)
    assert violations(page) == []


def summary(page: Page) -> str:
    return role(page, "promised-summary").inner_text()


def test_the_sentence_and_every_row_are_the_answer_of_the_server(tally: Page, told: dict[str, Any]) -> None:
    section(tally, "compared")
    day = told["with_numbers"]
    assert day["sooner"] + day["inside"] + day["later"] == day["shown"] < day["came"] < day["told"]
    percent = 100 * day["inside"] // day["shown"]
    assert summary(tally) == (
        f"Dari {day['shown']} warga yang melihat perkiraan, "
        f"{day['inside']} dipanggil dalam rentangnya ({percent}\u00a0%); "
        f"{day['sooner']} lebih cepat, {day['later']} lebih lama."
    )
    for kind, rows in (("hour", told["by_hour"]), ("service", told["by_service"])):
        lines = tally.locator(f'[data-table="promised-{kind}"] tbody tr')
        expect(lines).to_have_count(len(rows))
        for row in rows:
            line = tally.locator(f'[data-table="promised-{kind}"] tbody tr[data-key="{row["key"]}"] td')
            assert line.all_inner_texts() == cells(row), row["key"]
    assert tally.locator('[data-table="promised-service"] tfoot td').all_inner_texts() == cells(day)


def test_the_picture_has_a_pair_of_bars_for_each_hour_that_is_known(tally: Page, told: dict[str, Any]) -> None:
    known = [row for row in told["by_hour"] if row["came"]]
    for kind, name in (("expected", "mean_expected_s"), ("actual", "mean_came_s")):
        bars = tally.locator(f".promised .chart__bar--{kind}")
        expect(bars).to_have_count(len(known))
        heights = [float(bar.get_attribute("height") or 0) for bar in bars.all()]
        most = max(range(len(known)), key=lambda place: known[place][name])
        assert heights[most] == max(heights) > 0
    expect(tally.get_by_role("img", name="Diagram batang: rata-rata menunggu")).to_be_visible()


def test_it_is_printed_whole_and_said_in_english(tally: Page) -> None:
    tally.set_viewport_size({"width": A4[0], "height": A4[1]})
    tally.emulate_media(media="print")
    expect(tally.locator('[data-table="promised-service"]')).to_be_visible()
    assert tally.evaluate(BEYOND) == []
    tally.emulate_media(media="screen")
    tally.goto(f"{tally.url}?lang=en")
    expect(tally.locator("#promised-title")).to_have_text("Expected and actual")
    expect(role(tally, "promised-summary")).to_contain_text("were called within its range")
    section(tally, "compared")


def test_what_cannot_be_said_yet_is_said_so(stage: Stage) -> None:
    supervisor, officer = stage.server.person("budi"), stage.server.person("ratna")
    assert supervisor.post("/branches/demo/days/open").ok
    page = stage.person("/tally/demo/today", "budi")
    section(page, "nothing")
    assert summary(page) == "Belum ada warga yang diberi perkiraan."
    expect(page.locator(".promised table")).to_have_count(0)
    for _ in range(ENOUGH):
        stage.visit("KTP")
    page.reload()
    section(page, "open")
    assert f"{ENOUGH} nomor" in summary(page)
    expect(page.locator(".promised .chart")).to_have_count(0)
    officer.counter("1", "open")
    for _ in range(ENOUGH):
        officer.serve_next()
    page.reload()
    section(page, "hidden")
    assert "hanya melihat jumlah orang di depannya" in summary(page)
    expect(page.locator('[data-table="promised-service"] tbody td').nth(2)).to_have_text("–")
    stage.visit("KTP")
    officer.serve_next()
    page.reload()
    section(page, "compared")
    assert summary(page).startswith("Dari 1 warga yang melihat perkiraan")


def on_phones(supervisor: Client, day: str | None) -> dict[str, Any]:
    """Return the figures of what phones showed, once anything of it is stored."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while True:
        figures: dict[str, Any] = supervisor.get(f"/branches/demo/days/{day}/promises").json()["on_phones"]
        if figures["told"] or time.monotonic() > deadline:
            return figures
        time.sleep(0.1)


def test_what_a_phone_showed_later_has_a_line(stage: Stage) -> None:
    """A number taken while too little was known; a phone that is opened when enough is."""
    officer, supervisor = stage.server.person("ratna"), stage.server.person("budi")
    officer.counter("1", "open")
    for _ in range(ENOUGH):
        stage.visit("KTP")
    track_url = stage.visit("KTP")
    for _ in range(ENOUGH):
        officer.serve_next()
    page = stage.person("/tally/demo/today", "budi")
    expect(role(page, "promised-phones")).to_have_count(0)
    expect(role(stage.phone(f"/t/{track_url.rsplit('/', 1)[-1]}"), "expected-block")).to_be_visible()
    day = page.locator("#tally").get_attribute("data-day")
    assert on_phones(supervisor, day)["shown"] == 0
    page.reload()
    expect(role(page, "promised-phones")).to_have_text(
        "Di ponsel, perkiraan diperbarui 1 kali; belum ada rentang yang dapat dibandingkan."
    )
    officer.serve_next()
    page.reload()
    phones = on_phones(supervisor, day)
    assert (phones["told"], phones["shown"]) == (1, 1)
    expect(role(page, "promised-phones")).to_have_text(
        "Di ponsel, perkiraan diperbarui 1 kali. Dari 1 yang tampil sebagai rentang, "
        f"{phones['inside']} sesuai dengan panggilannya ({100 * phones['inside']} %)."
    )
    section(page, "hidden")
