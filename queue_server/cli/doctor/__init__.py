"""``antrean doctor``: looks at everything that a hall leans on, and says what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from queue_server.app import make_context
from queue_server.catalogue import Catalogue
from queue_server.cli.doctor.data import of_database, of_secret
from queue_server.cli.doctor.finding import Finding, Level
from queue_server.cli.doctor.hall import of_halls
from queue_server.cli.doctor.machine import of_clock, of_disk, of_file_limit, of_instance
from queue_server.cli.root import language, said
from queue_server.runtime import Runtime
from queue_server.settings import Settings, load_settings
from queue_server.storage.opening import open_store

LEVEL_WIDTH = 11


def register(root: click.Group) -> None:
    """Add this command."""
    root.add_command(doctor)


@click.command()
@click.pass_obj
@said
def doctor(runtime: Runtime) -> None:
    """Check this machine and its hall; say what to do.

    Looks at database, disk, clock, secret key, branches, printers and screens, and changes nothing. Exit status 1
    when there is a problem.
    """
    settings = load_settings()
    catalogue = Catalogue.load()
    levels = []
    for finding in _findings(runtime, settings, catalogue):
        levels.append(finding.level)
        _show(catalogue, finding)
    problems, warnings = levels.count(Level.PROBLEM), levels.count(Level.WARNING)
    verdict = "problems" if problems else "warnings" if warnings else "healthy"
    click.echo("")
    click.echo(catalogue.say(language(), f"cli.doctor.verdict.{verdict}", problems=problems, warnings=warnings))
    sys.exit(1 if problems else 0)


def _findings(runtime: Runtime, settings: Settings, catalogue: Catalogue) -> Iterable[Finding]:
    """Look at one thing after the other; what needs the database is asked only where it opens."""
    yield from of_secret(settings)
    database = list(of_database(settings))
    yield from database
    if all(finding.level is not Level.PROBLEM for finding in database):
        store = open_store(settings.database_url, runtime.run_blocking)
        try:
            yield from of_halls(make_context(settings, store, b"", runtime), catalogue, language())
        finally:
            store.dispose()
    yield Finding("backup.none", Level.WARNING)
    yield from of_disk(settings)
    yield from of_clock()
    yield from of_file_limit()
    yield from of_instance(settings)


def _show(catalogue: Catalogue, finding: Finding) -> None:
    spoken = language()
    level = catalogue.say(spoken, f"cli.doctor.level.{finding.level.value}")
    key = f"cli.doctor.{finding.key}"
    click.echo(f"{level:<{LEVEL_WIDTH}}{catalogue.say(spoken, key, **finding.values)}")
    if catalogue.has(f"{key}.advice"):
        click.echo(f"{'':<{LEVEL_WIDTH}}→ {catalogue.say(spoken, f'{key}.advice', **finding.values)}")
