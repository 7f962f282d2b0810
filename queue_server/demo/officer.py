"""An officer: opens the counter, calls whoever is next, serves, takes the break, goes on until nobody waits."""

from __future__ import annotations

import contextlib
import math
from random import Random
from typing import Any

from queue_server.demo.day import Fate, Visit
from queue_server.demo.screen import Screen
from queue_server.demo.town import Errands, Town
from queue_server.demo.wire import RefusedError
from queue_server.protocol import Screen as Kind

EARLY_S = 300.0
LOOK_S = 0.5
RETRY_S = 60.0
RETURN_S = 900.0
COPY_S = 420.0
WALK_S = (12.0, 50.0)
BETWEEN_CALLS_S = 30.0
BREAK = "Istirahat"


class Officer:
    """One counter and its account (username, password)."""

    def __init__(self, town: Town, errands: Errands, counter: str, account: tuple[str, str]) -> None:
        self._town = town
        self._clock = town.clock
        self._errands = errands
        self._counter = counter
        self._account = account
        self._line = town.line()
        self._screen = Screen(Kind.DESK)
        self._dice = Random(f"officer {town.seed} {counter}")  # noqa: S311  (a reproducible day, no secret)
        self._held: list[tuple[float, str]] = []
        self._max_calls = 0

    def prepare(self) -> None:
        """Log in and sit down at the counter's screen."""
        self._line.log_in(*self._account)
        wish = {"screen": Kind.DESK.value, "branch": self._town.branch, "counter": self._counter}
        self._screen.connect(self._town.address, wish, self._line.cookie)
        self._max_calls = self._line.get(self._town.path("menu"))["max_calls"]

    def run(self) -> None:
        """Work the whole day."""
        spans = self._town.spans
        for number, (start_s, end_s) in enumerate(spans):
            self._clock.wait_until(start_s - (0 if number else EARLY_S))
            self._open()
            self._clock.wait_until(start_s)
            self._work_until(math.inf if number + 1 == len(spans) else end_s)
            if self._town.is_over:
                break
            with contextlib.suppress(RefusedError):  # a spectator may have closed it
                self._do("pause", {"reason": BREAK})
        self._do("close")
        self._screen.close()

    def _open(self) -> None:
        """Open the counter; where the office still sleeps or a spectator sits there, try again in a minute."""
        while True:
            try:
                self._do("open")
            except RefusedError as refusal:
                if refusal.code not in {"service_closed", "counter_taken"}:
                    raise
                self._clock.wait(RETRY_S)
            else:
                return

    def _do(self, verb: str, body: dict[str, Any] | None = None) -> Any:
        return self._line.post(self._town.path(f"counters/{self._counter}/{verb}"), body)

    def _act(self, ticket_id: str, verb: str, **more: str) -> dict[str, Any]:
        answer = self._line.post(f"/tickets/{ticket_id}/{verb}", {"counter": self._counter, **more})
        ticket: dict[str, Any] = answer["ticket"]
        return ticket

    def _work_until(self, end_s: float) -> None:
        """Call and serve until an instant, or until the day is over; what is in hand is finished."""
        while self._clock.now_s < end_s and not self._town.is_over:
            seq = self._screen.seq
            try:
                found = self._resume() or self._call()
            except RefusedError as refusal:
                found = self._recover(refusal)
            if not found:
                self._clock.pause(0)
                self._screen.wait(seq, LOOK_S)

    def _recover(self, refusal: RefusedError) -> bool:
        """A spectator uses this desk too, in a browser: look what is in hand and go on from there."""
        if refusal.code == "counter_closed":
            self._open()
            return True
        self._clock.pause(LOOK_S)
        in_hand = self._line.get(self._town.path(f"counters/{self._counter}/desk"))["state"]["in_hand"]
        if in_hand is None:
            return False
        ticket = in_hand["ticket"]
        visit = self._town.resident(ticket["id"])
        visit.fate = Fate.SERVED
        with contextlib.suppress(RefusedError):
            if ticket["status"] == "called":
                self._act(ticket["id"], "start")
            self._serve(ticket["id"], visit)
        return True

    def _resume(self) -> bool:
        """Go on with somebody who is back with the paper that was missing."""
        if not self._held or self._held[0][0] > self._clock.now_s:
            return False
        _, ticket_id = self._held.pop(0)
        self._act(ticket_id, "resume")
        self._serve(ticket_id, self._town.resident(ticket_id))
        return True

    def _call(self) -> bool:
        ticket = self._do("call-next")["ticket"]
        if ticket is None:
            return False
        self._town.calls += 1
        visit = self._town.resident(ticket["id"])
        if visit.fate in {Fate.ABSENT, Fate.RETURNS}:
            self._wait_in_vain(ticket, visit)
            return True
        self._clock.wait(self._dice.uniform(*WALK_S))
        self._act(ticket["id"], "start")
        self._serve(ticket["id"], visit)
        return True

    def _wait_in_vain(self, ticket: dict[str, Any], visit: Visit) -> None:
        """Call again until the limit, then let the next one come; some return later."""
        while ticket["call_count"] < self._max_calls:
            self._clock.wait(BETWEEN_CALLS_S)
            ticket = self._recall(ticket)
        self._clock.wait(BETWEEN_CALLS_S)
        self._act(ticket["id"], "no-show")
        if visit.fate is Fate.RETURNS:
            self._errands.later(RETURN_S, lambda: self._take_back(ticket["id"], visit))

    def _recall(self, ticket: dict[str, Any]) -> dict[str, Any]:
        try:
            again = self._act(ticket["id"], "recall")
        except RefusedError as refusal:
            if refusal.reason != "recall_too_soon":
                raise
            return ticket
        self._town.calls += 1
        return again

    def _take_back(self, ticket_id: str, visit: Visit) -> None:
        """Put somebody who was missed back in line; where the office allows no return, that was all."""
        visit.fate = Fate.SERVED
        with contextlib.suppress(RefusedError):
            self._act(ticket_id, "requeue")

    def _serve(self, ticket_id: str, visit: Visit) -> None:
        if visit.fate is Fate.HELD:
            self._hold(ticket_id, visit)
        elif visit.fate is Fate.TRANSFERRED and visit.second_service is not None:
            self._transfer(ticket_id, visit, visit.second_service)
        else:
            self._clock.wait(visit.service_s)
            self._act(ticket_id, "complete")

    def _hold(self, ticket_id: str, visit: Visit) -> None:
        visit.fate = Fate.SERVED
        visit.service_s /= 2
        self._clock.wait(visit.service_s)
        self._act(ticket_id, "hold", reason="Fotokopi")
        self._held.append((self._clock.now_s + COPY_S, ticket_id))

    def _transfer(self, ticket_id: str, visit: Visit, service: str) -> None:
        visit.fate = Fate.SERVED
        visit.service_s /= 2
        self._clock.wait(visit.service_s)
        self._act(ticket_id, "transfer", service=service)
