"""Displays on the supervisor's page: who speaks, what is blocked, quiet there and back, how a display hangs."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import socketio
from playwright.sync_api import Locator, Page, expect

from display import board
from queue_server import protocol
from queue_server.application.administration import load_branch
from queue_server.application.context import system_clock
from tests.browser.stage import WALL, Stage, action, answer, demo_branch, role, told, violations
from tests.fakes.site import ADMIN, context_on_file
from tests.serving import ROOT, Client, LiveServer, away_from_midnight, furnish

pytestmark = pytest.mark.browser

TELEPHONE = (390, 800)
REPORT_S = 1.0
ZONE = "utama"
ALWAYS_QUIET = '\n[voice]\nquiet = ["00:00-24:00"]\n'

CARE_AFTER = """
async ([voice, status, seconds]) => {
  const { careOf } = await import("/static/day/care.js");
  const nothing = { counters: [], queues: [], printers: [], waiting: 0, print_jobs: [], print_trouble: 0 };
  const now = new Date();
  const voiceless = new Map([[null, new Date(now - seconds * 1000)]]);
  const usual = { zone: null, speaker: null, displays: 1, blocked: [], share: 0, behind: 0 };
  const state = { ...nothing, day_status: status, voices: [{ ...usual, ...voice }] };
  return careOf(state, now, true, voiceless).map((care) => [care.kind, care.grave]);
}
"""

REACH = """
async (seats) => {
  const { reach, readableTo } = await import("/static/staff/panels.js");
  return seats.map(([inch, farthest]) => {
    const seen = reach(inch, farthest);
    return [readableTo(inch), seen.far, seen.enough, seen.readable, seen.inch];
  });
}
"""


class Television:
    """A display that the test itself plays: it connects and says each second how its voice is."""

    def __init__(self, server: LiveServer, supervisor: Client, name: str, zone: str | None = None) -> None:
        """Add a display of that name; it does not connect yet."""
        self.name = name
        self._address = server.address
        wanted = {"kind": "display", "name": name, "zone": zone}
        made = supervisor.post("/branches/demo/devices", wanted)
        assert made.status_code == 201, made.text
        self.id: str = made.json()["device"]["id"]
        self._token: str = made.json()["token"]
        self._line: Any = socketio.Client()
        self._left = threading.Event()
        self._report: dict[str, Any] = {}

    def says(self, audio: str, **more: Any) -> None:
        """Report so from now on; ``share`` and ``behind`` where wanted."""
        self._report = {"audio": audio, **more}
        if self._line.connected:
            return
        self._line.connect(
            self._address, auth={"token": self._token}, transports=["websocket"], namespaces=[protocol.SCREENS]
        )
        threading.Thread(target=self._tell, daemon=True).start()

    def _tell(self) -> None:
        while not self._left.is_set():
            with contextlib.suppress(socketio.exceptions.SocketIOError):
                self._line.emit(protocol.VOICE, self._report, namespace=protocol.SCREENS)
            self._left.wait(REPORT_S)

    def falls_silent(self) -> None:
        """Stay connected and say nothing more."""
        self._left.set()

    def leave(self) -> None:
        self._left.set()
        self._line.disconnect()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A hall whose displays each test brings along and takes away."""
    home = tmp_path_factory.mktemp("hall") / "home"
    running = LiveServer(furnish(home, demo_branch(), ("kiosk", "display"))).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def supervisor(server: LiveServer) -> Client:
    return server.person("budi")


@pytest.fixture
def televisions() -> Iterator[list[Television]]:
    """Those that hang in the hall during the test."""
    hung: list[Television] = []
    yield hung
    for television in hung:
        television.leave()


@pytest.fixture
def hang(server: LiveServer, supervisor: Client, televisions: list[Television], request: pytest.FixtureRequest) -> Any:
    """Hang a display whose name no other test uses."""

    def hung(name: str, zone: str | None = None) -> Television:
        televisions.append(Television(server, supervisor, f"{name} {len(request.node.name)}", zone))
        return televisions[-1]

    return hung


def row(wall: Page, zone: str | None = None) -> Locator:
    return wall.locator(f'.voice[id="voice-{zone or ""}"]')


def care(wall: Page, kind: str) -> Locator:
    return wall.locator(f'.care[data-kind="{kind}"]')


def test_each_zone_says_who_speaks_and_what_is_blocked(stage: Stage, hang: Any) -> None:
    well = hang("TV 1")
    well.says("ready")
    wall = stage.wall()
    expect(row(wall)).to_have_attribute("data-state", "ready")
    expect(row(wall)).to_contain_text(f"Suara keluar dari {well.name}.")
    blocked = hang("TV 2", ZONE)
    blocked.says("blocked")
    here = row(wall, ZONE)
    expect(here.locator(".chip")).to_have_text("Menunggu sentuhan")
    expect(here).to_contain_text(f"Sentuh layar {blocked.name} satu kali, atau pasang kebijakan autoplay.")
    line = care(wall, "blocked")
    expect(line).to_contain_text(re.compile("utama: panggilan belum terdengar"))
    expect(role(wall, "care-box")).to_have_class("wall-box wall-care is-grave")
    for width, height in (WALL, TELEPHONE):
        wall.set_viewport_size({"width": width, "height": height})
        assert violations(wall) == []
        assert wall.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    line.get_by_role("button").click()
    expect(here).to_be_focused()
    blocked.says("ready")
    expect(here.locator(".chip")).to_have_text("Bersuara")
    expect(line).to_have_count(0)


