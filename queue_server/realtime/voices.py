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
    """The displays of one room, in the order of their coming."""

    since: float
    reports: dict[str, _Report] = field(default_factory=dict)
    speaker: str | None = None
    after: int | None = None
    showing: int | None = None
    told: tuple[object, ...] = ()
    seen: tuple[object, ...] = ()
    seen_at: float = 0.0


class Voices:
    """Elects and remembers. ``seat_of`` finds a display's seat, ``tell`` sends it an order. Safe from any thread."""

    def __init__(self, seat_of: Callable[[str], Seat | None], now: Callable[[], float] = time.monotonic) -> None:
        self._seat_of = seat_of
        self._now = now
        self._lock = threading.RLock()
        self._zones: dict[Room, _Zone] = {}
        self._news: set[str] = set()
        self.tell: Tell = lambda _seat, _order: None

    def report(self, sid: str, said: object) -> VoiceOrder | None:
        """Take what a display says of its voice; return its order, None for what is no display or no report."""
        seat = self._seat_of(sid)
        report = _read(said, self._now())
        if seat is None or report is None or not is_voice(seat):
            return None
        with self._lock:
            zone = self._zones.setdefault(seat.room, _Zone(self._now()))
            zone.reports[sid] = report
            if report.spoken is not None and report.spoken > (zone.after or 0):
                zone.after = report.spoken
            if sid == zone.speaker:
                zone.showing = report.showing
            self._elect(seat.room, zone)
            return _order(zone, sid)

    def left(self, seat: Seat) -> None:
        """Take note that a display's socket is gone: its sound is gone with it."""
        with self._lock:
            zone = self._zones.get(seat.room)
            if zone is None or zone.reports.pop(seat.sid, None) is None:
                return
            if zone.reports:
                self._elect(seat.room, zone)
            else:
                del self._zones[seat.room]
                self._news.add(seat.room.branch)

    def look(self) -> None:
        """Hand over from displays that fell silent."""
        with self._lock:
            for room, zone in list(self._zones.items()):
                self._elect(room, zone)

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

    def _elect(self, room: Room, zone: _Zone) -> None:
        """Keep the speaker while it can speak, else take the first that can; tell whom it concerns."""
        now = self._now()
        able = [sid for sid, report in zone.reports.items() if report.audio == "ready" and now - report.at < MISSED_S]
        if zone.speaker not in able:
            settled = now - zone.since >= SETTLE_S
            zone.speaker = able[0] if able and settled else None
            if zone.speaker is not None:
                zone.showing = None
        told = (zone.speaker, zone.showing, len(zone.reports))
        if told != zone.told:
            zone.told = told
            self._tell_all(zone)
        self._note(room, zone, now)

    def _tell_all(self, zone: _Zone) -> None:
        for sid in list(zone.reports):
            seat = self._seat_of(sid)
            if seat is not None:
                self.tell(seat, _order(zone, sid))

    def _note(self, room: Room, zone: _Zone, now: float) -> None:
        """Remember that staff should see the zone again: at once when its voice changed, its share now and then."""
        voice = self._seen(room, zone)
        seen = (voice.state, voice.speaker, voice.displays, tuple(voice.blocked))
        figures = (round(voice.share, 2), voice.behind)
        if seen != zone.seen[:4] or (figures != zone.seen[4:] and now - zone.seen_at >= LOOK_EVERY_S):
            zone.seen, zone.seen_at = (*seen, *figures), now
            self._news.add(room.branch)

    def _seen(self, room: Room, zone: _Zone) -> VoiceSeen:
        names = {sid: seat.actor.id for sid in zone.reports if (seat := self._seat_of(sid)) is not None}
        blocked = sorted(
            {names[sid] for sid, report in zone.reports.items() if report.audio == "blocked" and sid in names}
        )
        speaker = zone.speaker
        spoken = None if speaker is None else zone.reports.get(speaker)
        state = "ready" if spoken is not None else "blocked" if blocked else _without_voice(zone)
        return VoiceSeen(
            zone=zone_of(room.key),
            state=state,
            speaker=None if speaker is None else names.get(speaker),
            displays=len(set(names.values())),
            blocked=blocked,
            share=round(0.0 if spoken is None else spoken.share, 3),
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


def _order(zone: _Zone, sid: str) -> VoiceOrder:
    return VoiceOrder(zone.speaker == sid, zone.after, zone.showing, len(zone.reports))


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
