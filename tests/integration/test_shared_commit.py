"""Many commands at once: one writer, shared commits, and refusals that undo themselves alone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from tests.cast import EAST_KIOSK, KIOSK, KOTA, KOTA_FILE, RATNA, TIMUR_FILE, YOHANA, always_open
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall
from tests.fakes.together import at_once
from tests.invariants import check

SAID_AT = SettableClock().now


@pytest.fixture
def wide_hall(context: Any, clock: SettableClock) -> Hall:
    """Eight counters that take KTP, open."""
    counters = "".join(f'\n[[counters]]\ncode = "w{n}"\nname = "Loket W{n}"\nservices = ["KTP"]\n' for n in range(8))
    hall = Hall(context, clock, always_open(KOTA_FILE) + counters, KIOSK, RATNA)
    hall.open(*(f"w{n}" for n in range(8)))
    return hall


def test_sixteen_at_once_issue_and_call_without_duplicate_or_gap(wide_hall: Hall) -> None:
    hall = wide_hall
    store: Any = hall.context.store
    issued: list[str] = []
    called: list[str] = []

    def kiosk() -> None:
        issued.extend(hall.issue("KTP").number for _ in range(15))

    def officer(counter: str) -> None:
        for _ in range(15):
            ticket = hall.call(counter)
            if ticket is not None:
                called.append(ticket.number)
                hall.act("start", ticket, counter)
                hall.act("complete", ticket, counter)

    outcomes = at_once([kiosk] * 8 + [lambda n=n: officer(f"w{n}") for n in range(8)])  # type: ignore[misc]
    assert outcomes == [None] * 16
    assert sorted(issued) == [f"A-{serial:03d}" for serial in range(1, 121)]
    assert len(called) == len(set(called))
    check(store, KOTA)


def test_commands_that_wait_together_share_a_commit(hall: Hall) -> None:
    store: Any = hall.context.store
    commits = 0
    real = store._shared._run_blocking

    def slow_disk(commit: Callable[[], Any]) -> Any:
        nonlocal commits
        commits += 1
        time.sleep(0.05)
        return real(commit)

    store._shared._run_blocking = slow_disk
    outcomes = at_once([lambda: hall.issue("KTP").number for _ in range(16)])
    assert sorted(outcomes) == [f"A-{serial:03d}" for serial in range(1, 17)]
    assert commits < 8, "sixteen commands, and most of them waited for the same disk"
    check(store, KOTA)


def test_a_refusal_in_the_middle_of_a_batch_undoes_itself_alone(hall: Hall) -> None:
    store: Any = hall.context.store

    def half_done() -> None:
        with store.write(KOTA) as work:
            work.record(NewEvent("half.done", SAID_AT, "officer:x"))
            raise Refusal("quota_reached")

    deeds: list[Callable[[], Any]] = [lambda: hall.issue("KTP").number, half_done]
    outcomes = at_once(deeds * 8)
    assert sorted(outcome for outcome in outcomes if isinstance(outcome, str)) == [f"A-{n:03d}" for n in range(1, 9)]
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 8
    with store.read(KOTA) as work:
        kinds = Counter(work._connection.execute(text("SELECT kind FROM events")).scalars())
    assert kinds["half.done"] == 0
    assert kinds["ticket.issued"] == 8
    check(store, KOTA)


def test_a_bug_in_a_command_undoes_itself_and_harms_nobody(hall: Hall) -> None:
    store: Any = hall.context.store

    def broken() -> None:
        with store.write(KOTA) as work:
            work.record(NewEvent("half.done", SAID_AT, "officer:x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert hall.issue("KTP").number == "A-001"
    check(store, KOTA)


def test_what_happened_is_published_once_and_only_when_it_is_durable(hall: Hall, outsider: Any) -> None:
    store: Any = hall.context.store
    heard: list[tuple[str, int, int]] = []

    def published(branch: str, seq: int) -> None:
        durable = outsider.execute("SELECT seq FROM branches WHERE code = ?", (branch,)).fetchone()[0]
        heard.append((branch, seq, durable))

    store.published = published
    hall.issue("KTP")
    with pytest.raises(Refusal):
        hall.call("1")
    assert heard == [(KOTA, hall.seq(), hall.seq())]


def test_a_reader_sees_one_instant_however_much_is_written_meanwhile(hall: Hall) -> None:
    hall.issue("KTP")
    with hall.context.store.read(KOTA) as work:
        seq = work.seq
        hall.issue("KTP")
        assert sum(work.tickets.count_by_status(hall.stored_day()).values()) == 1
        assert work.branches.seqs()[KOTA] == seq
    assert hall.seq() > seq


def test_two_branches_share_commits_and_nothing_else(hall: Hall, context: Any, clock: SettableClock) -> None:
    east = Hall(context, clock, always_open(TIMUR_FILE), EAST_KIOSK, YOHANA)
    outcomes = at_once([lambda: hall.issue("KTP").number, lambda: east.issue("KTP").number] * 6)
    assert Counter(outcomes) == {f"A-{serial:03d}": 2 for serial in range(1, 7)}
    check(context.store, KOTA)
    check(context.store, east.branch)
