"""A day's figures, folded from events that a person can follow."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain import figures
from queue_server.domain.event import Event
from queue_server.domain.figures import Spread, spread_of
from queue_server.domain.tally import DayRecord, fold
from tests.cast import MONDAY
from tests.fakes.paper import after

STATUS_AFTER = {
    "issued": "waiting",
    "called": "called",
    "recalled": "called",
    "started": "serving",
    "completed": "completed",
    "closed": "completed",
    "held": "on_hold",
    "resumed": "serving",
    "transferred": "waiting",
    "requeued": "waiting",
    "not_shown": "no_show",
    "cancelled": "cancelled",
    "expired": "expired",
    "received": "serving",
    "service_added": "serving",
}


def day_of(*story: str) -> DayRecord:
    """Fold a story: one line an event, ``"60 A-001 called 1 ratna"`` (minute zero is 09.00, seconds count)."""
    return fold([_event(seq, line) for seq, line in enumerate(story, start=1)])


def _event(seq: int, line: str) -> Event:
    seconds, ticket, verb, *rest = line.split()
    words = dict(word.split("=") for word in rest if "=" in word)
    plain = [word for word in rest if "=" not in word]
    facts: dict[str, Any] = {
        "number": ticket,
        "status": words.get("status") or STATUS_AFTER[verb],
        "service": words.get("service", "KTP"),
        "priority": words.get("class", "regular"),
    }
    facts |= {word: words[word] for word in ("order", "outcome") if word in words}
    if "people" in words:
        facts["people"] = int(words["people"])
    if len(plain) > 1:
        facts["officer"] = plain[1]
    if "leg" in words:
        facts["new_leg"] = True
    counter = plain[0] if plain else None
    return Event(seq, f"ticket.{verb}", after(float(seconds)), "officer:x", MONDAY, ticket, counter, facts)


def times(record: DayRecord) -> list[tuple[str, str, float | None, float]]:
    return [(leg.service, leg.counter, leg.wait_s, leg.service_s) for leg in record.served]


def counts(record: DayRecord) -> dict[str, int]:
    words = ("waiting", "called", "serving", "on_hold", "completed", "no_show", "cancelled", "expired")
    return {word: record.count(word) for word in words if record.count(word)}


USUAL = ("0 A-001 issued", "600 A-001 called 1 ratna", "630 A-001 started 1 ratna")


def test_the_wait_ends_with_the_call_and_the_service_with_its_completion() -> None:
    record = day_of(*USUAL, "990 A-001 completed 1 ratna")
    assert times(record) == [("KTP", "1", 600, 360)]
    assert counts(record) == {"completed": 1}


def test_recalls_do_not_lengthen_the_wait() -> None:
    story = ("620 A-001 recalled 1 ratna", "700 A-001 started 1 ratna", "800 A-001 completed 1 ratna")
    assert times(day_of(*USUAL[:2], *story)) == [("KTP", "1", 600, 100)]


def test_after_a_call_by_mistake_the_wait_goes_on() -> None:
    story = ("700 A-001 requeued", "900 A-001 called 2 budi", "910 A-001 started 2 budi", "970 A-001 completed 2 budi")
    assert times(day_of(*USUAL[:2], *story)) == [("KTP", "2", 900, 60)]


def test_holds_are_no_service() -> None:
    story = ("700 A-001 held 1 ratna", "1000 A-001 resumed 1 ratna", "1100 A-001 held 1 ratna")
    end = ("1300 A-001 resumed 1 ratna", "1430 A-001 completed 1 ratna")
    assert times(day_of(*USUAL, *story, *end)) == [("KTP", "1", 600, 300)]


def test_work_before_a_hold_counts_even_where_the_next_call_leads_elsewhere() -> None:
    story = ("730 A-001 held 1 ratna", "1000 A-001 called 1 ratna", "1060 A-001 transferred service=KK leg=2")
    assert times(day_of(*USUAL, *story)) == [("KTP", "1", 600, 160)]


def test_a_service_is_measured_once_however_its_ticket_ends() -> None:
    story = ("730 A-001 held 1 ratna", "1000 A-001 called 1 ratna", "1060 A-001 not_shown 1 ratna")
    record = day_of(*USUAL, *story, "1100 A-001 requeued leg=2", "1200 A-001 expired")
    assert times(record) == [("KTP", "1", 600, 160)]


def test_each_leg_of_a_transfer_has_its_own_times_and_the_visit_counts_once() -> None:
    record = day_of(
        *USUAL,
        "930 A-001 transferred service=KK leg=2",
        "1200 A-001 called 2 budi service=KK",
        "1230 A-001 started 2 budi service=KK",
        "1290 A-001 completed 2 budi service=KK",
    )
    assert times(record) == [("KTP", "1", 600, 300), ("KK", "2", 270, 60)]
    assert counts(record) == {"completed": 1}
    assert [(row.key, row.issued, row.completed) for row in figures.by_service(record)] == [("KK", 0, 0), ("KTP", 1, 1)]
    assert [(row.key, row.completed) for row in figures.by_counter(record)] == [("1", 0), ("2", 1)]
    assert [(row.key, row.completed) for row in figures.by_officer(record)] == [("budi", 1), ("ratna", 0)]


def test_a_no_show_that_returns_waits_anew() -> None:
    story = ("700 A-001 not_shown 1 ratna", "1000 A-001 requeued leg=2", "1100 A-001 called 1 ratna")
    end = ("1110 A-001 started 1 ratna", "1170 A-001 completed 1 ratna")
    record = day_of(*USUAL[:2], *story, *end)
    assert times(record) == [("KTP", "1", 100, 60)]
    assert counts(record) == {"completed": 1}


def test_those_who_were_never_served_have_no_times() -> None:
    record = day_of(
        "0 A-001 issued",
        "0 A-002 issued",
        "0 A-003 issued",
        "50 A-001 cancelled",
        "60 A-002 called 1 ratna",
        "90 A-002 not_shown 1 ratna",
        "99 A-003 expired",
    )
    assert times(record) == []
    assert counts(record) == {"cancelled": 1, "no_show": 1, "expired": 1}
    assert [(row.key, row.no_show) for row in figures.by_counter(record)] == [("1", 1)]


def test_a_service_that_the_day_cut_off_counts_what_was_worked() -> None:
    assert times(day_of(*USUAL, "930 A-001 closed 1 ratna")) == [("KTP", "1", 600, 300)]
    record = day_of(*USUAL, "730 A-001 held 1 ratna", "9000 A-001 expired 1 ratna")
    assert times(record) == [("KTP", "1", 600, 100)]
    assert counts(record) == {"expired": 1}


def test_a_clock_that_jumps_back_gives_no_negative_times() -> None:
    story = ("0 A-001 called 1 ratna", "-60 A-001 started 1 ratna", "-99 A-001 completed 1 ratna")
    assert times(day_of("3600 A-001 issued", *story)) == [("KTP", "1", 0, 0)]


def test_open_visits_are_counted_where_they_are() -> None:
    record = day_of(*USUAL, "1 A-002 issued", "2 A-003 issued")
    assert counts(record) == {"serving": 1, "waiting": 2}


def test_papers_are_counted_by_whether_they_were_marked() -> None:
    papers = [("ticket", 0), ("ticket", 0), ("ticket", 1), ("tally", 0)]
    events = [
        Event(seq, "job.printed", after(seq), "printer:p", MONDAY, "t", None, {"kind": kind, "copy": copy})
        for seq, (kind, copy) in enumerate(papers, start=1)
    ]
    record = fold(events)
    assert (record.printed, record.reprinted, record.visits) == (2, 1, {})


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", "09"), ("Asia/Makassar", "10"), ("Asia/Jayapura", "11")])
def test_hours_are_those_of_the_wall(zone: str, hour: str) -> None:
    record = day_of("0 A-001 issued", "3599 A-002 issued", "3600 A-003 issued")
    rows = figures.by_hour(record, ZoneInfo(zone))
    assert [(row.key, row.issued) for row in rows] == [(hour, 2), (f"{int(hour) + 1:02d}", 1)]


def test_within_target_counts_legs_that_waited_no_longer() -> None:
    record = day_of(*USUAL, "990 A-001 completed 1 ratna")
    assert figures.within_target(record, lambda _service: 600) == (1, 1)
    assert figures.within_target(record, lambda _service: 599) == (0, 1)


# ---- spreads


def test_nothing_measured_has_no_spread() -> None:
    assert spread_of([]) == Spread(None, None, None, None)


def test_a_spread_worked_out_by_hand() -> None:
    assert spread_of([10, 30, 20, 40]) == Spread(mean=25, p50=30, p90=40, max=40)
    assert spread_of(list(range(1, 101))) == Spread(mean=50.5, p50=51, p90=91, max=100)
    assert spread_of([7.04]) == Spread(7.0, 7.0, 7.0, 7.0)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_a_spread_is_in_order_and_made_of_what_was_measured(values: list[int]) -> None:
    spread = spread_of(values)
    assert None not in (spread.p50, spread.p90, spread.max)
    assert min(values) <= spread.p50 <= spread.p90 <= spread.max == max(values)  # type: ignore[operator]
    assert {spread.p50, spread.p90, spread.max} <= set(values)
    assert sum(value < spread.p50 for value in values) * 2 <= len(values)  # type: ignore[operator]


@given(st.permutations([1.5, 2.5, 3.5, 4.5, 5.5]))
def test_a_spread_does_not_depend_on_the_order(values: list[float]) -> None:
    assert spread_of(values) == spread_of(sorted(values))


# ---- undo, further services, fairness


def test_an_undone_completion_goes_on_as_if_nothing_had_been_pressed() -> None:
    record = day_of(
        "0 A-001 issued",
        "60 A-001 called 1 ratna",
        "80 A-001 started 1 ratna",
        "200 A-001 completed 1 ratna",
        "205 A-001 undone 1 ratna status=serving",
        "300 A-001 completed 1 ratna",
    )
    assert times(record) == [("KTP", "1", 60, 220)]


def test_an_undone_call_from_hold_leaves_the_hold_running() -> None:
    record = day_of(
        "0 A-001 issued",
        "60 A-001 called 1 ratna",
        "80 A-001 started 1 ratna",
        "100 A-001 held 1 ratna",
        "150 A-001 called 2 budi",
        "155 A-001 undone 2 budi status=on_hold",
        "200 A-001 resumed 1 ratna",
        "260 A-001 completed 1 ratna",
    )
    assert times(record) == [("KTP", "1", 60, 80)]
    assert record.visits["A-001"].officer == "ratna"


def test_an_undone_call_counts_for_no_rule() -> None:
    record = day_of("0 A-001 issued", "9 A-001 called 1 ratna order=priority", "12 A-001 undone 1 ratna status=waiting")
    assert record.count_order("priority") == 0


def test_where_nobody_came_after_all_the_service_had_not_begun() -> None:
    record = day_of(
        "0 A-001 issued",
        "60 A-001 called 1 ratna",
        "60 A-001 started 1 ratna",
        "90 A-001 recalled 1 ratna",
        "100 A-001 started 1 ratna",
        "160 A-001 completed 1 ratna",
    )
    assert times(record) == [("KTP", "1", 60, 60)]


def test_a_further_service_and_somebody_without_a_ticket_have_no_wait() -> None:
    record = day_of(
        "0 A-001 received 1 ratna",
        "100 A-001 service_added 1 ratna service=KK leg=2",
        "250 A-001 completed 1 ratna",
    )
    assert times(record) == [("KTP", "1", None, 100), ("KK", "1", None, 150)]
    assert figures.waits_of(record.served) == []
    assert figures.within_target(record, lambda _service: 0) == (0, 0)


def test_fairness_is_told_by_class_and_by_rule() -> None:
    record = day_of(
        "0 A-001 issued",
        "0 A-002 issued class=elderly people=3",
        "10 A-002 called 1 ratna class=elderly order=priority",
        "20 A-002 started 1 ratna class=elderly",
        "30 A-002 completed 1 ratna class=elderly outcome=referred",
        "40 A-001 called 1 ratna order=burst",
        "50 A-001 started 1 ratna",
        "60 A-001 completed 1 ratna",
    )
    assert {name: spread.mean for name, spread in figures.by_class(record).items()} == {"regular": 40, "elderly": 10}
    longest = figures.longest_wait(record)
    assert longest is not None
    assert (longest.number, longest.wait_s) == ("A-001", 40)
    assert (record.count_order("priority"), record.count_order("burst")) == (1, 1)
    assert figures.outcomes(record) == {"referred": 1, "done": 1}
    assert figures.people_served(record) == 4
