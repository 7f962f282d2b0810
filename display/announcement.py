"""What the hall hears when a number is called, as clip names and as a caption.

``Nomor antrean A nol nol satu. Silakan menuju loket tiga.`` And, where the branch wants it, in English:
``Queue number A zero zero one, please proceed to counter three.``
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from display.number_words import DIGITS_EN, DIGITS_ID, LARGEST, english, indonesian
from display.vocabulary import (
    ENGLISH,
    LOOK_AT_SCREEN,
    NAMED,
    PLACES,
    PROCEED_TO,
    PROCEED_TO_THE,
    QUEUE_NUMBER,
    clip_of_character,
    clip_of_word,
    english_clip_of_word,
)

STYLES = ("digits", "value", "hybrid")
DEFAULT_PLACE = "loket"
LONGEST_SPELLED = 4

NUMBER = re.compile(r"(?P<series>.*?)-?(?P<serial>[0-9]+)")
SPELLED = re.compile(r"[0-9]+|[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Speech:
    """One announcement: clip names in speaking order, and the sentence in both languages; ``clips_en`` its English."""

    clips: tuple[str, ...]
    caption_id: str
    caption_en: str
    clips_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A part of an announcement: clips and words, in both languages."""

    clips: tuple[str, ...] = ()
    indonesian: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    clips_en: tuple[str, ...] = ()

    def __add__(self, other: Said) -> Said:
        """Return this part followed by another."""
        return Said(
            self.clips + other.clips,
            self.indonesian + other.indonesian,
            self.english + other.english,
            self.clips_en + other.clips_en,
        )


NOTHING = Said()
TO = Said(clips=(PROCEED_TO,), clips_en=(ENGLISH + PROCEED_TO,))
TO_THE = Said(clips=(PROCEED_TO,), english=("the",), clips_en=(ENGLISH + PROCEED_TO_THE,))


@lru_cache(maxsize=4096)
def compose(number: str, place_code: str, place_name: str, style: str) -> Speech:
    """Return the announcement of ``number`` at a counter or in a part of the hall, read in ``style``.

    A part of the hall is given without a code: a name that no clip can say is then left to the screen, instead of
    being spelled as if it were a counter's.

    ``style`` is ``digits`` (A-012: "A nol satu dua"), ``value`` ("A dua belas") or ``hybrid`` ("A nol dua
    belas"); any other style is a ValueError.
    """
    if style not in STYLES:
        message = f"number_reading is one of {', '.join(STYLES)}, not {style!r}"
        raise ValueError(message)
    called = say_number(number, style)
    place = say_place(place_code, place_name)
    return Speech(
        clips=(QUEUE_NUMBER, *called.clips, *place.clips),
        caption_id=f"Nomor antrean {_joined(called.indonesian)}. Silakan menuju {_joined(place.indonesian)}.",
        caption_en=f"Queue number {_joined(called.english)}, please proceed to {_joined(place.english)}.",
        clips_en=(ENGLISH + QUEUE_NUMBER, *called.clips_en, *place.clips_en),
    )


def say_number(number: str, style: str) -> Said:
    """Return a ticket number as it is read aloud; the series is spelled, the serial read in ``style``."""
    parts = NUMBER.fullmatch(number)
    if parts is None:
        return _spelled(number)
    serial = parts["serial"]
    zeros = len(serial) - len(serial.lstrip("0") or "0")
    value = int(serial)
    if style == "digits" or value > LARGEST:
        return _spelled(parts["series"]) + _spelled(serial)
    leading = _spelled("0" * zeros) if style == "hybrid" else NOTHING
    return _spelled(parts["series"]) + leading + _value(value)


def say_place(code: str, name: str) -> Said:
    """Return where to go: "loket tiga", "meja dua", "lantai dua", "loket prioritas".

    A name that no clip can say is spelled by its code; when that is no use either, the voice sends people to
    the screen while the caption keeps the name.
    """
    place, rest = _place_and_rest(name.split())
    clip = place.replace(" ", "-")
    kind = Said((clip,), (place,), (PLACES[place],), (ENGLISH + clip,))
    parts = [part for part in map(_part, rest) if part is not None]
    if len(parts) == len(rest) and (rest or (name and not code)):
        return _placed(kind, rest, parts)
    spelled = _part(code)
    if spelled is not None and spelled.clips:
        words = Said((), tuple(rest), tuple(rest)) if rest else Said((), spelled.indonesian, spelled.english)
        return TO + kind + Said(spelled.clips, clips_en=spelled.clips_en) + words
    return Said((LOOK_AT_SCREEN,), (name or code,), (name or code,), (ENGLISH + LOOK_AT_SCREEN,))


def _placed(kind: Said, words: list[str], parts: list[Said]) -> Said:
    """Return a place with its number or name; "loket prioritas" is the priority counter in English."""
    names = [part for word, part in zip(words, parts, strict=True) if word.lower() in NAMED]
    signs = [part for word, part in zip(words, parts, strict=True) if word.lower() not in NAMED]
    indonesian = sum(parts, TO + kind)
    english = sum(signs, sum(names, TO if signs else TO_THE) + kind)
    return Said(indonesian.clips, indonesian.indonesian, english.english, english.clips_en)


def _place_and_rest(words: list[str]) -> tuple[str, list[str]]:
    for count in (2, 1):
        place = " ".join(words[:count]).lower()
        if place in PLACES:
            return place, words[count:]
    return DEFAULT_PLACE, words


def _part(word: str) -> Said | None:
    """Return one word of a place's name or its code; None when no clip says it."""
    lower = word.lower()
    if lower in NAMED:
        return Said((f"nama-{lower}",), (lower,), (NAMED[lower],), (f"{ENGLISH}nama-{lower}",))
    pieces = SPELLED.findall(word)
    if len(word) > LONGEST_SPELLED or not pieces:
        return None
    said = [_value(int(piece)) if piece.isdigit() else _spelled(piece) for piece in pieces]
    return sum(said, NOTHING) if all(part.clips for part in said) else None


def _value(number: int) -> Said:
    words, words_en = indonesian(number), english(number)
    return Said(
        tuple(clip_of_word(word) for word in words),
        words,
        words_en,
        tuple(english_clip_of_word(word) for word in words_en),
    )


def _spelled(text: str) -> Said:
    """Return ``text`` character by character; what has no sound (a dash) is left out."""
    clips = [(character, clip_of_character(character)) for character in text]
    heard = [(character.upper(), clip) for character, clip in clips if clip is not None]
    return Said(
        clips=tuple(clip for _, clip in heard),
        indonesian=tuple(DIGITS_ID[int(c)] if c.isdigit() else c for c, _ in heard),
        english=tuple(DIGITS_EN[int(c)] if c.isdigit() else c for c, _ in heard),
        clips_en=tuple(ENGLISH + clip for _, clip in heard),
    )


def _joined(words: tuple[str, ...]) -> str:
    return " ".join(words)
