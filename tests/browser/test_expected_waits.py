"""How long somebody would wait who comes now: beside each queue of the desk and the wall, on the kiosk's cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from queue_server.domain.wait_record import ENOUGH_OF_HALL
from queue_server.domain.wait_record import ENOUGH_OF_SERVICE as ENOUGH
from tests.browser.stage import WEEK, Stage, action, demo_branch, showing, violations
from tests.serving import LiveServer, furnish

pytestmark = pytest.mark.browser

MANY = 22
NAMES = ("Cetak KTP elektronik yang hilang atau rusak", "Pindah datang antarkabupaten", "Kartu Identitas Anak (KIA)")
SIZES = ((1366, 768), (1280, 800), (800, 1280))
BEYOND = """
Array.from(document.querySelectorAll("body, .desk-queues, .queue-age, .wall-queues")).filter(
  (e) => e.scrollWidth > Math.ceil(e.getBoundingClientRect().width)
).map((e) => e.className)
"""
"""What is wider than its place."""


def mall() -> str:
    """Return the file of an open hall of many services with long names, and a counter that takes them all."""
    always = "".join(f'{day} = ["00:00-24:00"]\n' for day in WEEK)
    lines = [f'[branch]\ncode = "demo"\nname = "Mal"\n[hours.issue]\n{always}[hours.service]\n{always}']
    for place in range(MANY):
        lines.append(f'[[services]]\ncode = "S{place}"\nseries = "{chr(ord("A") + place)}"')
        lines.append(f'name.id = "{NAMES[place % len(NAMES)]}"\ntarget_wait_minutes = 30')
    lines += [f'[[counters]]\ncode = "{code}"\nname = "Loket {code}"\nservices = ["*"]' for code in (1, 3)]
    return "\n".join(lines)


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveServer]:
    """A hall of one's own; ``mall`` by parameter."""
    file = mall() if getattr(request, "param", "") == "mall" else demo_branch()
    running = LiveServer(furnish(tmp_path / "home", file, ("kiosk",), ("ratna", "sari"))).start()
    yield running
    running.stop()


def test_desk_and_wall_say_the_expected_wait_once_enough_waits_have_ended(stage: Stage) -> None:
    officer = stage.server.person("ratna")
    officer.counter("1", "open")
    for _ in range(ENOUGH + 2):
        stage.visit("KTP")
    desk, wall = stage.desk("3", "sari"), stage.wall()
    beside = desk.locator('tr[data-service="KTP"] .queue-wait')
    on_wall = wall.locator("#queue-KTP .wall-queues__wait")
    for left in range(ENOUGH + 1, 2, -1):
        officer.serve_next()
        expect(desk.locator('tr[data-service="KTP"] .queue-count')).to_have_text(str(left))
    expect(beside).to_have_count(0)
    expect(on_wall).to_have_text("–")
    officer.serve_next()
    expect(beside).to_have_text(re.compile(r"± \d+–\d+ mnt$"))
    expect(on_wall).to_have_text(re.compile(r"^± \d+–\d+ mnt$"))
    expect(desk.locator('tr[data-service="KONSUL"] .queue-wait')).to_have_count(0)
    assert violations(desk) == []
    assert violations(wall) == []


@pytest.mark.parametrize("server", ["mall"], indirect=True)
def test_many_services_fit_with_their_waits(stage: Stage) -> None:
    officer = stage.server.person("ratna")
    officer.counter("1", "open")
    for place in range(ENOUGH_OF_HALL):
        stage.visit(f"S{place % 2}")
        officer.serve_next()
    for place in range(MANY):
        stage.visit(f"S{place}")
    desk, wall = stage.desk("3", "sari"), stage.wall()
    expect(desk.locator(".queue-wait")).to_have_count(MANY)
    for width, height in SIZES:
        for page in (desk, wall):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(BEYOND) == [], (width, page.url)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, page.url)


@pytest.mark.parametrize("server", ["mall"], indirect=True)
def test_cards_without_times_say_what_their_figures_are(stage: Stage) -> None:
    for place in range(MANY):
        stage.visit(f"S{place}")
    kiosk = stage.kiosk()
    action(kiosk, "start").click()
    showing(kiosk, "services")
    lead = kiosk.locator(".content__top .lead")
    expect(lead).to_have_text("Angka adalah jumlah orang yang sedang menunggu.")
    expect(kiosk.locator(".choice__foot").first).to_have_text("1 menunggu (1 orang)")
    assert violations(kiosk) == []
    officer = stage.server.person("ratna")
    officer.counter("1", "open")
    for _ in range(ENOUGH_OF_HALL):
        officer.serve_next()
    expect(lead).to_have_text("Waktu adalah perkiraan sampai nomor dipanggil.")
