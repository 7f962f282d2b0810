"""Which branches there are, for those who choose one."""

from __future__ import annotations

from queue_server import protocol
from queue_server.application.administration import list_branches
from queue_server.application.context import Context
from queue_server.domain.roles import Actor


def branches_of(context: Context, actor: Actor) -> list[protocol.BranchSummary]:
    """Return the branches that an actor may see, by name."""
    return sorted((_summary(context, code) for code in list_branches(context, actor)), key=lambda seen: seen.name)


def _summary(context: Context, code: str) -> protocol.BranchSummary:
    with context.store.read(code) as work:
        branch = work.branch
        return protocol.BranchSummary(branch.code, branch.name, branch.timezone)
