"""The subcommands of ``antrean-printer``, one module each, found by their ``add``.

``add(subparsers)`` declares the command and sets ``run`` as its default; ``run(chosen)`` returns the exit status.
"""

from __future__ import annotations

import argparse
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

from printer.finding.networks import NetworkError
from printer.profiles import UnknownProfileError
from printer.transports.port import AddressError


class CommandError(Exception):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


class UsageError(ValueError):
    """It was asked for wrongly; the text says how to ask."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all subcommands."""
    whole = argparse.ArgumentParser(prog="antrean-printer", description="Finds, tries and imitates printers.")
    subparsers = whole.add_subparsers(required=True, metavar="COMMAND")
    for found in pkgutil.iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        if hasattr(module, "add"):
            module.add(subparsers)
    return whole


def names() -> list[str]:
    """Return the names of the subcommands."""
    return sorted(_subparsers(parser()).choices)


def run(words: Sequence[str]) -> int:
    """Run the subcommand that ``words`` name; 2 for a wrong command line."""
    chosen = parser().parse_args(words)
    try:
        return int(chosen.run(chosen))
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    except (AddressError, NetworkError, UnknownProfileError, UsageError) as error:
        print(error, file=sys.stderr)
        return 2


def _subparsers(whole: argparse.ArgumentParser) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return next(action for action in whole._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001  (argparse names them nowhere else)
