"""What the hall hears when a number is called, as clip names and as a caption.

``Nomor antrean A nol nol satu. Silakan menuju loket tiga.``
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from display.number_words import DIGITS_EN, DIGITS_ID, LARGEST, english, indonesian
from display.vocabulary import (
    LOOK_AT_SCREEN,
    NAMED,
    PLACES,
    PROCEED_TO,
    QUEUE_NUMBER,
    clip_of_character,
    clip_of_word,
)

STYLES = ("digits", "value", "hybrid")
DEFAULT_PLACE = "loket"
LONGEST_SPELLED = 4

NUMBER = re.compile(r"(?P<series>.*?)-?(?P<serial>[0-9]+)")
SPELLED = re.compile(r"[0-9]+|[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Speech:
    """One announcement: clip names in speaking order, and the sentence in both languages."""

    clips: tuple[str, ...]
    caption_id: str
    caption_en: str


@dataclass(frozen=True, slots=True)
class Said:
    """A part of an announcement in its three forms."""

    clips: tuple[str, ...] = ()
    indonesian: tuple[str, ...] = ()
    english: tuple[str, ...] = ()

    def __add__(self, other: Said) -> Said:
        """Return this part followed by another."""
        return Said(self.clips + other.clips, self.indonesian + other.indonesian, self.english + other.english)


@lru_cache(maxsize=4096)
def compose(number: str, counter_code: str, counter_name: str, style: str) -> Speech:
    """Return the announcement of ``number`` at a counter, read in ``style``.

    ``style`` is ``digits`` (A-012: "A nol satu dua"), ``value`` ("A dua belas") or ``hybrid`` ("A nol dua
    belas"); any other style is a ValueError.
    """
    if style not in STYLES:
        message = f"number_reading is one of {', '.join(STYLES)}, not {style!r}"
        raise ValueError(message)
    called = say_number(number, style)
    place = say_place(counter_code, counter_name)
    return Speech(
        clips=(QUEUE_NUMBER, *called.clips, *place.clips),
        caption_id=f"Nomor antrean {_joined(called.indonesian)}. Silakan menuju {_joined(place.indonesian)}.",
        caption_en=f"Queue number {_joined(called.english)}. Please proceed to {_joined(place.english)}.",
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
    leading = _spelled("0" * zeros) if style == "hybrid" else Said()
    return _spelled(parts["series"]) + leading + _value(value)


def say_place(code: str, name: str) -> Said:
    """Return where to go: "loket tiga", "meja dua", "loket prioritas".

    A name that no clip can say is spelled by its code; when that is no use either, the voice sends people to
    the screen while the caption keeps the name.
    """
    words = name.split()
    place, rest = _place_and_rest(words)
    kind = Said((place,), (place,), (PLACES[place],))
    proceed = Said(clips=(PROCEED_TO,))
    said = [_part(word) for word in rest]
    if said and None not in said:
        return sum((part for part in said if part is not None), proceed + kind)
    spelled = _part(code)
    if spelled is not None and spelled.clips:
        caption = Said((), tuple(rest), tuple(rest)) if rest else Said((), spelled.indonesian, spelled.english)
        return proceed + kind + Said(clips=spelled.clips) + caption
    return Said((LOOK_AT_SCREEN,), (name or code,), (name or code,))


def _place_and_rest(words: list[str]) -> tuple[str, list[str]]:
    if words and words[0].lower() in PLACES:
        return words[0].lower(), words[1:]
    return DEFAULT_PLACE, words


def _part(word: str) -> Said | None:
    """Return one word of a counter's name or its code; None when no clip says it."""
    if word.lower() in NAMED:
        lower = word.lower()
        return Said((f"nama-{lower}",), (lower,), (NAMED[lower],))
    pieces = SPELLED.findall(word)
    if len(word) > LONGEST_SPELLED or not pieces:
        return None
    said = [_value(int(piece)) if piece.isdigit() else _spelled(piece) for piece in pieces]
    return sum(said, Said()) if all(part.clips for part in said) else None


def _value(number: int) -> Said:
    words = indonesian(number)
    return Said(tuple(clip_of_word(word) for word in words), words, english(number))


def _spelled(text: str) -> Said:
    """Return ``text`` character by character; what has no sound (a dash) is left out."""
    clips = [(character, clip_of_character(character)) for character in text]
    heard = [(character.upper(), clip) for character, clip in clips if clip is not None]
    return Said(
        clips=tuple(clip for _, clip in heard),
        indonesian=tuple(DIGITS_ID[int(c)] if c.isdigit() else c for c, _ in heard),
        english=tuple(DIGITS_EN[int(c)] if c.isdigit() else c for c, _ in heard),
    )


def _joined(words: tuple[str, ...]) -> str:
    return " ".join(words)
