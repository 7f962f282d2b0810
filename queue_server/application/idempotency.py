"""One key, one deed: the answer is stored with the deed and given again for the same key and request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from queue_server.application.encoding import decode, encode
from queue_server.application.ports import Work
from queue_server.application.stored import KeptAnswer
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor
from queue_server.protocol import IDEMPOTENCY_KEEP_DAYS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """An answer: fresh, or ``replayed`` from an earlier request (then plain JSON values)."""

    answer: T | dict[str, Any]
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What makes a request the same one: who asks, with which key, for what."""

    scope: str
    key: str
    digest: str


def request_of(actor: Actor, key: str, *what: object) -> Request:
    """Return the request of an actor; ``what`` is everything that must be equal on a repetition."""
    body = encode(what)
    return Request(actor.label, key, hashlib.sha256(body).hexdigest())


def once(work: Work, request: Request | None, at: datetime, deed: Callable[[], T]) -> Kept[T]:
    """Do the deed and keep its answer, or give the kept one. Refusals are not kept."""
    if request is None:
        return Kept(deed())
    kept = work.keys.find(request.scope, request.key)
    if kept is not None:
        if kept.digest != request.digest:
            raise Refusal("idempotency_conflict")
        return Kept(decode(kept.answer), replayed=True)
    answer = deed()
    if answer is not None:
        work.keys.keep(request.scope, request.key, KeptAnswer(request.digest, encode(answer).decode()), at)
    return Kept(answer)


def forget_old(work: Work, at: datetime) -> None:
    """Drop keys older than the promise."""
    work.keys.forget_before(at - timedelta(days=IDEMPOTENCY_KEEP_DAYS))
