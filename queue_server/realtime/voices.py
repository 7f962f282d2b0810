"""One voice a zone: of the displays that show the same calls, one speaks and the others follow its picture.

The display that speaks goes on speaking while it reports. One that falls silent, whose browser refuses sound or whose
socket is gone hands over to the one that has been there longest. What the zone heard last is remembered, so that the
next one neither repeats nor leaves out a call. Nothing here waits: ``look`` is called every half second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from queue_server.domain.roles import Role
from queue_server.protocol import Screen, VoiceOrder, VoiceSeen
from queue_server.realtime.rooms import ANY_ZONE, Room, Seat, zone_of

SETTLE_S = 1.0
"""How long a zone waits for its displays' first words: one of them may have spoken before a restart."""
MISSED_S = 3.5
"""A display that says nothing for so long does not speak any more; its own lease ended before (2.5 s)."""
LOOK_EVERY_S = 10.0
"""How often staff see a new share of time."""
AUDIO = ("ready", "blocked", "off")
NO_VOICE = "silent"

Tell = Callable[[Seat, VoiceOrder], None]
Newest = Callable[[str], int]
"""Branch -> the seq of its newest state that was sent; -1 while none was."""
SILENCE = VoiceOrder(speaks=False, after=None, showing=None, of=1, voiced=False)
"""The order of who has no voice: a display on a counter's top, staff who look."""
Orders = list[tuple[Seat, VoiceOrder]]


@dataclass(slots=True)
class _Report:
    """What a display said last, and when (monotonic seconds)."""

    at: float
    audio: str = "off"
    showing: int | None = None
    spoken: int | None = None
    share: float = 0.0
    behind: int = 0


@dataclass(slots=True)
class _Zone:
    """The displays of one room, in the order of their coming. ``term`` counts its orders."""

    since: float
    term: int
    reports: dict[str, _Report] = field(default_factory=dict)
    speaker: str | None = None
    after: int | None = None
    showing: int | None = None
    told: tuple[object, ...] = ()
    seen: VoiceSeen | None = None
    seen_at: float = 0.0
    is_changed: bool = True

    def can_speak(self, sid: str, now: float) -> bool:
        """Say whether a display reports, and may sound."""
        report = self.reports.get(sid)
        return report is not None and report.audio == "ready" and now - report.at < MISSED_S

    def order(self, sid: str) -> VoiceOrder:
        """Return what a display is told."""
        speaker = self.speaker
        return VoiceOrder(speaker == sid, self.after, self.showing, len(self.reports), self.term, speaker is not None)


