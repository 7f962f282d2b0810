"""One wish to change a ticket, with all the facts that its rules need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.policy import Policy
from queue_server.domain.priority import Priority
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import Action


@dataclass(frozen=True, slots=True)
class Step:
    """``lane``, ``place`` and ``service`` say where a ticket goes when it joins a line again.

    ``priority_run`` is the counter's before a call, ``order`` the rule that chose the ticket, ``note`` a new note,
    ``priority`` a new class.
    """

    action: Action
    at: datetime
    by: Actor
    policy: Policy
    counter: str | None = None
    service: str | None = None
    lane: str | None = None
    place: int | None = None
    reason: str | None = None
    outcome: str | None = None
    priority_run: int | None = None
    order: str | None = None
    note: str | None = None
    priority: Priority | None = None
