"""The tally slip: the day's figures, one row a service, the agent's own count, the seal. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from printer.layout import CENTRED, CENTRED_STRONG, PLAIN, STRONG, Line, Sheet, Style, TextLine
from printer.words import say
from queue_server.protocol import TallyContent

_TITLE = Style(centred=True, bold=True, width=2, height=2)
_NARROWEST_NAME = 10


@dataclass(frozen=True, slots=True)
class DayCount:
    """What this agent put on paper on one day, by its own spool."""

    tickets: int = 0
    reprints: int = 0
    tallies: int = 0
    failures: int = 0


def tally_lines(content: TallyContent, columns: int, encoding: str, count: DayCount, copy: int = 0) -> list[Line]:
    """Lay the tally out on ``columns`` columns; ``copy`` above 0 always shows the band."""
    sheet = Sheet(columns, encoding)
    if content.copy_line or copy > 0:
        sheet.band(content.copy_line or say(content.language, "tally_copy"))
    for line in content.letterhead:
        sheet.say(line, CENTRED_STRONG)
    sheet.say(content.branch, CENTRED)
    sheet.rule()
    sheet.say(content.title, _TITLE)
    sheet.say(content.day_line, CENTRED)
    sheet.rule()
    for place, (label, figure) in enumerate(content.figures):
        sheet.pair(label, figure, PLAIN if place else STRONG)
    sheet.rule(dashed=True)
    _table(sheet, content)
    sheet.rule(dashed=True)
    figures = f"{count.tickets}/{count.reprints}/{count.failures}"
    sheet.pair(say(content.language, "counts"), figures)
    sheet.rule()
    sheet.say(content.seal_title, CENTRED)
    sheet.say(content.seal, CENTRED_STRONG)
    sheet.say(content.time_line, CENTRED)
    return sheet.lines


def _table(sheet: Sheet, content: TallyContent) -> None:
    """Add the rows, names to the left, figures right-aligned; on narrow paper the name has its own line."""
    table = [[sheet.plain(cell) for cell in row] for row in [content.columns, *content.rows] if row]
    count = max((len(row) for row in table), default=0)
    widths = [max(len(row[at]) for row in table if at < len(row)) + 1 for at in range(1, count)]
    name = sheet.columns - sum(widths)
    for place, row in enumerate(table):
        style = STRONG if place == 0 and content.columns else PLAIN
        figures = "".join(cell.rjust(width) for cell, width in zip(row[1:], widths, strict=False))
        if len(figures) > sheet.columns:
            sheet.say(" ".join(row), style)
        elif name >= _NARROWEST_NAME and len(row[0]) <= name:
            sheet.lines.append(TextLine(f"{row[0]:{name}}{figures}", style))
        else:
            sheet.say(row[0], style)
            sheet.lines.append(TextLine(figures.rjust(sheet.columns), style))
