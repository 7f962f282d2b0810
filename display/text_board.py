"""The board as plain HTML, for screen readers, text browsers and slow phones, and one counter's number for its top.

No script: the page asks again by itself. Nothing of ``queue_server.web`` is needed but its template globals.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template, request

from queue_server.protocol import BoardCounter, BoardState, Call, Texts
from queue_server.wording import clock, day_line, hour

LANGUAGES = ("id", "en")
REFRESH_S = 15
SLOW_REFRESH_S = 60
COUNTER_REFRESH_S = 5
EARLIER_CALLS = 9
LONG_NUMBER = 6
GLIMPSE_S = 1.0
MOST_GLIMPSES = 500
PAUSE_REASONS = frozenset({"break", "prayer", "admin"})
"""An officer's own words for a pause are for the staff's screens."""

BoardOf = Callable[[str, str | None, str | None], BoardState]
"""``(branch, zone, counter)`` to the state of that board; a ``Refusal`` where one of them is unknown."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call as a row: ``at`` is ``09.41``, ``count`` how often this number was called there."""

    number: str
    place: str
    service: str
    at: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class CounterLine:
    """One counter as a row. ``word`` is a key of the catalogue; ``number`` is empty unless somebody is there."""

    code: str
    name: str
    zone: str
    word: str
    number: str
    status: str


@dataclass(frozen=True, slots=True)
class TextBoard:
    """All that the templates show; empty and ``None`` mean: leave it out.

    ``mood``: open, before (nobody calls yet) or closed; ``opens_day`` is set where that is not today. ``services``:
    series, name and people waiting. ``zones``: code and name of all parts of the hall, also where one is shown.
    """

    branch: str
    office: str
    zone: str | None
    zone_name: str
    zones: list[tuple[str, str]]
    mood: str
    is_issuing: bool
    opens: str | None
    opens_day: str | None
    at: str
    newest: CallLine | None
    earlier: list[CallLine]
    counters: list[CounterLine]
    services: list[tuple[str, str, int]]
    waiting: int
    notices: list[str]
    channels: list[str]


def view_of(state: BoardState, at: datetime, language: str) -> TextBoard:
    """Read a board in one language; ``at`` is the aware instant of the state, times are on the branch's clock."""
    zone = ZoneInfo(state.branch.timezone)
    names = {queue.service: _in(queue.name, language) for queue in state.waiting}
    calls = [_call_line(call, names, zone, language) for call in state.calls[: EARLIER_CALLS + 1]]
    opens = state.opens_at if state.opens_at and state.opens_at > at else None
    is_another_day = opens is not None and opens.astimezone(zone).date() != at.astimezone(zone).date()
    zones = {part.zone: part.name for part in state.zones}
    return TextBoard(
        branch=state.branch.code,
        office=state.branch.name,
        zone=state.zone,
        zone_name=zones.get(state.zone or "", state.zone or ""),
        zones=list(zones.items()),
        mood=_mood(state, opens),
        is_issuing=state.issuing,
        opens=hour(opens, zone) if opens else None,
        opens_day=day_line(opens.astimezone(zone).date(), language) if opens and is_another_day else None,
        at=f"{at.astimezone(zone):%H.%M.%S} {clock(at, zone).partition(' ')[2]}",
        newest=calls[0] if calls else None,
        earlier=calls[1:],
        counters=[_counter_line(counter, zones) for counter in state.counters],
        services=[(queue.series, names[queue.service], queue.count) for queue in state.waiting],
        waiting=sum(queue.count for queue in state.waiting),
        notices=[text for text in (_in(notice, language) for notice in state.ticker) if text],
        channels=state.branch.channels,
    )


def _mood(state: BoardState, opens: datetime | None) -> str:
    if state.day_status == "closed":
        return "closed"
    is_before = state.day_status == "not_open" or (not state.calls and opens is not None)
    return "before" if is_before else "open"


def _call_line(call: Call, names: dict[str, str], zone: ZoneInfo, language: str) -> CallLine:
    return CallLine(
        number=call.number,
        place=_place(call.name, call.counter),
        service=names.get(call.service, ""),
        at=hour(call.at, zone),
        sentence=_in(call.caption, language),
        count=call.count,
    )


