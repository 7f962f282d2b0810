"""A sign to hang at a counter: its name as large as the paper allows, and what it does. Pure."""

from __future__ import annotations

import re

from printer.layout import CENTRED, CENTRED_STRONG, LARGEST, Gap, Line, Poster, Sheet, Style
from queue_server.protocol import SignContent

_NUMBER = re.compile(r"[0-9A-Z]{1,3}")
_BESIDE_NUMBER = 4
_SERVICE = Style(centred=True, width=2, height=2)


def sign_lines(content: SignContent, columns: int, encoding: str) -> list[Line]:
    """Lay the sign out on ``columns`` columns of a code page."""
    sheet = Sheet(columns, encoding)
    sheet.emblem(content.logo)
    for line in content.letterhead:
        sheet.say(line, CENTRED)
    sheet.rule()
    sheet.gap()
    _name(sheet, sheet.plain(content.counter.upper()).split())
    sheet.gap()
    sheet.rule()
    sheet.say(content.services_title, CENTRED_STRONG)
    for service in content.services:
        sheet.gap()
        sheet.say(service, _SERVICE)
    sheet.gap()
    return sheet.lines


def _name(sheet: Sheet, words: list[str]) -> None:
    """Make each word as large as it can be, and a number or letter at the end larger than any word."""
    *rest, last = words
    is_number = _NUMBER.fullmatch(last) is not None
    for line in rest if is_number else words:
        size = max(1, min(LARGEST if not is_number else _BESIDE_NUMBER, sheet.columns // len(line)))
        sheet.say(line, Style(centred=True, bold=True, width=size, height=size))
    if is_number:
        sheet.put(Gap(), Poster(last))
