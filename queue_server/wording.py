"""How instants, days and figures are written for people, in the branch's zone.

``09.41 WIB`` · ``10.20–10.45 WIB`` · ``Senin, 23 November 2026`` · ``4:12`` · ``1.200`` · ``85 %``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from babel.dates import format_date
from babel.numbers import format_decimal

LONG_DAY = "EEEE, d MMMM y"
MINUTE_S = 60
EXPECTED_STEP_S = 300
HOUR_S = 3600
SEAL_GROUPS = 4
SEAL_GROUP = 4
MINUTES = {"id": "menit", "en": "min"}


def zone_name(at: datetime, zone: tzinfo) -> str:
    """Return WIB, WITA or WIT; elsewhere what the zone calls itself, or its distance from UTC."""
    name = at.astimezone(zone).tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


def hour(at: datetime, zone: tzinfo) -> str:
    """Return ``09.41`` without the zone, for tables."""
    return f"{at.astimezone(zone):%H.%M}"


def clock(at: datetime, zone: tzinfo) -> str:
    """Return ``09.41 WIB``."""
    return f"{hour(at, zone)} {zone_name(at, zone)}"


def clock_range(low: datetime, high: datetime, zone: tzinfo) -> str:
    """Return ``10.20–10.45 WIB``; one instant when both fall in the same minute."""
    if hour(low, zone) == hour(high, zone):
        return clock(low, zone)
    return f"{hour(low, zone)}–{clock(high, zone)}"


def expected_range(at: datetime, low_s: int | None, high_s: int | None, zone: tzinfo) -> str | None:
    """Return ``10.20–10.45 WIB``, on five minutes but never before ``at``; None when unknown.

    It begins early rather than late, for whoever comes too late has missed the call, and ends on the nearest step: the
    range itself lies on five minutes already.
    """
    if low_s is None or high_s is None:
        return None
    first = int((at.timestamp() + low_s) // EXPECTED_STEP_S) * EXPECTED_STEP_S
    last = int((at.timestamp() + high_s) / EXPECTED_STEP_S + 0.5) * EXPECTED_STEP_S
    last = max(last, first + EXPECTED_STEP_S)
    return clock_range(max(datetime.fromtimestamp(first, UTC), at), datetime.fromtimestamp(last, UTC), zone)


def day_line(day: date, language: str) -> str:
    """Return ``Senin, 23 November 2026``."""
    return format_date(day, LONG_DAY, locale=language)


def whole(number: float, language: str) -> str:
    """Return ``1.200`` in Indonesian, ``1,200`` in English."""
    return format_decimal(round(number), locale=language)


def decimal(number: float, language: str) -> str:
    """Return ``17,3`` in Indonesian, ``17.3`` in English."""
    return format_decimal(number, format="#,##0.0", locale=language)


def percent(share: float, language: str) -> str:
    """Return ``85 %`` for 0.85."""
    return f"{whole(share * 100, language)} %"


def stopwatch(seconds: float) -> str:
    """Return ``4:12``, or ``1:04:12`` from an hour on; a colon, so that it never looks like an hour."""
    total = max(int(seconds), 0)
    minutes, rest = divmod(total, MINUTE_S)
    if total < HOUR_S:
        return f"{minutes}:{rest:02d}"
    return f"{total // HOUR_S}:{minutes % MINUTE_S:02d}:{rest:02d}"


def minutes(seconds: float, language: str) -> str:
    """Return ``38 menit``, never less than one."""
    return f"{whole(max(seconds / MINUTE_S, 1), language)} {MINUTES.get(language, MINUTES['en'])}"


def grouped_seal(seal: str) -> str:
    """Return the first sixteen letters of a day's seal in fours, as it is read aloud."""
    letters = seal[: SEAL_GROUPS * SEAL_GROUP].upper()
    return " ".join(letters[at : at + SEAL_GROUP] for at in range(0, len(letters), SEAL_GROUP))
