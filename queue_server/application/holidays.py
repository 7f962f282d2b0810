"""Public holidays of Indonesia, and joint leave (cuti bersama), from the ``holidays`` library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays as calendar

from queue_server.domain.text import Text

CATEGORIES = {"none": (), "ID": ("public",), "ID+government": ("public", "government")}
LANGUAGES = ("id", "en_US")


@lru_cache(maxsize=32)
def holidays_of(setting: str, year: int) -> Mapping[date, Text]:
    """Return the days off of a year and the one after it (for "open again on ..."), with their names."""
    categories = CATEGORIES[setting]
    if not categories:
        return MappingProxyType({})
    indonesian, english = (
        calendar.country_holidays("ID", years=(year, year + 1), categories=categories, language=language)
        for language in LANGUAGES
    )
    return MappingProxyType({day: Text(name, english.get(day, "")) for day, name in indonesian.items()})
