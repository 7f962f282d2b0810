"""Who acts on a queue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A kind of actor; the first three are devices, the last two act without logging in."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    PRINTER = "printer"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"
    RESIDENT = "resident"
    CLOCK = "clock"


STAFF = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that asks. ``branch`` is None for those who may act on every branch.

    ``zone`` and ``counter`` are a display's place in the hall.
    """

    role: Role
    id: str
    branch: str | None
    zone: str | None = None
    counter: str | None = None

    @property
    def label(self) -> str:
        """Return how events name this actor: ``role:id``."""
        return f"{self.role.value}:{self.id}"


CLOCK = Actor(Role.CLOCK, "close-day", None)