def _counter_line(counter: BoardCounter, zones: dict[str, str]) -> CounterLine:
    return CounterLine(
        code=counter.counter,
        name=_place(counter.name, counter.counter),
        zone=zones.get(counter.zone or "", ""),
        word=_word(counter),
        number=(counter.number or "") if counter.status in {"called", "serving", "closing"} else "",
        status=_status(counter),
    )


def _status(counter: BoardCounter) -> str:
    if counter.status == "closing":
        return "serving" if counter.number else "closed"
    return counter.status


def _word(counter: BoardCounter) -> str:
    if counter.status == "paused" and counter.reason in PAUSE_REASONS:
        return f"common.pause_reason.{counter.reason}"
    return f"common.counter_status.{_status(counter)}"


def _place(name: str, code: str) -> str:
    """Keep ``Loket 3`` on one line: a sign that stands alone says nothing."""
    return re.sub(r"\s+(?=\S{1,4}$)", "\N{NO-BREAK SPACE}", name or code)


def _in(texts: Texts, language: str) -> str:
    return (texts.en if language == "en" else texts.id) or texts.id


def _now() -> datetime:
    return datetime.now(UTC)


def glimpses(board_of: BoardOf, keep_s: float = GLIMPSE_S) -> BoardOf:
    """Return ``board_of`` remembering each answer for a moment: many may look, the database is asked once."""
    kept: dict[tuple[str, str | None, str | None], tuple[float, BoardState]] = {}

    def look(branch: str, zone: str | None, counter: str | None) -> BoardState:
        place, now = (branch, zone, counter), time.monotonic()
        seen = kept.get(place)
        if seen is None or now - seen[0] >= keep_s:
            seen = (now, board_of(branch, zone, counter))
            if len(kept) >= MOST_GLIMPSES:
                kept.clear()
            kept[place] = seen
        return seen[1]

    return look


def make_text_blueprint(board_of: BoardOf, now: Callable[[], datetime] = _now) -> Blueprint:
    """Serve ``/board/{branch}`` (``?zone=``) and ``/board/{branch}/counters/{counter}``, to everybody.

    ``?lang=`` chooses the language, else it is the branch's first. ``?every=`` is 15, 60 or 0 seconds, 5 or 0 for a
    counter; 0 never asks again, for whoever needs longer to read. A ``Refusal`` of ``board_of`` passes through.
    """
    pages = Blueprint("text_board", __name__, template_folder="templates")

    @pages.get("/board/<branch>")
    def board(branch: str) -> Response:
        """Show the calls, the counters and who waits, newest first."""
        state = board_of(branch, request.args.get("zone") or None, None)
        choices = (REFRESH_S, SLOW_REFRESH_S, 0)
        return _page("display/text_board.html", state, now(), refresh_s=_every(choices), choices=choices)

    @pages.get("/board/<branch>/counters/<counter>")
    def counter(branch: str, counter: str) -> Response:
        """Show one counter's number as large as the screen."""
        state = board_of(branch, None, counter)
        place = next((line for line in state.counters if line.counter == counter), None)
        shown = _counter_line(place, {}) if place else None
        is_long = bool(shown and len(shown.number) > LONG_NUMBER)
        refresh_s = _every((COUNTER_REFRESH_S, 0))
        return _page("display/text_counter.html", state, now(), refresh_s=refresh_s, place=shown, is_long=is_long)

    return pages


def _every(choices: Sequence[int]) -> int:
    """Return how often the reader wishes the page anew, in seconds; the first choice where nothing was said."""
    wish = request.args.get("every", type=int)
    return wish if wish is not None and wish in choices else choices[0]


def _page(template: str, state: BoardState, at: datetime, **values: object) -> Response:
    asked = request.args.get("lang", "")
    own = next((code for code in state.branch.languages if code in LANGUAGES), LANGUAGES[0])
    lang = asked if asked in LANGUAGES else own
    languages = [code for code in state.branch.languages if code in LANGUAGES] or [lang]
    view = view_of(state, at, lang)
    kept = {name: value for name in ("lang", "zone", "every") if (value := request.args.get(name))}
    answer = make_response(render_template(template, lang=lang, languages=languages, view=view, kept=kept, **values))
    answer.headers["Cache-Control"] = "no-store"
    return answer
