"""``antrean voice``: recorded clips in place of the rendered ones."""

from __future__ import annotations

from pathlib import Path

import click

from display.audio import pack
from queue_server.cli.root import said
from queue_server.settings import load_settings

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def register(root: click.Group) -> None:
    """Add these commands."""
    root.add_command(voice)


@click.group()
def voice() -> None:
    """Recorded clips of the hall's voice."""


@voice.command("check")
@click.argument("folder", type=FOLDER)
@click.pass_context
def voice_check(context: click.Context, folder: Path) -> None:
    """List what is missing in FOLDER and what is wrong with its recordings."""
    context.exit(pack.main(["check", str(folder)]))


@voice.command("import")
@click.argument("folder", type=FOLDER)
@click.pass_context
@said
def voice_import(context: click.Context, folder: Path) -> None:
    """Let the recordings in FOLDER be heard from now on: all of them or, where one has a fault, none."""
    context.exit(pack.main(["import", str(folder), "--into", str(load_settings().home / "clips")]))
