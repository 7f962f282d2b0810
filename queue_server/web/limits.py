"""How often strangers may try: log-in and pairing, per account and address.

No account is ever locked by somebody else's tries: the limit that counts all addresses together lets
those pass from which the account logged in before.
"""

from __future__ import annotations

import time
from math import ceil

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from queue_server.domain.errors import Refusal

LOG_IN_PAIR = "5/minute;30/hour"
LOG_IN_ADDRESS = "30/minute;300/hour"
LOG_IN_ACCOUNT = "60/hour"
PAIRING_BEGIN = "20/minute"
PAIRING_ACCEPT = "10/minute"
SETUP = "10/minute"
KNOWN_MOST = 10_000


class Limits:
    """Counts tries in memory; ``is_on=False`` counts nothing (load tests)."""

    def __init__(self, *, is_on: bool = True) -> None:
        """Start with nobody known."""
        self._is_on = is_on
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._items: dict[str, list[RateLimitItem]] = {}
        self._known: set[tuple[str, str]] = set()

    def hit(self, rule: str, *who: str) -> None:
        """Count a try; refuse it with the seconds to wait when there were too many."""
        self._refuse_if_full(rule, who)
        self._count(rule, who)

    def before_log_in(self, username: str, address: str) -> None:
        """Refuse a log-in after too many failures."""
        self._refuse_if_full(LOG_IN_PAIR, ("pair", username, address))
        self._refuse_if_full(LOG_IN_ADDRESS, ("address", address))
        if (username, address) not in self._known:
            self._refuse_if_full(LOG_IN_ACCOUNT, ("account", username))

    def after_failure(self, username: str, address: str) -> None:
        """Count a failed log-in."""
        self._count(LOG_IN_PAIR, ("pair", username, address))
        self._count(LOG_IN_ADDRESS, ("address", address))
        self._count(LOG_IN_ACCOUNT, ("account", username))

    def after_success(self, username: str, address: str) -> None:
        """Remember where an account is at home."""
        if len(self._known) >= KNOWN_MOST:
            self._known.clear()
        self._known.add((username, address))

    def _of(self, rule: str) -> list[RateLimitItem]:
        if rule not in self._items:
            self._items[rule] = parse_many(rule)
        return self._items[rule]

    def _refuse_if_full(self, rule: str, who: tuple[str, ...]) -> None:
        if not self._is_on:
            return
        for item in self._of(rule):
            if not self._windows.test(item, *who):
                reset_at = self._windows.get_window_stats(item, *who).reset_time
                raise Refusal("rate_limited", seconds=max(ceil(reset_at - time.time()), 1))

    def _count(self, rule: str, who: tuple[str, ...]) -> None:
        if self._is_on:
            for item in self._of(rule):
                self._windows.hit(item, *who)
