"""``antrean branch``, ``antrean user`` and ``antrean device``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from queue_server import protocol
from queue_server.application.accounts import add_user
from queue_server.application.administration import load_branch
from queue_server.application.branch_file import BranchFileError
from queue_server.application.context import Context
from queue_server.application.devices import add_device, list_devices
from queue_server.application.pictures import LARGEST_FILE
from queue_server.cli.root import OPERATOR, opened, said
from queue_server.domain.errors import Refusal
from queue_server.runtime import Runtime

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def register(root: click.Group) -> None:
    """Add these commands."""
    root.add_command(branch)
    root.add_command(user)
    root.add_command(device)


def read_text(path: Path) -> str:
    """Return a file's text; anything but UTF-8 is said, not traced."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        sentence = f"{path} is not UTF-8 text. Save it as UTF-8 and try again."
        raise BranchFileError(sentence) from None


def picture_beside(file: Path, name: str) -> bytes:
    """Return the bytes of a picture in the folder of a branch file. Raises OSError."""
    path = file.parent / name
    if Path(name).name != name or not path.is_file():
        raise FileNotFoundError(name)
    with path.open("rb") as picture:
        return picture.read(LARGEST_FILE + 1)


@click.group()
def branch() -> None:
    """Offices and their files."""


@branch.command("load")
@click.argument("file", type=FILE)
@click.pass_obj
@said
def branch_load(runtime: Runtime, file: Path) -> None:
    """Create or update a branch from FILE.

    The same file again changes nothing; a running server notices a change within a second.
    """
    with opened(runtime) as context:
        loaded = load_branch(context, OPERATOR, read_text(file), lambda name: picture_beside(file, name))
    click.echo(f"Branch {loaded.code}: {loaded.outcome}.")


@click.group()
def user() -> None:
    """People who log in."""


@user.command("add")
@click.option("--username", required=True, metavar="NAME", help="Name to log in with.")
@click.option("--role", required=True, type=click.Choice(["officer", "supervisor", "admin", "auditor"]))
@click.option("--branch", "branch_code", metavar="CODE", help="Where an officer or supervisor works.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from standard input.")
@click.pass_obj
@said
def user_add(runtime: Runtime, username: str, role: str, branch_code: str | None, *, password_stdin: bool) -> None:
    """Add somebody who may log in."""
    del password_stdin
    password = sys.stdin.readline().rstrip("\r\n")
    with opened(runtime) as context:
        add_user(context, protocol.NewUser(username, password, role, branch_code))
    click.echo(f"{username} may log in as {role}.")


@click.group()
def device() -> None:
    """Kiosks, displays and printers."""


@device.command("add")
@click.option("--branch", "branch_code", required=True, metavar="CODE", help="Code of the branch.")
@click.option("--kind", required=True, type=click.Choice(["kiosk", "display", "printer"]))
@click.option("--name", required=True, help='What people call it: "Kiosk 1".')
@click.option("--zone", metavar="CODE", help="A display's part of the hall; without it the whole hall.")
@click.option(
    "--printer", metavar="NAME", help="The printer that prints a kiosk's slips; without it whichever is free."
)
@click.option("--fallback", is_flag=True, help="A printer that prints only what another cannot.")
@click.option("--counter", metavar="CODE", help="The counter on whose desk a display stands; it shows that one only.")
@click.option("--panel-inch", type=float, metavar="INCHES", help="Diagonal of a display's panel.")
@click.option("--farthest-m", type=float, metavar="METRES", help="The seat farthest from a display.")
@click.option(
    "--margin-percent", type=float, default=0.0, metavar="PERCENT", help="What a panel cuts off at each edge."
)
@click.option("--silent", is_flag=True, help="A display without a loudspeaker.")
@click.pass_obj
@said
def device_add(runtime: Runtime, /, branch_code: str, kind: str, name: str, **wish: Any) -> None:
    """Add a device and print its token.

    The token stands alone on the last line, and is shown this once.
    """
    with opened(runtime) as context:
        command = protocol.NewDevice(
            kind,
            name,
            wish["zone"],
            printer=_printer_called(context, branch_code, wish["printer"]),
            is_fallback=wish["fallback"],
            counter=wish["counter"],
            panel_inch=wish["panel_inch"],
            farthest_m=wish["farthest_m"],
            margin_percent=wish["margin_percent"],
            is_silent=wish["silent"],
        )
        made = add_device(context, OPERATOR, branch_code, command)
    click.echo(f"{kind} {name} belongs to {branch_code}. Its token:")
    click.echo(made.token)


def _printer_called(context: Context, branch_code: str, name: str | None) -> str | None:
    if name is None:
        return None
    devices = list_devices(context, OPERATOR, branch_code)
    found = next((device.id for device in devices if device.kind == "printer" and device.name == name), None)
    if found is None:
        raise Refusal("not_found", "unknown_printer")
    return found
