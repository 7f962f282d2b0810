"""Answers about people, devices and branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class User:
    """Who is logged in."""

    username: str
    role: str
    branch: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """200 of ``POST /session``."""

    user: User
    csrf_token: str


@dataclass(frozen=True, slots=True)
class UserAccount:
    """An account as an admin sees it."""

    username: str
    role: str
    branch: str | None
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class UserList:
    """200 of ``GET /users``."""

    users: list[UserAccount]


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """A paired device as staff see it. ``printer``: the id of the one that prints a kiosk's slips.

    What follows ``is_fallback`` is about displays, see ``DisplaySeat``.
    """

    id: str
    kind: str
    name: str
    zone: str | None
    created_at: datetime
    printer: str | None = None
    is_fallback: bool = False
    counter: str | None = None
    panel_inch: float | None = None
    farthest_m: float | None = None
    margin_percent: float = 0.0
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class DeviceList:
    """200 of ``GET /branches/{b}/devices``."""

    devices: list[DeviceSeen]


@dataclass(frozen=True, slots=True)
class DeviceMade:
    """201 of ``POST /branches/{b}/devices``; the token is shown this once."""

    device: DeviceSeen
    token: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """201 of ``POST /pairings``: show ``code``, ask with ``secret``."""

    code: str
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PairingResult:
    """200 of ``GET /pairings/{secret}``; the token is null until somebody accepts the code."""

    token: str | None


@dataclass(frozen=True, slots=True)
class BranchSummary:
    """A branch in the list of ``GET /branches``."""

    code: str
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class BranchList:
    """200 of ``GET /branches``: those that the asker may see."""

    branches: list[BranchSummary]


@dataclass(frozen=True, slots=True)
class OpenedDay:
    """200 of ``POST /branches/{b}/days/open``."""

    service_day: str


@dataclass(frozen=True, slots=True)
class Health:
    """``GET /livez`` and ``GET /readyz``; each check says ``ok`` or what is wrong."""

    status: str
    checks: dict[str, str]
