"""What a TV shows, how it hangs, and whose voice is heard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from queue_server.protocol.halls import BranchHead
from queue_server.protocol.names import Texts


@dataclass(frozen=True, slots=True)
class BoardCounter:
    """One counter cell. ``status``: closed, open, paused, closing, called, serving.

    ``reason``: why it pauses; break, prayer, admin, away, or an officer's own words.
    """

    counter: str
    name: str
    zone: str | None
    status: str
    number: str | None
    service: str | None
    since: datetime | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One announcement, by the seq of its event; ``speech`` are clip names in speaking order.

    ``speech_en``: the clips of the English sentence that follows; empty where the branch wants none.
    """

    seq: int
    number: str
    counter: str
    name: str
    service: str
    speech: list[str]
    caption: Texts
    at: datetime
    count: int
    zone: str | None = None
    speech_en: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """People waiting for one service."""

    service: str
    series: str
    name: Texts
    count: int


@dataclass(frozen=True, slots=True)
class BoardZone:
    """A part of the hall on a board that shows several."""

    zone: str
    name: str


@dataclass(frozen=True, slots=True)
class BoardMedium:
    """A picture or film that is shown beside the calls now. ``kind``: picture, film; ``url`` changes with the file.

    ``seconds``: how long a picture stays, null for a film; ``sound``: a film may be heard between calls.
    """

    kind: str
    url: str
    seconds: int | None
    sound: bool


@dataclass(frozen=True, slots=True)
class BoardTheme:
    """Addresses of what rarely changes: the branch's own colours and its arms; null where it has none."""

    css: str | None = None
    logo: str | None = None


@dataclass(frozen=True, slots=True)
class BoardState:
    """``board.state``: all a TV shows. ``day_status``: not_open, open, closed.

    ``opens_at``: when counters next begin to call, null while they should be calling or nobody knows;
    ``issuing``: kiosks give numbers now; ``counter``: the only one on a counter-top screen; ``zones``: the parts of the
    hall that a board of the whole hall shows, empty where it is one; ``is_quiet``: no chime, no voice, no sound of
    films now; ``ticker``: announcements under the board, the branch's first language in ``id``.
    """

    branch: BranchHead
    zone: str | None
    day_status: str
    counters: list[BoardCounter]
    calls: list[Call]
    waiting: list[WaitingCount]
    ticker: list[Texts]
    media: list[BoardMedium]
    theme: BoardTheme
    opens_at: datetime | None = None
    issuing: bool = False
    counter: str | None = None
    zones: list[BoardZone] = field(default_factory=list)
    is_quiet: bool = False
    quiet_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DisplaySeat:
    """``GET /displays/self``: how a TV hangs in the hall. ``counter``: the one it shows, on a counter's top.

    ``panel_inch``: diagonal of a 16:9 panel; ``farthest_m``: the seat farthest from it; ``margin_percent``: what the
    panel cuts off at each edge; ``is_silent``: it has no loudspeaker, or shall not use it.
    """

    id: str
    name: str
    branch: str
    zone: str | None
    counter: str | None
    panel_inch: float | None
    farthest_m: float | None
    margin_percent: float
    is_silent: bool


@dataclass(frozen=True, slots=True)
class VoiceReport:
    """``voice`` from a display. ``audio``: ready, blocked (the browser wants a touch first), off.

    ``showing``: seq of the call in the panel; ``spoken``: of the last call that was heard to its end; ``share``: part
    of the last ten minutes in which it spoke, 0 to 1; ``behind``: calls that wait to be spoken.
    """

    audio: str
    showing: int | None = None
    spoken: int | None = None
    share: float = 0.0
    behind: int = 0


@dataclass(frozen=True, slots=True)
class VoiceOrder:
    """``voice`` to a display, and the acknowledgement of its own. ``speaks``: this display is its zone's voice.

    ``after``: seq of the last call that the zone heard; ``showing``: seq of the call that the zone's voice shows, for
    the others to follow; ``of``: displays of the zone; ``voiced``: one of them speaks;
    ``term`` grows with each order: a lower one came late.
    """

    speaks: bool
    after: int | None
    showing: int | None
    of: int
    term: int = 0
    voiced: bool = True


@dataclass(frozen=True, slots=True)
class VoiceSeen:
    """One zone's loudspeaker as staff see it. ``zone``: null for the displays of the whole hall.

    ``state``: ready, blocked, off, silent (no display speaks); ``speaker``: name of the display that speaks;
    ``blocked``: names of the displays whose browser wants a touch first; ``share`` and ``behind`` as it reported them.
    """

    zone: str | None
    state: str
    speaker: str | None
    displays: int
    blocked: list[str]
    share: float
    behind: int


@dataclass(frozen=True, slots=True)
class QuietState:
    """Answer of ``POST /branches/{b}/quiet``: until when the hall is silent; null when it is not."""

    until: datetime | None
