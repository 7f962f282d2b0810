"""The tally slip: figures, waits, one row a service, arrivals by hour, papers counted twice, the seal, signatures.

Pure. The server says how many papers it knows of, the agent how many it made; where the two differ, it says so
in a black band that nobody overlooks.
"""

from __future__ import annotations

from dataclasses import dataclass

from printer.layout import CENTRED, CENTRED_STRONG, PLAIN, STRONG, Line, Sheet, Style, TextLine
from printer.texts import is_single_byte
from printer.words import say
from queue_server.protocol import PaperCount, TallyContent

_TITLE = Style(centred=True, bold=True, width=2, height=2)
_NARROW = 40
_BAR, _PLAIN_BAR = "▄", "="
_LONGEST_HOUR = 8
_NARROWEST_BAR = 8
_BESIDE_BAR = 3
_SIGNING_LINES = 3
_SEAL_SHOWN, _SEAL_GROUP = 16, 4


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
    sheet.mark(content.copy_line, say(content.language, "tally_copy"), copy)
    sheet.emblem(content.logo)
    sheet.head(content.letterhead, content.branch)
    sheet.rule()
    sheet.say(content.title, _TITLE)
    sheet.say(content.day_line, CENTRED)
    sheet.say(content.opened_line or "", CENTRED)
    sheet.rule()
    for place, (label, figure) in enumerate(content.figures):
        sheet.pair(label, figure, PLAIN if place else STRONG)
    sheet.rule(dashed=True)
    for label, figure in content.waits:
        sheet.pair(label, figure)
    sheet.rule(dashed=True)
    _table(sheet, content)
    sheet.rule(dashed=True)
    _hours(sheet, content)
    sheet.rule(dashed=True)
    _papers(sheet, content, count)
    sheet.rule()
    sheet.say(content.seal_title, CENTRED)
    sheet.say(_read_aloud(sheet.plain(content.seal)), CENTRED_STRONG)
    sheet.say(content.time_line, CENTRED)
    _signatures(sheet, content.signatures)
    return sheet.lines


def _read_aloud(seal: str) -> str:
    """Return the first sixteen letters of a seal in fours, as pages show it and people compare it."""
    letters = "".join(seal.split())[:_SEAL_SHOWN].upper()
    return " ".join(letters[at : at + _SEAL_GROUP] for at in range(0, len(letters), _SEAL_GROUP))


def _table(sheet: Sheet, content: TallyContent) -> None:
    """Add the rows, names to the left, figures right-aligned under their heads.

    On narrow paper the heads share a line of their own, and a name too long for its figures has one too.
    """
    rows = [[sheet.plain(cell) for cell in row] for row in content.rows if row]
    heads = [sheet.plain(cell) for cell in content.columns]
    widths = _widths([heads, *rows], 1)
    if sheet.columns - sum(widths) < max((len(row[0]) for row in rows), default=0):
        widths = _widths(rows, 2)
        sheet.pair(heads[0] if heads else "", "/".join(heads[1:]))
    elif heads:
        _row(sheet, heads, widths)
    for row in rows:
        _row(sheet, row, widths)


def _widths(rows: list[list[str]], apart: int) -> list[int]:
    """Return the columns that each figure takes."""
    count = max((len(row) for row in rows), default=0)
    return [max(len(row[at]) for row in rows if at < len(row)) + apart for at in range(1, count)]


def _row(sheet: Sheet, row: list[str], widths: list[int]) -> None:
    figures = "".join(cell.rjust(width) for cell, width in zip(row[1:], widths, strict=False))
    name = sheet.columns - sum(widths)
    if len(figures) > sheet.columns:
        sheet.say(" ".join(row))
    elif len(row[0]) <= name:
        sheet.put(TextLine(f"{row[0]:{name}}{figures}"))
    else:
        sheet.say(row[0])
        sheet.put(TextLine(figures.rjust(sheet.columns)))


def _hours(sheet: Sheet, content: TallyContent) -> None:
    """Add one bar an hour, all to the scale of the longest; an hour with anybody in it has a bar."""
    hours = [(sheet.plain(hour)[:_LONGEST_HOUR], max(0, count)) for hour, count in content.hours]
    most = max((count for _, count in hours), default=0)
    if not most:
        return
    sheet.say(content.hours_title, STRONG)
    mark = _BAR if is_single_byte(_BAR, sheet.encoding) else _PLAIN_BAR
    label = max(len(hour) for hour, _ in hours)
    room = max(_NARROWEST_BAR, sheet.columns - label - len(str(most)) - _BESIDE_BAR)
    for hour, count in hours:
        bar = mark * (max(1, round(room * count / most)) if count else 0)
        sheet.put(TextLine(f"{hour:{label}} {bar}".rstrip(), right=str(count)))


def _papers(sheet: Sheet, content: TallyContent, count: DayCount) -> None:
    """Add the agent's count, whether the server's agrees, and what is known of the other printers."""
    figures = f"{count.tickets}/{count.reprints}/{count.failures}"
    label = say(content.language, "counts")
    if len(label) + 1 + len(figures) > sheet.columns:
        label = say(content.language, "counts_short")
    sheet.pair(label, figures)
    if content.paper is not None:
        _comparison(sheet, content.language, content.paper, count)
    for line in content.paper_lines:
        sheet.say(line)


def _comparison(sheet: Sheet, language: str, server: PaperCount, count: DayCount) -> None:
    if (server.tickets, server.reprints) == (count.tickets, count.reprints):
        sheet.say(say(language, "counts_agree"))
        return
    told = f"{server.tickets}/{server.reprints}"
    made = f"{count.tickets}/{count.reprints}"
    sheet.gap()
    sheet.band(say(language, "counts_differ", server=told, printer=made))


def _signatures(sheet: Sheet, names: list[str]) -> None:
    """Add room to sign, two beside each other where the paper is wide enough."""
    plain = [name for name in map(sheet.plain, names) if name]
    beside = 2 if sheet.columns >= _NARROW else 1
    width = sheet.columns // beside
    for at in range(0, len(plain), beside):
        row = [name[: width - 1] for name in plain[at : at + beside]]
        dots = [f"({'.' * (width - 5)})"] * len(row)
        sheet.gap()
        sheet.put(TextLine("".join(name.ljust(width) for name in row).rstrip()))
        sheet.gap(_SIGNING_LINES)
        sheet.put(TextLine("".join(line.ljust(width) for line in dots).rstrip()))
