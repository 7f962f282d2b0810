"""The command's root: settings, the open store, and how failures are said."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from queue_server.app import make_context
from queue_server.application.branch_file import BranchFileError
from queue_server.application.context import Context
from queue_server.application.ports import StoreBusy, StoreFull
from queue_server.application.trace import TraceError
from queue_server.catalogue import Catalogue
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role
from queue_server.instance_lock import AlreadyServing
from queue_server.runtime import Runtime
from queue_server.sentences import sentences
from queue_server.settings import Settings, SettingsError, load_secret, load_settings
from queue_server.storage.opening import DatabaseNotReady, open_store

P = ParamSpec("P")
R = TypeVar("R")
OPERATOR = Actor(Role.ADMIN, "command-line", None)
SAID = (SettingsError, BranchFileError, DatabaseNotReady, AlreadyServing, TraceError)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="antrean", prog_name="antrean")
def antrean() -> None:
    """Queue and counter management for public service halls.

    Settings come from the environment, ANTREAN_HOME first of all, or from one TOML file; docs/settings.md lists them.
    A new hall: migrate, branch load, serve. To see one at work: demo.
    """


def language() -> str:
    """Return the language of this terminal: Indonesian where the locale says so, else English."""
    words = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "id" if next((word for word in words if word), "").startswith("id") else "en"


def said(command: Callable[P, R]) -> Callable[P, R]:
    """Turn every refusal of a command into one sentence and exit status 1, never a traceback."""

    @wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except SAID as error:
            raise click.ClickException(str(error)) from None
        except Refusal as refusal:
            title, detail = sentences(Catalogue.load(), language(), refusal)
            message = f"{title}. {detail}"
            raise click.ClickException(message) from None
        except (StoreBusy, StoreFull) as error:
            word = "busy: another command holds it. Try again" if isinstance(error, StoreBusy) else "full. Free space"
            message = f"The database is {word}; nothing was changed."
            raise click.ClickException(message) from None

    return wrapper


@contextmanager
def opened(runtime: Runtime, settings: Settings | None = None) -> Iterator[Context]:
    """Open the server's database for one command."""
    settings = settings or load_settings()
    store = open_store(settings.database_url, runtime.run_blocking)
    try:
        yield make_context(settings, store, load_secret(settings), runtime)
    finally:
        store.dispose()
