"""Can this server do its work? Database, disk and clock; never printers, backups or the internet."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from queue_server.application.context import Context
from queue_server.protocol import Health

OK = "ok"
FREE_LEAST_MB = 100
MB = 1024 * 1024
BUILT_AFTER = datetime(2026, 1, 1, tzinfo=UTC)

Check = Callable[[], str]
"""Returns ``ok``, or what is wrong."""


def checks_of(context: Context, home: Path) -> Mapping[str, Check]:
    """Return the checks of a server whose data is in ``home``."""
    return {
        "database": lambda: _database(context),
        "disk": lambda: _disk(home),
        "clock": lambda: _clock(context.clock()),
    }


def _database(context: Context) -> str:
    with context.store.read() as work:
        work.branches.seqs()
    return OK


def _disk(home: Path) -> str:
    free = shutil.disk_usage(home).free // MB
    return OK if free >= FREE_LEAST_MB else f"only {free} MB free"


def _clock(now: datetime) -> str:
    return OK if now >= BUILT_AFTER else f"says {now:%Y-%m-%d}, which is before this program was made"


def readiness(checks: Mapping[str, Check]) -> Health:
    """Run every check; one that fails says why without details that strangers could use."""
    said = {name: _run(check) for name, check in checks.items()}
    is_ready = all(word == OK for word in said.values())
    return Health("ready" if is_ready else "not_ready", said)


def _run(check: Check) -> str:
    try:
        return check()
    except Exception as error:  # noqa: BLE001  (whatever it was, the answer is that this check failed)
        return f"failed ({type(error).__name__})"
