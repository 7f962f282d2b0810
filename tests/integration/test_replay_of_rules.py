"""Days with absent people, priority classes and two stages, replayed: every start against a simulation written here.

The simulation knows nothing of the product: lists, a loop over instants, counters in their order.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from queue_server.application.context import Context
from queue_server.application.replay import Hall as ReplayHall
from queue_server.application.replay import set_stage
from queue_server.application.trace import Arrival
from tests.cast import KOTA, TONO
from tests.integration.test_replay import branch_from
from tests.invariants import check

OPENS_S = 8 * 3600.0
CALLS, COOL_DOWN_S = 3, 10
OFFICE = """
[branch]
code = "kota"
name = "Kantor uji"

[policy]
max_calls = 3
recall_cooldown_s = 10
priority_burst = 2

[hours.issue]
mon = ["06:00-24:00"]

[hours.service]
mon = ["08:00-24:00"]

[[services]]
code = "AMBIL"
series = "A"
name.id = "Rekam KTP-el"

[[services]]
code = "CETAK"
series = "B"
name.id = "Cetak KTP-el"
"""


def office(*counters: str) -> str:
    """Return a branch file whose counters take one service each."""
    rows = (
        f'\n[[counters]]\ncode = "{number}"\nname = "Loket {number}"\nservices = ["{service}"]\n'
        for number, service in enumerate(counters, 1)
    )
    return OFFICE + "".join(rows)


@dataclass
class Person:
    """Somebody in the simulation; ``stands_since_s`` is when the present line was joined."""

    row: Arrival
    service: str
    work_s: float
    stands_since_s: float


@dataclass
class Desk:
    """A counter of the simulation."""

    service: str
    free_at_s: float = 0.0
    hand: Person | None = None
    in_a_row: int = 0
    waiting_for_nobody: bool = False


@dataclass
class Expected:
    """What the simulation says: (line of the trace, service, start, counter) of each service, and who never came."""

    starts: list[tuple[int, str, float, str]] = field(default_factory=list)
    absent: int = 0


Choose = Callable[[list[Person], Desk], Person]


def first_come(line: list[Person], _desk: Desk) -> Person:
    return min(line, key=lambda one: one.row.line)


def two_priority_then_a_regular(line: list[Person], desk: Desk) -> Person:
    """At most two priority calls in a row at a counter while a regular person waits there."""
    regular = [one for one in line if one.row.priority == "regular"]
    preferred = [one for one in line if one.row.priority != "regular"]
    takes_preferred = bool(preferred) and not (regular and desk.in_a_row == 2)
    desk.in_a_row = desk.in_a_row + 1 if takes_preferred and regular else 0
    return first_come(preferred if takes_preferred else regular, desk)


def simulate(rows: list[Arrival], services: tuple[str, ...], choose: Choose) -> Expected:
    """Play the day: at each instant people come, counters end what is due, then those that are free call in order."""
    expected, line = Expected(), []
    desks = [Desk(service) for service in services]
    coming = sorted(rows, key=lambda row: row.arrival_s)
    agenda = [OPENS_S]
    while coming or line or any(desk.hand for desk in desks):
        due = [desk.free_at_s for desk in desks if desk.hand]
        now = min([*due, *agenda, *(row.arrival_s for row in coming[:1])])
        agenda = [instant for instant in agenda if instant > now]
        while coming and coming[0].arrival_s <= now:
            row = coming.pop(0)
            line.append(Person(row, row.service, row.service_s, row.arrival_s))
        for desk in desks:
            if desk.hand and desk.free_at_s <= now:
                _end(desk, now, line, expected)
        if now >= OPENS_S:
            for number, desk in enumerate(desks, 1):
                _begin(desk, str(number), now, line, choose, expected)
    return expected


def _end(desk: Desk, now: float, line: list[Person], expected: Expected) -> None:
    person, desk.hand = desk.hand, None
    assert person is not None
    if desk.waiting_for_nobody:
        expected.absent += 1
    elif person.row.then is not None and person.service != person.row.then[0]:
        line.append(Person(person.row, *person.row.then, now))


def _begin(desk: Desk, number: str, now: float, line: list[Person], choose: Choose, expected: Expected) -> None:
    mine = [one for one in line if one.service == desk.service]
    if desk.hand or not mine:
        return
    person = desk.hand = choose(mine, desk)
    line.remove(person)
    desk.waiting_for_nobody = person.row.is_absent
    desk.free_at_s = now + (CALLS * COOL_DOWN_S if person.row.is_absent else person.work_s)
    if not person.row.is_absent:
        expected.starts.append((person.row.line, person.service, now, number))


def replay(context: Context, services: tuple[str, ...], rows: list[Arrival]) -> tuple[ReplayHall, dict[str, Any]]:
    text = office(*services)
    set_stage(context, TONO, text)
    hall = ReplayHall(context, branch_from(text), sorted(rows, key=lambda row: row.arrival_s), lambda: None)
    return hall, hall.play()


def starts_of(hall: ReplayHall) -> list[tuple[str, float, str]]:
    return sorted((one.service, round(one.called_s, 3), one.counter) for one in hall.played)


def starts_in(expected: Expected) -> list[tuple[str, float, str]]:
    return sorted((service, round(start, 3), counter) for _, service, start, counter in expected.starts)


def crowd(count: int, seed: int, **more: Callable[[random.Random], Any]) -> list[Arrival]:
    """Return people between half past seven and three, no two at the same instant."""
    dice = random.Random(seed)
    instants = sorted({round(dice.uniform(7.5 * 3600, 15 * 3600), 2) for _ in range(count * 2)})[::2][:count]
    assert len(instants) == count
    return [
        Arrival(at, "AMBIL", round(dice.uniform(60, 420), 1), line, **{name: draw(dice) for name, draw in more.items()})
        for line, at in enumerate(instants, 1)
    ]


def test_of_eight_hundred_numbers_half_never_come(context: Context, store: Any) -> None:
    rows = crowd(800, 7, is_absent=lambda dice: dice.random() < 0.5)
    services = ("AMBIL",) * 5
    hall, tally = replay(context, services, rows)
    expected = simulate(rows, services, first_come)
    absent = sum(row.is_absent for row in rows)
    assert starts_of(hall) == starts_in(expected)
    assert (tally["issued"], tally["no_show"], tally["completed"]) == (800, absent, 800 - absent)
    assert expected.absent == absent
    with store.read(KOTA) as work:
        calls = [event for event in work.events.of_day(hall._clock().date()) if event.kind == "ticket.recalled"]
    assert len(calls) == absent * (CALLS - 1), "three calls for each who is absent"
    check(store, KOTA)


def test_fifteen_in_a_hundred_go_first_and_nobody_starves(context: Context, store: Any) -> None:
    rows = crowd(400, 11, priority=lambda dice: "elderly" if dice.random() < 0.15 else "regular")
    services = ("AMBIL",) * 3
    hall, tally = replay(context, services, rows)
    expected = simulate(rows, services, two_priority_then_a_regular)
    assert starts_of(hall) == starts_in(expected)
    arrived = {row.line: row for row in rows}
    waits: dict[str, list[float]] = {"regular": [], "elderly": []}
    for line, _, start, _ in expected.starts:
        waits[arrived[line].priority].append(start - arrived[line].arrival_s)
    told = {row["key"]: (row["served"], row["waiting_time_s"]["mean"]) for row in tally["fairness"]["by_class"]}
    for name, values in waits.items():
        served, mean = told[name]
        assert served == len(values)
        assert mean == pytest.approx(sum(values) / len(values), abs=0.06)
    assert tally["fairness"]["longest"]["wait_s"] == pytest.approx(max(map(max, waits.values())), abs=0.06)
    check(store, KOTA)


def test_two_stages_by_transfer_keep_number_and_place(context: Context, store: Any) -> None:
    rows = crowd(150, 13, then=lambda dice: ("CETAK", round(dice.uniform(60, 300), 1)))
    services = ("AMBIL", "AMBIL", "AMBIL", "CETAK", "CETAK")
    hall, tally = replay(context, services, rows)
    expected = simulate(rows, services, first_come)
    assert starts_of(hall) == starts_in(expected)
    assert {one.number for one in hall.played} == {f"A-{row.line:03d}" for row in rows}
    assert (tally["issued"], tally["completed"]) == (150, 150)
    served = {row["key"]: row["service_time_s"]["mean"] for row in tally["by_service"]}
    assert served["AMBIL"] == pytest.approx(sum(row.service_s for row in rows) / 150, abs=0.06)
    assert served["CETAK"] == pytest.approx(sum(row.then[1] for row in rows if row.then) / 150, abs=0.06)
    check(store, KOTA)
