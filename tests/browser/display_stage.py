"""What tests of the TV page start from: Chromium with sound, a server of scripted states, pages that look at it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from queue_server.protocol import BoardState
from tests.fakes.board_server import TOKEN
from tests.fakes.board_states import envelope
from tests.fakes.sockets import free_port

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required"]
LYING, STANDING = {"width": 1920, "height": 1080}, {"width": 1080, "height": 1920}

# writes down when each spoken clip starts and ends, in seconds of the sound card's clock
LISTEN = """
window.heard = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (at) {
  window.heard.push([at, at + this.buffer.duration]);
  return start.call(this, at);
};
"""

FIRST_SEQ = 10_000
START_S = 60.0
"""Above the calls that tests make up: a state is never older than what it shows, whichever test comes first."""

CUT_OFF = """
() => Array.from(document.querySelectorAll("#screen *")).filter((e) => {
  const box = e.getBoundingClientRect();
  if (!box.width || e.closest(".hanya-dengar") || e.closest("svg")) return false;
  const clipped = e.children.length === 0 && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 2;
  return clipped || box.right > innerWidth + 2 || box.bottom > innerHeight + 2;
}).map((e) => e.id + "." + e.className + " " + e.textContent)
"""

EDGES = """
["call", "counters", "waiting"].map((id) => {
  const box = document.getElementById(id).getBoundingClientRect();
  return [box.top, box.bottom];
})
"""


class Hall:
    """The scripted server; ``seq`` grows with every state it shows."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.seq = FIRST_SEQ
        self.http = requests.Session()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.fakes.board_server", str(self.port)]
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ends_at = time.monotonic() + START_S
        while time.monotonic() < ends_at:
            with contextlib.suppress(requests.ConnectionError):
                self.http.get(f"{self.address}/painted", timeout=30)
                return
            time.sleep(0.05)
        raise AssertionError("the scripted server does not answer")

    def stop(self) -> None:
        self.http.close()
        self.process.terminate()
        self.process.wait(30)

    def play(self, **scene: Any) -> None:
        self.http.post(f"{self.address}/scene", json=scene, timeout=30).raise_for_status()

    def show(self, state: BoardState, *, seq: int | None = None, at: datetime | None = None) -> None:
        self.seq = self.seq + 100 if seq is None else seq
        self.play(envelope=envelope(self.seq, state, at))

    def painted(self) -> list[int]:
        return list(self.http.get(f"{self.address}/painted", timeout=30).json())


@contextmanager
def chromium_with_sound() -> Iterator[Browser]:
    """A browser that lets pages speak untouched."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def scripted_hall() -> Iterator[Hall]:
    """The scripted server, running."""
    running = Hall()
    try:
        yield running
    finally:
        running.stop()


class Looks:
    """Pages of one test; close() fails it when one of them had a script error."""

    def __init__(self, hall: Hall, chromium: Browser) -> None:
        self.hall = hall
        self.chromium = chromium
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def __call__(self, panel: dict[str, int] | None = None, *, token: str | None = TOKEN, script: str = LISTEN) -> Page:
        """Open the page on a panel."""
        context = self.chromium.new_context(viewport=panel or LYING)  # type: ignore[arg-type]
        self.contexts.append(context)
        page = context.new_page()
        page.add_init_script(script)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{self.hall.address}/display" + (f"#token={token}" if token else ""))
        return page

    def close(self) -> None:
        """Close all pages."""
        for context in self.contexts:
            context.close()
        assert self.errors == []


def wait_for(page: Page, name: str, value: str, timeout_s: float = 15) -> None:
    page.wait_for_function(
        "([n, v]) => document.documentElement.dataset[n] === v", arg=[name, value], timeout=timeout_s * 1000
    )


def spoken(page: Page) -> list[str]:
    said: list[str] = json.loads(page.evaluate("document.documentElement.dataset.spoken"))
    return said


def text(page: Page, selector: str) -> str:
    return " ".join(page.inner_text(selector).split())
