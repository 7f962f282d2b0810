"""Whole states of the screens that show a hall: menu, board, supervision, print. Each is read in one snapshot."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from queue_server import protocol
from queue_server.application.context import Context
from queue_server.application.days import next_calls, opening, status_of
from queue_server.application.deciding import issuing_state
from queue_server.application.desk import desk_state, queues
from queue_server.application.envelopes import current_day, envelope
from queue_server.application.menu import menu_state
from queue_server.application.papers import papers_of
from queue_server.application.payloads import head_payload, in_utc, texts
from queue_server.application.phone import track_state, track_states
from queue_server.application.ports import Work
from queue_server.application.stored import QueueCount, TroubledPaper
from queue_server.domain.branch import Branch, Counter
from queue_server.domain.counter import CounterDay, CounterStatus
from queue_server.domain.event import Event
from queue_server.domain.paper import SETTLED, JobState
from queue_server.domain.ticket import Ticket

CALLS_AT_LEAST = 10
CALLS_FRESH = timedelta(seconds=120)
PAPERS_NAMED = 50
NOBODY = QueueCount(0, datetime.min.replace(tzinfo=UTC))

__all__ = ["board_state", "desk_state", "menu_state", "print_state", "supervision_state", "track_state", "track_states"]


def board_state(context: Context, branch: str, zone: str | None = None) -> protocol.Envelope:
    """Return all that a TV shows: counters and calls of its zone, people waiting everywhere."""
    with context.store.read(branch) as work:
        now = context.clock()
        day, found = current_day(work, now)
        shown = [counter for counter in work.branch.counters if zone is None or counter.zone == zone]
        codes = [counter.code for counter in shown]
        calls = work.events.recent_calls(day, codes, now - CALLS_FRESH, CALLS_AT_LEAST)
        waiting = work.tickets.waiting_by_service(day)
        state = protocol.BoardState(
            branch=head_payload(work.branch),
            zone=zone,
            day_status=status_of(work.branch, now, found),
            counters=counter_cells(work, day, shown),
            calls=[_call(context, work.branch, event) for event in calls],
            waiting=[
                protocol.WaitingCount(
                    service.code, service.series, texts(service.name), waiting.get(service.code, NOBODY).count
                )
                for service in work.branch.services
            ],
            ticker=[],
            media=[],
            theme=protocol.BoardTheme(),
            opens_at=in_utc(next_calls(work.branch, now, found)),
            issuing=opening(work.branch, now, found).reason is None,
        )
        return envelope(context, work, state)


def _call(context: Context, branch: Branch, event: Event) -> protocol.Call:
    code = event.counter or ""
    counter = branch.counters_by_code.get(code)
    name = code if counter is None else counter.name
    speech = context.announce(event.facts["number"], code, name, branch.number_reading)
    return protocol.Call(
        seq=event.seq,
        number=event.facts["number"],
        counter=code,
        name=name,
        service=event.facts["service"],
        speech=list(speech.clips),
        caption=protocol.Texts(speech.caption_id, speech.caption_en),
        at=event.at,
        count=event.facts["call_count"],
    )


def counter_cells(work: Work, day: date, counters: list[Counter]) -> list[protocol.BoardCounter]:
    """Return each counter's cell: its own state, or that of the ticket it holds."""
    states = work.counters.all()
    held = {ticket.counter: ticket for ticket in work.tickets.at_counters(day)}
    return [_cell(counter, states.get(counter.code), held.get(counter.code)) for counter in counters]


def _cell(counter: Counter, state: CounterDay | None, ticket: Ticket | None) -> protocol.BoardCounter:
    if ticket is not None:
        since = ticket.leg.started_at or ticket.leg.called_at
        status = ticket.status.value
        return protocol.BoardCounter(
            counter.code, counter.name, counter.zone, status, ticket.number, ticket.service, since
        )
    state = state or CounterDay(counter.code)
    reason = state.reason if state.status is CounterStatus.PAUSED else None
    return protocol.BoardCounter(
        counter.code, counter.name, counter.zone, state.status.value, None, None, state.since, reason
    )


def supervision_state(context: Context, branch: str) -> protocol.Envelope:
    """Return the hall at a glance."""
    with context.store.read(branch) as work:
        now = context.clock()
        day, found = current_day(work, now)
        counts = work.tickets.count_by_status(day)
        jobs = work.jobs.count_states(day)
        papers = work.jobs.troubled(day, PAPERS_NAMED)
        state = protocol.SupervisionState(
            branch=head_payload(work.branch),
            service_day=day.isoformat(),
            day_status=status_of(work.branch, now, found),
            counters=counter_cells(work, day, list(work.branch.counters)),
            queues=queues(work, day, None),
            printers=_printers(work, day),
            issued=sum(counts.values()) - counts.get("booked", 0),
            completed=counts.get("completed", 0),
            no_show=counts.get("no_show", 0),
            waiting=counts.get("waiting", 0),
            print_queued=_open_jobs(jobs),
            print_trouble=len(papers),
            print_jobs=[_trouble(paper) for paper in papers],
            issuing=issuing_state(work, found, now),
            print_queued_since=work.jobs.waiting_since(),
        )
        return envelope(context, work, state)


def _trouble(paper: TroubledPaper) -> protocol.PrintTrouble:
    return protocol.PrintTrouble(
        paper.ticket_id, paper.number, paper.state, paper.reason, paper.queued_at, kind=paper.kind
    )


def _printers(work: Work, day: date) -> list[protocol.PrinterSeen]:
    papers = {papers.printer: papers for papers in papers_of(work, day)}
    return [
        protocol.PrinterSeen(
            name=seen.name,
            state=seen.shown_state,
            paper=seen.paper,
            detail=seen.shown_detail,
            at=seen.at,
            id=seen.device_id,
            profile=seen.profile,
            is_fallback=seen.is_fallback,
            papers=papers.get(seen.device_id),
        )
        for seen in work.printers.all()
    ]


def _open_jobs(states: dict[str, int]) -> int:
    return sum(states.get(state.value, 0) for state in JobState if state not in SETTLED)


def print_state(context: Context, branch: str) -> protocol.Envelope:
    """Return what tells a printer agent to claim."""
    with context.store.read(branch) as work:
        day, _ = current_day(work, context.clock())
        jobs = work.jobs.count_states(day)
        state = protocol.PrintState(_open_jobs(jobs), jobs.get("printed", 0), day.isoformat())
        return envelope(context, work, state)
