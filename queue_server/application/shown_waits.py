"""What phones showed last of the wait: kept while the server lives, and set aside where it is not stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Final

from queue_server.domain.estimate import Estimate
from queue_server.domain.promise import Promise
from queue_server.domain.ticket import Ticket

MOST_REMEMBERED: Final = 20_000
Told = tuple[int, int, int, bool]
"""Leg, both ends of the range, and whether it was shown."""


class ShownWaits:
    """Of all branches; shared by the threads of a process."""

    def __init__(self) -> None:
        self._told: dict[str, Told] = {}
        self._aside: dict[str, dict[str, Promise]] = {}
        self._lock = Lock()

    def is_news(self, ticket: Ticket, told: Estimate) -> bool:
        """Say whether a phone shows something else than before, as far as is remembered."""
        return self._told.get(ticket.id) != (ticket.leg.no, *told.span, told.is_shown)

    def add(self, branch: str, promises: list[Promise]) -> None:
        """Set aside what phones show now; of one ticket the latest counts."""
        if not promises:
            return
        with self._lock:
            if len(self._told) > MOST_REMEMBERED:
                self._told.clear()
            self._told.update((one.ticket_id, (one.leg_no, *one.span, one.is_shown)) for one in promises)
            self._aside.setdefault(branch, {}).update((one.ticket_id, one) for one in promises)

    def take(self, branch: str) -> dict[str, Promise]:
        """Return what was set aside, and forget it."""
        with self._lock:
            return self._aside.pop(branch, {})

    def put_back(self, branch: str, shown: Mapping[str, Promise]) -> None:
        """Set aside again what could not be stored; what was shown meanwhile is newer."""
        with self._lock:
            self._aside[branch] = {**shown, **self._aside.get(branch, {})}

    def branches(self) -> list[str]:
        """Return the branches that have something to store."""
        with self._lock:
            return list(self._aside)
