"""What counters take today, where that differs from the branch's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from queue_server.domain.branch import Branch

Switched = Mapping[str, tuple[str, ...]]
"""Counter → services in its order of preference."""


def known_part(branch: Branch, switched: Switched) -> dict[str, tuple[str, ...]]:
    """Return what of a switch the branch still knows: a counter left without any service returns to its file."""
    known = {
        code: tuple(service for service in services if service in branch.services_by_code)
        for code, services in switched.items()
        if code in branch.counters_by_code
    }
    return {code: services for code, services in known.items() if services}


def with_switched(branch: Branch, switched: Switched) -> Branch:
    """Return the branch as it works now."""
    changed = known_part(branch, switched)
    if not changed:
        return branch
    counters = (replace(counter, services=changed.get(counter.code, counter.services)) for counter in branch.counters)
    return replace(branch, counters=tuple(counters))
