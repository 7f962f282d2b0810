"""Make any text safe and readable for a printer's code page. Pure.

A printer reads text and commands from one stream of bytes, so nothing below 0x20 may come out of a
text: control and format characters are dropped here, before layout, and nowhere else.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BY_HAND = {
    "×": "x",
    "–": "-",
    "—": "-",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "−": "-",
    "·": "-",
    "•": "-",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "→": ">",
    "←": "<",
    "≥": ">=",
    "≤": "<=",
    "─": "-",
    "€": "EUR",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ł": "l",
    "Ł": "L",
}
_UNKNOWN = "?"
_SPACES = {"Zs", "Zl", "Zp"}
_LINE_ENDS = "\t\n\r\v\f"
_FIRST_PRINTABLE, _LAST_ASCII = 0x20, 0x7E
_FIRST_HIGH = 0x80


def readable(text: str, encoding: str) -> str:
    """Return ``text`` in characters that ``encoding`` (a Python codec name) can print, without controls.

    Tabs and line ends become spaces. What the code page lacks becomes its nearest plain spelling
    (``×`` → ``x``, ``–`` → ``-``, ``ā`` → ``a``), or ``?`` when there is none.
    """
    if text.isascii() and text.isprintable():
        return text
    # Dropped before they are composed, controls make no difference to what stands beside them.
    kept = "".join(_kept(character) for character in text)
    return "".join(_character(character, encoding) for character in unicodedata.normalize("NFC", kept))


def is_single_byte(character: str, encoding: str) -> bool:
    """Say whether ``encoding`` prints ``character`` with one byte that no printer takes for a command."""
    try:
        code = character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return len(code) == 1 and (_FIRST_PRINTABLE <= code[0] <= _LAST_ASCII or code[0] >= _FIRST_HIGH)


@lru_cache(maxsize=4096)
def _kept(character: str) -> str:
    """Return ``character``, a space for any kind of space, nothing for controls, formats and surrogates."""
    category = unicodedata.category(character)
    if character in _LINE_ENDS or category in _SPACES:
        return " "
    return "" if category[0] == "C" else character


@lru_cache(maxsize=4096)
def _character(character: str, encoding: str) -> str:
    if " " <= character <= "~":
        return character
    if unicodedata.category(character) in {"Mn", "Me"}:
        return ""
    if is_single_byte(character, encoding):
        return character
    return _BY_HAND.get(character) or _plain_spelling(character) or _UNKNOWN


def _plain_spelling(character: str) -> str:
    """Return the printable ASCII of the character's compatibility decomposition, often empty."""
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if " " <= part <= "~").strip()
