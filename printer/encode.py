"""Turn the lines of a slip into ESC/POS bytes, by python-escpos' ``Dummy``. Pure.

Every byte counts on a 9,600 baud line, so a setting is sent only when it changes, a rule is a few
characters eight times as wide, and the code page is chosen only when a text needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import qrcode
from escpos.capabilities import get_profile
from escpos.escpos import QR_ECLEVEL_M
from escpos.magicencode import Encoder
from escpos.printer import Dummy
from PIL import Image

from printer.layout import PLAIN, Code, Gap, Line, Rule, Style, TextLine, wrap
from printer.profiles import CELL_DOTS, Profile
from printer.texts import is_single_byte, readable

LINE_DOTS = 24
FULL_RULE, DASHED_RULE, PLAIN_RULE = "─", "-", "_"
MODULE_DOTS = 6
QUIET_MODULES = 4
TEAR_LINES = 5
# Bytes that fit at correction level M, by QR version (ISO/IEC 18004, table 7); longer ones are not printed.
_QR_CAPACITY_M = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)
_FIRST_SIZE, _MODULES_A_VERSION = 17, 4
_INIT = b"\x1b@"
_NO_CHINESE = b"\x1c."
_CODE_PAGE = b"\x1bt"
_POSITION = b"\x1b$"
_LAST_ASCII = "~"


class _Paper(Dummy):  # type: ignore[misc]
    """A ``Dummy`` that remembers what is set, so that nothing is sent twice."""

    def __init__(self, profile: Profile) -> None:
        fixed = {"disabled": True, "encoding": profile.code_page, "encoder": _encoder(profile.model)}
        super().__init__(profile.model, magic_encode_args=fixed)
        self.now = PLAIN

    def raw(self, command: bytes) -> None:
        """Send a command for which the library has no verb."""
        self._raw(command)

    def dress(self, style: Style) -> None:
        """Send what differs between the present style and ``style``."""
        now, self.now = self.now, style
        if style.centred != now.centred:
            self.set(align="center" if style.centred else "left")
        if style.bold != now.bold:
            self.set(bold=style.bold)
        if (style.width, style.height) != (now.width, now.height):
            self.set(custom_size=True, width=style.width, height=style.height)
        if style.reverse != now.reverse:
            self.set(invert=style.reverse)


@lru_cache(maxsize=8)
def _encoder(model: str) -> Encoder:
    """Return the library's character tables for ``model``, which it would otherwise build for every slip."""
    return Encoder(get_profile(model).get_code_pages())


def encode(lines: Sequence[Line], profile: Profile) -> bytes:
    """Return the bytes that print ``lines`` on a printer of ``profile``, from a clean state to the cut."""
    paper = _Paper(profile)
    paper.raw(_INIT)
    if any(_is_beyond_ascii(line, profile) for line in lines):
        # Many cheap printers start in a Chinese mode that reads two high bytes as one character.
        paper.raw(_NO_CHINESE + _CODE_PAGE + bytes((profile.page_number,)))
    paper.line_spacing(LINE_DOTS)
    for line in lines:
        _put(paper, line, profile)
    if profile.cutter:
        paper.cut(feed=False)
    else:
        paper.print_and_feed(TEAR_LINES)
    return bytes(paper.output)


def _put(paper: _Paper, line: Line, profile: Profile) -> None:
    match line:
        case TextLine():
            _put_text(paper, line, profile)
        case Rule():
            _put_rule(paper, line, profile)
        case Gap():
            paper.dress(Style(centred=paper.now.centred, bold=paper.now.bold))
            paper.ln(line.lines)
        case Code():
            _put_code(paper, line.content, profile)


def _put_text(paper: _Paper, line: TextLine, profile: Profile) -> None:
    paper.dress(line.style)
    paper.text(readable(line.text, profile.encoding))
    if line.right:
        right = readable(line.right, profile.encoding)
        start = (profile.columns - len(right)) * CELL_DOTS
        paper.raw(_POSITION + start.to_bytes(2, "little"))
        paper.text(right)
    paper.ln()


def _put_rule(paper: _Paper, rule: Rule, profile: Profile) -> None:
    mark = DASHED_RULE if rule.dashed else _full_rule(profile)
    most = 4 if rule.dashed else 8
    width = next(width for width in range(most, 0, -1) if profile.columns % width == 0)
    paper.dress(Style(centred=paper.now.centred, bold=paper.now.bold, width=width))
    paper.text(mark * (profile.columns // width))
    paper.ln()


def _put_code(paper: _Paper, content: str, profile: Profile) -> None:
    """Print the QR code in whole dots: native, as a raster, or as its address where the printer has neither."""
    paper.dress(Style(centred=True))
    size = _module_dots(content, profile)
    if not size or not (profile.native_qr or profile.raster):
        address = readable(content, profile.encoding)
        for part in wrap(address, profile.columns):
            paper.text(part)
            paper.ln()
    elif profile.native_qr:
        paper.qr(content, ec=QR_ECLEVEL_M, size=size, native=True)
    else:
        paper.image(_picture(content, size), impl="bitImageRaster")


def _module_dots(content: str, profile: Profile) -> int:
    """Return the largest module, at most 6 dots, at which the code and its quiet zone fit; 0 if none does."""
    length = len(content.encode())
    version = next((at for at, capacity in enumerate(_QR_CAPACITY_M, 1) if length <= capacity), 0)
    modules = _FIRST_SIZE + _MODULES_A_VERSION * version + 2 * QUIET_MODULES
    return min(MODULE_DOTS, profile.dots // modules) if version else 0


def _picture(content: str, size: int) -> Image.Image:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=1, border=0)
    code.add_data(content, optimize=0)
    code.make()
    matrix = code.get_matrix()
    picture = Image.new("1", (len(matrix), len(matrix)))
    picture.putdata([0 if dark else 255 for row in matrix for dark in row])
    return picture.resize((len(matrix) * size, len(matrix) * size), Image.Resampling.NEAREST)


def _full_rule(profile: Profile) -> str:
    return FULL_RULE if is_single_byte(FULL_RULE, profile.encoding) else PLAIN_RULE


def _is_beyond_ascii(line: Line, profile: Profile) -> bool:
    match line:
        case TextLine():
            return any(character > _LAST_ASCII for character in line.text + line.right)
        case Rule(dashed=False):
            return _full_rule(profile) > _LAST_ASCII
        case _:
            return False
