"""``antrean-printer profiles``: the names that ``--profile`` takes."""

from __future__ import annotations

import argparse

from printer.profiles import profile_names


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    subparsers.add_parser("profiles", help="list the kinds of printer that are known").set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Print one name a line, ours first."""
    print("\n".join(profile_names()))
    return 0
