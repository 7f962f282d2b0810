"""A call of the API as data: the same table registers it, checks it and describes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any

from queue_server.application.context import Context
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor
from queue_server.web.access import Access


class Key(Enum):
    """What a call does with ``Idempotency-Key``."""

    IGNORED = "ignored"
    HONOURED = "honoured"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class NoFields:
    """The body of a command that needs none: empty, or ``{}``."""


@dataclass(frozen=True, slots=True)
class Enveloped:
    """An answer inside ``Envelope``: ``seq``, ``at``, ``branch`` and this ``state``."""

    state: type


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked and parsed. ``key`` is the Idempotency-Key."""

    context: Context
    access: Access
    path: dict[str, str]
    caller: Actor | None
    command: Any = None
    key: str | None = None

    @property
    def actor(self) -> Actor:
        """Return who asks; strangers are refused."""
        if self.caller is None:
            raise Refusal("unauthenticated")
        return self.caller


Handler = Callable[[Call], object]


@dataclass(frozen=True, slots=True)
class Route:
    """One call. ``name`` is its row in the role matrix; ``answer`` None means 204.

    A handler returns a payload, or None for 204, or a whole response where it has cookies to set.
    ``picture`` is the media type of an answer that is no JSON.
    ``refusals`` are the codes that callers should know, besides those that every call may have.
    """

    name: str
    method: str
    path: str
    summary: str
    handler: Handler
    answer: type | Enveloped | None = None
    command: type | None = None
    status: int = HTTPStatus.OK
    may_be_empty: bool = False
    key: Key = Key.IGNORED
    query: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    other_formats: tuple[str, ...] = ()
    picture: str | None = None
