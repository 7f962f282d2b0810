"""What a branch wants on its displays and from its voice: announcements, pictures and films, dyes, silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from queue_server.domain.calendar import WEEKDAYS, Span, minute_of
from queue_server.domain.dyes import Dyes
from queue_server.domain.slip import Picture
from queue_server.domain.text import Text

FILMS = frozenset({"mp4", "webm"})


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or film beside the calls, and when it is shown. Without days, hours or zones: always, everywhere.

    ``seconds``: how long a picture stays; a film runs to its end.
    """

    file: str
    seconds: int
    sound: bool = False
    days: tuple[str, ...] = ()
    hours: tuple[Span, ...] = ()
    since: date | None = None
    until: date | None = None
    zones: tuple[str, ...] = ()

    @property
    def is_film(self) -> bool:
        """Say whether it runs and may be heard."""
        return self.file.rpartition(".")[2].lower() in FILMS

    def is_due(self, local: datetime, zone: str | None) -> bool:
        """Say whether it is shown in a zone at an instant of the branch's wall clock; ``until`` is its last day.

        A board of the whole hall (no zone) shows what belongs to any of them.
        """
        today = local.date()
        return (
            (self.since is None or self.since <= today)
            and (self.until is None or today <= self.until)
            and (not self.days or WEEKDAYS[today.weekday()] in self.days)
            and (not self.hours or any(span.holds(minute_of(local)) for span in self.hours))
            and (not self.zones or zone is None or zone in self.zones)
        )


def due(media: Iterable[Medium], local: datetime, zone: str | None) -> list[Medium]:
    """Return what is shown now, in the order of the file."""
    return [medium for medium in media if medium.is_due(local, zone)]


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """What a branch puts on its displays beside its calls."""

    ticker: tuple[Text, ...] = ()
    media: tuple[Medium, ...] = ()
    dyes: Dyes | None = None
    logo: Picture | None = None


@dataclass(frozen=True, slots=True)
class VoicePlan:
    """How a branch calls aloud. ``goal``: what the voice sends people to, ``counter`` or ``zone``.

    ``english``: the English sentence follows; ``quiet``: spans of each day in which nothing sounds.
    """

    english: bool = False
    goal: str = "counter"
    quiet: tuple[Span, ...] = ()

    def quiet_span(self, local: datetime) -> Span | None:
        """Return the silent span that holds an instant of the branch's wall clock."""
        return next((span for span in self.quiet if span.holds(minute_of(local))), None)
