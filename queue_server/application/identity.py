"""Who stands behind a token, remembered for a moment so that a busy kiosk costs no look-up per request.

A revoked device or an ended session is noticed when the moment is over: within a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Generic, TypeVar

from queue_server.application.accounts import SessionSeen, has_ended, session_of
from queue_server.application.context import Context
from queue_server.application.credentials import fingerprint
from queue_server.application.devices import device_of
from queue_server.domain.roles import Actor

T = TypeVar("T")
KEEP_S = 1.0
MOST = 4096


class Remembered(Generic[T]):
    """Answers of a look-up, each kept for a moment."""

    def __init__(self, look_up: Callable[[str], T | None], keep_s: float) -> None:
        """Remember what ``look_up`` says of a token."""
        self._look_up = look_up
        self._keep_s = keep_s
        self._known: dict[str, tuple[float, T | None]] = {}

    def of(self, token: str) -> T | None:
        """Return the answer for a token, looked up anew once its moment is over."""
        key = fingerprint(token)
        now = time.monotonic()
        known = self._known.get(key)
        if known is not None and now < known[0]:
            return known[1]
        answer = self._look_up(token)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[key] = (now + self._keep_s, answer)
        return answer

    def forget(self, token: str) -> None:
        """Look a token up anew next time."""
        self.forget_hash(fingerprint(token))

    def forget_hash(self, token_hash: str) -> None:
        """Look the token of a fingerprint up anew next time."""
        self._known.pop(token_hash, None)


class Identities:
    """Whom tokens and cookies stand for."""

    def __init__(self, context: Context, keep_s: float = KEEP_S) -> None:
        """Ask through ``context``."""
        self.devices: Remembered[Actor] = Remembered(lambda token: device_of(context, token), keep_s)
        self.sessions: Remembered[SessionSeen] = Remembered(lambda token: session_of(context, token), keep_s)


def ended_credentials(context: Context, sessions: Collection[str], devices: Collection[str]) -> set[str]:
    """Return which of these fingerprints nobody holds any more: logged out, idle, disabled, revoked."""
    now = context.wall_time()
    ended = set()
    with context.store.read() as work:
        for fingerprint_of_session in sessions:
            found = work.accounts.session(fingerprint_of_session)
            if found is None or found[1].disabled_at is not None or has_ended(found[0], now):
                ended.add(fingerprint_of_session)
        for fingerprint_of_device in devices:
            device = work.accounts.device_by_token(fingerprint_of_device)
            if device is None or device.revoked_at is not None:
                ended.add(fingerprint_of_device)
    return ended
