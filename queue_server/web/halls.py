"""What the pages of people ask about halls, and which hall a request means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor
from queue_server.protocol import BranchSummary, DayPapers, PromisedDay, SupervisionState


@dataclass(frozen=True, slots=True)
class Halls:
    """The queue as pages see it.

    ``branches`` gives those that an actor may see, ``supervision`` a hall at a glance, ``tally`` a
    day's figures as they stand on the wire (refused with ``not_found`` for a day that never opened), ``papers`` that
    day's papers by printer, by both counts, ``promises`` what residents of that day were told about their wait.
    """

    branches: Callable[[Actor], Sequence[BranchSummary]]
    supervision: Callable[[Actor, str], SupervisionState]
    tally: Callable[[Actor, str, date], Mapping[str, Any]]
    papers: Callable[[Actor, str, date], DayPapers]
    promises: Callable[[Actor, str, date], PromisedDay]

    def zones(self, actor: Actor, branch: str) -> list[str]:
        """Return the codes of the zones that a branch's counters stand in."""
        counters = self.supervision(actor, branch).counters
        return sorted({counter.zone for counter in counters if counter.zone})

    def meant(self, actor: Actor, code: str | None) -> BranchSummary | None:
        """Return the branch that ``code`` names, the only one there is, or None when one has to choose."""
        seen = self.branches(actor)
        if not code:
            return seen[0] if len(seen) == 1 else None
        for branch in seen:
            if branch.code == code:
                return branch
        if actor.branch is not None:
            raise Refusal("forbidden", "foreign_branch")
        raise Refusal("unknown_branch", branch=code)
