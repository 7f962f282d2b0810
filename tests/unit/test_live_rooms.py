"""Rooms, doors and presence: plain objects, no sockets."""

import pytest

from queue_server.domain.roles import Actor, Role
from queue_server.protocol import Screen
from queue_server.realtime.doors import STRANGERS_PER_ADDRESS, Doors
from queue_server.realtime.presence import Presence
from queue_server.realtime.rooms import (
    DEVICE_SCREEN,
    STAFF_SCREENS,
    Refused,
    Room,
    Seat,
    room_of_device,
    room_of_person,
)

PEOPLE = (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR)
MATRIX = {
    Screen.DESK: {Role.OFFICER, Role.SUPERVISOR, Role.ADMIN},
    Screen.SUPERVISION: {Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR},
    Screen.BOARD: set(PEOPLE),
    Screen.MENU: set(PEOPLE),
    Screen.TRACK: set(),
    Screen.PRINT: set(),
}


def seat(sid: str, room: Room, **facts: str) -> Seat:
    actor = Actor(Role.DISPLAY, facts.get("device", sid), room.branch)
    return Seat(sid, f"link-{sid}", room, actor, facts.get("credential", "c"), facts.get("address", "10.0.0.1"))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("screen", list(Screen))
def test_every_role_and_screen_is_decided(role: Role, screen: Screen) -> None:
    actor = Actor(role, "x", "pkl")
    wish = {"screen": screen.value, "branch": "pkl", "counter": "1"}
    if role in MATRIX[screen]:
        assert room_of_person(actor, wish).branch == "pkl"
    else:
        with pytest.raises(Refused, match="forbidden"):
            room_of_person(actor, wish)
    if role in DEVICE_SCREEN:
        assert room_of_device(actor).screen is DEVICE_SCREEN[role]
    else:
        with pytest.raises(Refused, match="forbidden"):
            room_of_device(actor)


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("screen", list(STAFF_SCREENS))
def test_nobody_looks_into_another_branch_but_those_of_all(role: Role, screen: Screen) -> None:
    wish = {"screen": screen.value, "branch": "other", "counter": "1"}
    with pytest.raises(Refused, match="forbidden"):
        room_of_person(Actor(role, "x", "pkl"), wish)
    if role in STAFF_SCREENS[screen]:
        assert room_of_person(Actor(role, "x", None), wish).branch == "other"
        with pytest.raises(Refused, match="forbidden"):
            room_of_person(Actor(role, "x", None), {"screen": screen.value})


def test_a_display_without_a_zone_shows_all() -> None:
    assert room_of_device(Actor(Role.DISPLAY, "x", "pkl")).name == "board:pkl:*"
    assert room_of_device(Actor(Role.DISPLAY, "x", "pkl", "utama")).name == "board:pkl:utama"
    assert room_of_device(Actor(Role.KIOSK, "x", "pkl", "utama")).name == "menu:pkl"


@pytest.mark.parametrize("wish", [{"counter": ["1"]}, {"counter": "x" * 81}, {"branch": 7}, {"screen": {}}])
def test_a_wish_of_the_wrong_shape_is_refused(wish: dict[str, object]) -> None:
    with pytest.raises(Refused, match="invalid_field"):
        room_of_person(Actor(Role.ADMIN, "x", None), {"screen": "desk", "branch": "pkl", "counter": "1", **wish})


def test_a_stranger_is_remembered_for_a_moment_and_counted_by_address() -> None:
    now = [0.0]
    doors = Doors(Presence(), is_limited=True, clock=lambda: now[0])
    for number in range(STRANGERS_PER_ADDRESS):
        doors.check_stranger("a", str(number))
        doors.note_stranger("a", str(number))
    with pytest.raises(Refused, match="unauthenticated"):
        doors.check_stranger("a", "7")
    with pytest.raises(Refused, match="rate_limited"):
        doors.check_stranger("a", "new")
    doors.check_stranger("b", "7")
    now[0] = 6.0
    doors.tick()
    doors.check_stranger("a", "7")


def test_limits_are_off_for_load_tests_only() -> None:
    presence = Presence()
    room = Room(Screen.TRACK, "pkl", "t")
    for number in range(20):
        presence.sit(seat(str(number), room))
    with pytest.raises(Refused, match="rate_limited"):
        Doors(presence, is_limited=True).check_room_left(Role.RESIDENT, "x", "c")
    Doors(presence, is_limited=False).check_room_left(Role.RESIDENT, "x", "c")
    Doors(presence, is_limited=True).check_room_left(Role.DISPLAY, "x", "c")


def test_presence_forgets_completely() -> None:
    presence = Presence()
    board, desk = Room(Screen.BOARD, "pkl", "*"), Room(Screen.DESK, "pkl", "1")
    for taken in (seat("1", board), seat("2", board, device="1"), seat("3", desk)):
        presence.sit(taken)
    assert presence.count("pkl") == {Screen.BOARD: 2, Screen.DESK: 1}
    assert presence.is_online("1")
    assert presence.is_seated("link-3")
    presence.note_painted("1", 5)
    presence.note_painted("1", 4)
    presence.note_painted("3", 9)
    assert presence.painted("pkl") == {"1": 5}
    assert presence.painted("pkl", "utama") == {}
    for sid in "123":
        assert presence.leave(sid) is not None
        assert presence.leave(sid) is None
    assert presence.branches() == []
    assert presence.rooms("pkl") == []
    assert (presence.count_with("c"), presence.count_at("10.0.0.1")) == (0, 0)
    assert not presence.is_online("1")
