"""How many numbers a service gives within a window of the day, beside its quota of the whole day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from queue_server.domain.calendar import Span


@dataclass(frozen=True, slots=True)
class QuotaWindow:
    """At most ``count`` numbers while the span lasts."""

    span: Span
    count: int


def window_at(windows: Iterable[QuotaWindow], minute: int) -> QuotaWindow | None:
    """Return the window in which a minute of the day lies."""
    return next((window for window in windows if window.span.holds(minute)), None)
