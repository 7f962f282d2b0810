"""``antrean backtest``: the wait estimator on recorded queues."""

from __future__ import annotations

from pathlib import Path

import click

from queue_server.application import backtest as use_case
from queue_server.application.backtest import MANY_AHEAD, Rival, Scores, read_waits, report_of, rivals
from queue_server.application.encoding import encode
from queue_server.cli.offices import FILE
from queue_server.cli.root import said


def register(root: click.Group) -> None:
    """Add this command."""
    root.add_command(backtest)


@click.command()
@click.argument("test", type=FILE)
@click.option("--train", type=FILE, required=True, help="Recorded queues to learn from first; columns as in TEST.")
@click.option("--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here.")
@said
def backtest(test: Path, train: Path, out: Path | None) -> None:
    """Measure the wait estimates on recorded queues.

    TEST is a CSV file, plain or gzip: queue,day,minute,ahead,open_counters,wait_min. No database is needed.
    """
    learned, tested = read_waits(train), read_waits(test, least=1)
    with click.progressbar(length=len(learned) + len(tested), label="Playing the queues") as bar:
        scores = use_case.backtest(learned, tested, lambda: bar.update(1))
    _tell(scores, len(learned), rivals(learned, tested))
    if out is not None:
        _write(out, encode(report_of(scores)))


def _tell(scores: Scores, learned: int, others: list[Rival]) -> None:
    click.echo(f"{scores.n:,} waits estimated, after {learned:,} to learn from.")
    click.echo(f"Mean error in minutes: {_errors(scores)}.")
    click.echo(f"Inside the range told: {scores.inside_range:.1%}.")
    for other in others:
        click.echo(f'For comparison, "{other.name}": {_errors(other)}{_gain(scores, other)}.')


def _gain(scores: Scores, other: Rival) -> str:
    if not other.mae_min:
        return ""
    less = 1 - scores.mae_min / other.mae_min
    return f"; the estimate errs {abs(less):.0%} {'less' if less >= 0 else 'more'}"


def _errors(of: Scores | Rival) -> str:
    many = "nobody had" if of.mae_min_10_ahead is None else f"{of.mae_min_10_ahead:.1f} with"
    return f"{of.mae_min:.1f}, {many} {MANY_AHEAD} or more ahead"


def _write(out: Path, document: bytes) -> None:
    try:
        out.write_bytes(document)
    except OSError as error:
        sentence = f"{out} cannot be written ({error.strerror}). Name a file in a folder that is there and yours."
        raise click.ClickException(sentence) from None
