"""A recorded day on a simulated clock, through the same use cases into a real database (rules: docs/protocol.md)."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from queue_server import protocol
from queue_server.application.administration import put_branch
from queue_server.application.branch_file import read_branch_file
from queue_server.application.calling import CounterPlace, call_next
from queue_server.application.closing import close_day, open_day
from queue_server.application.context import Context
from queue_server.application.counters import change_counter
from queue_server.application.handling import Deed, act
from queue_server.application.issuing import issue_ticket
from queue_server.application.replay_check import require_playable
from queue_server.application.replay_waits import Foretold
from queue_server.application.trace import Arrival
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import WEEKDAYS
from queue_server.domain.counter import CounterAction
from queue_server.domain.figures import spread_of
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import TicketVerb

REPLAY_DAY = date(2026, 11, 23)
"""A working Monday without holidays."""
MINUTE_S = 60
Progress = Callable[[], None]


@dataclass(slots=True)
class SimulatedClock:
    """Seconds since local midnight of the replay day, turned into instants; no rounding but microseconds."""

    midnight: datetime
    now_s: float = 0.0

    def __call__(self) -> datetime:
        """Return the simulated instant."""
        return self.midnight + timedelta(seconds=self.now_s)


@dataclass(frozen=True, slots=True)
class Played:
    """One resident's day: seconds since local midnight."""

    number: str
    service: str
    arrived_s: float
    called_s: float
    counter: str
    wait_s: float


def set_stage(context: Context, actor: Actor, text: str) -> None:
    """Load a branch file as a replay plays it.

    Numbers are given on the one Monday alone, so that service past midnight still belongs to it, and no counter
    calls or starts by itself: the simulated officers do. Its quotas of an hour window hold, its exceptions do not.
    """
    document = read_branch_file(text)
    document["exceptions"] = []
    for weekday in WEEKDAYS:
        if weekday != WEEKDAYS[REPLAY_DAY.weekday()]:
            document["hours"]["issue"][weekday] = []
    for counter in document["counters"]:
        counter["auto_call"] = False
    document["policy"]["start_on_call"] = False
    put_branch(context, actor, document)


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """A counter with a ticket in hand until ``until_s``, and what its officer does then."""

    until_s: float
    order: int
    counter: str
    ticket_id: str
    verb: TicketVerb


