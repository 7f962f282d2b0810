"""The tally as a table for spreadsheets: one row for the day, then one a service, counter, officer, hour and class."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from queue_server.catalogue import Catalogue

COUNTS = ("issued", "completed", "no_show", "cancelled", "expired")
SPREAD = ("mean", "p50", "p90", "max")
SECTIONS = ("service", "counter", "officer", "hour")
COLUMNS = (
    "section",
    "key",
    "name",
    *COUNTS,
    *(f"waiting_{part}_s" for part in SPREAD),
    *(f"service_{part}_s" for part in SPREAD),
)
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def tally_csv(tally: Mapping[str, Any], catalogue: Catalogue, language: str) -> str:
    """Return the sheet of a tally (its wire form); headings are the wire's names, the day's row has its label."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [_safe(cell) for cell in row] for row in _rows(tally, catalogue.say(language, "refusal.sheet.day"))
    )
    return sheet.getvalue()


def _rows(tally: Mapping[str, Any], day_label: str) -> Iterator[list[object]]:
    yield _row("day", {**tally, "key": tally["service_day"], "name": day_label})
    for section in SECTIONS:
        for row in tally[f"by_{section}"]:
            yield _row(section, row)


def _row(section: str, figures: Mapping[str, Any]) -> list[object]:
    spreads = [figures[name][part] for name in ("waiting_time_s", "service_time_s") for part in SPREAD]
    return [section, figures["key"], figures["name"], *(figures[name] for name in COUNTS), *spreads]


def _safe(cell: object) -> object:
    """Return a text that a spreadsheet would take for a formula as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_MARKS) else cell
