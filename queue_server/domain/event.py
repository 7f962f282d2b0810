"""What happened: one row each, chained by hash, the cause of every push and the raw material of the tally."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has its ``seq``. ``facts`` are plain JSON values."""

    kind: str
    at: datetime
    actor: str
    service_day: date | None = None
    ticket_id: str | None = None
    counter: str | None = None
    facts: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A recorded event; ``seq`` grows by one per branch, without holes."""

    seq: int
    kind: str
    at: datetime
    actor: str
    service_day: date | None
    ticket_id: str | None
    counter: str | None
    facts: dict[str, Any]


def chain(previous: str, seq: int, body: str) -> str:
    """Return the SHA-256 (hex) that seals an event: over the previous hash, its ``seq`` and its body."""
    return hashlib.sha256(f"{previous}\n{seq}\n{body}".encode()).hexdigest()


def instant(at: datetime) -> str:
    """Return an instant as it is sealed and sent: RFC 3339, UTC, microseconds, ``Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
