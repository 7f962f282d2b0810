"""A text of the branch file, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Indonesian and English; English falls back to Indonesian."""

    id: str
    en: str = ""

    def in_(self, language: str) -> str:
        """Return the text in ``language``."""
        return self.en if language == "en" and self.en else self.id
