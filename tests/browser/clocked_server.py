"""The real server at another hour: ``python -m tests.browser.clocked_server HOME PORT INSTANT``, on threads."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from queue_server.app import build_server, make_context
from queue_server.application.context import Context, system_clock
from queue_server.runtime import threads
from queue_server.settings import load_secret, load_settings
from queue_server.storage.opening import open_store

PUBLIC_URL = "https://antrean.example.go.id"


@contextmanager
def office_at(home: Path, clock: Callable[[], datetime]) -> Iterator[Context]:
    """Open the office in ``home`` with another clock; sessions and pairing codes go by the wall's."""
    settings = load_settings(home=home, public_url=PUBLIC_URL)
    store = open_store(settings.database_url)
    context = make_context(settings, store, load_secret(settings), threads())
    yield replace(context, clock=clock, wall_clock=system_clock)
    store.dispose()


def main() -> None:
    home, port, instant = Path(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
    ahead = instant - datetime.now(UTC)
    runtime = threads()
    settings = load_settings(home=home, port=port, public_url=PUBLIC_URL, limits=False, async_mode=runtime.mode)
    store = open_store(settings.database_url, runtime.run_blocking)
    context = make_context(settings, store, load_secret(settings), runtime)
    context = replace(context, clock=lambda: system_clock() + ahead, wall_clock=system_clock)
    server = build_server(settings, store, context, runtime)
    server.start()
    runtime.serve(server.app, server.socketio, settings.host, settings.port)


if __name__ == "__main__":
    main()
