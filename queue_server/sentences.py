"""A refusal in words: facts become sentences of the catalogue, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from queue_server.catalogue import Catalogue
from queue_server.domain.errors import Refusal
from queue_server.protocol import Texts
from queue_server.wording import clock, day_line

UNKNOWN = "–"


class _Gaps(dict[str, str]):
    """Fills a gap that nobody knows with a dash, so that a sentence never fails."""

    def __missing__(self, name: str) -> str:
        return UNKNOWN


def sentences(catalogue: Catalogue, language: str, refusal: Refusal) -> tuple[str, str]:
    """Return a refusal's title and detail."""
    base = f"refusal.{refusal.sentence_key}"
    if not catalogue.has(f"{base}.title"):
        base = f"refusal.{refusal.code}"
    detail = f"{base}.detail"
    if catalogue.has(f"{base}.vague") and refusal.params.get("opens_at") is None:
        detail = f"{base}.vague"
    gaps = _said(catalogue, language, refusal.params)
    return catalogue.text(language, f"{base}.title").format_map(gaps), catalogue.text(language, detail).format_map(gaps)


def _said(catalogue: Catalogue, language: str, params: Mapping[str, object]) -> _Gaps:
    """Put facts into words: instants in their own zone, codes by the catalogue, texts in the language."""
    gaps = _Gaps()
    for name, value in params.items():
        if isinstance(value, datetime):
            gaps[name] = clock(value, value.tzinfo) if value.tzinfo else UNKNOWN
            gaps[f"{name}_day"] = day_line(value.date(), language)
        elif isinstance(value, date):
            gaps[name] = day_line(value, language)
        elif isinstance(value, Texts):
            gaps[name] = value.en if language == "en" and value.en else value.id
        elif isinstance(value, list | tuple | set | frozenset):
            gaps[name] = ", ".join(str(part) for part in value) or UNKNOWN
        elif value is not None:
            key = f"refusal.value.{name}.{value}"
            gaps[name] = catalogue.text(language, key) if catalogue.has(key) else str(value)
    if "wrong" in params:
        gaps["message"] = field_message(catalogue, language, params)
    return gaps


def field_message(catalogue: Catalogue, language: str, params: Mapping[str, object]) -> str:
    """Return what is wrong with a field: ``refusal.field.<wrong>``."""
    facts = _Gaps({name: str(value) for name, value in params.items()})
    return catalogue.text(language, f"refusal.field.{params['wrong']}").format_map(facts)


def detail_of(catalogue: Catalogue, language: str, refusal: Refusal) -> str:
    """Return a refusal's sentence alone."""
    return sentences(catalogue, language, refusal)[1]
