"""The branch file's rules of time and of families: what each key becomes, and the sentence that names a wrong one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from queue_server.application.branch_file import BranchFileError, branch_of_document, read_branch_file
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import Span
from queue_server.domain.day_plan import Break, DayException
from queue_server.domain.quota import QuotaWindow
from queue_server.domain.text import Text
from tests.cast import KOTA_FILE, MONDAY

FILES = sorted((Path(__file__).parents[2] / "deploy" / "branches").rglob("*.toml"))
LUNCH = '[[breaks]]\ndays = ["mon"]\nspan = "12:00-13:00"\nname.id = "Istirahat"\n'
MEETING = '[[exceptions]]\ndate = 2026-11-23\nname.id = "Rapat"\n'


def branch(text: str) -> Branch:
    return branch_of_document(read_branch_file(text))


def mistakes(text: str) -> str:
    with pytest.raises(BranchFileError) as refused:
        read_branch_file(text)
    assert str(refused.value).endswith("Nothing was changed.")
    return str(refused.value)


def with_policy(line: str) -> str:
    return KOTA_FILE.replace("undo_s = 10", f"undo_s = 10\n{line}")


def with_service(line: str) -> str:
    return KOTA_FILE.replace("daily_quota = 3", line)


def test_breaks_and_exceptions_are_read() -> None:
    read = branch(
        KOTA_FILE
        + LUNCH
        + 'kind = "prayer"\nstops = "service"\n'
        + MEETING
        + 'issue = ["10:00-11:00", "08:00-09:00"]\n'
        + '[[exceptions]]\ndate = "2026-12-31"\nname.id = "Cuti"\nname.en = "Leave"\nclosed = true\n'
    )
    assert read.breaks == (Break(frozenset({0}), Span(720, 780), Text("Istirahat"), "prayer", "service"),)
    assert read.exceptions == (
        DayException(MONDAY, Text("Rapat"), issue=(Span(480, 540), Span(600, 660))),
        DayException(date(2026, 12, 31), Text("Cuti", "Leave"), closed=True),
    )


def test_figures_of_policy_and_services_are_read() -> None:
    lines = 'daily_quota = 3\nquotas = [{span = "10:00-12:00", count = 30}, {span = "08:00-10:00", count = 40}]'
    read = branch(with_service(f"{lines}\nescalate_after_minutes = 40\nmax_people = 6"))
    service = read.service("AKTA")
    assert service.quotas == (QuotaWindow(Span(480, 600), 40), QuotaWindow(Span(600, 720), 30))
    assert (service.escalate_after_minutes, service.max_people) == (40, 6)
    policy = branch(with_policy("start_on_call = true\ndesk_away_minutes = 0\nlast_number_before_minutes = 30")).policy
    assert (policy.start_on_call, policy.desk_away_minutes, policy.last_number_before_minutes) == (True, 0, 30)
    assert branch(with_policy("last_number_before_minutes = 30")).timetable.last_number_before == 30


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_sample_files_are_read(file: Path) -> None:
    read = branch(file.read_text("utf-8"))
    assert any(read.timetable.plan(MONDAY, {}).service)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (with_policy("start_on_call = 1"), "policy.start_on_call: "),
        (with_policy("desk_away_minutes = -1"), "policy.desk_away_minutes: "),
        (with_policy('last_number_before_minutes = "30"'), "policy.last_number_before_minutes: "),
        (with_policy("last_number_before_minutes = -30"), "policy.last_number_before_minutes: "),
        (with_service("escalate_after_minutes = -1"), "services.2.escalate_after_minutes: "),
        (with_service("max_people = 0"), "services.2.max_people: "),
        (with_service('quotas = [{span = "8-10 pagi", count = 4}]'), 'services.2.quotas.0.span: "8-10 pagi" is not a'),
        (with_service('quotas = [{span = "08:00-10:00", count = 0}]'), "services.2.quotas.0.count: "),
        (with_service('quotas = [{span = "08:00-10:00"}]'), "services.2.quotas.0.count: this key is missing"),
        (
            with_service('quotas = [{span = "08:00-10:00", count = 4}, {span = "09:00-11:00", count = 4}]'),
            "services.2.quotas: two spans overlap",
        ),
        (KOTA_FILE + LUNCH.replace('"mon"', '"monday"'), "breaks.0.days.0: "),
        (KOTA_FILE + LUNCH.replace('["mon"]', "[]"), "breaks.0.days: "),
        (KOTA_FILE + LUNCH.replace("12:00-13:00", "13:00-12:00"), 'breaks.0.span: "13:00-12:00" ends before it begins'),
        (KOTA_FILE + LUNCH.replace('name.id = "Istirahat"', ""), "breaks.0.name: this key is missing"),
        (KOTA_FILE + LUNCH + 'kind = "nap"', "breaks.0.kind: "),
        (KOTA_FILE + LUNCH + 'stops = "all"', "breaks.0.stops: "),
        (KOTA_FILE + MEETING.replace("2026-11-23", '"23 November"'), 'exceptions.0.date: "23 November" is not a date'),
        (KOTA_FILE + MEETING.replace("2026-11-23", "2026-11-23T08:00:00"), "exceptions.0.date: "),
        (KOTA_FILE + MEETING.replace("2026-11-23", "20261123"), 'exceptions.0.date: "20261123" is not a date'),
        (KOTA_FILE + MEETING + 'issue = ["08:00"]', 'exceptions.0.issue: "08:00" is not a span of a day'),
        (KOTA_FILE + MEETING + 'service = ["08:00-10:00", "09:00-11:00"]', "exceptions.0.service: two spans overlap"),
        (KOTA_FILE + MEETING + 'closed = true\nissue = ["08:00-10:00"]', "closed = true leaves no room for issue"),
        (KOTA_FILE + MEETING + MEETING, "exceptions: the date 2026-11-23 stands twice"),
        (KOTA_FILE.replace('holidays = "ID"', 'holidays = "national"'), "branch.holidays: "),
    ],
)
def test_a_wrong_value_is_said_with_its_key(text: str, sentence: str) -> None:
    assert sentence in mistakes(text)
