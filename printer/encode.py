"""Turn the lines of a slip into ESC/POS bytes, by python-escpos' ``Dummy``. Pure.

Every byte counts on a 9,600 baud line, so a setting is sent only when it changes, a rule is a few
characters eight times as wide, and the code page is chosen only when a text needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import qrcode
from escpos.capabilities import get_profile
from escpos.magicencode import Encoder
from escpos.printer import Dummy
from PIL import Image

from printer.layout import LARGEST, PLAIN, Code, Emblem, Gap, Line, Poster, Rule, Style, TextLine
from printer.logo import Raster
from printer.poster import poster
from printer.profiles import CELL_DOTS, Profile
from printer.texts import is_single_byte, readable
from printer.wrapping import wrap

LINE_DOTS = 24
FULL_RULE, DASHED_RULE, PLAIN_RULE = "─", "-", "_"
MODULE_DOTS = 6
QUIET_MODULES = 4
TEAR_LINES = 5
EMBLEM_GAP_DOTS = 12
# Bytes that fit at correction level M, by QR version (ISO/IEC 18004, table 7); longer ones are not printed.
_QR_CAPACITY_M = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)
_FIRST_SIZE, _MODULES_A_VERSION = 17, 4
_INIT = b"\x1b@"
_NO_CHINESE = b"\x1c."
_CODE_PAGE = b"\x1bt"
_POSITION = b"\x1b$"
_FEED_DOTS = b"\x1bJ"
_MODE = b"\x1b!"
_MODE_BOLD, _MODE_TALL, _MODE_WIDE = 0x08, 0x10, 0x20
_SYMBOL = b"\x1d(k"
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

    def write(self, text: str, profile: Profile) -> None:
        """Send ``text`` in the printer's code page, without anything that could be a command."""
        self._raw(readable(text, profile.encoding).encode(profile.encoding))

    def dress(self, style: Style) -> None:
        """Send what differs between the present style and ``style``."""
        now, self.now = self.now, style
        has_new_size = (style.width, style.height) != (now.width, now.height)
        if style.centred != now.centred:
            self.set(align="center" if style.centred else "left")
        if has_new_size and style.bold != now.bold and max(style.width, style.height) <= 2:  # noqa: PLR2004
            # ESC ! sets weight and sizes up to double in one command of three bytes.
            wide, tall = _MODE_WIDE * (style.width - 1), _MODE_TALL * (style.height - 1)
            self.raw(_MODE + bytes((_MODE_BOLD * style.bold + wide + tall,)))
        else:
            if style.bold != now.bold:
                self.set(bold=style.bold)
            if has_new_size:
                self.set(custom_size=True, width=style.width, height=style.height)
        if style.reverse != now.reverse:
            self.set(invert=style.reverse)

    def weigh(self, *, bold: bool) -> None:
        """Make what follows bold, or not, and nothing else."""
        now = self.now
        self.dress(Style(now.centred, bold, now.width, now.height, now.reverse))


@lru_cache(maxsize=8)
def _encoder(model: str) -> Encoder:
    """Return the library's character tables for ``model``, which it would otherwise build for every slip."""
    return Encoder(get_profile(model).get_code_pages())


def encode(lines: Sequence[Line], profile: Profile, logo: Raster | None = None) -> bytes:
    """Return the bytes that print ``lines`` on a printer of ``profile``, from a clean state to the cut."""
    paper = _Paper(profile)
    paper.raw(_INIT)
    if any(_is_beyond_ascii(line, profile) for line in lines):
        # Many cheap printers start in a Chinese mode that reads two high bytes as one character.
        paper.raw(_NO_CHINESE + _CODE_PAGE + bytes((profile.page_number,)))
    paper.line_spacing(LINE_DOTS)
    for line in lines:
        if isinstance(line, Emblem):
            _put_emblem(paper, logo)
        else:
            _put(paper, line, profile)
    if profile.cutter:
        paper.cut(feed=False)
    else:
        paper.print_and_feed(TEAR_LINES)
    return bytes(paper.output)


def _put(paper: _Paper, line: TextLine | Rule | Gap | Code | Poster, profile: Profile) -> None:
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
        case Poster():
            _put_poster(paper, line.text, profile)


