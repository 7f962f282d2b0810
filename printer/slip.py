"""The ticket slip: what stands on it, in order. Pure.

Order: letterhead, branch, service, number, people ahead, expected call, QR code, day and time, what to
bring, what happens if missed, complaint channels, thanks. A marked copy begins with a reversed band.
"""

from __future__ import annotations

from printer.layout import CENTRED, CENTRED_STRONG, Line, Room, Sheet, Style, fitting
from printer.words import say
from queue_server.protocol import SlipContent

_LARGEST = 8
_NARROW = 40
_LONGEST_INDENT = 8
_SERVICE = Style(centred=True, bold=True, height=2)


def ticket_lines(content: SlipContent, columns: int, encoding: str, copy: int = 0) -> list[Line]:
    """Lay the slip out on ``columns`` columns of a code page; ``copy`` above 0 always shows the band."""
    sheet = Sheet(columns, encoding)
    if content.copy_line or copy > 0:
        sheet.band(content.copy_line or say(content.language, "copy"))
    _head(sheet, content)
    _number(sheet, content)
    sheet.code(content.qr)
    if content.scan_line:
        sheet.say(content.scan_line, CENTRED)
        sheet.rule()
    _foot(sheet, content)
    return sheet.lines


def _head(sheet: Sheet, content: SlipContent) -> None:
    for line in content.letterhead:
        sheet.say(line, CENTRED_STRONG)
    name = sheet.plain(content.branch)
    if not any(name.casefold() in sheet.plain(line).casefold() for line in content.letterhead):
        sheet.say(name, CENTRED_STRONG)
    sheet.rule()


def _number(sheet: Sheet, content: SlipContent) -> None:
    sheet.say(content.service.upper(), _SERVICE)
    sheet.say(content.priority_line or "", CENTRED_STRONG)
    number = sheet.plain(content.number)
    size = max(1, min(_LARGEST, sheet.columns // max(1, len(number))))
    sheet.say(number, Style(centred=True, bold=True, width=size, height=size))
    sheet.say(content.ahead_line or "", CENTRED)
    sheet.say(content.expected_line or "", CENTRED)


def _foot(sheet: Sheet, content: SlipContent) -> None:
    sheet.pair(content.day_line, content.time_line)
    _requirements(sheet, content)
    sheet.say(content.missed_line)
    sheet.joined(content.channels)
    if sheet.plain(content.thanks):
        sheet.gap()
        sheet.say(content.thanks, CENTRED_STRONG)


def _requirements(sheet: Sheet, content: SlipContent) -> None:
    items = [plain for plain in (sheet.plain(item).rstrip(".") for item in content.requirements) if plain]
    if not items:
        return
    title = sheet.plain(content.requirements_title).rstrip(": ")
    head = f"{title}: " if title else ""
    narrow = sheet.columns < _NARROW
    indent = 0 if narrow or len(head) > _LONGEST_INDENT else len(head)
    sheet.say(fitting(head, items, Room(sheet.columns, 3 if narrow else 2, indent)), indent=indent)
    sheet.rule(dashed=True)
