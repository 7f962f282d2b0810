"""What the demo says on the terminal: where to look, how far the day is, how it ended."""

from __future__ import annotations

import sys
import time
from typing import Any

import click

from queue_server.catalogue import Catalogue
from queue_server.cli.demo_stage import Stage
from queue_server.cli.summary import summary_of
from queue_server.demo.show import Figures
from queue_server.demo.town import Town

RENEW_S = 0.25
PLAIN_EVERY_S = 5.0
BACK_TO_THE_LEFT = "\r\x1b[K"
SERVER_FAULT = 500
NAME_WIDTH = 11


class Narrator:
    """Speaks one language; renews one line on a terminal, writes a line every few seconds elsewhere."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language
        self._renews = sys.stdout.isatty()
        self._said_at = 0.0
        self._has_line = False

    def welcome(self, stage: Stage, branch: str) -> None:
        """Say where to look."""
        cast, url = stage.cast, stage.settings.public_url
        username, password = cast.supervisor
        counter, (officer, officer_password) = next(iter(cast.officers.items()))
        self._say("open", branch=branch, speed=f"{stage.town.clock.speed:g}")
        places = (
            ("tv", f"{url}/display#token={cast.display}"),
            ("kiosk", f"{url}/kiosk#token={cast.kiosks[0]}"),
            ("supervisor", f"{url}/supervisor?branch={stage.town.branch}"),
            ("login", self._text("account", username=username, password=password)),
            ("tally", f"{url}/tally/{stage.town.branch}/{cast.day}"),
            ("desk", f"{url}/desk?branch={stage.town.branch}&counter={counter}"),
            ("login", self._text("account", username=officer, password=officer_password)),
            ("slips", str(stage.home / "slips")),
        )
        for name, place in places:
            click.echo(f"  {self._text(name):<{NAME_WIDTH}} {place}")
        click.echo("")

    def tell(self, hour: str, figures: Figures) -> None:
        """Say how far the day is, as often as this terminal bears."""
        now = time.monotonic()
        if now - self._said_at < (RENEW_S if self._renews else PLAIN_EVERY_S):
            return
        self._said_at = now
        line = self._line(hour, figures)
        if self._renews:
            click.echo(f"{BACK_TO_THE_LEFT}{line}", nl=False)
            self._has_line = True
        else:
            click.echo(line)

    def end(self, hour: str, figures: Figures, tally: dict[str, Any], town: Town) -> None:
        """Say how the day ended."""
        self._finish_line()
        click.echo(self._line(hour, figures))
        click.echo("")
        for line in summary_of(self._catalogue, self._language, tally):
            click.echo(line)
        click.echo("")
        if town.turned_away:
            self._say("turned_away", count=town.turned_away)
        broken = sum(count for status, count in town.answers.items() if status >= SERVER_FAULT)
        self._say("answers", total=town.answers.total(), broken=broken)

    def stay(self) -> None:
        """Say that the hall stays open."""
        self._say("stay")

    def stopped(self) -> None:
        """Say that somebody stopped the day."""
        self._finish_line()
        self._say("stopped")

    def _line(self, hour: str, figures: Figures) -> str:
        return self._text(
            "line",
            hour=hour,
            issued=figures.issued,
            waiting=figures.waiting,
            served=figures.served,
            calls=figures.calls,
            seen=figures.calls_seen,
            slips=figures.slips,
        )

    def _finish_line(self) -> None:
        if self._has_line:
            click.echo(BACK_TO_THE_LEFT, nl=False)
            self._has_line = False

    def _say(self, key: str, **values: object) -> None:
        click.echo(self._text(key, **values))

    def _text(self, key: str, **values: object) -> str:
        return self._catalogue.say(self._language, f"cli.demo.{key}", **values)