class Hall:
    """The simulated day: officers open every counter, call when free, in counter order."""

    def __init__(self, context: Context, branch: Branch, arrivals: Sequence[Arrival], progress: Progress) -> None:
        self._branch = branch
        self._clock = SimulatedClock(datetime.combine(REPLAY_DAY, time(), branch.zone_info))
        self._context = replace(context, clock=self._clock)
        self._arrivals = list(arrivals)
        self._progress = progress
        self._plan = replace(branch.timetable, exceptions=()).plan(REPLAY_DAY, {})
        self._spans = [(span.start * MINUTE_S, span.end * MINUTE_S) for span in self._plan.service]
        self._free = dict.fromkeys(branch.counters_by_code, True)
        self._busy: list[Busy] = []
        self._expected: dict[str, Arrival] = {}
        self._calls: Counter[str] = Counter()
        self.played: list[Played] = []

    def play(self) -> dict[str, Any]:
        """Play the day to its end, close it, and return its frozen tally."""
        require_playable(self._branch, self._plan, self._arrivals, self._clock.midnight)
        self._begin_day()
        waiting = iter(self._arrivals)
        upcoming = next(waiting, None)
        opened = False
        for instant in self._instants():
            self._clock.now_s = instant
            if not opened and instant >= self._spans[0][0]:
                self._open_counters()
                opened = True
            while upcoming is not None and upcoming.arrival_s <= instant:
                self._issue(upcoming)
                upcoming = next(waiting, None)
            self._finish_until(instant)
            if opened and self._is_calling(instant):
                self._call_all()
        return self._close()

    def _begin_day(self) -> None:
        """Open the day at its first instant, whatever the hours say: trace rows are checked against them."""
        self._clock.now_s = min(self._spans[0][0], self._arrivals[0].arrival_s)
        open_day(self._context, Actor(Role.SUPERVISOR, "replay", self._branch.code), self._branch.code)

    def _instants(self) -> Iterator[float]:
        """Yield every instant at which something may happen, ascending: arrivals, spans, counters set free."""
        agenda = sorted({arrival.arrival_s for arrival in self._arrivals} | {start for start, _ in self._spans})
        index = 0
        while index < len(agenda) or self._busy:
            next_free = self._busy[0].until_s if self._busy else None
            if next_free is None or (index < len(agenda) and agenda[index] <= next_free):
                instant = agenda[index]
                index += 1
            else:
                instant = next_free
            yield instant

    def _is_calling(self, instant: float) -> bool:
        """Within a span ``[from, to)``, and after the last one until nobody waits."""
        return instant >= self._spans[-1][1] or any(start <= instant < end for start, end in self._spans)

    def _officer(self, counter: str) -> Actor:
        return Actor(Role.OFFICER, f"replay-{counter}", self._branch.code)

    def _open_counters(self) -> None:
        for counter in self._free:
            place = CounterPlace(self._branch.code, counter)
            change_counter(self._context, self._officer(counter), place, CounterAction.OPEN)

    def _issue(self, arrival: Arrival) -> None:
        kept, self._clock.now_s = self._clock.now_s, arrival.arrival_s
        kiosk = Actor(Role.KIOSK, "replay", self._branch.code)
        command = protocol.IssueTicket(arrival.service, arrival.priority)
        issued = issue_ticket(self._context, kiosk, self._branch.code, command, f"replay-line-{arrival.line}")
        answer = issued.answer
        if isinstance(answer, protocol.IssuedTicket):
            self._expected[answer.ticket.id] = arrival
        self._clock.now_s = kept

    def _finish_until(self, instant: float) -> None:
        while self._busy and self._busy[0].until_s <= instant:
            self._finish(heapq.heappop(self._busy))

    def _finish(self, busy: Busy) -> None:
        """Do what was due: complete, send on, call again, or give up."""
        arrival = self._expected[busy.ticket_id]
        if busy.verb is TicketVerb.TRANSFER and arrival.then is not None:
            service, service_s = arrival.then
            self._act(busy.counter, busy.ticket_id, busy.verb, service)
            joined = replace(arrival, arrival_s=busy.until_s, service=service, service_s=service_s, then=None)
            self._expected[busy.ticket_id] = joined
        else:
            self._act(busy.counter, busy.ticket_id, busy.verb)
        if busy.verb is TicketVerb.RECALL:
            self._wait_in_vain(busy.order, busy.counter, busy.ticket_id)
            return
        self._free[busy.counter] = True
        if busy.verb is not TicketVerb.TRANSFER:
            self._progress()

    def _wait_in_vain(self, order: int, counter: str, ticket_id: str) -> None:
        """Let the cool-down pass for somebody who is not there; after the last call it is a no-show."""
        policy = self._branch.policy
        self._calls[ticket_id] += 1
        verb = TicketVerb.RECALL if self._calls[ticket_id] < policy.max_calls else TicketVerb.NO_SHOW
        until_s = self._clock.now_s + policy.recall_cooldown_s
        heapq.heappush(self._busy, Busy(until_s, order, counter, ticket_id, verb))

    def _act(self, counter: str, ticket_id: str, verb: TicketVerb, service: str | None = None) -> None:
        deed = Deed(verb, protocol.TicketCommand(counter=counter, service=service))
        act(self._context, self._officer(counter), ticket_id, deed)

    def _call_all(self) -> None:
        for order, counter in enumerate(self._free):
            if self._free[counter]:
                self._call(order, counter)

    def _call(self, order: int, counter: str) -> None:
        place = CounterPlace(self._branch.code, counter)
        answer = call_next(self._context, self._officer(counter), place).answer
        if not isinstance(answer, protocol.TicketAnswer) or answer.ticket is None:
            return
        ticket = answer.ticket
        arrival = self._expected[ticket.id]
        now_s = self._clock.now_s
        self._free[counter] = False
        if arrival.is_absent:
            self._wait_in_vain(order, counter, ticket.id)
            return
        self._act(counter, ticket.id, TicketVerb.START)
        wait_s = now_s - arrival.arrival_s
        self.played.append(Played(ticket.number, ticket.service, arrival.arrival_s, now_s, counter, wait_s))
        verb = TicketVerb.COMPLETE if arrival.then is None else TicketVerb.TRANSFER
        heapq.heappush(self._busy, Busy(now_s + arrival.service_s, order, counter, ticket.id, verb))

    def _close(self) -> dict[str, Any]:
        supervisor = Actor(Role.SUPERVISOR, "replay", self._branch.code)
        return close_day(self._context, supervisor, self._branch.code, REPLAY_DAY)


def report_of(played: Sequence[Played], tally: dict[str, Any], told: Sequence[Foretold] = ()) -> dict[str, Any]:
    """Return the report of ``replay --json``."""
    waits = spread_of([ticket.wait_s for ticket in played])
    return {
        "tickets": [
            {
                "number": ticket.number,
                "service": ticket.service,
                "arrived_s": ticket.arrived_s,
                "called_s": ticket.called_s,
                "counter": ticket.counter,
                "wait_s": ticket.wait_s,
            }
            for ticket in played
        ],
        "waits": {"mean_s": waits.mean, "p50_s": waits.p50, "p90_s": waits.p90, "max_s": waits.max},
        "tally": tally,
        "promises": [asdict(row) for row in told],
    }
