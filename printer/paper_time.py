"""How much paper a slip takes, as a measure of how long it takes to print. Pure.

Thermal heads have 8 dots a millimetre (203 dpi). What the cutter adds is left out: it is part of every wait.
"""

from __future__ import annotations

import qrcode
from qrcode.exceptions import DataOverflowError

from printer.interpreter import interpret
from printer.onpaper import Cut, Feed, Printed, PrintedCode, PrintedLine, PrintedRaster
from printer.painter import CELL_HEIGHT

DOTS_A_MM = 8
_LARGEST_CODE = 177
_LEVELS = {
    "L": qrcode.constants.ERROR_CORRECT_L,
    "M": qrcode.constants.ERROR_CORRECT_M,
    "Q": qrcode.constants.ERROR_CORRECT_Q,
    "H": qrcode.constants.ERROR_CORRECT_H,
}


def paper_mm(data: bytes) -> float:
    """Return how many millimetres of paper ``data`` moves; never raises, however broken the bytes."""
    return sum(map(_dots, interpret(data).printed)) / DOTS_A_MM


def _dots(thing: Printed) -> int:
    match thing:
        case PrintedLine():
            return max(thing.spacing, CELL_HEIGHT * max((span.look.height for span in thing.spans), default=0))
        case PrintedRaster():
            return len(thing.bits) * 8 // thing.width if thing.width else 0
        case PrintedCode():
            return _modules(thing) * thing.module
        case Feed():
            return thing.dots
        case Cut():
            return 0


def _modules(code: PrintedCode) -> int:
    """Return the side of a QR code in modules (ISO/IEC 18004: 17 and 4 for each version)."""
    drawn = qrcode.QRCode(error_correction=_LEVELS[code.level])
    drawn.add_data(code.content, optimize=0)
    try:
        return 17 + 4 * int(drawn.best_fit())
    except (DataOverflowError, ValueError):
        return _LARGEST_CODE
