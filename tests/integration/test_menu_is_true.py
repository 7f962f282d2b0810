"""At any instant of any day, under any rules: the menu offers exactly what an issue would give, and keeps its word."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from queue_server import protocol
from queue_server.application import closing, snapshots
from queue_server.application.deciding import decide_issuing
from queue_server.domain.errors import Refusal
from queue_server.protocol import IssuingWish
from queue_server.storage.opening import open_store
from tests.cast import KIOSK, KOTA_FILE, RATNA, SARI
from tests.fakes.clock import WIB, SettableClock
from tests.fakes.hall import Hall, answer_of, context_on, url_of
from tests.invariants import check

FIRST = datetime(2026, 12, 21, tzinfo=WIB)
"""The Monday of a week with a Friday that is a holiday, a Thursday of joint leave, and an exception on each of them."""
HOURS = ["", "00:00-24:00", "07:30-15:00", "07:30-11:00 13:00-15:00", "22:00-24:00"]
SERVICES = ["KTP", "AKTA", "KONSUL"]


def hours(day: str, spans: str) -> str:
    return f"{day} = [{', '.join(f'{chr(34)}{span}{chr(34)}' for span in spans.split())}]"


@st.composite
def files(draw: st.DrawFn) -> str:
    """Return a branch file with rules of time drawn at random."""
    lines = KOTA_FILE.splitlines()
    weekly = {day: draw(st.sampled_from(HOURS), label=day) for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    head = [line for line in lines if line[:3] not in weekly]
    text = "\n".join(head)
    week = "\n".join(hours(day, spans) for day, spans in weekly.items())
    served = "\n".join(hours(day, draw(st.sampled_from(HOURS[1:4]))) for day in weekly)
    text = text.replace("[hours.issue]", f"[hours.issue]\n{week}").replace(
        "[hours.service]", f"[hours.service]\n{served}"
    )
    text = text.replace('holidays = "ID"', f'holidays = "{draw(st.sampled_from(["none", "ID", "ID+government"]))}"')
    last = draw(st.sampled_from([0, 0, 30, 300]))
    text = text.replace("undo_s = 10", f"undo_s = 10\nlast_number_before_minutes = {last}")
    windows = draw(st.sampled_from(["[]", '[{span = "08:00-14:00", count = 1}, {span = "14:00-24:00", count = 2}]']))
    text = text.replace("daily_quota = 3", f"daily_quota = {draw(st.integers(0, 3))}\nquotas = {windows}")
    stops = draw(st.sampled_from(["issue", "service", "both"]))
    text += f'\n[[breaks]]\ndays = ["mon", "thu", "fri"]\nspan = "11:30-13:30"\nname.id = "Jeda"\nstops = "{stops}"\n'
    for day in draw(st.sets(st.integers(21, 27), max_size=3)):
        kind = draw(st.sampled_from(["closed = true", 'issue = ["09:00-10:00"]', "", 'service = ["08:00-09:00"]']))
        text += f'[[exceptions]]\ndate = 2026-12-{day}\nname.id = "Khusus"\n{kind}\n'
    return text


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 26 * 60)),
        st.tuples(st.just("ask"), st.sampled_from(SERVICES)),
        st.tuples(st.just("ask"), st.sampled_from(SERVICES)),
        st.tuples(st.just("decide"), st.sampled_from(["auto", "open", "closed"])),
        st.tuples(st.sampled_from(["open day", "close day"]), st.just(0)),
    ),
    min_size=3,
    max_size=14,
)


class Watched:
    """A hall in which every menu is held against what an issue says."""

    def __init__(self, hall: Hall, minute: int) -> None:
        self.hall = hall
        hall.clock.now = (FIRST + timedelta(minutes=minute)).astimezone(UTC)
        self.deeds: dict[str, Callable[[Any], object]] = {
            "wait": lambda minutes: hall.clock.pass_by(minutes=minutes),
            "ask": self.ask,
            "decide": self.decide,
            "open day": lambda _: answer_of(closing.open_day, hall.context, SARI, hall.branch),
            "close day": lambda _: answer_of(hall.close_day, self._last_day(), force=True),
        }

    def _last_day(self) -> date:
        with self.hall.context.store.read(self.hall.branch) as work:
            latest = work.days.latest()
        return self.hall.clock.local.date() if latest is None else latest.day

    def decide(self, wish: str) -> None:
        command = protocol.DecideIssuing(IssuingWish(wish), "Sebab")
        answer_of(decide_issuing, self.hall.context, SARI, self.hall.branch, command)

    def offered(self, service: str, at: datetime) -> protocol.MenuService:
        context = replace(self.hall.context, clock=lambda: at)
        state = snapshots.menu_state(context, self.hall.branch).state
        return next(found for found in state.services if found.code == service)

    def ask(self, service: str) -> None:
        now = self.hall.clock.now
        said = self.offered(service, now)
        self.keeps_its_word(said, now)
        ticket, refusal = answer_of(self.hall.issue, service)
        event("given" if ticket else str(said.reason))
        assert said.available == (ticket is not None)
        if refusal is not None:
            assert (said.reason, said.opens_at) == (refusal.sentence_key, told(refusal))

    def keeps_its_word(self, said: protocol.MenuService, now: datetime) -> None:
        """The instant that the menu names is the first at which it offers the service again."""
        if said.available or said.opens_at is None:
            return
        assert said.opens_at > now
        assert self.offered(said.code, said.opens_at).available
        for minutes in (1, 45, 600):
            before = said.opens_at - timedelta(minutes=minutes)
            assert before <= now or not self.offered(said.code, before).available


def told(refusal: Refusal) -> object:
    opens_at = refusal.params.get("opens_at")
    return opens_at.astimezone(UTC) if isinstance(opens_at, datetime) else None


@pytest.fixture
def fresh_hall(migrated_file: Path, tmp_path: Path) -> Callable[[str], Hall]:
    """Return the way from a branch file to a hall with a database of its own."""
    path = tmp_path / "hall.db"

    def make(file: str) -> Hall:
        for left in tmp_path.glob("hall.db*"):
            left.unlink()
        shutil.copy(migrated_file, path)
        clock = SettableClock()
        return Hall(context_on(open_store(url_of(path)), clock), clock, file, KIOSK, RATNA)

    return make


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=files(), minute=st.integers(0, 7 * 24 * 60), steps=STEPS)
def test_the_menu_offers_exactly_what_an_issue_gives(
    fresh_hall: Callable[[str], Hall], file: str, minute: int, steps: list[tuple[str, Any]]
) -> None:
    hall = fresh_hall(file)
    store: Any = hall.context.store
    try:
        watched = Watched(hall, minute)
        for deed, what in steps:
            watched.deeds[deed](what)
        for service in SERVICES:
            watched.ask(service)
        check(store, hall.branch)
    finally:
        store.dispose()
