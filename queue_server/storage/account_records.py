"""The tables of accounts, sessions and devices. No secret is stored, only its SHA-256 (passwords: argon2id)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from queue_server.application.account_ports import DEVICE_KINDS, PEOPLE
from queue_server.domain.roles import Role
from queue_server.storage.base import Base
from queue_server.storage.types import Instant


def _one_of(column: str, roles: frozenset[Role]) -> str:
    return f"{column} IN (" + ", ".join(f"'{role.value}'" for role in sorted(roles)) + ")"


class UserRow(Base):
    """Somebody who logs in; disabled rather than deleted, because events name them."""

    __tablename__ = "users"
    username: Mapped[str] = mapped_column(Text, primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    branch: Mapped[str | None] = mapped_column(ForeignKey("branches.code"))
    password_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    __table_args__ = (CheckConstraint(_one_of("role", PEOPLE), name="role"),)


class SessionRow(Base):
    """A login that lasts."""

    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"), index=True)
    csrf_token: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)


class DeviceRow(Base):
    """A paired kiosk, display or printer; revoked rather than deleted, because events name it.

    ``printer`` is the device that prints a kiosk's slips; ``counter`` the one that a display stands on.
    """

    __tablename__ = "devices"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.code"))
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    zone: Mapped[str | None] = mapped_column(Text)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    printer: Mapped[str | None] = mapped_column(Text)
    is_fallback: Mapped[bool] = mapped_column(default=False, server_default=false())
    counter: Mapped[str | None] = mapped_column(Text)
    panel_inch: Mapped[float | None]
    farthest_m: Mapped[float | None]
    margin_percent: Mapped[float] = mapped_column(default=0.0, server_default="0")
    is_silent: Mapped[bool] = mapped_column(default=False, server_default=false())
    __table_args__ = (
        CheckConstraint(_one_of("kind", DEVICE_KINDS), name="kind"),
        Index(
            "ux_devices_name_in_use",
            "branch",
            "name",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )


class PairingRow(Base):
    """A device that waits to be accepted; the row lives ten minutes."""

    __tablename__ = "pairings"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    secret_hash: Mapped[str] = mapped_column(Text, unique=True)
    token_hash: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("devices.id"))
    __table_args__ = (CheckConstraint(_one_of("kind", DEVICE_KINDS), name="kind"),)


class SetupLinkRow(Base):
    """A one-time link by which the first admin account is made."""

    __tablename__ = "setup_links"
    token_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
