"""``antrean-printer preview``: a slip as a picture, made of exactly the bytes that would be sent."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from printer.commands import CommandError
from printer.preview import preview
from printer.profiles import find_profile

_MOST_BYTES = 8_000_000


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("preview", help='read {"job": …, "logo_png": …} and write a PNG of the slip')
    parser.add_argument("--profile", default="default", help="80mm (default), 58mm, or a model; see profiles")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Read JSON from standard input, write the PNG to standard output. Raises CommandError."""
    profile = find_profile(chosen.profile)
    try:
        picture = preview(_body(sys.stdin.buffer.read(_MOST_BYTES + 1)), profile)
    except ValueError as error:
        raise CommandError(f"No slip can be made of this: {error}.") from error
    sys.stdout.buffer.write(picture)
    return 0


def _body(raw: bytes) -> dict[str, Any]:
    if len(raw) > _MOST_BYTES:
        raise CommandError(f"That is too much; a slip and its logo have at most {_MOST_BYTES:,} bytes.")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise CommandError('This is no JSON like {"job": {…}, "logo_png": null}.')
    return body
