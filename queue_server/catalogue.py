"""Every sentence for people, in Indonesian and English, from the PO files beside this one.

A file is a *set* (``kiosk.po``), a msgid a dotted key (``kiosk.start.title``), a msgstr the sentence
with ``{name}`` gaps. What English lacks is said in Indonesian; what nobody wrote is a KeyError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
LOCALES = Path(__file__).parent / "locales"

Sets = Mapping[str, Mapping[str, str]]
"""Set name to key to sentence, of one language."""


class Catalogue:
    """All sets of all languages, read once."""

    def __init__(self, languages: Mapping[str, Sets]) -> None:
        """Keep the sets and one flat table a language, with Indonesian under every gap."""
        self._sets = languages
        fallback = _flat(languages[DEFAULT_LANGUAGE])
        self._sentences = {language: {**fallback, **_flat(sets)} for language, sets in languages.items()}

    @classmethod
    def load(cls, folder: Path = LOCALES) -> Catalogue:
        """Read every ``<language>/<set>.po`` under ``folder``."""
        return cls({language: _read_language(folder / language, language) for language in LANGUAGES})

    def sets(self, language: str) -> Sets:
        """Return what one language has by itself, without fallback."""
        return self._sets[language]

    def has(self, key: str) -> bool:
        """Say whether anybody wrote a sentence for ``key``."""
        return key in self._sentences[DEFAULT_LANGUAGE]

    def text(self, language: str, key: str) -> str:
        """Return the sentence with its gaps open; an unknown language is answered in Indonesian."""
        sentences = self._sentences.get(language, self._sentences[DEFAULT_LANGUAGE])
        try:
            return sentences[key]
        except KeyError:
            wanted = key.split(".", maxsplit=1)[0]
            message = f'no sentence "{key}" in queue_server/locales; add it to the set "{wanted}"'
            raise KeyError(message) from None

    def say(self, language: str, key: str, **values: object) -> str:
        """Return the sentence with its gaps filled; a gap without a value is a KeyError."""
        return self.text(language, key).format(**values)

    def words(self, language: str, *sets: str) -> dict[str, str]:
        """Return the named sets, gaps open, for a page that speaks by itself."""
        known = self._sets.get(language, self._sets[DEFAULT_LANGUAGE])
        fallback = self._sets[DEFAULT_LANGUAGE]
        return {
            key: sentence
            for name in sets
            for key, sentence in {**fallback.get(name, {}), **known.get(name, {})}.items()
        }


def gaps(sentence: str) -> frozenset[str]:
    """Return the names of the gaps in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def _read_language(folder: Path, language: str) -> dict[str, dict[str, str]]:
    return {path.stem: dict(_read_set(path, language)) for path in sorted(folder.glob("*.po"))}


def _read_set(path: Path, language: str) -> Iterable[tuple[str, str]]:
    with path.open("rb") as file:
        messages = read_po(file, locale=language, abort_invalid=True)
    for message in messages:
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string:
            yield message.id, message.string


def _flat(sets: Sets) -> dict[str, str]:
    return {key: sentence for sentences in sets.values() for key, sentence in sentences.items()}
