"""Users, sessions, devices, pairings and set-up links in SQL (see ``account_ports.AccountStore``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from queue_server.application.account_ports import Device, Fitting, PairingRequest, SessionRecord, UserAccount
from queue_server.domain.roles import Role
from queue_server.storage.account_records import DeviceRow, PairingRow, SessionRow, SetupLinkRow, UserRow

SESSION_COLUMNS = (
    SessionRow.token_hash,
    SessionRow.username,
    SessionRow.csrf_token,
    SessionRow.created_at,
    SessionRow.seen_at,
)
USER_COLUMNS = (
    UserRow.username,
    UserRow.role,
    UserRow.branch,
    UserRow.password_hash,
    UserRow.created_at,
    UserRow.disabled_at,
)
OF_DEVICE = ("id", "branch", "kind", "name", "zone", "token_hash", "created_at", "revoked_at")
OF_FITTING = tuple(field.name for field in fields(Fitting))
DEVICE_COLUMNS = tuple(getattr(DeviceRow, name) for name in (*OF_DEVICE, *OF_FITTING))
PAIRING_COLUMNS = (
    PairingRow.code,
    PairingRow.secret_hash,
    PairingRow.token_hash,
    PairingRow.kind,
    PairingRow.expires_at,
    PairingRow.device_id,
)
FIND_SESSION = (
    select(*SESSION_COLUMNS, *USER_COLUMNS)
    .join(UserRow, UserRow.username == SessionRow.username)
    .where(SessionRow.token_hash == bindparam("wanted"))
)
FIND_DEVICE_BY_TOKEN = select(*DEVICE_COLUMNS).where(DeviceRow.token_hash == bindparam("wanted"))


def _user(row: Sequence[Any]) -> UserAccount:
    username, role, *rest = row
    return UserAccount(username, Role(role), *rest)


def _device(row: Sequence[Any]) -> Device:
    kept, fitting = dict(zip(OF_DEVICE, row, strict=False)), Fitting(*row[len(OF_DEVICE) :])
    return Device(**kept | {"kind": Role(kept["kind"]), "fitting": fitting})


def _pairing(row: Sequence[Any]) -> PairingRequest:
    code, secret_hash, token_hash, kind, *rest = row
    return PairingRequest(code, secret_hash, token_hash, Role(kind), *rest)


class SqlPeople:
    """Users, their sessions and the first set-up."""

    def __init__(self, connection: Connection) -> None:
        """Work on one open connection."""
        self._connection = connection

    def add_user(self, user: UserAccount) -> None:
        """Store a new account."""
        self._connection.execute(insert(UserRow), _user_values(user))

    def user(self, username: str) -> UserAccount | None:
        """Return an account, disabled or not."""
        row = self._connection.execute(select(*USER_COLUMNS).where(UserRow.username == username)).one_or_none()
        return None if row is None else _user(row)

    def users(self) -> list[UserAccount]:
        """Return every account by name."""
        return [_user(row) for row in self._connection.execute(select(*USER_COLUMNS).order_by(UserRow.username))]

    def save_user(self, user: UserAccount) -> None:
        """Write an account's present state."""
        self._connection.execute(update(UserRow).where(UserRow.username == user.username).values(**_user_values(user)))

    def count_active(self, role: Role) -> int:
        """Return how many accounts of a role may log in."""
        wanted = select(func.count()).where(UserRow.role == role.value, UserRow.disabled_at.is_(None))
        return int(self._connection.execute(wanted).scalar_one())

    def add_session(self, session: SessionRecord) -> None:
        """Store a login."""
        columns = ("token_hash", "username", "csrf_token", "created_at", "seen_at")
        self._connection.execute(insert(SessionRow), {name: getattr(session, name) for name in columns})

    def session(self, token_hash: str) -> tuple[SessionRecord, UserAccount] | None:
        """Return a login and its account."""
        row: Any = self._connection.execute(FIND_SESSION, {"wanted": token_hash}).one_or_none()
        if row is None:
            return None
        mine = len(SESSION_COLUMNS)
        token, username, csrf_token, created_at, seen_at = row[:mine]
        return SessionRecord(token, username, csrf_token, created_at, seen_at), _user(row[mine:])

    def touch_session(self, token_hash: str, seen_at: datetime) -> None:
        """Note that a login is in use."""
        self._connection.execute(update(SessionRow).where(SessionRow.token_hash == token_hash).values(seen_at=seen_at))

    def end_session(self, token_hash: str) -> None:
        """Forget one login."""
        self._connection.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))

    def end_sessions_of(self, username: str) -> None:
        """Forget every login of an account."""
        self._connection.execute(delete(SessionRow).where(SessionRow.username == username))

    def forget_sessions(self, created_before: datetime, seen_before: datetime) -> None:
        """Forget the logins that have ended by themselves."""
        ended = or_(SessionRow.created_at < created_before, SessionRow.seen_at < seen_before)
        self._connection.execute(delete(SessionRow).where(ended))

    def add_setup_link(self, token_hash: str, at: datetime) -> None:
        """Store the hash of a one-time link."""
        self._connection.execute(insert(SetupLinkRow), {"token_hash": token_hash, "created_at": at})

    def setup_link_made_at(self, token_hash: str) -> datetime | None:
        """Return when a still unused one-time link was made."""
        wanted = select(SetupLinkRow.created_at).where(SetupLinkRow.token_hash == token_hash)
        return self._connection.execute(wanted).scalar_one_or_none()

    def forget_setup_links(self) -> None:
        """Forget every one-time link."""
        self._connection.execute(delete(SetupLinkRow))


