"""A picture of each page into ``docs/pictures``: ``make screenshots``.

A Monday in the Pekalongan office is played up to 09.41 by the use cases; then the real server shows it to Chromium, a
resident takes a number, an officer calls, and the virtual printer prints. The same day, played to its end, is closed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, expect

from queue_server import protocol
from queue_server.application.accounts import add_user
from queue_server.application.devices import add_device
from queue_server.domain.roles import Actor, Role
from queue_server.settings import load_secret, load_settings
from queue_server.storage.opening import create_or_upgrade
from tests.browser.clocked_server import office_at
from tests.browser.desk_pictures import take_desk_pictures
from tests.browser.display_pictures import take_display_pictures
from tests.browser.morning import OFFICERS, Morning
from tests.browser.stage import (
    WALL,
    Stage,
    action,
    answer,
    chromium_browser,
    role,
    showing,
    told,
)
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall
from tests.fakes.site import ADMIN, PASSWORD
from tests.serving import ROOT, Furnished, LiveServer

PICTURES = ROOT / "docs" / "pictures"
OFFICE = (ROOT / "deploy" / "branches" / "pekalongan.toml").read_text("utf-8")
BRANCH = OFFICE.replace("last_number_before_minutes = 30", "last_number_before_minutes = 0")
"""The recorded day gives numbers until three."""
SEVEN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
MOST_BYTES = 250_000
COLOURS, MARGIN = 128, 16
DESK_COUNTER, CALLING_COUNTER = "3", "1"


def play(home: Path, until: str) -> Furnished:
    """Furnish the office and let its Monday pass up to a minute."""
    home.mkdir()
    load_secret(load_settings(home=home))
    create_or_upgrade(f"sqlite:///{home / 'antrean.db'}")
    clock = SettableClock(start=SEVEN)
    with office_at(home, clock) as context:
        hall = Hall(context, clock, BRANCH, Actor(Role.KIOSK, "kios", "pkl"), Actor(Role.OFFICER, "sari", "pkl"))
        printer, tokens = people_the(hall)
        print(f"Playing a Monday in {hall.branch} up to {until} …", flush=True)
        Morning(hall, printer).until(until)
    return Furnished(home, hall.branch, tokens)


def people_the(hall: Hall) -> tuple[Actor, dict[str, str]]:
    """Give the hall its accounts and devices; return its printer and everybody's tokens."""
    accounts = [(OFFICERS[counter], "officer") for counter in (DESK_COUNTER, CALLING_COUNTER)]
    for name, work in (*accounts, ("budi", "supervisor")):
        add_user(hall.context, protocol.NewUser(name, PASSWORD, work, hall.branch))
    made = {
        kind: add_device(hall.context, ADMIN, hall.branch, protocol.NewDevice(kind, name))
        for kind, name in (("kiosk", "Kios pintu utama"), ("display", "TV utama"), ("printer", "Pencetak kios"))
    }
    printer = Actor(Role.PRINTER, made["printer"].device.id, hall.branch)
    return printer, {kind: device.token for kind, device in made.items()}


class ClockedServer(LiveServer):
    """The server as it would be at ``hour`` of the day that was played."""

    def __init__(self, place: Furnished, hour: str) -> None:
        super().__init__(place)
        clock = SettableClock(start=SEVEN)
        clock.set(hour)
        self.instant = clock.now

    def command(self) -> list[str]:
        where = [str(self.place.home), str(self.port), self.instant.isoformat()]
        return [sys.executable, "-m", "tests.browser.clocked_server", *where]


@contextmanager
def opened(browser: Browser, place: Furnished, hour: str) -> Iterator[Stage]:
    """Serve the office at an hour, with its printer; give the pages."""
    server = ClockedServer(place, hour).start()
    slips = place.home / "slips"
    agent = [sys.executable, "-m", "printer", "--server", server.address, "--device", f"virtual:{slips}"]
    own = {"ANTREAN_PRINTER_TOKEN": place.tokens["printer"], "ANTREAN_HOME": str(place.home)}
    process = subprocess.Popen(agent, cwd=ROOT, env=os.environ | own, stderr=subprocess.DEVNULL)
    pages = Stage(browser, server)
    try:
        yield pages
    finally:
        pages.close()
        process.terminate()
        process.wait(30)
        server.stop()


