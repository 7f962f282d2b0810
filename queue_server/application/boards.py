"""What a TV shows, read in one snapshot: counters and calls of its place in the hall, people waiting everywhere."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from queue_server import protocol
from queue_server.application.cells import counter_cells
from queue_server.application.context import Context, MediaUrl
from queue_server.application.days import local_time, next_calls, opening, status_of
from queue_server.application.envelopes import current_day, envelope
from queue_server.application.payloads import head_payload, in_utc, texts
from queue_server.application.ports import Work
from queue_server.application.quiet import quiet_of
from queue_server.application.stored import QueueCount
from queue_server.domain.board import Medium, due
from queue_server.domain.branch import Branch, Counter
from queue_server.domain.errors import Refusal
from queue_server.domain.event import Event

CALLS_AT_LEAST = 10
CALLS_FRESH = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Place:
    """What part of the hall a TV shows: one counter, one zone, or (neither) all of it."""

    zone: str | None = None
    counter: str | None = None

    def within(self, branch: Branch) -> Place:
        """Return the place as the branch has it now: without its zone, once the file dropped it, it is all the hall."""
        known = {zone.code for zone in branch.zones}
        return self if self.zone is None or self.zone in known else Place(None, self.counter)

    def counters_of(self, branch: Branch) -> list[Counter]:
        """Return the counters that belong to it; refused where the file has dropped its counter."""
        if self.counter is not None:
            return [branch.counter(self.counter)]
        return [counter for counter in branch.counters if self.zone is None or counter.zone == self.zone]


WHOLE_HALL: Final = Place()


def board_state(context: Context, branch: str, place: Place = WHOLE_HALL) -> protocol.Envelope:
    """Return all that a TV at a place shows."""
    with context.store.read(branch) as work:
        return _board(context, work, place)


def _board(context: Context, work: Work, place: Place) -> protocol.Envelope:
    now = context.clock()
    place = place.within(work.branch)
    day, found = current_day(work, now)
    shown = place.counters_of(work.branch)
    codes = [counter.code for counter in shown]
    calls = work.events.recent_calls(day, codes, now - CALLS_FRESH, CALLS_AT_LEAST)
    quiet = quiet_of(work, now)
    state = protocol.BoardState(
        branch=head_payload(work.branch),
        zone=place.zone,
        day_status=status_of(work.branch, now, found),
        counters=counter_cells(work, day, shown),
        calls=[_call(context, work.branch, event) for event in calls],
        waiting=[] if place.counter is not None else _waiting(work, work.tickets.waiting_by_service(day)),
        ticker=[] if place.counter is not None else [texts(text) for text in work.branch.board.ticker],
        media=_media(context.media_url, work.branch, place, now),
        theme=theme_of(work.branch),
        opens_at=in_utc(next_calls(work.branch, now, found)),
        issuing=opening(work.branch, now, found).reason is None,
        counter=place.counter,
        zones=_zones(work.branch, place),
        is_quiet=quiet.is_quiet,
        quiet_until=in_utc(quiet.until),
    )
    return envelope(context, work, state)


def glance(context: Context, branch: str, place: Place) -> protocol.BoardState:
    """Return what somebody sees who asks for a board by its address; refused where there is no such place.

    It names every zone, for whoever wants to look at another one.
    """
    with context.store.read(branch) as work:
        zones = [protocol.BoardZone(zone.code, zone.name) for zone in work.branch.zones]
        if place.zone is not None and place.zone not in {zone.zone for zone in zones}:
            raise Refusal("not_found", "unknown_zone", zone=place.zone)
        state: protocol.BoardState = _board(context, work, place).state
    return replace(state, zones=zones if place.counter is None and len(zones) > 1 else [])


def _waiting(work: Work, counts: dict[str, QueueCount]) -> list[protocol.WaitingCount]:
    return [
        protocol.WaitingCount(service.code, service.series, texts(service.name), _people(counts.get(service.code)))
        for service in work.branch.services
    ]


def _people(queue: QueueCount | None) -> int:
    return 0 if queue is None else queue.count


def _zones(branch: Branch, place: Place) -> list[protocol.BoardZone]:
    """Return the zones that have counters, where a board shows more than one of them."""
    if place.zone is not None or place.counter is not None:
        return []
    used = {counter.zone for counter in branch.counters}
    zones = [protocol.BoardZone(zone.code, zone.name) for zone in branch.zones if zone.code in used]
    return zones if len(zones) > 1 else []


def _media(url_of: MediaUrl, branch: Branch, place: Place, now: datetime) -> list[protocol.BoardMedium]:
    if place.counter is not None:
        return []
    shown = due(branch.board.media, local_time(branch, now), place.zone)
    return [_medium(medium, url) for medium in shown if (url := url_of(branch.code, medium.file)) is not None]


def _medium(medium: Medium, url: str) -> protocol.BoardMedium:
    if medium.is_film:
        return protocol.BoardMedium("film", url, None, sound=medium.sound)
    return protocol.BoardMedium("picture", url, medium.seconds, sound=False)


def theme_of(branch: Branch) -> protocol.BoardTheme:
    """Return where a branch's dyes and arms are, each address with the version of what it leads to."""
    sheet, png = _sheet(branch), _arms(branch)
    return protocol.BoardTheme(
        css=None if sheet is None else f"/display/themes/{branch.code}.css?v={version_of(sheet)}",
        logo=None if png is None else f"/display/logos/{branch.code}.png?v={version_of(png)}",
    )


@lru_cache(maxsize=64)
def version_of(content: str | bytes) -> str:
    """Return what changes with a content: some digits of its SHA-256."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:16]


def theme_css(context: Context, branch: str) -> str | None:
    """Return the style sheet of a branch's dyes; None where it has none."""
    with context.store.read(branch) as work:
        return _sheet(work.branch)


def arms(context: Context, branch: str) -> bytes | None:
    """Return the PNG of a branch's arms; None where it has none."""
    with context.store.read(branch) as work:
        return _arms(work.branch)


def _sheet(branch: Branch) -> str | None:
    dyes = branch.board.dyes
    if dyes is None:
        return None
    return f":root {{ --nila-900: {dyes.panel}; --nila-200: {dyes.second}; --soga-700: {dyes.foot}; }}\n"


def _arms(branch: Branch) -> bytes | None:
    logo = branch.board.logo
    return None if logo is None else base64.b64decode(logo.png)


def _call(context: Context, branch: Branch, event: Event) -> protocol.Call:
    code = event.counter or ""
    counter = branch.counters_by_code.get(code)
    name = code if counter is None else counter.name
    zone = None if counter is None else counter.zone
    speech = context.announce(event.facts["number"], *_goal(branch, code, name, zone), branch.number_reading)
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
        zone=zone,
        speech_en=list(speech.clips_en) if branch.voice.english else [],
    )


def _goal(branch: Branch, code: str, name: str, zone: str | None) -> tuple[str, str]:
    """Return code and name of the place that the voice sends people to; a zone's code is nothing to be spelled."""
    known = {known.code: known.name for known in branch.zones}
    return ("", known[zone]) if branch.voice.goal == "zone" and zone in known else (code, name)
