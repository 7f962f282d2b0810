"""The test page: shows at a glance whether width, code page, styles, QR code and cutter are set right. Pure."""

from __future__ import annotations

from printer.layout import CENTRED, CENTRED_STRONG, PLAIN, STRONG, Line, Sheet, Style, TextLine
from printer.profiles import CELL_DOTS, Profile
from printer.words import say
from queue_server.protocol import PrinterTestContent

_TITLE = Style(centred=True, bold=True, width=2, height=2)
_BAND = Style(reverse=True, bold=True)
_TALL = Style(height=2)
_WIDE = Style(width=2)
_LARGE = Style(width=2, height=2)
_LETTERS = ("é", "ñ", "ü", "ç", "°", "½", "×", "–", "·", "€")
_TENS = 10


def page_lines(content: PrinterTestContent, profile: Profile) -> list[Line]:
    """Lay the test page out for ``profile``: what the agent believes of the printer beside what it really does."""
    sheet = Sheet(profile.columns, profile.encoding)
    language = content.language
    sheet.emblem(content.logo)
    sheet.head(content.letterhead, content.branch)
    sheet.rule()
    sheet.say(sheet.plain(content.title) or say(language, "test_title"), _TITLE)
    sheet.say(content.printer, CENTRED_STRONG)
    sheet.moment(content.day_line, content.time_line)
    sheet.rule()
    _beliefs(sheet, profile, language)
    sheet.rule(dashed=True)
    _edges(sheet, language)
    sheet.rule(dashed=True)
    _styles(sheet, language)
    sheet.rule(dashed=True)
    _code(sheet, content, profile)
    sheet.rule()
    sheet.say(say(language, "cutter" if profile.cutter else "no_cutter"), CENTRED)
    return sheet.lines


def _beliefs(sheet: Sheet, profile: Profile, language: str) -> None:
    model = profile.name if profile.name == profile.model else f"{profile.name} ({profile.model})"
    sheet.pair(say(language, "profile"), model)
    size = say(language, "columns_and_dots", columns=profile.columns, dots=profile.columns * CELL_DOTS)
    sheet.pair(say(language, "width"), size)
    sheet.pair(say(language, "code_page"), f"{profile.code_page} ({profile.page_number})")


def _edges(sheet: Sheet, language: str) -> None:
    """Add a ruler of columns and a black band as wide as the paper: a wrong profile wraps or clips them."""
    columns = sheet.columns
    tens = "".join(str(at).rjust(_TENS) for at in range(_TENS, columns + 1, _TENS))
    units = "".join(str(at % _TENS) for at in range(1, columns + 1))
    sheet.say(say(language, "ruler"))
    sheet.put(TextLine(tens), TextLine(units))
    sheet.say(say(language, "edges"))
    sheet.put(TextLine("<" + "-" * (columns - 2) + ">", _BAND))


def _styles(sheet: Sheet, language: str) -> None:
    """Add the letters of the code page, then each style that slips use."""
    letters = " ".join(sheet.plain(letter) for letter in _LETTERS)
    sheet.say(say(language, "letters") + letters)
    for key, style in (("bold", STRONG), ("tall", _TALL), ("wide", _WIDE), ("large", _LARGE)):
        sheet.say(say(language, key), style)
    sheet.put(TextLine(f" {say(language, 'reversed')} ", Style(reverse=True)))


def _code(sheet: Sheet, content: PrinterTestContent, profile: Profile) -> None:
    if not sheet.plain(content.qr):
        return
    sheet.code(content.qr)
    way = "code_native" if profile.native_qr else "code_raster" if profile.raster else "code_text"
    sheet.say(say(content.language, way), CENTRED if way != "code_text" else PLAIN)