def keep(page: Page, name: str, down_to: str | None = None) -> None:
    """Take the window, or the page from its top down to the end of an element."""
    page.evaluate("document.fonts.ready.then(() => null)")
    path, box = PICTURES / f"{name}.png", page.locator(down_to).bounding_box() if down_to else None
    if box:
        clip = FloatRect(x=0, y=0, width=WALL[0], height=box["y"] + box["height"] + MARGIN)
        page.screenshot(path=path, full_page=True, animations="disabled", clip=clip)
    else:
        page.screenshot(path=path, animations="disabled")
    shrink(PICTURES / f"{name}.png")


def shrink(path: Path) -> None:
    """Store a picture with a palette; flat colours lose nothing that an eye would find."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    size = path.stat().st_size
    print(f"  {path.relative_to(ROOT)}  {small.width}×{small.height}  {size / 1000:.0f} kB", flush=True)
    assert size <= MOST_BYTES, f"{path.name} is too large for a README"


def take_morning_pictures(stage: Stage) -> None:
    board = stage.board()
    call_somebody(stage)
    told(board, "audio", "ready")
    expect(board.locator("html")).not_to_have_attribute("data-spoken", "[]")
    keep(board, "board")

    track_url = stage.visit("KK")
    phone = stage.phone("/t/" + track_url.rsplit("/", 1)[-1], device_scale_factor=2)
    expect(phone.locator("#phone")).to_have_class("phone is-live")
    keep(phone, "phone")

    kiosk = stage.kiosk()
    action(kiosk, "start").click()
    showing(kiosk, "services")
    keep(kiosk, "kiosk")

    wall = stage.wall()
    expect(role(wall, "mean-wait-unit")).to_be_visible()
    keep(wall, "day")

    take_desk_pictures(stage, DESK_COUNTER, OFFICERS[DESK_COUNTER], keep)


def call_somebody(stage: Stage) -> None:
    officer = stage.server.person(OFFICERS[CALLING_COUNTER])
    state = officer.get(f"/branches/pkl/counters/{CALLING_COUNTER}/desk").json()["state"]
    hand = state["in_hand"]
    if hand:
        verbs = ("complete",) if hand["ticket"]["status"] == "serving" else ("start", "complete")
        for verb in verbs:
            officer.act(hand["ticket"]["id"], verb, counter=CALLING_COUNTER)
    called = officer.counter(CALLING_COUNTER, "call-next")
    assert called.status_code == 200, called.text


def keep_slip(slips: Path) -> None:
    deadline = time.monotonic() + 60
    while not (printed := sorted(slips.glob("*.png"))):
        assert time.monotonic() < deadline, "nothing was printed"
        time.sleep(0.2)
    shutil.copy(printed[-1], PICTURES / "slip.png")
    shrink(PICTURES / "slip.png")


def take_the_tally(stage: Stage) -> None:
    wall = stage.wall()
    action(wall, "close-day").click()
    answer(wall, "close-day", "Enter")
    unfinished, closed = wall.locator('dialog[data-dialog="force-close"]'), wall.locator('#wall[data-status="closed"]')
    expect(unfinished.or_(closed)).to_be_visible()
    if unfinished.is_visible():
        answer(wall, "force-close", "Enter")
    expect(closed).to_be_visible()
    action(wall, "tally").click()
    expect(wall.locator("#tally")).to_have_attribute("data-closed", "true")
    keep(wall, "tally", down_to=".tally-box--table:has([data-table=service])")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="antrean-pictures-")))
        browser = stack.enter_context(chromium_browser())
        morning = play(folder / "morning", "09:41")
        with opened(browser, morning, "09:41") as stage:
            take_morning_pictures(stage)
            keep_slip(morning.home / "slips")
        with opened(browser, play(folder / "day", "15:09"), "15:09") as stage:
            take_the_tally(stage)
        take_display_pictures(browser, keep)


if __name__ == "__main__":
    main()
