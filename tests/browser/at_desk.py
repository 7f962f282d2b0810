"""An officer who works with the keyboard alone: every key is counted, for each resident and for the counter."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.stage import action, desk_of, role
from tests.serving import LiveServer

POINTERS = """
window.touched = 0;
for (const kind of ["pointerdown", "mousedown", "touchstart", "click"])
  document.addEventListener(kind, (event) => { if (event.isTrusted && event.detail > 0) window.touched += 1; }, true);
"""


def issue(server: LiveServer, service: str, **wishes: Any) -> str:
    """Take a number at a kiosk that nobody looks at; return it."""
    path = f"/branches/{server.place.branch}/tickets"
    issued = server.device().post(path, {"service": service, **wishes}, secrets.token_hex(8))
    assert issued.status_code == 201, issued.text
    number: str = issued.json()["ticket"]["number"]
    return number


def becomes(desk: Page, status: str, number: str | None = None) -> None:
    """Wait until the counter stands so, with that number on its plate, and a key may be pressed."""
    expect(desk_of(desk)).to_have_attribute("data-status", status)
    if number is not None:
        expect(role(desk, "number")).to_have_text(number)
    expect(desk_of(desk)).to_have_attribute("data-busy", "false")


class Keyboard:
    """The keys of one officer. ``spent`` counts those pressed for each resident or errand."""

    def __init__(self, desk: Page) -> None:
        self.desk = desk
        self.spent: Counter[str] = Counter()
        self._for = ""

    @contextmanager
    def on(self, whom: str) -> Iterator[None]:
        """Count what is pressed meanwhile for one resident or errand."""
        before, self._for = self._for, whom
        yield
        self._for = before

    def press(self, *keys: str) -> None:
        for key in keys:
            self.desk.keyboard.press(key)
            self.spent[self._for] += 1

    def type(self, text: str) -> None:
        """Write; each letter is a key too."""
        self.desk.keyboard.type(text)
        self.spent[self._for] += len(text)

    def do(self, *keys: str, status: str, number: str | None = None) -> None:
        """Press keys once the desk is free, and wait for what the counter becomes."""
        expect(desk_of(self.desk)).to_have_attribute("data-busy", "false")
        self.press(*keys)
        becomes(self.desk, status, number)

    def ask(self, key: str, question: str, *keys: str) -> None:
        """Press a key that asks, answer by keys, and wait until the question has gone."""
        expect(desk_of(self.desk)).to_have_attribute("data-busy", "false")
        self.press(key)
        dialog = self.desk.locator(f'dialog[data-dialog="{question}"]')
        expect(dialog).to_be_visible()
        self.press(*keys)
        expect(dialog).to_have_count(0)

    def said(self, words: str) -> None:
        """Wait until a screen reader was told."""
        expect(role(self.desk, "said")).to_contain_text(words)

    def waits_for(self, name: str) -> None:
        """Wait until an action may be pressed."""
        expect(action(self.desk, name).first).to_have_attribute("aria-disabled", "false")
