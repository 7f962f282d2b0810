"""The doctor's questions about the machine: disk, clock, open files, the server's process and port."""

from __future__ import annotations

import ctypes
import resource
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

from queue_server.application.readiness import BUILT_AFTER, FREE_LEAST_MB, MB
from queue_server.cli.doctor.finding import Finding, ok, problem, warning
from queue_server.instance_lock import holder_of
from queue_server.settings import Settings

FREE_WELL_MB = 2_000
FILES_LEAST = 4_096
ASK_S = 3
UNSYNCHRONISED = 5
TIMEX_BYTES = 256
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (what is replaced, not what is bound)


def of_disk(settings: Settings) -> Iterator[Finding]:
    """Say whether there is room for the days to come."""
    folder = settings.home
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // MB
    if free < FREE_LEAST_MB:
        yield problem("disk.full", path=folder, free=free)
    elif free < FREE_WELL_MB:
        yield warning("disk.low", path=folder, free=free)
    else:
        yield ok("disk.fine", path=folder, free=free)


def of_clock() -> Iterator[Finding]:
    """Say whether the date is believable, and whether anybody keeps the clock right."""
    now = datetime.now(UTC)
    if now < BUILT_AFTER:
        yield problem("clock.past", now=f"{now:%Y-%m-%d}")
        return
    kept = _is_clock_kept()
    shown = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if kept is None:
        yield ok("clock.unknown", now=shown)
    else:
        yield ok("clock.kept", now=shown) if kept else warning("clock.unkept", now=shown)


def _is_clock_kept() -> bool | None:
    """Ask the kernel whether a time service steers its clock; None where it does not say. Needs no network."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else bool(state != UNSYNCHRONISED)


def of_file_limit() -> Iterator[Finding]:
    """Say whether the server may keep as many sockets as a hall has screens and phones."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    is_plenty = hard == resource.RLIM_INFINITY or hard >= FILES_LEAST
    shown = "∞" if hard == resource.RLIM_INFINITY else hard
    yield (ok("files.fine", limit=shown) if is_plenty else warning("files.few", limit=shown, least=FILES_LEAST))


def of_instance(settings: Settings) -> Iterator[Finding]:
    """Say whether a server runs and answers, or whether one could start."""
    holder = None if settings.sqlite_file is None else holder_of(settings.sqlite_file)
    address = f"http://{_bracketed(EVERYWHERE.get(settings.host, settings.host))}:{settings.port}"
    answers = _answers(f"{address}/readyz")
    if holder is not None:
        yield (
            ok("server.running", process=holder, address=address)
            if answers
            else warning("server.silent", process=holder, address=address)
        )
    elif answers:
        yield (problem if settings.sqlite_file else ok)("server.foreign", address=address)
    elif _is_free(settings):
        yield ok("server.stopped", port=settings.port)
    else:
        yield problem("server.port_taken", port=settings.port, host=settings.host)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=ASK_S) as answer:  # noqa: S310  (our own address)
            return b'"ready"' in answer.read()
    except (OSError, ValueError, urllib.error.URLError):
        return False


def _is_free(settings: Settings) -> bool:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return False
    return True