def _put_text(paper: _Paper, line: TextLine, profile: Profile) -> None:
    start, end = line.strong
    parts = [(line.text[:start], False), (line.text[start:end], True), (line.text[end:], False)]
    for text, strong in parts:
        if text:
            style = line.style
            paper.dress(Style(style.centred, style.bold or strong, style.width, style.height, style.reverse))
            paper.write(text, profile)
    if line.right:
        paper.dress(line.style)
        right = readable(line.right, profile.encoding)
        paper.raw(_POSITION + (profile.width_dots - len(right) * CELL_DOTS).to_bytes(2, "little"))
        paper.write(right, profile)
    paper.ln()


def _put_rule(paper: _Paper, rule: Rule, profile: Profile) -> None:
    mark = DASHED_RULE if rule.dashed else _full_rule(profile)
    most = 3 if rule.dashed else LARGEST
    width = next(width for width in range(most, 0, -1) if profile.columns % width == 0)
    paper.dress(Style(centred=paper.now.centred, bold=paper.now.bold, width=width))
    paper.write(mark * (profile.columns // width), profile)
    paper.ln()


def _put_emblem(paper: _Paper, logo: Raster | None) -> None:
    if logo is not None:
        paper.dress(Style(centred=True, bold=paper.now.bold))
        paper.raw(logo.command() + _FEED_DOTS + bytes((EMBLEM_GAP_DOTS,)))


def _put_poster(paper: _Paper, text: str, profile: Profile) -> None:
    """Print a short text as a picture, or in the printer's largest letters where it takes none."""
    plain = readable(text, profile.encoding).strip()
    if not plain:
        return
    if profile.raster:
        paper.dress(Style(centred=True, bold=paper.now.bold))
        paper.raw(poster(plain, profile.picture_dots).command())
        return
    size = max(1, min(LARGEST, profile.columns // max(1, len(plain))))
    _put_text(paper, TextLine(plain, Style(centred=True, bold=True, width=size, height=size)), profile)


def _put_code(paper: _Paper, content: str, profile: Profile) -> None:
    """Print the QR code in whole dots: native, as a raster, or as its address where the printer has neither."""
    size = _module_dots(content, profile)
    if not size or not (profile.native_qr or profile.raster):
        paper.dress(Style(centred=True))
        address = readable(content, profile.encoding)
        for part in wrap(address, profile.columns):
            paper.write(part, profile)
            paper.ln()
        return
    paper.dress(Style(centred=True, bold=paper.now.bold))
    paper.raw(_native_code(content.encode(), size) if profile.native_qr else _picture(content, size).command())


def _native_code(content: bytes, size: int) -> bytes:
    """Return GS ( k: module size (167), correction level M (169), store (180), print (181).

    The model is left out: ESC @ made it model 2, the one that every phone reads.
    """
    stored = (len(content) + 3).to_bytes(2, "little") + b"1P0" + content
    return b"".join(
        (
            _SYMBOL + b"\x03\x001C" + bytes((size,)),
            _SYMBOL + b"\x03\x001E1",
            _SYMBOL + stored,
            _SYMBOL + b"\x03\x001Q0",
        )
    )


def _module_dots(content: str, profile: Profile) -> int:
    """Return the largest module, at most 6 dots, at which the code and its quiet zone fit; 0 if none does."""
    length = len(content.encode())
    version = next((at for at, capacity in enumerate(_QR_CAPACITY_M, 1) if length <= capacity), 0)
    modules = _FIRST_SIZE + _MODULES_A_VERSION * version + 2 * QUIET_MODULES
    return min(MODULE_DOTS, profile.dots // modules) if version else 0


def _picture(content: str, size: int) -> Raster:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=1, border=0)
    code.add_data(content, optimize=0)
    code.make()
    matrix = code.get_matrix()
    picture = Image.new("1", (len(matrix), len(matrix)))
    picture.putdata([255 if dark else 0 for row in matrix for dark in row])
    side = len(matrix) * size
    picture = picture.resize((side, side), Image.Resampling.NEAREST)
    return Raster((side + 7) // 8, picture.tobytes())


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
