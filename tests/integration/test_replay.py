"""Recorded days played through the real queue: three traces of real offices, and what is refused beforehand."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from queue_server.application.branch_file import branch_of_document, read_branch_file
from queue_server.application.context import Context
from queue_server.application.replay import Hall as ReplayHall
from queue_server.application.replay import report_of, set_stage
from queue_server.application.trace import TraceError, read_trace
from queue_server.domain.branch import Branch
from tests.cast import KOTA, KOTA_FILE, MONDAY, TONO, always_open
from tests.invariants import check

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
SCENARIOS = ("S1_pekalongan_230_6c", "S1_pekalongan_230_dedicated", "S4_palembang_860_22c")
EXPECTED = {
    "S1_pekalongan_230_6c": (230, 17.48, 19.11, 32.23, 56.64),
    "S1_pekalongan_230_dedicated": (230, 20.95, 8.75, 82.16, 126.67),
    "S4_palembang_860_22c": (860, 6.17, 4.54, 10.65, 59.54),
}
"""Tickets, and the waits in minutes: mean, median, 90th percentile, longest (published with the traces)."""


@dataclass
class Play:
    """A trace that was played."""

    hall: ReplayHall
    tally: dict[str, Any] = field(default_factory=dict)

    @property
    def starts(self) -> list[tuple[str, float, str]]:
        return [(ticket.number, ticket.called_s, ticket.counter) for ticket in self.hall.played]


def branch_from(text: str) -> Branch:
    return branch_of_document(read_branch_file(text))


def play(context: Context, file: str, trace: str | Path) -> Play:
    branch = branch_from(file)
    lines = trace.read_text().splitlines() if isinstance(trace, Path) else trace.splitlines()
    arrivals = read_trace(lines, branch.services_by_code)
    set_stage(context, TONO, file)
    played = Play(ReplayHall(context, branch, arrivals, lambda: None))
    played.tally = played.hall.play()
    return played


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_recorded_day_starts_everybody_when_the_reference_does(context: Context, scenario: str) -> None:
    trace = DATA / f"{scenario}.csv"
    with trace.open() as file:
        reference = sorted(csv.DictReader(file), key=lambda row: float(row["arrival_s"]))
    text = (ROOT / "deploy" / "branches" / "scenarios" / f"{scenario}.toml").read_text()
    played = play(context, text, trace)

    starts = sorted((ticket.arrived_s, ticket.service, ticket.called_s) for ticket in played.hall.played)
    wanted = sorted((float(row["arrival_s"]), row["service"], float(row["ref_start_s"])) for row in reference)
    assert [start[:2] for start in starts] == [row[:2] for row in wanted]
    assert max(abs(start[2] - row[2]) for start, row in zip(starts, wanted, strict=True)) < 2

    tickets, mean, p50, p90, longest = EXPECTED[scenario]
    assert played.tally["issued"] == played.tally["completed"] == tickets
    waits = report_of(played.hall.played, played.tally)["waits"]
    told = [waits[f"{name}_s"] / 60 for name in ("mean", "p50", "p90", "max")]
    assert told == pytest.approx([mean, p50, p90, longest], abs=0.05)
    assert played.tally["waiting_time_s"]["mean"] == pytest.approx(waits["mean_s"], abs=0.1)
    check(context.store, branch_from(text).code)  # type: ignore[arg-type]  # the test's store is a SqlStore


def test_the_report_has_the_shape_that_was_promised(context: Context) -> None:
    played = play(context, always_open(KOTA_FILE), "arrival_s,service,service_s,extra\n100.25,KTP,60.5,x\n")
    report = json.loads(json.dumps(report_of(played.hall.played, played.tally)))
    assert set(report) == {"tickets", "waits", "tally", "promises"}
    assert report["tickets"] == [
        {"number": "A-001", "service": "KTP", "arrived_s": 100.25, "called_s": 100.25, "counter": "1", "wait_s": 0.0}
    ]
    assert report["tally"]["service_time_s"]["mean"] == 60.5


OFFICE = KOTA_FILE.replace('"07:30-12:00", "13:00-15:00"', '"00:00-24:00"')
"""Numbers at any hour, counters 08.00-12.00 and 13.00-15.00."""
LUNCH, END = 12 * 3600, 15 * 3600


def trace_of(*rows: tuple[float, str, float]) -> str:
    return "\n".join(["arrival_s,service,service_s", *(f"{at},{service},{worked}" for at, service, worked in rows)])


def test_nobody_is_called_before_opening_and_then_in_counter_order(context: Context) -> None:
    played = play(context, OFFICE, trace_of((3600, "KTP", 60), (3601, "KTP", 60), (3602, "KTP", 60)))
    assert played.starts == [("A-001", 28800, "1"), ("A-002", 28800, "2"), ("A-003", 28800, "3")]


def test_over_lunch_what_is_in_hand_is_finished_and_nobody_new_is_called(context: Context) -> None:
    rows = [(LUNCH - 10, "KK", 600.0)] * 3 + [(LUNCH, "KK", 60)]
    played = play(context, OFFICE, trace_of(*rows))
    assert [start for _, start, _ in played.starts] == [LUNCH - 10, LUNCH - 10, LUNCH - 10, 13 * 3600]


def test_after_the_last_span_they_go_on_until_nobody_waits(context: Context) -> None:
    rows = [(END - 10, "AKTA", 500.0)] * 2 + [(END - 5, "AKTA", 500), (END + 3600, "AKTA", 1)]
    played = play(context, OFFICE.replace("daily_quota = 3", "daily_quota = 0"), trace_of(*rows))
    assert [start for _, start, _ in played.starts] == [END - 10, END - 10, END + 490, END + 3600]
    assert played.tally["completed"] == 4


def test_a_counter_set_free_takes_whoever_arrives_at_the_same_instant(context: Context) -> None:
    rows = [(30000, "KONSUL", 100.0)] * 2 + [(30100, "KONSUL", 1.0)]
    assert play(context, OFFICE, trace_of(*rows)).starts[-1] == ("C-003", 30100, "3")


def test_fractions_of_a_second_are_kept(context: Context) -> None:
    rows = [(30000.123456, "KONSUL", 0.4)] * 2 + [(30000.2, "KONSUL", 0)]
    starts = [start for _, start, _ in play(context, OFFICE, trace_of(*rows)).starts]
    assert starts == pytest.approx([30000.123456, 30000.123456, 30000.523456], abs=1e-6)


def test_an_unsorted_trace_is_played_in_the_order_of_time(context: Context) -> None:
    played = play(context, OFFICE, trace_of((40000, "KTP", 5), (30000, "KTP", 5)))
    assert played.starts == [("A-001", 30000, "1"), ("A-002", 40000, "1")]


def test_a_crowd_that_is_served_past_midnight_is_served_to_the_last(context: Context) -> None:
    played = play(context, OFFICE, trace_of(*[(END - 100, "KONSUL", 20_000.0)] * 6))
    assert played.tally["completed"] == 6
    assert played.tally["service_day"] == MONDAY.isoformat()


# ---- what is refused


@pytest.mark.parametrize(
    ("trace", "sentence"),
    [
        ("", "line 1: the column arrival_s is missing"),
        ("arrival_s,service\n1,KTP", "line 1: the column service_s is missing"),
        ("arrival_s,service,service_s\n100,KTP,60\n200,KTP", "line 3: 2 columns"),
        ("arrival_s,service,service_s\n100,SIM,60", 'line 2: the branch has no service "SIM"'),
        ("arrival_s,service,service_s\nnoon,KTP,60", 'line 2: arrival_s is "noon"'),
        ("arrival_s,service,service_s\n100,KTP,60\n-1,KTP,60", 'line 3: arrival_s is "-1"'),
        ("arrival_s,service,service_s\n86400,KTP,60", 'line 2: arrival_s is "86400"'),
        ("arrival_s,service,service_s\n100,KTP,nan", 'line 2: service_s is "nan"'),
        ("arrival_s,service,service_s\n100,KTP,inf", 'line 2: service_s is "inf"'),
        ("arrival_s,service,service_s\n100,KTP,", 'line 2: service_s is ""'),
        ('arrival_s,service,service_s\n100,"KTP,60\n', "line 2: this is not CSV"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_played(context: Context, trace: str, sentence: str) -> None:
    with pytest.raises(TraceError, match=sentence):
        play(context, OFFICE, trace)
    with context.store.read() as work:
        assert work.branches.codes() == []


def test_a_row_outside_the_issuing_hours_is_named_before_anything_is_issued(context: Context) -> None:
    with pytest.raises(TraceError, match="line 3: no numbers are given at 12:00:00"):
        play(context, KOTA_FILE, trace_of((30000, "KTP", 60), (LUNCH, "KTP", 60)))
    with context.store.read(KOTA) as work:
        assert work.days.latest() is None


def test_a_row_beyond_the_quota_is_named_before_anything_is_issued(context: Context) -> None:
    with pytest.raises(TraceError, match='line 5: the service "AKTA" gives no more than 3 numbers a day'):
        play(context, OFFICE, trace_of(*[(30000, "AKTA", 60.0)] * 4))
    with context.store.read(KOTA) as work:
        assert work.days.latest() is None


LUNCH_BREAK = '\n[[breaks]]\ndays = ["mon"]\nspan = "12:00-13:00"\nname.id = "Istirahat"\n'


def test_a_named_break_is_kept_like_a_gap(context: Context) -> None:
    file = always_open(KOTA_FILE) + LUNCH_BREAK + 'stops = "service"\n'
    played = play(context, file, trace_of((LUNCH - 5, "KTP", 60), (LUNCH + 60, "KTP", 60)))
    assert [start for _, start, _ in played.starts] == [LUNCH - 5, 13 * 3600]


def test_a_row_within_a_break_that_stops_numbers_is_named(context: Context) -> None:
    with pytest.raises(TraceError, match="line 2: no numbers are given at 12:01:00"):
        play(context, always_open(KOTA_FILE) + LUNCH_BREAK, trace_of((LUNCH + 60, "KTP", 60)))


def test_a_row_beyond_a_window_of_the_quota_is_named(context: Context) -> None:
    file = OFFICE.replace("daily_quota = 3", 'quotas = [{span = "08:00-10:00", count = 2}]')
    rows = [(30000, "AKTA", 60.0)] * 2 + [(36000, "AKTA", 60.0), (30001, "AKTA", 60.0)]
    with pytest.raises(TraceError, match='the service "AKTA" gives 2 numbers within 08:00-10:00'):
        play(context, file, trace_of(*rows))


def test_exceptions_do_not_count_in_a_replay(context: Context) -> None:
    closed = f'[[exceptions]]\ndate = {MONDAY}\nname.id = "Tutup"\nclosed = true\n'
    assert play(context, OFFICE + closed, trace_of((30000, "KTP", 60))).starts == [("A-001", 30000, "1")]


def test_a_row_that_nobody_would_ever_call_is_named(context: Context) -> None:
    file = OFFICE.replace('services = ["*"]', 'services = ["KTP"]').replace('"AKTA", "KTP"', '"KTP"')
    with pytest.raises(TraceError, match='line 2: no counter of the branch takes the service "AKTA"'):
        play(context, file, trace_of((30000, "AKTA", 60)))


def test_a_trace_without_rows_is_refused(context: Context) -> None:
    with pytest.raises(TraceError, match="no rows"):
        play(context, OFFICE, "arrival_s,service,service_s\n")


def test_a_branch_that_never_serves_on_a_monday_is_refused(context: Context) -> None:
    head, _, rest = OFFICE.partition("[hours.service]")
    closed = head + "[hours.service]" + rest.replace('mon = ["08:00-12:00", "13:00-15:00"]', "")
    with pytest.raises(TraceError, match="no span on a Monday"):
        play(context, closed, trace_of((30000, "KTP", 60)))