class Voices:
    """Elects and remembers. ``seat_of`` finds a display's seat, ``tell`` sends it an order. Safe from any thread."""

    def __init__(
        self, seat_of: Callable[[str], Seat | None], newest: Newest, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._seat_of = seat_of
        self._newest = newest
        self._now = now
        self._lock = threading.Lock()
        self._zones: dict[Room, _Zone] = {}
        self._news: set[str] = set()
        self.tell: Tell = lambda _seat, _order: None

    def report(self, sid: str, said: object) -> VoiceOrder | None:
        """Take what a display says of its voice; return its order, None for what is no report."""
        report = _read(said, self._now())
        if report is None:
            return None
        with self._lock:
            seat = self._seat_of(sid)  # within the lock: who left meanwhile must not come back by a late word
            if seat is None:
                return None
            if not is_voice(seat):
                return SILENCE
            zone = self._zones.setdefault(seat.room, _Zone(report.at, time.time_ns() // 1_000_000))
            before = zone.reports.get(sid)
            zone.reports[sid] = report
            zone.is_changed |= before is None or before.audio != report.audio
            self._believe(zone, report, self._newest(seat.room.branch))
            if sid == zone.speaker:
                zone.showing = report.showing
            orders = self._elect(seat.room, zone)
            answer = zone.order(sid)
        self._send(orders)
        return answer

    def left(self, seat: Seat) -> None:
        """Take note that a display's socket is gone: its sound is gone with it."""
        with self._lock:
            zone = self._zones.get(seat.room)
            orders = [] if zone is None else self._forget(seat.room, zone, seat.sid)
        self._send(orders)

    def look(self) -> None:
        """Hand over from displays that fell silent."""
        orders: Orders = []
        with self._lock:
            for room, zone in list(self._zones.items()):
                for sid in [sid for sid in zone.reports if self._seat_of(sid) is None]:
                    orders += self._forget(room, zone, sid)
                if zone.reports:
                    orders += self._elect(room, zone)
        self._send(orders)

    def take_news(self) -> set[str]:
        """Return the branches whose loudspeakers changed for staff since this was last asked."""
        with self._lock:
            news, self._news = self._news, set()
            return news

    def seen(self, branch: str) -> list[VoiceSeen]:
        """Return each zone's loudspeaker, displays by their device ids."""
        with self._lock:
            rooms = sorted((room for room in self._zones if room.branch == branch), key=lambda room: room.key)
            return [self._seen(room, self._zones[room]) for room in rooms]

    def _believe(self, zone: _Zone, report: _Report, newest: int) -> None:
        """Take the last call that was heard; what is above the branch's own seq belongs to another history."""
        if zone.after is not None and zone.after > newest:
            zone.after = None
        if report.showing is not None and report.showing > newest:
            report.showing = None
        if report.spoken is not None and (zone.after or 0) < report.spoken <= newest:
            zone.after = report.spoken

    def _forget(self, room: Room, zone: _Zone, sid: str) -> Orders:
        if zone.reports.pop(sid, None) is None:
            return []
        zone.is_changed = True
        if zone.reports:
            return self._elect(room, zone)
        del self._zones[room]
        self._news.add(room.branch)
        return []

    def _elect(self, room: Room, zone: _Zone) -> Orders:
        """Keep the speaker while it can speak, else take the first that can; return whom to tell what."""
        now = self._now()
        if zone.speaker is None or not zone.can_speak(zone.speaker, now):
            able = next((sid for sid in zone.reports if zone.can_speak(sid, now)), None)
            elected = able if now - zone.since >= SETTLE_S else None
            if elected != zone.speaker:
                zone.speaker, zone.is_changed = elected, True
                zone.showing = None
        self._note(room, zone, now)
        told = (zone.speaker, zone.showing, len(zone.reports) > 1)
        if told == zone.told:
            return []
        zone.told = told
        zone.term += 1
        seats = [(sid, self._seat_of(sid)) for sid in zone.reports]
        return [(seat, zone.order(sid)) for sid, seat in seats if seat is not None]

    def _send(self, orders: Orders) -> None:
        for seat, order in orders:
            self.tell(seat, order)

    def _note(self, room: Room, zone: _Zone, now: float) -> None:
        """Remember that staff should see the zone again: at once when its voice changed, its share now and then."""
        if not zone.is_changed and now - zone.seen_at < LOOK_EVERY_S:
            return
        seen = self._seen(room, zone)
        zone.is_changed, zone.seen_at = False, now
        if seen != zone.seen:
            zone.seen = seen
            self._news.add(room.branch)

    def _seen(self, room: Room, zone: _Zone) -> VoiceSeen:
        names = {sid: seat.actor.id for sid in zone.reports if (seat := self._seat_of(sid)) is not None}
        refused = [sid for sid, report in zone.reports.items() if report.audio == "blocked"]
        blocked = sorted({names[sid] for sid in refused if sid in names})
        speaker = zone.speaker
        spoken = None if speaker is None else zone.reports.get(speaker)
        state = "ready" if spoken is not None else "blocked" if blocked else _without_voice(zone)
        return VoiceSeen(
            zone=zone_of(room.key),
            state=state,
            speaker=None if speaker is None else names.get(speaker),
            displays=len(set(names.values())),
            blocked=blocked,
            share=round(0.0 if spoken is None else spoken.share, 2),
            behind=0 if spoken is None else spoken.behind,
        )


def is_voice(seat: Seat) -> bool:
    """Say whether a seat is a display that may speak for a zone; one on a counter's top, or who only looks, may not."""
    return (
        seat.room.screen is Screen.BOARD
        and seat.actor.role is Role.DISPLAY
        and (seat.room.key == ANY_ZONE or zone_of(seat.room.key) is not None)
    )


def _without_voice(zone: _Zone) -> str:
    return "off" if all(report.audio == "off" for report in zone.reports.values()) else NO_VOICE


def _read(said: object, now: float) -> _Report | None:
    """Return a display's report; what is missing or odd in it counts as nothing said."""
    if not isinstance(said, Mapping) or said.get("audio") not in AUDIO:
        return None
    return _Report(
        at=now,
        audio=str(said["audio"]),
        showing=_seq(said.get("showing")),
        spoken=_seq(said.get("spoken")),
        share=_between(said.get("share"), 1.0),
        behind=int(_between(said.get("behind"), 1000.0)),
    )


def _seq(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


def _between(value: Any, most: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124  (NaN)
    return min(max(float(value), 0.0), most) if is_number else 0.0
