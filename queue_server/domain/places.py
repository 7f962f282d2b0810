"""The parts of a branch that only have a name: tenants and areas of the hall."""

from __future__ import annotations

from dataclasses import dataclass

from queue_server.domain.text import Text


@dataclass(frozen=True, slots=True)
class Agency:
    """A tenant of an MPP."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the hall with its own TVs and loudspeaker."""

    code: str
    name: str
