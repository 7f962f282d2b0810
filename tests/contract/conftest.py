"""What the tests of the HTTP wire start from."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from queue_server import protocol
from queue_server.application.accounts import add_user
from queue_server.application.administration import load_branch
from queue_server.application.identity import Identities
from queue_server.application.readiness import checks_of
from queue_server.storage.opening import create_or_upgrade
from queue_server.web.access import Access, Rules
from queue_server.web.installation import install_web
from tests.fakes.clock import SettableClock
from tests.fakes.site import ADMIN, CAST, ELSEWHERE, HERE, PASSWORD, Site, context_on_file

BRANCHES = Path(__file__).parents[2] / "deploy" / "branches"


@pytest.fixture(scope="session")
def furnished_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two branches and the cast, made once: hashing passwords takes its time."""
    path = tmp_path_factory.mktemp("database") / "antrean.db"
    create_or_upgrade(f"sqlite:///{path}")
    context = context_on_file(path, SettableClock())
    text = (BRANCHES / "demo.toml").read_text("utf-8")
    load_branch(context, ADMIN, text)
    load_branch(context, ADMIN, text.replace(f'code = "{HERE}"', f'code = "{ELSEWHERE}"', 1))
    for username, (role, branch) in CAST.items():
        add_user(context, protocol.NewUser(username, PASSWORD, role, branch))
    context.store.dispose()
    return path


@pytest.fixture
def open_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    stores = []

    def opened(database: Path, *, limits: bool = False) -> Site:
        path = tmp_path / "site.db"
        shutil.copy(database, path)
        clock = SettableClock()
        context = context_on_file(path, clock)
        stores.append(context.store)
        app = Flask("queue_server.web")
        access = Access(Identities(context, keep_s=0), Rules.of(context.public_url, (), limits=limits))
        install_web(app, context, access, checks_of(context, tmp_path))
        return Site(app, context, clock)

    yield opened
    for store in stores:
        store.dispose()


@pytest.fixture
def make_site(open_site: Callable[..., Site], furnished_database: Path) -> Callable[..., Site]:
    return partial(open_site, furnished_database)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def empty_site(open_site: Callable[..., Site], migrated_file: Path) -> Site:
    """A server before its first admin."""
    return open_site(migrated_file)
