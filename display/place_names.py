"""Where a resident is sent, from the name on a counter's plate or of a part of the hall: "Loket No. 3", "Lt. 2".

What is said is what the plate shows. A name that no clip can say is not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from display.number_words import indonesian
from display.said import NOTHING, Said, spelled, value
from display.vocabulary import ENGLISH, LOOK_AT_SCREEN, NAMED, PLACES, PROCEED_TO, PROCEED_TO_THE, SHORT_PLACES

DEFAULT_PLACE = "loket"
LONGEST_SPELLED = 4
LONGEST_ABBREVIATION = 3
MARKS = ".,:;()[]/\"'-\N{EN DASH}"

SPELLED = re.compile(r"[0-9]+|[^\W\d_]")
LETTERS = re.compile(r"[^\W\d_]+")
VOWEL = re.compile("[aiueo]", re.IGNORECASE)
GLUED = re.compile(rf"^({'|'.join((*PLACES, *SHORT_PLACES))})(?:[-.]+\s*(?=\w)|(?=[0-9]))", re.IGNORECASE)
"""Loket-3, Loket3, Lt. 2."""
ORDINAL = re.compile(r"(?<!\w)(?:(?:no|nomor)\b\.?\s*|ke-?\s*|#\s*)(?=[0-9])", re.IGNORECASE)
"""Loket No. 3, Loket ke-3."""

NUMBERS_ID = {indonesian(number): number for number in range(1000)}
LONGEST_NUMBER = max(map(len, NUMBERS_ID))
ROMAN = {"II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
"""Of several letters, for one alone is a letter: Gedung C, Loket V."""


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a place's name; ``is_plain``: written as heard, ``is_name``: before the place in English."""

    said: Said
    is_plain: bool = True
    is_name: bool = False


TO = Said(clips=(PROCEED_TO,), clips_en=(ENGLISH + PROCEED_TO,))
TO_THE = Said(clips=(PROCEED_TO,), english=("the",), clips_en=(ENGLISH + PROCEED_TO_THE,))


def say_place(code: str, name: str) -> Said:
    """Return where to go: "loket tiga", "meja dua", "lantai dua", "loket prioritas".

    Of a name with words that no clip can say, a counter keeps its code, provided that the name has the same number.
    All else is left to the screen: better no place than another one than its plate shows. The caption keeps the name
    as it is written wherever the voice does not say just that.
    """
    place, words = _place_and_rest(name)
    clip = (place or DEFAULT_PLACE).replace(" ", "-")
    kind = Said((clip,), (place or DEFAULT_PLACE,), (PLACES[place or DEFAULT_PLACE],), (ENGLISH + clip,))
    if place is None and not code:
        return _on_screen(name)
    parts = _parts(words, is_shouted=_is_shouted(name))
    if None not in parts and (words or (name and not code)):
        said = _placed(kind, [part for part in parts if part is not None])
        is_plain = all(part is None or part.is_plain for part in parts)
        return said if is_plain else _captioned(said, name if place else f"{DEFAULT_PLACE} {name}", kind, words)
    sign = _sign(code) if not words or _agree(code, words) else NOTHING
    if not sign.clips:
        return _on_screen(name or code)
    said = TO + kind + sign
    return _captioned(said, name if place else f"{DEFAULT_PLACE} {name}", kind, words) if words else said


def _on_screen(name: str) -> Said:
    return Said((LOOK_AT_SCREEN,), (name,), (name,), (ENGLISH + LOOK_AT_SCREEN,))


def _captioned(said: Said, name: str, kind: Said, words: list[str]) -> Said:
    """Return what is said with the name as its plate shows it for a caption."""
    return Said(said.clips, (name,), (*kind.english, *words), said.clips_en)


def _placed(kind: Said, parts: list[Part]) -> Said:
    """Return a place with its number or name; "loket prioritas" is the priority counter in English."""
    names = [part.said for part in parts if part.is_name]
    signs = [part.said for part in parts if not part.is_name]
    indonesian = sum((part.said for part in parts), TO + kind)
    english = sum(signs, sum(names, TO if signs else TO_THE) + kind)
    return Said(indonesian.clips, indonesian.indonesian, english.english, english.clips_en)


def _place_and_rest(name: str) -> tuple[str | None, list[str]]:
    """Return the kind of place that a name begins with, None where it begins otherwise, and the words after it."""
    spaced = ORDINAL.sub("", GLUED.sub(r"\1 ", name.strip()))
    words = [word for word in (word.strip(MARKS) for word in spaced.split()) if word]
    for count in (2, 1):
        place = " ".join(words[:count]).lower()
        place = SHORT_PLACES.get(place, place)
        if place in PLACES:
            return place, words[count:]
    return None, words


def _is_shouted(name: str) -> bool:
    """In LOKET UMUM capitals do not tell an abbreviation from a word; in VIP, alone, they do."""
    letters = re.sub(r"[\W\d_]+", "", name)
    return letters.isupper() and len(letters) > LONGEST_ABBREVIATION


def _parts(words: list[str], *, is_shouted: bool) -> list[Part | None]:
    """Return what is said of each word of a name, number words as one; None for each that no clip says."""
    found: list[Part | None] = []
    rest = words
    while rest:
        number, count = _number_of(rest)
        found.append(_part(rest[0], is_shouted=is_shouted) if number is None else Part(value(number)))
        rest = rest[count:]
    return found


def _number_of(words: list[str]) -> tuple[int | None, int]:
    """Return the number at the beginning of some words, None where there is none, and how many words it takes."""
    for count in range(min(len(words), LONGEST_NUMBER), 0, -1):
        number = NUMBERS_ID.get(tuple(word.lower() for word in words[:count]))
        if number is not None:
            return number, count
    return None, 1


def _part(word: str, *, is_shouted: bool) -> Part | None:
    lower = word.lower()
    if lower in NAMED:
        return Part(Said((f"nama-{lower}",), (lower,), (NAMED[lower],), (f"{ENGLISH}nama-{lower}",)), is_name=True)
    if word in ROMAN:
        return Part(value(ROMAN[word]), is_plain=False)
    if not all(_is_abbreviation(run, is_shouted=is_shouted) for run in LETTERS.findall(word)):
        return None
    said = _sign(word)
    return Part(said, is_plain=word.isdigit()) if said.clips else None


def _is_abbreviation(letters: str, *, is_shouted: bool) -> bool:
    return len(letters) == 1 or VOWEL.search(letters) is None or (letters.isupper() and not is_shouted)


def _sign(code: str) -> Said:
    """Return a short sign or a code: numbers as a whole, letters one by one; nothing where it cannot be said."""
    pieces = SPELLED.findall(code)
    if len(code) > LONGEST_SPELLED or not pieces:
        return NOTHING
    said = [value(int(piece)) if piece.isdigit() else spelled(piece) for piece in pieces]
    return sum(said, NOTHING) if all(part.clips for part in said) else NOTHING


def _agree(code: str, words: list[str]) -> bool:
    """Return whether a code means what its name does: 5 and Layanan Terpadu 5, CS2 and Customer Service 2."""
    numbers = [int(number) for word in words for number in re.findall("[0-9]+", word)]
    initials = "".join(word[0] for word in words if not word[0].isdigit()).lower()
    letters = "".join(LETTERS.findall(code)).lower()
    coded = [int(number) for number in re.findall("[0-9]+", code)]
    return len(numbers) == 1 and numbers == coded and initials.startswith(letters)
