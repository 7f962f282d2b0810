"""What the agent knows of each job, on its own disk, so that no job is printed twice unmarked.

One small JSON file a job, written whole (temporary file, fsync, rename, fsync of the folder) before the
step that it announces: ``leased`` → ``sending`` → ``sent`` (with its outcome) → ``confirmed`` by the server.
What the agent printed on a day is counted from these files and nowhere else.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from printer.device import Outcome
from printer.tally_slip import DayCount

KEPT_DAYS = 14
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_SUFFIX, _PART = ".json", ".part"


class Step(StrEnum):
    """How far a job has come."""

    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"


class SpoolTakenError(RuntimeError):
    """Another agent works with this spool."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One job. ``day`` is its service day; ``failures`` counts the times nothing could be sent.

    ``owner`` tells which pairing printed it: one that was paired anew begins to count anew, as the server does.
    """

    job: str
    kind: str
    copy: int
    fence: int
    day: str
    step: Step = Step.LEASED
    outcome: Outcome | None = None
    reason: str | None = None
    failures: int = 0
    owner: str = ""

    def decided(self, outcome: Outcome, reason: str | None) -> Entry:
        """Return this job with what became of it, not yet told to the server."""
        failures = self.failures + (outcome is Outcome.FAILED)
        return replace(self, step=Step.SENT, outcome=outcome, reason=reason, failures=failures)


class Spool:
    """The folder of one agent, held by a lock that ends with the process. ``owner`` names its pairing."""

    def __init__(self, folder: Path, owner: str = "") -> None:
        self.owner = owner
        self._jobs = folder / "jobs"
        self._jobs.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _take_lock(folder / "lock")
        self._entries: dict[str, Entry] = {}
        self._open: dict[str, Entry] = {}
        self._days: dict[str, dict[str, Entry]] = {}
        for entry in self._load():
            self._remember(entry)

    def close(self) -> None:
        """Let another agent have the folder."""
        os.close(self._lock)

    def get(self, job: str) -> Entry | None:
        """Return what is known of ``job``."""
        return self._entries.get(job)

    def put(self, entry: Entry) -> None:
        """Write ``entry``; it is on the disk when this returns. Raises OSError, and then nothing has changed."""
        path = self._jobs / f"{_name(entry.job)}{_SUFFIX}"
        part = path.with_suffix(_PART)
        with part.open("w", encoding="utf-8") as file:
            json.dump(asdict(entry), file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(self._jobs)
        self._remember(entry)

    def unconfirmed(self) -> list[Entry]:
        """Return the jobs whose outcome the server has not yet taken."""
        return [entry for entry in self._open.values() if entry.step is Step.SENT]

    def in_hand(self) -> list[Entry]:
        """Return the jobs that were leased or being sent when the agent last stopped."""
        return [entry for entry in self._open.values() if entry.step is not Step.SENT]

    def count(self, day: str) -> DayCount:
        """Return what was put on paper on ``day``; failures are failed tries and unknown outcomes."""
        entries = [entry for entry in self._days.get(day, {}).values() if entry.owner == self.owner]
        papers = [entry for entry in entries if entry.outcome is Outcome.PRINTED]
        return DayCount(
            tickets=sum(entry.kind == "ticket" and not entry.copy for entry in papers),
            reprints=sum(entry.kind == "ticket" and entry.copy > 0 for entry in papers),
            tallies=sum(entry.kind == "tally" for entry in papers),
            failures=sum(entry.failures + (entry.outcome is Outcome.UNKNOWN) for entry in entries),
        )

    def prune(self, before_day: str) -> None:
        """Forget the jobs of days before ``before_day`` that the server knows the end of."""
        for entry in list(self._entries.values()):
            if entry.day < before_day and entry.step is Step.CONFIRMED:
                (self._jobs / f"{_name(entry.job)}{_SUFFIX}").unlink(missing_ok=True)
                self._forget(entry)

    def _remember(self, entry: Entry) -> None:
        before = self._entries.get(entry.job)
        if before is not None:
            self._forget(before)
        self._entries[entry.job] = entry
        self._days.setdefault(entry.day, {})[entry.job] = entry
        if entry.step is not Step.CONFIRMED:
            self._open[entry.job] = entry

    def _forget(self, entry: Entry) -> None:
        del self._entries[entry.job]
        self._days[entry.day].pop(entry.job, None)
        self._open.pop(entry.job, None)

    def _load(self) -> Iterator[Entry]:
        for path in sorted(self._jobs.iterdir()):
            if path.suffix == _PART:
                path.unlink(missing_ok=True)
            elif path.suffix == _SUFFIX:
                yield _read(path)


def _read(path: Path) -> Entry:
    """Return the entry in ``path``; of one that cannot be read nobody knows whether it was printed."""
    try:
        return _entry(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return Entry(job=path.stem, kind="ticket", copy=0, fence=0, day="", step=Step.SENDING)


def _entry(stored: dict[str, Any]) -> Entry:
    return Entry(
        job=str(stored["job"]),
        kind=str(stored["kind"]),
        copy=int(stored["copy"]),
        fence=int(stored["fence"]),
        day=str(stored["day"]),
        step=Step(stored["step"]),
        outcome=Outcome(stored["outcome"]) if stored["outcome"] else None,
        reason=stored["reason"],
        failures=int(stored["failures"]),
        owner=str(stored.get("owner", "")),
    )


def _name(job: str) -> str:
    """Return a file name for ``job``: itself where that is safe, else its digest."""
    return job if _SAFE_NAME.fullmatch(job) else hashlib.sha256(job.encode()).hexdigest()


def _take_lock(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise SpoolTakenError(str(path)) from error
    return lock


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
