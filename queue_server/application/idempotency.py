"""One key, one deed: the answer is stored with the deed and given again for the same key and request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from queue_server.application.context import Context
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


def request_of(actor: Actor, key: str | None, *what: object) -> Request | None:
    """Return the request of an actor, None without a key; ``what`` is all that must be equal on a repetition."""
    if key is None:
        return None
    body = encode(what)
    return Request(actor.label, key, hashlib.sha256(body).hexdigest())


def once(context: Context, branch: str, request: Request | None, deed: Callable[[Work], T]) -> Kept[T]:
    """Do the deed and keep its answer in one transaction, or give the kept one. Refusals and None are not kept."""
    with context.store.write(branch) as work:
        return Kept(deed(work)) if request is None else _kept(work, request, context.clock(), deed)


def _kept(work: Work, request: Request, at: datetime, deed: Callable[[Work], T]) -> Kept[T]:
    kept = work.keys.find(request.scope, request.key)
    if kept is not None:
        if kept.digest != request.digest:
            raise Refusal("idempotency_conflict")
        return Kept(decode(kept.answer), replayed=True)
    answer = deed(work)
    if answer is not None:
        work.keys.keep(request.scope, request.key, KeptAnswer(request.digest, encode(answer).decode()), at)
    return Kept(answer)


def forget_old(work: Work, at: datetime) -> None:
    """Drop keys older than the promise."""
    work.keys.forget_before(at - timedelta(days=IDEMPOTENCY_KEEP_DAYS))
