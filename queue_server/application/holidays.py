"""Public holidays of Indonesia, and joint leave (cuti bersama), from the ``holidays`` library."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays as calendar

CATEGORIES = {"none": (), "ID": ("public",), "ID+government": ("public", "government")}


@lru_cache(maxsize=32)
def holidays_of(setting: str, year: int) -> frozenset[date]:
    """Return the days off of a year and the one after it (for "open again on ...")."""
    categories = CATEGORIES[setting]
    if not categories:
        return frozenset()
    return frozenset(calendar.country_holidays("ID", years=(year, year + 1), categories=categories))
