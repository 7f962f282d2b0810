"""``antrean close-day`` and ``antrean tally``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from queue_server.application.closing import close_day, read_tally
from queue_server.application.context import Context
from queue_server.application.encoding import encode
from queue_server.application.tally_sheet import tally_csv
from queue_server.cli.root import OPERATOR, language, opened, said
from queue_server.cli.summary import summary_of
from queue_server.runtime import Runtime

DAY = click.DateTime(["%Y-%m-%d"])


def register(root: click.Group) -> None:
    """Add these commands."""
    root.add_command(close_the_day)
    root.add_command(tally)


def _day(context: Context, branch: str, given: datetime | None) -> date:
    """Return the day asked for, or the branch's last one."""
    if given is not None:
        return given.date()
    with context.store.read(branch) as work:
        latest = work.days.latest()
        return context.clock().astimezone(work.branch.zone_info).date() if latest is None else latest.day


@click.command("close-day")
@click.option("--branch", required=True, metavar="CODE", help="Code of the branch.")
@click.option("--day", type=DAY, metavar="YYYY-MM-DD", help="Which day; without it the last one.")
@click.option("--force", is_flag=True, help="Also end what is being served now.")
@click.pass_obj
@said
def close_the_day(runtime: Runtime, branch: str, day: datetime | None, *, force: bool) -> None:
    """Close a day, freeze its figures, print the tally.

    Whoever still waits expires. Closing twice changes nothing.
    """
    with opened(runtime) as context:
        figures = close_day(context, OPERATOR, branch, _day(context, branch, day), force=force)
    for line in summary_of(context.catalogue, language(), figures):
        click.echo(line)


@click.command()
@click.option("--branch", required=True, metavar="CODE", help="Code of the branch.")
@click.option("--day", type=DAY, required=True, metavar="YYYY-MM-DD", help="Which service day.")
@click.option("--format", "kind", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of the screen.")
@click.pass_obj
@said
def tally(runtime: Runtime, branch: str, day: datetime, kind: str, out: Path | None) -> None:
    """Show a day's figures, live or frozen."""
    with opened(runtime) as context:
        figures = read_tally(context, OPERATOR, branch, day.date())
    text = tally_csv(figures, context.catalogue, language()) if kind == "csv" else encode(figures).decode() + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
        click.echo(f"Written to {out}.")
