"""The pages of one hall in one Chromium: how to open each, press a key on it, and check what it shows."""

from __future__ import annotations

import re
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect, sync_playwright

from tests.fakes.site import PASSWORD
from tests.serving import DEMO, LiveServer

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required"]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
PATIENCE_MS = 30_000
LANGUAGE = "id-ID"
ROOMS = 16
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KIOSK, BOARD, DESK, PHONE, WALL = (1080, 1920), (1920, 1080), (1366, 768), (360, 640), (1440, 900)

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """Start Debian's Chromium with nothing of anybody's profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def demo_branch(**changes: str) -> str:
    """Return the always-open branch's file with some keys changed; a second call need not wait for the first."""
    text = DEMO.read_text("utf-8")
    for key, value in {"recall_cooldown_s": "0", **changes}.items():
        old = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
        text = text.replace(old, f"{key} = {value}", 1)
    return text


def corridor() -> str:
    """Return the file of an office of rooms, each with a service and a counter of its own: no test meets another."""
    always = "".join(f'{day} = ["00:00-24:00"]\n' for day in WEEK)
    lines = [
        '[branch]\ncode = "demo"\nname = "Kantor Contoh"\nlanguages = ["id", "en"]\nchannels = ["Meja depan"]',
        f"[policy]\nrecall_cooldown_s = 0\n[hours.issue]\n{always}[hours.service]\n{always}",
    ]
    for room in range(1, ROOMS + 1):
        lines += [
            f'[[services]]\ncode = "S{room}"\nseries = "{letter(room)}"\nrequirements.id = ["Kartu Keluarga"]',
            f'name.id = "Layanan {room}"\nname.en = "Service {room}"',
            f'[[counters]]\ncode = "{room}"\nname = "Loket {room}"\nservices = ["S{room}"]',
        ]
    return "\n".join(lines)


def letter(room: int | str) -> str:
    """Return the series of a room of the corridor."""
    return chr(ord("A") - 1 + int(room))


def clerk(room: int | str) -> str:
    """Return who sits in a room of the corridor: nobody sits in two."""
    return f"petugas{room}"


class Stage:
    """Each page has a profile of its own; ``complaints`` are script errors and breaches of the content policy."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        self.server = server
        self.complaints: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(
        self, path: str, size: tuple[int, int] = WALL, before: Callable[[Page], object] | None = None, **options: Any
    ) -> Page:
        """Open a page in a new profile; ``before`` is done to it while it is still empty."""
        panel = {"width": size[0], "height": size[1]}
        context = self._browser.new_context(**({"viewport": panel, "locale": LANGUAGE} | options))
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(said.text))
        if before:
            before(page)
        page.goto(path if path.startswith("http") else f"{self.server.address}{path}")
        return page

    def _hear(self, said: str) -> None:
        if "Content Security Policy" in said:
            self.complaints.append(said)

    def visit(self, service: str) -> str:
        """Take a number at a kiosk that nobody looks at; return where its phone page is."""
        issued = self.server.device().issue(service, secrets.token_hex(8))
        assert issued.status_code == 201, issued.text
        track_url: str = issued.json()["track_url"]
        return track_url

    def kiosk(self, screen: str = "start", kind: str = "kiosk", **options: Any) -> Page:
        page = self.open(f"/kiosk#token={self.server.place.tokens[kind]}", KIOSK, **options)
        showing(page, screen)
        return page

    def board(self) -> Page:
        page = self.open(f"/display#token={self.server.place.tokens['display']}", BOARD)
        expect(page.locator("html")).to_have_attribute("data-view", re.compile("board|quiet"))
        return page

    def phone(self, track_url: str, **options: Any) -> Page:
        return self.open(track_url, PHONE, **options)

    def person(self, path: str, username: str, size: tuple[int, int] = WALL) -> Page:
        """Come in by the login form, as everybody does."""
        page = self.open(path, size)
        page.get_by_label("Nama masuk").fill(username)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{self.server.address}{path}")
        return page

    def desk(self, counter: str, username: str = "ratna") -> Page:
        page = self.person(f"/desk?counter={counter}", username, DESK)
        expect(desk_of(page)).to_have_attribute("data-connection", "connected")
        return page

    def wall(self, username: str = "budi") -> Page:
        page = self.person("/supervisor", username)
        expect(page.locator("#wall")).to_have_attribute("data-connection", "connected")
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()


def role(page: Page, name: str) -> Locator:
    """Find what a page calls ``data-role``."""
    return page.locator(f'[data-role="{name}"]')


def action(page: Page, name: str) -> Locator:
    """Find the buttons that do something; hidden ones are left out."""
    return page.locator(f'[data-action="{name}"]:visible')


def showing(kiosk: Page, screen: str) -> None:
    """Wait until the kiosk shows a screen."""
    expect(kiosk.locator("#kiosk")).to_have_attribute("data-screen", screen)


def take_number(kiosk: Page, service: str) -> str:
    """Take the three taps to a ticket; return its number."""
    action(kiosk, "start").click()
    kiosk.locator(f'[data-service="{service}"]').click()
    action(kiosk, "ready").click()
    showing(kiosk, "ticket")
    return role(kiosk, "number").inner_text()


def told(board: Page, name: str, value: str) -> None:
    """Wait until the board says of itself that it shows, spoke or lost something."""
    expect(board.locator("html")).to_have_attribute(f"data-{name}", value)


def desk_of(page: Page) -> Locator:
    return page.locator("#desk")


def press(desk: Page, key: str, becomes: str) -> None:
    """Press a key once the desk is free, and wait for what the counter becomes."""
    expect(desk_of(desk)).to_have_attribute("data-busy", "false")
    desk.keyboard.press(key)
    expect(desk_of(desk)).to_have_attribute("data-status", becomes)


def answer(page: Page, question: str, *keys: str) -> None:
    """Answer the question that stands open, by keys, and wait until it has gone."""
    dialog = page.locator(f'dialog[data-dialog="{question}"]')
    expect(dialog).to_be_visible()
    for key in keys:
        page.keyboard.press(key)
    expect(dialog).to_have_count(0)


PROBE = "/answered-by-the-test"


def between(page: Page, address: str, handler: Callable[[Route], object], times: int | None = None) -> None:
    """Stand between an open page and its server, and return once the page's very next request passes by here.

    Chromium hands an open page its new way to the network by a message of its own; on a busy machine a key that was
    pressed at once went past it to the server.
    """
    page.route(f"**{PROBE}", lambda route: route.fulfill(status=299))
    for _ in range(100):
        if page.evaluate("(probe) => fetch(probe).then((answer) => answer.status)", PROBE) == 299:
            break
    else:
        raise AssertionError("Chromium asks the server past the test.")
    page.route(address, handler, times=times)


AT_REST = """
() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
}
"""
"""Colours are judged as they stay, not in the middle of a button's change."""


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong for people who see, hear or move differently."""
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate(AT_REST)
    page.evaluate(AXE)
    found: list[str] = page.evaluate(
        "axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | ')))"
    )
    return found


def scan(picture: Path) -> str:
    """Return what a phone's camera would read from a picture."""
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()
