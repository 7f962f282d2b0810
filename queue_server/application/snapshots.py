"""Whole states of the screens that show a hall: menu, board, supervision, print. Each is read in one snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from queue_server import protocol
from queue_server.application.boards import Place, board_state
from queue_server.application.cells import counter_cells
from queue_server.application.context import Context
from queue_server.application.days import status_of
from queue_server.application.deciding import issuing_state
from queue_server.application.desk import desk_state, queues
from queue_server.application.envelopes import current_day, envelope
from queue_server.application.menu import menu_state
from queue_server.application.papers import papers_of
from queue_server.application.payloads import head_payload, in_utc
from queue_server.application.phone import track_state, track_states
from queue_server.application.ports import Work
from queue_server.application.quiet import quiet_of
from queue_server.application.stored import TroubledPaper
from queue_server.domain.paper import SETTLED, JobState
from queue_server.domain.roles import Role

PAPERS_NAMED = 50

__all__ = [
    "Place",
    "board_state",
    "desk_state",
    "menu_state",
    "print_state",
    "supervision_state",
    "track_state",
    "track_states",
]


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
            queues=queues(context, work, day, None),
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
            voices=_voices(context, work),
            quiet_until=in_utc(quiet_of(work, now).until),
            zones=[protocol.BoardZone(zone.code, zone.name) for zone in work.branch.zones],
        )
        return envelope(context, work, state)


def _voices(context: Context, work: Work) -> list[protocol.VoiceSeen]:
    """Return each zone's loudspeaker, with the displays by name instead of id."""
    heard = context.voices(work.branch.code)
    if not heard:
        return []
    names = {device.id: device.name for device in work.accounts.devices(work.branch.code, [Role.DISPLAY])}
    return [
        replace(
            voice,
            speaker=None if voice.speaker is None else names.get(voice.speaker, voice.speaker),
            blocked=sorted(names.get(device, device) for device in voice.blocked),
        )
        for voice in heard
    ]


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
