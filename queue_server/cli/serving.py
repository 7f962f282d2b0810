"""``antrean serve`` and ``antrean migrate``."""

from __future__ import annotations

import logging

import click

from queue_server.app import Server, build_server, make_context
from queue_server.application.accounts import make_setup_link, setup_needed
from queue_server.cli.root import said
from queue_server.instance_lock import sole_server
from queue_server.runtime import Runtime
from queue_server.settings import Settings, load_secret, load_settings
from queue_server.storage.opening import create_or_upgrade, open_store


def register(root: click.Group) -> None:
    """Add these commands."""
    root.add_command(serve)
    root.add_command(migrate)


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on (ANTREAN_HOST).")
@click.option("--port", type=click.IntRange(1, 65535), metavar="PORT", help="Port to listen on (ANTREAN_PORT).")
@click.pass_obj
@said
def serve(runtime: Runtime, host: str | None, port: int | None) -> None:
    """Run the server until it is told to stop."""
    settings = load_settings(host=host, port=port)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("alembic", "antrean.engineio", "antrean.socketio"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with sole_server(settings.sqlite_file):
        create_or_upgrade(settings.database_url)
        store = open_store(settings.database_url, runtime.run_blocking)
        context = make_context(settings, store, load_secret(settings), runtime)
        server = build_server(settings, store, context, runtime)
        _announce(server, settings)
        server.start()
        runtime.serve(server.app, server.socketio, settings.host, settings.port)
        store.dispose()


def _announce(server: Server, settings: Settings) -> None:
    click.echo(f"Antrean listens on http://{settings.host}:{settings.port}")
    if setup_needed(server.context):
        link = make_setup_link(server.context)
        click.echo(f"First start: make the admin account at {settings.public_url}/setup#token={link} (works once)")


@click.command()
@said
def migrate() -> None:
    """Create the database, or bring it up to date."""
    settings = load_settings()
    load_secret(settings)
    create_or_upgrade(settings.database_url)
    click.echo("The database is up to date.")
