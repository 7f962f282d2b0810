"""Whole numbers in words, Indonesian and English, from 0 to 999 999.

Indonesian by KBBI: one of a power is *se-* (``sepuluh``, ``sebelas``, ``seratus``, ``seribu``), never
"satu puluh", "satu belas", "satu ratus" or "satu ribu".
"""

from __future__ import annotations

TEN, TWENTY, HUNDRED, THOUSAND = 10, 20, 100, 1000
LARGEST = THOUSAND * THOUSAND - 1

DIGITS_ID = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
ONE_OF = {"puluh": "sepuluh", "belas": "sebelas", "ratus": "seratus", "ribu": "seribu"}
POWERS_ID = tuple(ONE_OF)

DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS_EN = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS_EN = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def indonesian(number: int) -> tuple[str, ...]:
    """Return the words of ``number``: 115 is ``("seratus", "lima", "belas")``.

    Raises ValueError outside 0 to 999 999.
    """
    _require_speakable(number)
    return tuple(_indonesian(number)) or (DIGITS_ID[0],)


def english(number: int) -> tuple[str, ...]:
    """Return the words of ``number``: 115 is ``("one", "hundred", "and", "fifteen")``.

    Raises ValueError outside 0 to 999 999.
    """
    _require_speakable(number)
    return tuple(_english(number)) or (DIGITS_EN[0],)


def _require_speakable(number: int) -> None:
    if not 0 <= number <= LARGEST:
        message = f"numbers are spoken from 0 to {LARGEST}, not {number}"
        raise ValueError(message)


def _indonesian(number: int) -> list[str]:
    if number == 0:
        return []
    if number < TEN:
        return [DIGITS_ID[number]]
    if TEN < number < TWENTY:
        return _counted(number - TEN, "belas")
    for power, size in (("puluh", TEN), ("ratus", HUNDRED), ("ribu", THOUSAND)):
        if number < size * (THOUSAND if power == "ribu" else TEN):
            return [*_counted(number // size, power), *_indonesian(number % size)]
    raise AssertionError(number)


def _counted(count: int, power: str) -> list[str]:
    return [ONE_OF[power]] if count == 1 else [*_indonesian(count), power]


def _english(number: int) -> list[str]:
    if number < TEN:
        return [DIGITS_EN[number]] if number else []
    if number < TWENTY:
        return [TEENS_EN[number - TEN]]
    if number < HUNDRED:
        return [TENS_EN[number // TEN], *_english(number % TEN)]
    if number < THOUSAND:
        rest = _english(number % HUNDRED)
        return [DIGITS_EN[number // HUNDRED], "hundred", *(["and", *rest] if rest else [])]
    rest = _english(number % THOUSAND)
    joint = ["and"] if 0 < number % THOUSAND < HUNDRED else []
    return [*_english(number // THOUSAND), "thousand", *joint, *rest]
