"""Which displays show a counter, and which desks hear that they did: plain objects, no sockets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from queue_server.domain.roles import Actor, Role
from queue_server.protocol import BranchHead, DeskFigures, DeskShown, DeskState, DeskTicket, Envelope, Screen, Texts
from queue_server.protocol import Ticket as WireTicket
from queue_server.realtime.broadcaster import Broadcaster
from queue_server.realtime.painted import repainted
from queue_server.realtime.presence import Presence
from queue_server.realtime.rooms import ANY_ZONE, Room, Seat

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
CALL = 40


def ticket(call_seq: int | None) -> DeskTicket:
    facts = ("t", "A-001", "A", 1, "KTP", "pkl", "2026-11-23", "walk_in", "regular", "called", "1", 1)
    wire = WireTicket(*facts, NOW, NOW, None, None, None, None, None)
    return DeskTicket(wire, Texts("KTP"), 5, NOW, None, 3, 0, None, None, [], call_seq=call_seq)


def state(zone: str | None = None, *, in_hand: DeskTicket | None = None, shown: DeskShown | None = None) -> DeskState:
    head = BranchHead("pkl", "Kantor", "Asia/Jakarta", ["id"], [], [])
    who = ("open", None, "ratna", NOW, in_hand)
    rest: tuple[Any, ...] = ([], None, [], DeskFigures(0, 0, None, None), [], [], [], None)
    return DeskState(head, "open", "1", "Loket 1", zone, *who, *rest, shown=shown or DeskShown())


def display(presence: Presence, sid: str, zone: str = ANY_ZONE, painted: int | None = None, **who: Any) -> None:
    actor = Actor(who.get("role", Role.DISPLAY), who.get("device", sid), who.get("branch", "pkl"))
    room = Room(Screen.BOARD, actor.branch or "", zone)
    presence.sit(Seat(sid, f"link-{sid}", room, actor, "c", "10.0.0.1"))
    if painted is not None:
        presence.note_painted(sid, painted)


@pytest.fixture
def presence() -> Presence:
    """Two displays of the hall, one of each zone, one of another branch, and an officer who looks at the board."""
    everybody = Presence()
    display(everybody, "tv-1", painted=7)
    display(everybody, "tv-2")
    display(everybody, "tv-utama", "utama", 9)
    display(everybody, "tv-samping", "samping", 8)
    display(everybody, "tv-other", painted=99, branch="xyz")
    display(everybody, "ratna", painted=99, role=Role.OFFICER)
    return everybody


@pytest.mark.parametrize(
    ("zone", "shown"), [("utama", (3, [7, 9])), ("samping", (3, [7, 8])), ("lain", (2, [7])), (None, (2, [7]))]
)
def test_the_displays_of_a_zone_and_of_the_whole_hall_count(
    presence: Presence, zone: str | None, shown: tuple[int, list[int]]
) -> None:
    assert presence.shown("pkl", zone) == DeskShown(*shown)


def test_a_display_that_connects_twice_is_one(presence: Presence) -> None:
    display(presence, "again", painted=11, device="tv-1")
    assert presence.shown("pkl", None) == DeskShown(2, [11])
    presence.leave("tv-1")
    assert presence.shown("pkl", None) == DeskShown(2, [11])


def test_news_of_displays_are_taken_once_and_only_theirs() -> None:
    presence = Presence()
    display(presence, "ratna", role=Role.OFFICER, painted=3)
    assert presence.take_repainted() == set()
    display(presence, "tv-1")
    assert presence.take_repainted() == {"pkl"}
    assert presence.take_repainted() == set()
    presence.note_painted("tv-1", 5)
    presence.note_painted("tv-1", 4)
    assert presence.take_repainted() == {"pkl"}
    presence.leave("tv-1")
    assert presence.take_repainted() == {"pkl"}


@pytest.mark.parametrize(
    ("painted", "makes_a_difference"), [(CALL - 1, False), (CALL, True), (CALL + 5, True), (None, False)]
)
def test_a_desk_hears_of_the_displays_that_drew_its_call(painted: int | None, makes_a_difference: bool) -> None:
    presence = Presence()
    display(presence, "tv", painted=painted)
    last = Envelope(CALL + 9, NOW, "pkl", state(in_hand=ticket(CALL), shown=DeskShown(1, [])))
    fresh = repainted(last, presence)
    assert (fresh is not None) == makes_a_difference
    if fresh is not None:
        assert (fresh.seq, fresh.state.shown) == (last.seq, DeskShown(1, [painted]))
        assert repainted(fresh, presence) is None


def test_without_a_call_only_the_number_of_displays_is_news() -> None:
    presence = Presence()
    display(presence, "tv", painted=CALL)
    for in_hand in (None, ticket(None)):
        last = Envelope(CALL, NOW, "pkl", state(in_hand=in_hand, shown=DeskShown(1, [])))
        assert repainted(last, presence) is None
        assert repainted(replace(last, state=state(in_hand=in_hand)), presence) is not None


def _at_once(deed: Callable[..., object], *arguments: object) -> None:
    deed(*arguments)


def test_telling_desks_builds_nothing_and_reaches_no_other_screen() -> None:
    """At the peak of a hall each call is drawn by dozens of displays: none of that may cost a look at the database."""
    built: list[Screen] = []
    sent: list[tuple[str, str]] = []
    broadcaster = Broadcaster(_at_once)

    def view(screen: Screen) -> Callable[[str, list[str]], dict[str, Envelope]]:
        def build(branch: str, keys: list[str]) -> dict[str, Envelope]:
            built.append(screen)
            hand = {"1": ticket(CALL), "2": None}
            zones = {"1": "utama", "2": "samping"}
            return {
                key: Envelope(
                    CALL,
                    NOW,
                    branch,
                    state(zones[key], in_hand=hand[key], shown=broadcaster.presence.shown(branch, zones[key]))
                    if screen is Screen.DESK
                    else key,
                )
                for key in keys
            }

        return build

    def send(message: str, _envelope: Envelope, seats: list[Seat]) -> None:
        sent.extend((message, seat.sid) for seat in seats)

    broadcaster.attach({screen: view(screen) for screen in Screen}, send, lambda _seats: None)
    presence = broadcaster.presence
    for number in range(40):
        display(presence, f"tv-{number}", "utama")
    officer = Actor(Role.OFFICER, "ratna", "pkl")
    for counter in ("1", "2"):
        presence.sit(Seat(f"desk-{counter}", counter, Room(Screen.DESK, "pkl", counter), officer, "c", "a"))
    presence.sit(Seat("phone", "phone", Room(Screen.TRACK, "pkl", "t"), officer, "c", "a"))
    broadcaster.published("pkl", CALL)
    built.clear()
    sent.clear()
    for number in range(40):
        presence.note_painted(f"tv-{number}", CALL)
    for branch in presence.take_repainted():
        broadcaster.repaint(branch)
    assert sent == [("desk.state", "desk-1")], "once for forty displays, and only where the call is"
    broadcaster.repaint("pkl")
    assert (len(sent), built) == (1, [])
