"""Rooms and seats: which screen shows what, and who may look. The server decides, no client names a room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from queue_server.domain.roles import Actor, Role
from queue_server.protocol import Screen

ANY_ZONE = "*"
WHOLE_BRANCH = ""
COUNTER_MARK = "="
"""Before the code of a counter whose top a display stands on: no code of a zone begins with it."""

DEVICE_SCREEN = {Role.DISPLAY: Screen.BOARD, Role.KIOSK: Screen.MENU, Role.PRINTER: Screen.PRINT}
STAFF_SCREENS: dict[Screen, frozenset[Role]] = {
    Screen.DESK: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ADMIN}),
    Screen.SUPERVISION: frozenset({Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR}),
    Screen.BOARD: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR}),
    Screen.MENU: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR}),
}


class Refused(Exception):  # noqa: N818  (an answer to whoever connects)
    """A connection that gets nothing; ``code`` is one of the refusal codes of the wire."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Room:
    """All screens that show the same. ``key``: zone, counter or ticket id; empty where the branch has one.

    A board's key is a zone's code, ``ANY_ZONE``, or ``COUNTER_MARK`` and a counter's code.
    """

    screen: Screen
    branch: str
    key: str = WHOLE_BRANCH

    @property
    def is_for_one(self) -> bool:
        """Say whether only one counter's display looks: the hall comes first."""
        return self.screen is Screen.BOARD and self.key.startswith(COUNTER_MARK)

    @property
    def name(self) -> str:
        """Return the room's name in logs."""
        return ":".join(part for part in (self.screen.value, self.branch, self.key) if part)


@dataclass(slots=True, eq=False)
class Seat:
    """One connected screen. ``link`` is its Engine.IO session, ``credential`` the hash of what it came with."""

    sid: str
    link: str
    room: Room
    actor: Actor
    credential: str
    address: str
    painted: int | None = field(default=None)


def room_of_device(actor: Actor) -> Room:
    """Return where a paired device belongs."""
    screen = DEVICE_SCREEN.get(actor.role)
    if screen is None or actor.branch is None:
        raise Refused("forbidden")
    return Room(screen, actor.branch, _board_key(actor) if screen is Screen.BOARD else WHOLE_BRANCH)


def _board_key(actor: Actor) -> str:
    return COUNTER_MARK + actor.counter if actor.counter is not None else actor.zone or ANY_ZONE


def zone_of(key: str) -> str | None:
    """Return the zone of a board's room; None for the whole hall and for one counter."""
    return None if key == ANY_ZONE or key.startswith(COUNTER_MARK) else key


def counter_of(key: str) -> str | None:
    """Return the counter of a board's room, where it is one's own."""
    return key.removeprefix(COUNTER_MARK) if key.startswith(COUNTER_MARK) else None


def room_of_person(actor: Actor, wish: Mapping[str, Any]) -> Room:
    """Return the room somebody logged in asks for, if the role and the branch allow it."""
    screen = _screen(wish.get("screen"))
    branch = _word(wish.get("branch")) or actor.branch
    if actor.role not in STAFF_SCREENS.get(screen, frozenset()) or branch is None:
        raise Refused("forbidden")
    if actor.branch is not None and actor.branch != branch:
        raise Refused("forbidden")
    if screen is Screen.DESK:
        counter = _word(wish.get("counter"))
        if not counter:
            raise Refused("unknown_counter")
        return Room(screen, branch, counter)
    return Room(screen, branch, (_word(wish.get("zone")) or ANY_ZONE) if screen is Screen.BOARD else WHOLE_BRANCH)


def _screen(value: object) -> Screen:
    try:
        return Screen(str(value))
    except ValueError:
        raise Refused("invalid_field") from None


def _word(value: object) -> str | None:
    if value is None or (isinstance(value, str) and len(value) <= 80):  # noqa: PLR2004  (no code is longer)
        return value
    raise Refused("invalid_field")
