"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


class SettableClock:
    """Call it for the present instant in UTC."""

    def __init__(self, zone: ZoneInfo = WIB, start: datetime = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) -> None:
        self.zone = zone
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    @property
    def local(self) -> datetime:
        return self.now.astimezone(self.zone)

    def set(self, clock: str, day: date | None = None) -> None:
        """Set ``"08:30"`` or ``"08:30:15"`` of the zone's wall clock, of the same day unless another is given."""
        moment = datetime.combine(day or self.local.date(), time.fromisoformat(clock), self.zone)
        self.now = moment.astimezone(UTC)

    def pass_by(self, **span: float) -> None:
        """Move by a timedelta's words; negative ones move back."""
        self.now += timedelta(**span)
