"""What phones showed is set aside by many threads and stored by one, and whoever stores it holds nobody up."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, date, datetime

import pytest

from queue_server.application.shown_waits import MOST_REMEMBERED, ShownWaits
from queue_server.domain.estimate import WaitRange
from queue_server.domain.promise import Promise
from queue_server.realtime.keeper import Keeper
from tests.fakes.together import at_once

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def promise(ticket: str, high_min: int = 20) -> Promise:
    return Promise(
        ticket_id=ticket,
        leg_no=1,
        service="KTP",
        service_day=date(2026, 11, 23),
        is_preferred=False,
        made_at=AT,
        is_change=True,
        ahead=4,
        counters=2,
        idle=0,
        work_s=360,
        first_free_s=60,
        expected_s=800,
        span=WaitRange(300, high_min * 60),
        is_shown=True,
    )


def test_sixteen_threads_lose_nothing_while_it_is_taken_and_put_back() -> None:
    shown, stored = ShownWaits(), set[str]()
    done = threading.Event()

    def write(thread: int) -> None:
        for turn in range(300):
            shown.add("kota", [promise(f"{thread}-{turn}")])

    def take() -> None:
        turn = 0
        while not done.is_set() or shown.branches():
            taken = shown.take("kota")
            turn += 1
            if turn % 3 == 0 and not done.is_set():
                shown.put_back("kota", taken)
            else:
                stored.update(taken)

    taker = threading.Thread(target=take)
    taker.start()
    at_once([lambda thread=thread: write(thread) for thread in range(16)])  # type: ignore[misc]
    done.set()
    taker.join()
    assert len(stored) == 16 * 300


def test_what_is_put_back_is_older_than_what_was_shown_meanwhile() -> None:
    shown = ShownWaits()
    shown.add("kota", [promise("a", 20), promise("b", 20)])
    taken = shown.take("kota")
    shown.add("kota", [promise("a", 35)])
    shown.put_back("kota", taken)
    assert {ticket: one.span.high_s for ticket, one in shown.take("kota").items()} == {"a": 2100, "b": 1200}
    assert shown.branches() == []


def test_what_is_remembered_has_an_end() -> None:
    shown = ShownWaits()
    shown.add("kota", [promise(str(number)) for number in range(MOST_REMEMBERED + 1)])
    shown.add("kota", [promise("one more")])
    assert len(shown._told) == 1


def test_a_deed_is_never_done_twice_at_once_and_its_failure_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    waiting: list[threading.Thread] = []
    gate, began, outcomes = threading.Event(), threading.Semaphore(0), [OSError(), OSError(), None]

    def spawn(deed: object) -> None:
        waiting.append(threading.Thread(target=deed))  # type: ignore[arg-type]
        waiting[-1].start()

    def deed() -> None:
        began.release()
        gate.wait(10)
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome

    keeper = Keeper(spawn, deed, "the deed cannot be done")
    with caplog.at_level(logging.ERROR):
        at_once([keeper.nudge] * 16)
        assert began.acquire(timeout=10)
        assert len(waiting) == 1
        gate.set()
        waiting[0].join()
        for turn in (1, 2):
            keeper.nudge()
            waiting[turn].join()
    assert outcomes == []
    assert len(caplog.records) == 1
