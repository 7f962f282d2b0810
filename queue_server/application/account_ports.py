"""What storage keeps of people who log in and of devices that are paired. Secrets are stored as hashes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from queue_server.domain.roles import Role

DEVICE_KINDS = frozenset({Role.KIOSK, Role.DISPLAY, Role.PRINTER})
PEOPLE = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR})
AT_ONE_BRANCH = frozenset({Role.OFFICER, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class UserAccount:
    """Somebody who logs in. ``branch`` is None for those who work for every office."""

    username: str
    role: Role
    branch: str | None
    password_hash: str
    created_at: datetime
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A login that lasts: found by the hash of its cookie."""

    token_hash: str
    username: str
    csrf_token: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a device is fitted into its hall (see ``protocol.ChangeDevice`` and ``protocol.DisplaySeat``)."""

    printer: str | None = None
    is_fallback: bool = False
    counter: str | None = None
    panel_inch: float | None = None
    farthest_m: float | None = None
    margin_percent: float = 0.0
    is_silent: bool = False


USUAL_FITTING: Final = Fitting()


@dataclass(frozen=True, slots=True)
class Device:
    """A kiosk, display or printer of one branch; found by the hash of its token."""

    id: str
    branch: str
    kind: Role
    name: str
    zone: str | None
    token_hash: str
    created_at: datetime
    revoked_at: datetime | None = None
    fitting: Fitting = USUAL_FITTING


@dataclass(frozen=True, slots=True)
class PairingRequest:
    """A device that shows ``code`` and waits; ``token_hash`` is of the token that it will get."""

    code: str
    secret_hash: str
    token_hash: str
    kind: Role
    expires_at: datetime
    device_id: str | None = None


class AccountStore(Protocol):
    """Users, sessions, devices, pairings and set-up links of the whole server."""

    def add_user(self, user: UserAccount) -> None: ...
    def user(self, username: str) -> UserAccount | None: ...
    def users(self) -> list[UserAccount]: ...
    def save_user(self, user: UserAccount) -> None: ...
    def count_active(self, role: Role) -> int: ...

    def add_session(self, session: SessionRecord) -> None: ...
    def session(self, token_hash: str) -> tuple[SessionRecord, UserAccount] | None: ...
    def touch_session(self, token_hash: str, seen_at: datetime) -> None: ...
    def end_session(self, token_hash: str) -> None: ...
    def end_sessions_of(self, username: str) -> None: ...
    def forget_sessions(self, created_before: datetime, seen_before: datetime) -> None: ...

    def add_device(self, device: Device) -> None: ...
    def device(self, device_id: str) -> Device | None: ...
    def device_by_token(self, token_hash: str) -> Device | None: ...
    def devices(self, branch: str, kinds: Sequence[Role]) -> list[Device]: ...
    def fit_device(self, device_id: str, fitting: Fitting) -> None: ...
    def revoke_device(self, device_id: str, at: datetime) -> None: ...

    def add_pairing(self, pairing: PairingRequest) -> None: ...
    def pairing_by_code(self, code: str) -> PairingRequest | None: ...
    def pairing_by_secret(self, secret_hash: str) -> PairingRequest | None: ...
    def accept_pairing(self, code: str, device_id: str) -> bool: ...
    def forget_pairings(self, expired_before: datetime) -> None: ...

    def add_setup_link(self, token_hash: str, at: datetime) -> None: ...
    def setup_link_made_at(self, token_hash: str) -> datetime | None: ...
    def forget_setup_links(self) -> None: ...
