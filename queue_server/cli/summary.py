"""A tally in a few lines, for a terminal."""

from __future__ import annotations

from typing import Any

from queue_server.catalogue import Catalogue
from queue_server.wording import minutes

SHOWN = ("issued", "completed", "no_show", "cancelled", "expired", "printed", "reprinted")
UNKNOWN = "–"
NAME_WIDTH, FIGURE_WIDTH = 22, 7


def summary_of(catalogue: Catalogue, language: str, tally: dict[str, Any]) -> list[str]:
    """Return the day's figures, waits and seal."""

    def say(key: str, **values: object) -> str:
        return catalogue.say(language, f"cli.tally.{key}", **values)

    waits = {name: UNKNOWN if s is None else minutes(s, language) for name, s in tally["waiting_time_s"].items()}
    closed = tally["closed_at"] or UNKNOWN
    return [
        say("title", branch=tally["branch"], day=tally["service_day"], closed=closed),
        *(f"  {say(name):<{NAME_WIDTH}}{tally[name]:>{FIGURE_WIDTH}}" for name in SHOWN),
        "  " + say("waits", **waits),
        "  " + say("within", **tally["within_target"]),
        "  " + say("seal", seal=tally["seal"] or UNKNOWN),
    ]
