"""Numbers and places in line."""

from __future__ import annotations

PLACE_STEP = 1 << 20
"""Room between two neighbouring events for tickets that return between them."""


def number_of(series: str, serial: int, width: int) -> str:
    """Return ``A-001``; ``width`` is a minimum, ``A-1000`` follows ``A-999``."""
    return f"{series}-{serial:0{width}d}"


def place_of(seq: int) -> int:
    """Return the place in line of a ticket that joined by the event ``seq``."""
    return seq * PLACE_STEP


def place_behind(places: list[int], after: int, last: int) -> int:
    """Return a place behind the ``after``-th of the ``places`` waiting now (ascending), else ``last``.

    Between two neighbours it halves their distance; when there is no room left, the ticket shares the
    place of the one before it and the serial decides.
    """
    if after <= 0:
        return places[0] - PLACE_STEP if places else last
    if len(places) <= after:
        return last
    return (places[after - 1] + places[after]) // 2
