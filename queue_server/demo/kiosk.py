"""Residents at a kiosk, one after the other: they tap, get a number, sit down."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from queue_server.demo.day import Fate, Visit
from queue_server.demo.screen import Screen
from queue_server.demo.town import Errands, Town
from queue_server.demo.wire import RefusedError
from queue_server.protocol import Screen as Kind

CLOSED = frozenset({"service_closed", "quota_reached", "day_closed"})
PATIENCE_S = 900.0
STEP_S = 12.0
"""How long it takes until the next resident stands at the kiosk."""
DAY_S = 86_400


class Kiosk:
    """One kiosk with the visits that come to it."""

    def __init__(self, town: Town, errands: Errands, token: str, visits: Iterable[Visit]) -> None:
        self._town = town
        self._errands = errands
        self._token = token
        self._line = town.line(token)
        self._screen = Screen(Kind.MENU)
        self._coming = [(visit.at_s, order, visit) for order, visit in enumerate(visits)]
        self._tapped_s: float | None = None
        heapq.heapify(self._coming)

    @property
    def is_done(self) -> bool:
        """Say whether nobody comes any more."""
        return not self._coming

    @property
    def late_s(self) -> float:
        """Return how long, in the hall's time, somebody has waited for an answer to a tap."""
        tapped_s = self._tapped_s
        return 0.0 if tapped_s is None else self._town.clock.now_s - tapped_s

    def prepare(self) -> None:
        """Show the menu."""
        self._screen.connect(self._town.address, {"token": self._token})

    def run(self) -> None:
        """Serve everybody who comes."""
        while self._coming:
            at_s, order, visit = self._coming[0]
            self._town.clock.wait_until(at_s)
            self._tapped_s = self._town.clock.now_s
            again_s = self._tap(visit)
            self._tapped_s = None
            heapq.heappop(self._coming)
            if again_s is not None:
                heapq.heappush(self._coming, (again_s, order, visit))
            self._town.clock.wait(STEP_S)
        self._screen.close()

    def _tap(self, visit: Visit) -> float | None:
        """Take a number; return when to try again where none is given now."""
        wish = {"service": visit.service, "priority": visit.priority, "language": visit.language}
        try:
            answer = self._line.post(self._town.path("tickets"), wish)
        except RefusedError as refusal:
            if refusal.code not in CLOSED:
                raise
            return self._opening(visit)
        self._town.arrive(answer, visit)
        if visit.fate is Fate.CANCELS:
            self._errands.later(PATIENCE_S, lambda: self._errands.cancel(answer["track_url"], visit))
        return None

    def _opening(self, visit: Visit) -> float | None:
        """Return when the menu says that this service opens again today; else its resident goes home."""
        menu = self._line.get(self._town.path("menu"))
        offer = next(offer for offer in menu["services"] if offer["code"] == visit.service)
        opens_s = self._town.clock.second_of(offer["opens_at"]) if offer["opens_at"] else 0.0
        now_s = self._town.clock.now_s
        if offer["available"]:
            return now_s
        if now_s < opens_s < DAY_S:
            return opens_s
        self._town.turned_away += 1
        return None
