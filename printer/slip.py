"""The ticket slip: what stands on it, in the order that its content names. Pure.

The usual order is ``protocol.USUAL_ORDER``; a branch may give its own, with texts of its own. Whatever it says,
a marked copy begins with a reversed band, and the number is never missing.
"""

from __future__ import annotations

from collections.abc import Callable

from printer.layout import CENTRED, CENTRED_STRONG, LARGEST, PLAIN, Line, Sheet, Style
from printer.words import say
from printer.wrapping import Room, fitting
from queue_server.protocol import SLIP_BLOCKS, SLIP_MARKS, USUAL_ORDER, SlipContent

_NARROW = 40
_LONGEST_INDENT = 8
_MOST_LINES, _MOST_LINES_NARROW = 2, 4
_MOST_NAMES = 60
_SERVICE = Style(centred=True, bold=True, height=2)
_LEFT_BLOCKS = {"when", "requirements", "missed", "channels"}


def ticket_lines(content: SlipContent, columns: int, encoding: str, copy: int = 0) -> list[Line]:
    """Lay the slip out on ``columns`` columns of a code page; ``copy`` above 0 always shows the band."""
    sheet = Sheet(columns, encoding)
    sheet.mark(content.copy_line, say(content.language, "copy"), copy)
    is_left = False
    is_above_empty = False
    for name in printed_order(content):
        before = len(sheet.lines)
        if name in SLIP_MARKS:
            _mark(sheet, name, is_above_empty=is_above_empty)
            continue
        if name in SLIP_BLOCKS:
            is_left = is_left or name in _LEFT_BLOCKS
            _BLOCKS[name](sheet, content)
        else:
            _own_text(sheet, content.texts[name], PLAIN if is_left else CENTRED)
        is_above_empty = len(sheet.lines) == before
    return sheet.lines


def printed_order(content: SlipContent) -> list[str]:
    """Return what stands on the slip from above: known names, each block and text once, the number always."""
    wanted = [name for name in content.order if name in SLIP_BLOCKS or name in SLIP_MARKS or name in content.texts]
    if not wanted:
        return list(USUAL_ORDER)
    order: list[str] = []
    for name in wanted[:_MOST_NAMES]:
        if name in SLIP_MARKS or name not in order:
            order.append(name)
    if "number" not in order:
        order.insert(_place_of_number(order), "number")
    return order


def _place_of_number(order: list[str]) -> int:
    """Return where the number belongs: below the last block that usually precedes it, and the marks between them."""
    usual = USUAL_ORDER.index("number")
    for at in range(len(order) - 1, -1, -1):
        if order[at] in USUAL_ORDER[:usual] and order[at] not in SLIP_MARKS:
            between = USUAL_ORDER[USUAL_ORDER.index(order[at]) : usual]
            place = at + 1
            while place < len(order) and order[place] in SLIP_MARKS and any(name in SLIP_MARKS for name in between):
                place += 1
            return place
    return 0


def _mark(sheet: Sheet, name: str, *, is_above_empty: bool) -> None:
    """Add a mark; a dashed line closes what stands above it, so it goes where that is empty."""
    if name == "gap":
        sheet.gap()
    elif name == "rule" or not is_above_empty:
        sheet.rule(dashed=name == "dashes")


def _own_text(sheet: Sheet, text: str, style: Style) -> None:
    for line in text.splitlines():
        sheet.say(line, style)


def _number(sheet: Sheet, content: SlipContent) -> None:
    number = sheet.plain(content.number)
    size = max(1, min(LARGEST, sheet.columns // max(1, len(number))))
    sheet.say(number, Style(centred=True, bold=True, width=size, height=size))


def _requirements(sheet: Sheet, content: SlipContent) -> None:
    items = [plain for plain in (sheet.plain(item).rstrip(".") for item in content.requirements) if plain]
    if not items:
        return
    title = sheet.plain(content.requirements_title).rstrip(": ")
    head = f"{title}: " if title else ""
    narrow = sheet.columns < _NARROW
    indent = 0 if narrow or len(head) > _LONGEST_INDENT else len(head)
    most = _MOST_LINES_NARROW if narrow else _MOST_LINES
    sheet.say(fitting(head, items, Room(sheet.columns, most, indent)), indent=indent)


def _thanks(sheet: Sheet, content: SlipContent) -> None:
    if not sheet.plain(content.thanks):
        return
    if sheet.ends_in_text:
        sheet.gap()
    sheet.say(content.thanks, CENTRED_STRONG)


_BLOCKS: dict[str, Callable[[Sheet, SlipContent], None]] = {
    "logo": lambda sheet, content: sheet.emblem(content.logo),
    "letterhead": lambda sheet, content: sheet.head(content.letterhead, content.branch),
    "service": lambda sheet, content: sheet.say(content.service.upper(), _SERVICE),
    "priority": lambda sheet, content: sheet.say(content.priority_line or "", CENTRED_STRONG),
    "number": _number,
    "people": lambda sheet, content: sheet.tell(content.people_line or ""),
    "ahead": lambda sheet, content: sheet.tell(content.ahead_line or ""),
    "expected": lambda sheet, content: sheet.tell(content.expected_line or ""),
    "qr": lambda sheet, content: sheet.code(content.qr),
    "scan": lambda sheet, content: sheet.say(content.scan_line or "", CENTRED),
    "when": lambda sheet, content: sheet.moment(content.day_line, content.time_line),
    "requirements": _requirements,
    "missed": lambda sheet, content: sheet.say(content.missed_line),
    "channels": lambda sheet, content: sheet.joined(content.channels),
    "thanks": _thanks,
}
