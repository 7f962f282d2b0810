"""Branches: created and updated from their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from queue_server.application.branch_file import ReadPicture, branch_of_document, read_branch_file
from queue_server.application.context import Context
from queue_server.application.encoding import decode, encode
from queue_server.application.switching import drop_unknown
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a branch file did: created, updated or unchanged."""

    code: str
    outcome: str


def load_branch(context: Context, actor: Actor, text: str, read_picture: ReadPicture | None = None) -> Loaded:
    """Create or update a branch from its file; the same file again changes nothing."""
    return put_branch(context, actor, read_branch_file(text, read_picture))


def put_branch(context: Context, actor: Actor, document: dict[str, Any]) -> Loaded:
    """Create or update a branch from a checked document."""
    code = branch_of_document(document).code
    with context.store.write(None) as work:
        before = work.branches.document(code)
        if before is not None and decode(before) == document:
            return Loaded(code, "unchanged")
        work.branches.put(code, encode(document).decode())
    outcome = "created" if before is None else "updated"
    with context.store.write(code) as work:
        drop_unknown(work)
        work.record(NewEvent(f"branch.{outcome}", context.clock(), actor.label))
    return Loaded(code, outcome)


def list_branches(context: Context, actor: Actor) -> list[str]:
    """Return the codes of the branches that an actor may see."""
    with context.store.read() as work:
        codes = work.branches.codes()
    return [code for code in codes if actor.branch in {None, code}]
