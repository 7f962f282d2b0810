"""Which day the demo plays: the branch, who comes, and the clock that it runs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import click

from queue_server.application.branch_file import branch_of_document, read_branch_file
from queue_server.application.replay import REPLAY_DAY
from queue_server.application.trace import TraceError, read_trace
from queue_server.cli.offices import read_text
from queue_server.demo.clock import FastClock
from queue_server.demo.day import Offer, Spans, Visit, cast_fates, invent_visits
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import Span

PEKALONGAN = Path(__file__).parents[2] / "deploy" / "branches" / "pekalongan.toml"
RESIDENTS = 230
LEAD_S = 300
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asked for."""

    speed: float
    branch: Path | None
    trace: Path | None
    port: int | None
    home: Path | None
    seed: int
    stay: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A day about to be played. ``text`` is the branch's file, ``spans`` are when its counters call."""

    text: str
    branch: Branch
    visits: Sequence[Visit]
    spans: Spans
    clock: FastClock
    day: str


def make_plan(wish: Wish) -> Plan:
    """Return the wished day: residents of the trace, else invented ones; a few are absent, moved or in a hurry."""
    text = read_text(_branch_file(wish))
    branch = branch_of_document(read_branch_file(text))
    plan = branch.timetable.plan(REPLAY_DAY, {})
    spans, issuing = _seconds(plan.service), _seconds(plan.issue)
    if not spans or not issuing:
        raise click.ClickException(f"{branch.name} is closed on Mondays, and the demo plays a Monday.")
    visits = _traced(wish.trace, branch) if wish.trace else _invented(branch, issuing, wish.seed)
    served = [service.code for service in branch.services if branch.counters_for[service.code]]
    cast_fates(visits, served, branch.languages, wish.seed)
    first_s = min(visits[0].at_s, spans[0][0])
    begins_s = max((first_s - LEAD_S) // LEAD_S * LEAD_S, 0)
    midnight = datetime.combine(REPLAY_DAY, time(), branch.zone_info)
    return Plan(text, branch, visits, spans, FastClock(midnight, begins_s, wish.speed), REPLAY_DAY.isoformat())


def _branch_file(wish: Wish) -> Path:
    if wish.branch is None and not PEKALONGAN.exists():
        raise click.ClickException("The sample branch is not part of this installation. Name a file: --branch FILE.")
    return wish.branch or PEKALONGAN


def _seconds(spans: Iterable[Span]) -> Spans:
    return [(span.start * MINUTE_S, span.end * MINUTE_S) for span in spans]


def _traced(trace: Path, branch: Branch) -> list[Visit]:
    try:
        with trace.open(encoding="utf-8", newline="") as lines:
            arrivals = read_trace(lines, branch.services_by_code)
    except TraceError as error:
        raise click.ClickException(f"{trace}: {error}. Nothing was played.") from None
    if not arrivals:
        raise click.ClickException(f"{trace} has no rows; there is no day to play.")
    return [Visit(arrival.arrival_s, arrival.service, arrival.service_s) for arrival in arrivals]


def _invented(branch: Branch, issuing: Spans, seed: int) -> list[Visit]:
    """Return residents who come for what the counters can serve: the more counter time, the more of them."""
    offers = []
    for service in branch.services:
        shares = [1 / len(branch.services_of(counter)) for counter in branch.counters_for[service.code]]
        if shares:
            offers.append(Offer(service.code, service.service_minutes, sum(shares) / service.service_minutes))
    return invent_visits(offers, issuing, RESIDENTS, seed)
