"""The ``antrean`` command: reads words, calls use cases, says what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queue_server.cli.root import antrean

if TYPE_CHECKING:
    from queue_server.runtime import Runtime


def run(runtime: Runtime) -> None:
    """Run the command line on a runtime."""
    from queue_server.cli import (  # noqa: PLC0415  (they register)
        backtest,
        days,
        demo,
        doctor,
        offices,
        replaying,
        serving,
        voice,
    )

    for part in (serving, offices, days, voice, replaying, backtest, demo, doctor):
        part.register(antrean)
    antrean(obj=runtime)


__all__ = ["run"]
