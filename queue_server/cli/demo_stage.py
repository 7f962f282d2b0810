"""Where the demo plays: a database of its own, accounts, devices and a server, gone when the play is over."""

from __future__ import annotations

import logging
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from queue_server import protocol
from queue_server.app import Server, build_server, make_context
from queue_server.application.accounts import add_user
from queue_server.application.administration import load_branch
from queue_server.application.context import Context, system_clock
from queue_server.application.credentials import readable_password
from queue_server.application.devices import add_device
from queue_server.cli.demo_plan import Plan, Wish
from queue_server.cli.root import OPERATOR
from queue_server.demo.show import Account, Cast
from queue_server.demo.town import Town
from queue_server.instance_lock import sole_server
from queue_server.runtime import Runtime
from queue_server.settings import Settings, load_secret, load_settings
from queue_server.storage.opening import create_or_upgrade, open_store

KIOSKS_LEAST, COUNTERS_A_KIOSK = 2, 4
SUPERVISOR = "supervisor"
ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (what is replaced, not what is bound)


@dataclass(frozen=True, slots=True)
class Stage:
    """A hall that is ready to be served, and who plays in it."""

    settings: Settings
    home: Path
    server: Server
    town: Town
    cast: Cast


def reachable(host: str) -> str:
    """Return where this machine itself reaches a server that listens on ``host``."""
    return ANY_HOST.get(host, host)


@contextmanager
def on_stage(runtime: Runtime, wish: Wish, plan: Plan) -> Iterator[Stage]:
    """Furnish a hall; take it away afterwards unless somebody named its folder or the play failed."""
    with _home(wish.home) as home:
        settings = _settings(wish, home)
        _log_into(home / "server.log")
        with sole_server(settings.sqlite_file):
            create_or_upgrade(settings.database_url)
            store = open_store(settings.database_url, runtime.run_blocking)
            secret = load_secret(settings)
            context = make_context(settings, store, secret, runtime)
            context = replace(context, clock=plan.clock, wall_clock=system_clock)
            cast = _cast(context, plan)
            address = settings.public_url.replace(settings.host, reachable(settings.host))
            town = Town(address, plan.branch.code, plan.clock, plan.spans, wish.seed)
            try:
                yield Stage(settings, home, build_server(settings, store, context, runtime), town, cast)
            finally:
                store.dispose()


@contextmanager
def _home(wished: Path | None) -> Iterator[Path]:
    if wished is not None:
        home = wished.expanduser().resolve()
        if (home / "antrean.db").exists():
            raise click.ClickException(f"{home} belongs to a hall already. The demo wants an empty folder.")
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield home
        return
    home, is_wanted = Path(tempfile.mkdtemp(prefix="antrean-demo-")), False
    try:
        yield home
    except click.ClickException:
        is_wanted = True  # its logs say more than the sentence
        raise
    finally:
        if not is_wanted:
            shutil.rmtree(home, ignore_errors=True)


def _settings(wish: Wish, home: Path) -> Settings:
    """Return settings that touch no other hall: whatever the environment says, database and address are the demo's."""
    own = {"home": home, "database_url": f"sqlite:///{home / 'antrean.db'}", "redis_url": ""}
    host = load_settings(**own).host
    port = _port(host, wish.port, load_settings(**own).port)
    shown = f"[{host}]" if ":" in host else host
    return load_settings(**own, port=port, public_url=f"http://{shown}:{port}")


def _port(host: str, wished: int | None, usual: int) -> int:
    """Return the wished port, the usual one, or any that is free where nobody wished."""
    candidates = [wished] if wished is not None else [usual, 0]
    for port in candidates:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise click.ClickException(f"Port {wished} on {host} is in use. Choose another, or leave --port out.")


def _log_into(file: Path) -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", filename=file, force=True
    )
    for talkative in ("alembic", "antrean.engineio", "antrean.socketio", "urllib3"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def _cast(context: Context, plan: Plan) -> Cast:
    """Load the branch and give everybody a token or a password."""
    load_branch(context, OPERATOR, plan.text)
    code = plan.branch.code

    def account(username: str, role: str) -> Account:
        password = readable_password()
        add_user(context, protocol.NewUser(username, password, role, code))
        return username, password

    def token(kind: str, name: str) -> str:
        return add_device(context, OPERATOR, code, protocol.NewDevice(kind, name)).token

    kiosks = max(KIOSKS_LEAST, len(plan.branch.counters) // COUNTERS_A_KIOSK)
    return Cast(
        kiosks=[token("kiosk", f"Kios {number}") for number in range(1, kiosks + 1)],
        display=token("display", "TV 1"),
        printer=token("printer", "Printer 1"),
        officers={
            counter.code: account(f"petugas-{number}", "officer")
            for number, counter in enumerate(plan.branch.counters, 1)
        },
        supervisor=account(SUPERVISOR, "supervisor"),
        visits=plan.visits,
        day=plan.day,
    )
