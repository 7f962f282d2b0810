"""The rules of a branch that are plain figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """The branch's rules. Durations in whole seconds where no other unit is named.

    ``start_on_call``: service begins with the call. ``desk_away_minutes``: a desk that is gone so long lays down what
    it has in hand; 0 never. ``last_number_before_minutes``: no numbers so long before the last service ends; 0 never.
    """

    max_calls: int = 3
    recall_cooldown_s: int = 10
    requeue_after: int = 5
    max_requeues: int = 1
    priority_burst: int = 2
    undo_s: int = 10
    start_on_call: bool = False
    desk_away_minutes: int = 10
    last_number_before_minutes: int = 0

    @property
    def recall_cooldown(self) -> timedelta:
        """Return how long a counter waits before it calls the same number again."""
        return timedelta(seconds=self.recall_cooldown_s)
