"""What the hall hears when a number is called, as clip names and as a caption.

``Nomor antrean A nol nol satu. Silakan menuju loket tiga.`` And, where the branch wants it, in English:
``Queue number A zero zero one, please proceed to counter three.``
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from display.number_words import LARGEST
from display.place_names import say_place
from display.said import NOTHING, Said, spelled, value
from display.vocabulary import ENGLISH, QUEUE_NUMBER

STYLES = ("digits", "value", "hybrid")
NUMBER = re.compile(r"(?P<series>.*?)-?(?P<serial>[0-9]+)")


@dataclass(frozen=True, slots=True)
class Speech:
    """One announcement: clip names in speaking order, and the sentence in both languages; ``clips_en`` its English."""

    clips: tuple[str, ...]
    caption_id: str
    caption_en: str
    clips_en: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def compose(number: str, place_code: str, place_name: str, style: str) -> Speech:
    """Return the announcement of ``number`` at a counter or in a part of the hall, read in ``style``.

    A part of the hall is given without a code: its name is said only if it begins with a known kind of place, for
    "Lobi" and "Timur" are no counters.

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
        return spelled(number)
    serial = parts["serial"]
    zeros = len(serial) - len(serial.lstrip("0") or "0")
    count = int(serial)
    if style == "digits" or count > LARGEST:
        return spelled(parts["series"]) + spelled(serial)
    leading = spelled("0" * zeros) if style == "hybrid" else NOTHING
    return spelled(parts["series"]) + leading + value(count)


def _joined(words: tuple[str, ...]) -> str:
    return " ".join(words)