def test_a_loudspeaker_that_fills_up_or_falls_silent_says_what_to_do(stage: Stage, hang: Any) -> None:
    one, other = hang("TV A", ZONE), hang("TV B")
    one.says("ready", share=0.85, behind=2)
    other.says("ready", share=0.65)
    wall = stage.wall()
    full, near = row(wall, ZONE), row(wall)
    expect(full).to_contain_text("Pengeras terpakai 85 %")
    expect(full).to_contain_text("hampir penuh")
    expect(full).to_contain_text("2 panggilan menunggu disuarakan.")
    expect(full).to_contain_text("pisahkan area atau matikan bahasa Inggris")
    expect(near).to_contain_text("mulai padat")
    expect(near).not_to_contain_text("pisahkan area")
    expect(care(wall, "full")).to_contain_text("pengeras terpakai 85 %")
    expect(role(wall, "sound-text")).to_have_text("2 dari 2 area bersuara")
    assert violations(wall) == []
    other.falls_silent()
    expect(near.locator(".chip")).to_have_text("Tidak ada yang bersuara")
    expect(near).to_contain_text("Muat ulang halaman TV di sini")
    expect(role(wall, "sound-text")).to_have_text("1 dari 2 area bersuara")


@pytest.mark.parametrize(
    ("voice", "status", "seconds", "found"),
    [
        ({"state": "ready", "share": 0.79}, "open", 99, []),
        ({"state": "ready", "share": 0.8}, "open", 99, [["full", True]]),
        ({"state": "ready", "blocked": ["TV 2"]}, "open", 99, [["touch", False]]),
        ({"state": "blocked", "blocked": ["TV 2"]}, "not_open", 99, [["blocked", True], ["not_open", False]]),
        ({"state": "blocked", "blocked": ["TV 2"]}, "closed", 99, []),
        ({"state": "silent"}, "open", 3, []),
        ({"state": "silent"}, "open", 9, [["voiceless", True]]),
        ({"state": "off"}, "open", 99, []),
    ],
)
def test_what_needs_a_hand_of_loudspeakers(
    still: Page, voice: dict[str, Any], status: str, seconds: int, found: list[list[Any]]
) -> None:
    assert still.evaluate(CARE_AFTER, [voice, status, seconds]) == found


@pytest.fixture(scope="module")
def still(chromium: Any, server: LiveServer) -> Iterator[Page]:
    """A supervisor's page that is only asked what it thinks."""
    pages = Stage(chromium, server)
    yield pages.wall()
    pages.close()


def test_a_hall_without_a_display_is_told_calmly(stage: Stage, server: LiveServer) -> None:
    wall = stage.wall()
    officer = server.person()
    expect(role(wall, "voices-none-text")).to_have_text(
        "Belum ada layar ruang tunggu yang tersambung. Sambungkan TV lewat Perangkat."
    )
    assert officer.counter("1", "open").status_code == 200
    expect(role(wall, "voices-none-text")).to_contain_text("panggilan tidak tampil dan tidak terdengar")
    expect(wall.locator('.care[data-kind="voiceless"], .care[data-kind="blocked"]')).to_have_count(0)
    assert violations(wall) == []
    assert officer.counter("1", "close").status_code == 200


def test_the_hall_is_quiet_for_a_while_and_sounds_again(stage: Stage) -> None:
    screen, wall = stage.board(), stage.wall()
    told(screen, "hush", "aloud")
    expect(row(wall)).to_contain_text("Suara keluar dari display 1.")
    action(wall, "quiet").click()
    dialog = wall.locator('dialog[data-dialog="quiet"]')
    expect(dialog.locator(".option")).to_have_text(
        [re.compile(f"{n} menit.*sampai \\d\\d\\.\\d\\d") for n in (5, 15, 30, 60)]
    )
    expect(dialog.get_by_role("button", name="Heningkan 15 menit")).to_be_visible()
    assert violations(wall) == []
    answer(wall, "quiet", "3", "Enter")
    told(screen, "hush", "quiet")
    expect(role(wall, "band-quiet")).to_contain_text(
        re.compile(r"Hening sampai \d\d\.\d\d: panggilan hanya tampil di layar\.")
    )
    expect(row(wall).locator(".chip")).to_have_text("Hening")
    assert violations(wall) == []
    action(wall, "end-quiet").click()
    told(screen, "hush", "aloud")
    expect(role(wall, "band-quiet")).to_be_hidden()
    expect(role(wall, "band-news")).to_contain_text("Panggilan bersuara lagi.")


