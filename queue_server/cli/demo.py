"""``antrean demo``: a running hall that plays a day by itself, with a real server, real sockets and slips of paper."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from typing import Any

import click

from queue_server.cli.demo_plan import Plan, Wish, make_plan
from queue_server.cli.demo_stage import Stage, on_stage, reachable
from queue_server.cli.narrator import Narrator
from queue_server.cli.offices import FILE
from queue_server.cli.root import language, said
from queue_server.demo.clock import Over
from queue_server.demo.show import Show
from queue_server.runtime import Runtime
from queue_server.wording import clock

SLOWEST, FASTEST = 1, 3600
LOOK_S, ASK_S = 0.1, 2
FOLDER = click.Path(file_okay=False, path_type=Path)


def register(root: click.Group) -> None:
    """Add this command."""
    root.add_command(demo)


@click.command()
@click.option(
    "--speed", type=click.FloatRange(SLOWEST, FASTEST), default=60, show_default=True, help="How many times as fast."
)
@click.option("--branch", type=FILE, help="A branch file; without it the Pekalongan office.")
@click.option("--trace", type=FILE, help="Who comes (a trace file); without it 230 residents are invented.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="PORT",
    help="Port to listen on; without it the usual one, or any that is free.",
)
@click.option("--home", type=FOLDER, help="Keep database, slips and logs here, in an empty folder.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number, another day.")
@click.option("--stay", is_flag=True, help="Keep the hall open when the day is over, until Ctrl-C.")
@click.pass_obj
@said
def demo(runtime: Runtime, /, **chosen: Any) -> None:
    """Open a hall that plays a day by itself.

    Kiosks, officers, a TV and a printer do over HTTP and sockets what they do all day, on a clock that runs faster.
    The addresses are printed, so that people can watch and join in. Without --home nothing of it stays.
    """
    wish = Wish(**chosen)
    plan = make_plan(wish)
    with on_stage(runtime, wish, plan) as stage:
        play = Play(runtime, wish, plan, stage)
        runtime.spawn(play.run)
        stage.server.start()
        runtime.serve(stage.server.app, stage.server.socketio, stage.settings.host, stage.settings.port)
        play.stop()
        if play.fault is not None:
            raise click.ClickException(f"The demo broke off: {play.fault}\nIts logs are in {stage.home}.")


class Play:
    """The show and its narrator, beside the server; when the day is over they end the server."""

    def __init__(self, runtime: Runtime, wish: Wish, plan: Plan, stage: Stage) -> None:
        self._runtime = runtime
        self._wish = wish
        self._zone = plan.branch.zone_info
        self._stage = stage
        self._name = plan.branch.name
        self._show = Show(stage.town, stage.cast, stage.home, runtime.spawn)
        self._narrator = Narrator(stage.server.context.catalogue, language())
        self._is_over = False
        self.fault: Exception | None = None

    def run(self) -> None:
        """Play the day and say how it went."""
        try:
            self._narrator.welcome(self._stage, self._name)
            self._runtime.spawn(self._narrate)
            tally = self._show.run()
            self._is_over = True
            self._narrator.end(self._hour(), self._show.figures(), tally, self._stage.town)
        except Over:
            return
        except Exception as error:  # noqa: BLE001  (said by the command, whatever it was)
            if not self._is_served():
                return  # somebody ended the server; the players noticed before we did
            self.fault = error
        if self._wish.stay and self.fault is None:
            self._narrator.stay()
            return
        os.kill(os.getpid(), signal.SIGTERM)

    def _is_served(self) -> bool:
        settings = self._stage.settings
        try:
            socket.create_connection((reachable(settings.host), settings.port), ASK_S).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """Send everybody home; the server has ended."""
        self._show.stop()
        if not self._is_over and self.fault is None:
            self._narrator.stopped()

    def _narrate(self) -> None:
        try:
            while not self._is_over and self.fault is None:
                if self._show.has_begun:
                    self._narrator.tell(self._hour(), self._show.figures())
                self._stage.town.clock.pause(LOOK_S)
        except Over:
            return

    def _hour(self) -> str:
        return clock(self._stage.town.clock(), self._zone)
