"""Parts of an announcement: the clips of numbers and spelled signs, with the words that they say."""

from __future__ import annotations

from dataclasses import dataclass

from display.number_words import DIGITS_EN, DIGITS_ID, english, indonesian
from display.vocabulary import ENGLISH, clip_of_character, clip_of_word, english_clip_of_word


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


def value(number: int) -> Said:
    """Return a number from 0 to 999 999 as it is read."""
    words, words_en = indonesian(number), english(number)
    return Said(
        tuple(clip_of_word(word) for word in words),
        words,
        words_en,
        tuple(english_clip_of_word(word) for word in words_en),
    )


def spelled(text: str) -> Said:
    """Return ``text`` character by character; what has no sound (a dash) is left out."""
    clips = [(character, clip_of_character(character)) for character in text]
    heard = [(character.upper(), clip) for character, clip in clips if clip is not None]
    return Said(
        clips=tuple(clip for _, clip in heard),
        indonesian=tuple(DIGITS_ID[int(c)] if c.isdigit() else c for c, _ in heard),
        english=tuple(DIGITS_EN[int(c)] if c.isdigit() else c for c, _ in heard),
        clips_en=tuple(ENGLISH + clip for _, clip in heard),
    )
