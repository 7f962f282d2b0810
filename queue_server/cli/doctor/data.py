"""The doctor's questions about the secret key and the database."""

from __future__ import annotations

from collections.abc import Iterator

from queue_server.cli.doctor.finding import Finding, ok, problem, warning
from queue_server.settings import SECRET_BYTES, Settings
from queue_server.storage.inspection import SOUND, Inspection, Unreadable, inspect

FOR_OTHERS = 0o077


def of_secret(settings: Settings) -> Iterator[Finding]:
    """Say whether the secret key is there, whole, and nobody else's to read."""
    path = settings.home / "secret.key"
    try:
        mode = path.stat().st_mode & 0o777
        secret = _bytes_of(path.read_text("ascii"))
    except FileNotFoundError:
        has_data = settings.sqlite_file is None or settings.sqlite_file.exists()
        yield problem("secret.missing", path=path) if has_data else ok("secret.none_yet")
        return
    except (OSError, UnicodeDecodeError) as error:
        yield problem("secret.unreadable", path=path, reason=getattr(error, "strerror", None) or error)
        return
    if len(secret) != SECRET_BYTES:
        yield problem("secret.damaged", path=path)
    elif mode & FOR_OTHERS:
        yield problem("secret.open", path=path, mode=f"{mode:04o}")
    else:
        yield ok("secret.fine", mode=f"{mode:04o}")


def _bytes_of(text: str) -> bytes:
    try:
        return bytes.fromhex(text.strip())
    except ValueError:
        return b""


def of_database(settings: Settings) -> Iterator[Finding]:
    """Say whether the database opens, is ours, whole, and set up to lose nothing."""
    shown = settings.sqlite_file or settings.database_url.rpartition("@")[2]
    try:
        found = inspect(settings.database_url)
    except FileNotFoundError:
        yield problem("database.missing", path=shown)
        return
    except Unreadable as error:
        yield problem("database.unreadable", path=shown, reason=error)
        return
    if found.revision == found.needed:
        yield ok("database.revision", path=shown, revision=found.revision)
    else:
        yield problem("database.other_revision", path=shown, revision=found.revision or "–", needed=found.needed)
    yield ok("database.sound") if found.integrity == SOUND else problem("database.damaged", reason=found.integrity)
    yield from _of_safety(found)


def _of_safety(found: Inspection) -> Iterator[Finding]:
    if found.is_wal is False:
        yield warning("database.no_wal")
    elif found.is_durable is False:
        yield problem("database.not_durable")
    elif found.is_wal:
        yield ok("database.durable")
    yield (ok if found.is_safe_version else warning)(
        "database.driver" if found.is_safe_version else "database.old_driver", driver=found.driver
    )
