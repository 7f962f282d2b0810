"""Rows of figures, each beside its floor, printed as they come and as a table at the end."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. ``floor`` is the same thing with nothing of ours in it, ``aim`` what QUALITY asks for."""

    what: str
    figure: str
    floor: str = ""
    aim: str = ""


def spread(values: Sequence[float], scale: float = 1000.0) -> tuple[float, float]:
    """Return the median and the 99th percentile, times ``scale`` (seconds to milliseconds)."""
    ordered = sorted(values)
    if not ordered:
        return float("nan"), float("nan")
    last = len(ordered) - 1
    return ordered[last // 2] * scale, ordered[min(last, int(len(ordered) * 0.99))] * scale


def milliseconds(values: Sequence[float]) -> str:
    return "p50 {:.1f} ms, p99 {:.1f} ms".format(*spread(values))


def render(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    cells = [("what", "figure", "floor", "aim"), *((row.what, row.figure, row.floor, row.aim) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
