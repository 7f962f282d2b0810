"""What the doctor found out about one thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Level(Enum):
    """How bad it is. Only a problem makes the command fail."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: ``cli.doctor.<key>`` of the catalogue with ``values`` in its gaps; ``.advice`` says what to do."""

    key: str
    level: Level = Level.OK
    values: dict[str, object] = field(default_factory=dict)


def ok(key: str, **values: object) -> Finding:
    """Return a line that says that something is as it should be."""
    return Finding(key, Level.OK, values)


def warning(key: str, **values: object) -> Finding:
    """Return a line about something that somebody should look at."""
    return Finding(key, Level.WARNING, values)


def problem(key: str, **values: object) -> Finding:
    """Return a line about something that keeps the hall from working, or its data from being safe."""
    return Finding(key, Level.PROBLEM, values)
