"""Every clip the hall's voice is made of: its stable, url-safe name and the words it says.

A recorded clip pack replaces these file by file, so a name here is a promise.
"""

from __future__ import annotations

from display.number_words import DIGITS_ID, ONE_OF

LETTERS = {
    "a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "ef", "g": "ge", "h": "ha", "i": "i", "j": "je",
    "k": "ka", "l": "el", "m": "em", "n": "en", "o": "o", "p": "pe", "q": "ki", "r": "er", "s": "es", "t": "te",
    "u": "u", "v": "ve", "w": "we", "x": "eks", "y": "ye", "z": "zet",
}  # fmt: skip
"""How Indonesian says each letter."""

PLACES = {"loket": "counter", "meja": "desk", "ruang": "room", "konter": "counter", "kasir": "cashier"}
"""What a staffed place may be called, and its English."""

NAMED = {
    "prioritas": "priority", "informasi": "information", "pengaduan": "complaints", "pengambilan": "collection",
    "pendaftaran": "registration", "utama": "main",
}  # fmt: skip
"""Names that counters without a number usually have, and their English."""

QUEUE_NUMBER = "nomor-antrean"
PROCEED_TO = "silakan-menuju"
LOOK_AT_SCREEN = "silakan-lihat-layar"
CHIME = "denting"
CHIME_AGAIN = "denting-ulang"

CLIPS: dict[str, str] = {
    QUEUE_NUMBER: "nomor antrean",
    PROCEED_TO: "silakan menuju",
    LOOK_AT_SCREEN: "silakan lihat layar",
    **{f"huruf-{letter}": said for letter, said in LETTERS.items()},
    **{f"angka-{digit}": word for digit, word in enumerate(DIGITS_ID)},
    **{f"kata-{power}": power for power in ONE_OF},
    **{f"kata-{word}": word for word in ONE_OF.values()},
    **{place: place for place in PLACES},
    **{f"nama-{name}": name for name in NAMED},
}
"""Spoken clips, name to text."""

SOUNDS = (CHIME, CHIME_AGAIN)
"""Clips that are struck, not spoken: the call's three notes, and the first two for a repeated call."""


def clip_of_word(word: str) -> str:
    """Return the clip that says one number word."""
    return f"angka-{DIGITS_ID.index(word)}" if word in DIGITS_ID else f"kata-{word}"


def clip_of_character(character: str) -> str | None:
    """Return the clip that spells a letter or digit, None for anything else."""
    lower = character.lower()
    if lower in LETTERS:
        return f"huruf-{lower}"
    return f"angka-{lower}" if lower.isascii() and lower.isdigit() else None
