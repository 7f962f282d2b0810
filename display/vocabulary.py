"""Every clip the hall's voice is made of: its stable, url-safe name and the words it says.

A recorded clip pack replaces these file by file, so a name here is a promise. A clip of the second language has the
name of the first with ``en-`` before it, number words the English word: ``en-huruf-a``, ``en-kata-twelve``.
"""

from __future__ import annotations

from display.number_words import DIGITS_EN, DIGITS_ID, ONE_OF, TEENS_EN, TENS_EN

LETTERS = {
    "a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "ef", "g": "ge", "h": "ha", "i": "i", "j": "je",
    "k": "ka", "l": "el", "m": "em", "n": "en", "o": "o", "p": "pe", "q": "ki", "r": "er", "s": "es", "t": "te",
    "u": "u", "v": "ve", "w": "we", "x": "eks", "y": "ye", "z": "zet",
}  # fmt: skip
"""How Indonesian says each letter."""

PLACES = {
    "loket": "counter", "meja": "desk", "ruang": "room", "konter": "counter", "kasir": "cashier", "lantai": "floor",
    "area": "area", "gedung": "building", "zona": "zone", "aula": "hall", "ruang tunggu": "waiting room",
}  # fmt: skip
"""What a staffed place or a part of the hall may be called, and its English."""

SHORT_PLACES = {"lt": "lantai", "lkt": "loket", "rg": "ruang"}
"""How plates shorten them, without the full stop."""

NAMED = {
    "prioritas": "priority", "informasi": "information", "pengaduan": "complaints", "pengambilan": "collection",
    "pendaftaran": "registration", "utama": "main", "dasar": "ground", "depan": "front", "belakang": "rear",
    "utara": "north", "timur": "east", "selatan": "south", "barat": "west",
}  # fmt: skip
"""Names that places without a number usually have, and their English, which stands before the place."""

QUEUE_NUMBER = "nomor-antrean"
PROCEED_TO = "silakan-menuju"
PROCEED_TO_THE = "silakan-menuju-sang"
"""English alone needs it: "to counter three", but "to the priority counter"."""
LOOK_AT_SCREEN = "silakan-lihat-layar"
CHIME = "denting"
CHIME_AGAIN = "denting-ulang"

ENGLISH = "en-"

INDONESIAN_CLIPS: dict[str, str] = {
    QUEUE_NUMBER: "nomor antrean",
    PROCEED_TO: "silakan menuju",
    LOOK_AT_SCREEN: "silakan lihat layar",
    **{f"huruf-{letter}": said for letter, said in LETTERS.items()},
    **{f"angka-{digit}": word for digit, word in enumerate(DIGITS_ID)},
    **{f"kata-{power}": power for power in ONE_OF},
    **{f"kata-{word}": word for word in ONE_OF.values()},
    **{place.replace(" ", "-"): place for place in PLACES},
    **{f"nama-{name}": name for name in NAMED},
}

ENGLISH_CLIPS: dict[str, str] = {
    ENGLISH + QUEUE_NUMBER: "queue number",
    ENGLISH + PROCEED_TO: "please proceed to",
    ENGLISH + PROCEED_TO_THE: "please proceed to the",
    ENGLISH + LOOK_AT_SCREEN: "please look at the screen",
    **{f"{ENGLISH}huruf-{letter}": "zed" if letter == "z" else letter for letter in LETTERS},
    **{f"{ENGLISH}angka-{digit}": word for digit, word in enumerate(DIGITS_EN)},
    **{f"{ENGLISH}kata-{word}": word for word in (*TEENS_EN, *filter(None, TENS_EN), "hundred", "thousand", "and")},
    **{ENGLISH + place.replace(" ", "-"): english for place, english in PLACES.items()},
    **{f"{ENGLISH}nama-{name}": english for name, english in NAMED.items()},
}

CLIPS: dict[str, str] = {**INDONESIAN_CLIPS, **ENGLISH_CLIPS}
"""Spoken clips, name to text. In English Z is a zed, which nobody takes for a C."""

SOUNDS = (CHIME, CHIME_AGAIN)
"""Clips that are struck, not spoken: the call's three notes, and the first two for a repeated call."""


def clip_of_word(word: str) -> str:
    """Return the clip that says one Indonesian number word."""
    return f"angka-{DIGITS_ID.index(word)}" if word in DIGITS_ID else f"kata-{word}"


def english_clip_of_word(word: str) -> str:
    """Return the clip that says one English number word."""
    return f"{ENGLISH}angka-{DIGITS_EN.index(word)}" if word in DIGITS_EN else f"{ENGLISH}kata-{word}"


def clip_of_character(character: str) -> str | None:
    """Return the clip that spells a letter or digit, None for anything else; its English has ``en-`` before it."""
    lower = character.lower()
    if lower in LETTERS:
        return f"huruf-{lower}"
    return f"angka-{lower}" if lower.isascii() and lower.isdigit() else None