def load(server: LiveServer, extra: str) -> None:
    """Load the branch anew, as by the command line beside the running server."""
    context = context_on_file(server.place.database, system_clock)
    load_branch(context, ADMIN, away_from_midnight(demo_branch()) + extra)
    context.store.dispose()


def test_silence_by_the_hours_of_the_office_is_said_as_such(stage: Stage, server: LiveServer) -> None:
    wall = stage.wall()
    load(server, ALWAYS_QUIET)
    try:
        action(wall, "end-quiet").click()
        expect(role(wall, "band-news")).to_contain_text("begitu jam hening di berkas kantor")
        expect(role(wall, "band-quiet")).to_contain_text("menurut jam kantor")
        expect(action(wall, "end-quiet")).to_have_count(0)
    finally:
        load(server, "")
    expect(role(wall, "band-quiet")).to_be_hidden()


def devices(supervisor: Client) -> dict[str, Any]:
    listed = supervisor.get("/branches/demo/devices").json()["devices"]
    return {device["name"]: device for device in listed}


def test_how_a_display_hangs_is_told_in_its_row(stage: Stage, supervisor: Client, hang: Any) -> None:
    name = hang("TV lorong", ZONE).name
    wall = stage.wall()
    action(wall, "devices").click()
    wall.get_by_role("button", name=f"Tempat dan panel: {name}").click()
    dialog = wall.locator('dialog[data-dialog="place"]')
    expect(dialog).to_contain_text("Area: utama")
    dialog.get_by_label("Panel", exact=True).select_option("55")
    said = dialog.get_by_role("status")
    expect(said).to_have_text("Nomor yang dipanggil terbaca sampai 10,9 meter.")
    dialog.get_by_label("Kursi terjauh").fill("14")
    expect(said).to_contain_text("terbaca sampai 15,7 meter")
    dialog.get_by_label("Kursi terjauh").fill("20")
    expect(said).to_contain_text("Pakai panel 75 inci")
    dialog.get_by_label("Tepi aman").fill("9")
    expect(dialog.get_by_role("button", name="Isi tepi 0–5 %")).to_have_attribute("aria-disabled", "true")
    dialog.get_by_label("Tepi aman").fill("2.5")
    dialog.get_by_label("Tanpa pengeras suara").check()
    for width, height in (WALL, TELEPHONE):
        wall.set_viewport_size({"width": width, "height": height})
        assert violations(wall) == []
    answer(wall, "place", "Enter")
    here = wall.locator(".devices__list li", has_text=name)
    expect(here).to_contain_text("utama · 55 inci · kursi terjauh 20 m · tepi 2,5 % · tanpa pengeras")
    expect(here.locator(".devices__far")).to_contain_text("Kursi terjauh 20 meter")
    device = devices(supervisor)[name]
    fitted = [device[field] for field in ("counter", "panel_inch", "farthest_m", "margin_percent", "is_silent")]
    assert fitted == [None, 55, 20, 2.5, True]


def test_a_display_added_on_the_command_line_is_changed_on_the_page(
    stage: Stage, server: LiveServer, supervisor: Client
) -> None:
    fitting = ("--counter", "2", "--panel-inch", "21.5", "--farthest-m", "3", "--margin-percent", "1", "--silent")
    command = (sys.executable, "-m", "queue_server", "device", "add", "--branch", server.place.branch)
    environment = {"ANTREAN_HOME": str(server.place.home)}
    added = (*command, "--kind", "display", "--name", "Layar meja 2", *fitting)
    subprocess.run(added, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=60)
    wall = stage.wall()
    action(wall, "devices").click()
    here = wall.locator(".devices__list li", has_text="Layar meja 2")
    expect(here).to_contain_text("Loket 2 · 21,5 inci · kursi terjauh 3 m · tepi 1 % · tanpa pengeras")
    here.get_by_role("button", name="Tempat dan panel").click()
    dialog = wall.locator('dialog[data-dialog="place"]')
    expect(dialog.get_by_label("Diagonal")).to_have_value("21.5")
    expect(dialog.get_by_role("status")).to_be_empty()
    dialog.get_by_label("Loket", exact=True).select_option(label="Loket 3")
    answer(wall, "place", "Enter")
    expect(here).to_contain_text("Loket 3 · 21,5 inci")
    device = devices(supervisor)["Layar meja 2"]
    assert (device["counter"], device["panel_inch"], device["margin_percent"]) == ("3", 21.5, 1)


def test_staff_and_screen_agree_from_how_far_a_panel_is_read(still: Page) -> None:
    seats = [(inch, farthest) for inch in (21.5, *board.PANELS_INCH) for farthest in (3, 8.5, 10.9, 14, 15.7, 20, 45)]
    here = [(board.readable_to_m(inch), board.reach(inch, farthest)) for inch, farthest in seats]
    expected = [[usual, seen.far, seen.enough, seen.readable_m, seen.panel_inch] for usual, seen in here]
    assert still.evaluate(REACH, seats) == expected
