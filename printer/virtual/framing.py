"""Where one ESC/POS command ends and the next begins. Pure.

Source of the lengths: Epson's ESC/POS command reference. An unknown command is two bytes long, as for printers
that skip what they do not know.
"""

from __future__ import annotations

_DLE, _ESC, _FS, _GS = 0x10, 0x1B, 0x1C, 0x1D
_PREFIXES = frozenset({_DLE, _ESC, _FS, _GS})
_DLE_DC4, _DLE_DC4_CLEAR = 0x14, 8
_HEAD = 2

# Parameters in bytes, by prefix and letter. Everything that is longer than its letters say stands in _long().
_PARAMETERS: dict[int, dict[bytes, int]] = {
    _DLE: {b"\x04": 1, b"\x05": 1},
    _ESC: {
        **dict.fromkeys((b" ", b"!", b"%", b"-", b"3", b"=", b"?", b"E", b"G", b"J", b"K", b"M"), 1),
        **dict.fromkeys((b"R", b"T", b"U", b"V", b"a", b"d", b"e", b"r", b"t", b"u", b"{"), 1),
        **dict.fromkeys((b"$", b"\\", b"c"), 2),
        b"p": 3,
        b"W": 8,
    },
    _FS: {**dict.fromkeys((b"!", b"-", b"C", b"W"), 1), b"S": 2, b"p": 2},
    _GS: {
        **dict.fromkeys((b"!", b"/", b"B", b"E", b"H", b"I", b"T", b"a", b"b", b"f", b"h", b"r", b"w"), 1),
        **dict.fromkeys((b"$", b"L", b"P", b"W", b"\\"), 2),
        b"^": 3,
        b"g": 4,
    },
}
_CUTS_THAT_FEED = frozenset({65, 66, 97, 98, 103, 104})
_BARCODES_WITH_LENGTH = 65
_TWENTY_FOUR_DOTS, _BYTES_A_COLUMN = frozenset({32, 33}), 3


def command_length(data: bytes | bytearray, at: int = 0) -> int | None:
    """Return how many bytes the command at ``at`` has, a printed character being one; None when more must come."""
    code = data[at]
    if code not in _PREFIXES:
        return 1
    if len(data) < at + _HEAD:
        return None
    letter = bytes(data[at + 1 : at + _HEAD])
    known = _PARAMETERS[code].get(letter)
    wanted = _HEAD + known if known is not None else _long(code, letter, memoryview(data)[at:])
    return wanted if wanted is not None and len(data) >= at + wanted else None


def _long(code: int, letter: bytes, rest: memoryview) -> int | None:
    """Return the length of a command whose parameters say how long it is; None when those have not all come."""
    try:
        if letter == b"(" and code != _DLE:
            return 5 + _number(rest, 3, 2)
        match code:
            case 0x1D:
                return _long_gs(letter, rest)
            case 0x1B:
                return _long_esc(letter, rest)
            case 0x10 if letter[0] == _DLE_DC4:
                return 10 if rest[2] == _DLE_DC4_CLEAR else 5
    except IndexError:
        return None
    return _HEAD


def _long_esc(letter: bytes, rest: memoryview) -> int | None:
    match letter:
        case b"*":
            return 5 + _number(rest, 3, 2) * (_BYTES_A_COLUMN if rest[2] in _TWENTY_FOUR_DOTS else 1)
        case b"D":
            return _up_to_nul(rest, _HEAD)
        case _:
            return _HEAD


def _long_gs(letter: bytes, rest: memoryview) -> int | None:
    match letter:
        case b"V":
            return 4 if rest[2] in _CUTS_THAT_FEED else 3
        case b"v":
            return 8 + _number(rest, 4, 2) * _number(rest, 6, 2)
        case b"8":
            return 7 + _number(rest, 3, 4)
        case b"k":
            return 4 + rest[3] if rest[2] >= _BARCODES_WITH_LENGTH else _up_to_nul(rest, 3)
        case _:
            return _HEAD


def _number(rest: memoryview, start: int, count: int) -> int:
    """Return a number whose low byte comes first. Raises IndexError when it has not all come."""
    return sum(rest[start + place] << 8 * place for place in range(count))


def _up_to_nul(rest: memoryview, start: int) -> int | None:
    end = bytes(rest).find(b"\0", start)
    return end + 1 if end >= 0 else None
