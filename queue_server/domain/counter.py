"""A counter's day: who sits there, whether it calls, and its run of priority calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from queue_server.domain.errors import Refusal


class CounterStatus(StrEnum):
    """``closing``: finishes what is in hand, calls nobody new."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"


class CounterAction(StrEnum):
    """What an officer does with a counter."""

    OPEN = "open"
    PAUSE = "pause"
    CLOSE = "close"


class PauseReason(StrEnum):
    """Why a counter pauses, in words that every screen can say; an officer may give other words.

    ``away``: its desk was gone for longer than the branch's policy allows.
    """

    BREAK = "break"
    PRAYER = "prayer"
    ADMIN = "admin"
    AWAY = "away"


REASON_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class CounterDay:
    """A counter's present state. ``priority_run``: priority calls in a row while a regular ticket waited."""

    code: str
    status: CounterStatus = CounterStatus.CLOSED
    officer: str | None = None
    since: datetime | None = None
    reason: str | None = None
    priority_run: int = 0


COUNTER_TRANSITIONS: Final[dict[tuple[CounterStatus, CounterAction], CounterStatus]] = {
    (CounterStatus.CLOSED, CounterAction.OPEN): CounterStatus.OPEN,
    (CounterStatus.OPEN, CounterAction.OPEN): CounterStatus.OPEN,
    (CounterStatus.PAUSED, CounterAction.OPEN): CounterStatus.OPEN,
    (CounterStatus.CLOSING, CounterAction.OPEN): CounterStatus.OPEN,
    (CounterStatus.OPEN, CounterAction.PAUSE): CounterStatus.PAUSED,
    (CounterStatus.PAUSED, CounterAction.PAUSE): CounterStatus.PAUSED,
    (CounterStatus.OPEN, CounterAction.CLOSE): CounterStatus.CLOSED,
    (CounterStatus.PAUSED, CounterAction.CLOSE): CounterStatus.CLOSED,
    (CounterStatus.CLOSING, CounterAction.CLOSE): CounterStatus.CLOSED,
    (CounterStatus.CLOSED, CounterAction.CLOSE): CounterStatus.CLOSED,
}
"""Repeating a command is harmless; only pausing a closed or closing counter is refused."""

COUNTER_EVENTS: Final[dict[CounterAction, str]] = {
    CounterAction.OPEN: "counter.opened",
    CounterAction.PAUSE: "counter.paused",
    CounterAction.CLOSE: "counter.closed",
}


@dataclass(frozen=True, slots=True)
class CounterStep:
    """One wish to change a counter; ``in_hand`` is the number it holds, if any."""

    action: CounterAction
    at: datetime
    officer: str
    in_hand: str | None = None
    reason: str | None = None


def apply_to_counter(counter: CounterDay, step: CounterStep) -> CounterDay:
    """Return the counter after ``step``. With a ticket in hand closing becomes ``closing``."""
    target = COUNTER_TRANSITIONS.get((counter.status, step.action))
    if target is None and counter.status is CounterStatus.CLOSING:
        raise Refusal("transition_refused", "counter_closing", counter=counter.code)
    if target is None:
        raise Refusal("transition_refused", "counter_closed", counter=counter.code)
    if target is CounterStatus.CLOSED and step.in_hand is not None:
        target = CounterStatus.CLOSING
    officer = None if target is CounterStatus.CLOSED else step.officer
    since = counter.since if target is counter.status and officer == counter.officer else step.at
    run = 0 if counter.status is CounterStatus.CLOSED else counter.priority_run
    return replace(counter, status=target, officer=officer, since=since, reason=step.reason, priority_run=run)


def has_fallen_asleep(counter: CounterDay) -> bool:
    """Say whether a counter pauses only because its desk was gone."""
    return counter.status is CounterStatus.PAUSED and counter.reason == PauseReason.AWAY


def require_calling(counter: CounterDay) -> None:
    """Refuse a call from a counter that is not open."""
    if counter.status is not CounterStatus.OPEN:
        reason = "counter_closed" if counter.status is CounterStatus.CLOSED else f"counter_{counter.status.value}"
        raise Refusal("counter_closed", reason, counter=counter.code)
