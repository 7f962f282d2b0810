"""``antrean replay``: a recorded day on a simulated clock."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from queue_server.app import make_context
from queue_server.application.administration import load_branch
from queue_server.application.branch_file import branch_of_document, read_branch_file
from queue_server.application.context import Context
from queue_server.application.encoding import encode
from queue_server.application.replay import REPLAY_DAY, Hall, report_of, set_stage
from queue_server.application.replay_waits import Foretold, foretold
from queue_server.application.trace import Arrival, TraceError, read_trace
from queue_server.cli.offices import FILE, read_text
from queue_server.cli.root import OPERATOR, said
from queue_server.domain.branch import Branch
from queue_server.runtime import Runtime
from queue_server.settings import load_settings
from queue_server.storage.opening import create_or_upgrade, open_store

MINUTE_S = 60


def register(root: click.Group) -> None:
    """Add this command."""
    root.add_command(replay)


@click.command()
@click.argument("trace", type=FILE)
@click.option("--branch", "branch_file", type=FILE, required=True, help="The branch file that the trace belongs to.")
@click.option("--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report here.")
@click.option(
    "--database-url", metavar="URL", help="Play into this database instead of a fresh one that is thrown away."
)
@click.pass_obj
@said
def replay(runtime: Runtime, trace: Path, branch_file: Path, out: Path | None, database_url: str | None) -> None:
    """Play a recorded day through the real queue.

    TRACE is a CSV file: arrival_s,service,service_s in seconds since midnight. The day ends with its tally.
    """
    text = read_text(branch_file)
    branch = branch_of_document(read_branch_file(text))
    arrivals = _arrivals(trace, branch)
    with _stage(runtime, database_url) as context:
        set_stage(context, OPERATOR, text)
        with click.progressbar(length=len(arrivals), label="Playing the day") as bar:
            hall = Hall(context, branch, arrivals, lambda: bar.update(1))
            tally = hall.play()
        told = foretold(context, branch, REPLAY_DAY)
        load_branch(context, OPERATOR, text)
    report = report_of(hall.played, tally, told)
    if out is not None:
        out.write_bytes(encode(report))
    waits = report["waits"]
    click.echo(f"{tally['issued']} issued, {tally['completed']} completed, {tally['no_show']} no-shows.")
    figures = (f"{name} {waits[f'{name}_s'] / MINUTE_S:.1f}" for name in ("mean", "p50", "p90", "max"))
    click.echo(f"Waits in minutes: {', '.join(figures)}.")
    _tell_promises(told)


def _tell_promises(told: Sequence[Foretold]) -> None:
    """Say how well waits were foretold, hour by hour."""
    if not told:
        return
    click.echo("Told on taking a number; mean errors in minutes, and how often the range held:")
    click.echo("  hour  told  error  by fixed minutes  range held")
    for row in told:
        error, fixed = row.error_s / MINUTE_S, row.fixed_error_s / MINUTE_S
        held = "not shown yet" if row.inside is None else f"{row.inside:.0%} of {row.shown}"
        click.echo(f"  {row.hour:<4}  {row.told:>4}  {error:>5.1f}  {fixed:>16.1f}  {held}")


def _arrivals(trace: Path, branch: Branch) -> list[Arrival]:
    try:
        with trace.open(encoding="utf-8", newline="") as lines:
            return read_trace(lines, branch.services_by_code)
    except TraceError as error:
        sentence = f"{trace}: {error}. Nothing was played."
        raise TraceError(sentence) from None


@contextmanager
def _stage(runtime: Runtime, database_url: str | None) -> Iterator[Context]:
    """Open the database of the play: the given one, or one that lasts as long as the play."""
    with tempfile.TemporaryDirectory(prefix="antrean-replay-") as folder:
        url = database_url or f"sqlite:///{Path(folder) / 'replay.db'}"
        create_or_upgrade(url)
        store = open_store(url, runtime.run_blocking)
        try:
            yield make_context(load_settings(), store, b"replay".ljust(32, b"."), runtime)
        finally:
            store.dispose()