class SqlAccountStore(SqlPeople):
    """People, and the devices beside them."""

    def add_device(self, device: Device) -> None:
        """Store a paired device."""
        row = {name: getattr(device, name) for name in OF_DEVICE} | {"kind": device.kind.value}
        self._connection.execute(insert(DeviceRow), row | asdict(device.fitting))

    def device(self, device_id: str) -> Device | None:
        """Return a device, revoked or not."""
        row = self._connection.execute(select(*DEVICE_COLUMNS).where(DeviceRow.id == device_id)).one_or_none()
        return None if row is None else _device(row)

    def device_by_token(self, token_hash: str) -> Device | None:
        """Return the device that holds a token, revoked or not."""
        row = self._connection.execute(FIND_DEVICE_BY_TOKEN, {"wanted": token_hash}).one_or_none()
        return None if row is None else _device(row)

    def devices(self, branch: str, kinds: Sequence[Role]) -> list[Device]:
        """Return the devices of a branch that are in use, by name."""
        words = [kind.value for kind in kinds]
        wanted = (
            select(*DEVICE_COLUMNS)
            .where(DeviceRow.branch == branch, DeviceRow.kind.in_(words), DeviceRow.revoked_at.is_(None))
            .order_by(DeviceRow.name)
        )
        return [_device(row) for row in self._connection.execute(wanted)]

    def fit_device(self, device_id: str, fitting: Fitting) -> None:
        """Say how a device is fitted into its hall."""
        self._connection.execute(update(DeviceRow).where(DeviceRow.id == device_id).values(**asdict(fitting)))

    def revoke_device(self, device_id: str, at: datetime) -> None:
        """Note that a device's token is worth nothing any more."""
        self._connection.execute(update(DeviceRow).where(DeviceRow.id == device_id).values(revoked_at=at))

    def add_pairing(self, pairing: PairingRequest) -> None:
        """Store a device's wish to be paired."""
        columns = ("code", "secret_hash", "token_hash", "expires_at", "device_id")
        row = {name: getattr(pairing, name) for name in columns}
        self._connection.execute(insert(PairingRow), row | {"kind": pairing.kind.value})

    def pairing_by_code(self, code: str) -> PairingRequest | None:
        """Return the wish that shows a code."""
        row = self._connection.execute(select(*PAIRING_COLUMNS).where(PairingRow.code == code)).one_or_none()
        return None if row is None else _pairing(row)

    def pairing_by_secret(self, secret_hash: str) -> PairingRequest | None:
        """Return the wish of the device that holds a secret."""
        wanted = select(*PAIRING_COLUMNS).where(PairingRow.secret_hash == secret_hash)
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _pairing(row)

    def accept_pairing(self, code: str, device_id: str) -> bool:
        """Bind a wish to its device; False when somebody was first."""
        free = update(PairingRow).where(PairingRow.code == code, PairingRow.device_id.is_(None))
        return self._connection.execute(free.values(device_id=device_id)).rowcount == 1

    def forget_pairings(self, expired_before: datetime) -> None:
        """Forget wishes that nobody accepted in time."""
        self._connection.execute(delete(PairingRow).where(PairingRow.expires_at < expired_before))


def _user_values(user: UserAccount) -> dict[str, object]:
    columns = ("username", "branch", "password_hash", "created_at", "disabled_at")
    return {name: getattr(user, name) for name in columns} | {"role": user.role.value}
