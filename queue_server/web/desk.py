"""``/desk``: choose a counter, then the officer's desk for it."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request

from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Role
from queue_server.protocol import BranchSummary
from queue_server.web.access import Access
from queue_server.web.halls import Halls


def make_desk_pages(access: Access, halls: Halls) -> Blueprint:
    """Serve the officer's pages. The desk takes its state by socket and gives its commands by HTTP."""
    pages = Blueprint("desk", __name__)

    @pages.get("/desk")
    @access.page(Role.OFFICER, Role.SUPERVISOR)
    def desk() -> str:
        branch = halls.meant(g.actor, request.args.get("branch"))
        if branch is None:
            return render_template("staff/branches.html", branches=halls.branches(g.actor))
        return _desk_of(halls, branch, request.args.get("counter"))

    return pages


def _desk_of(halls: Halls, branch: BranchSummary, code: str | None) -> str:
    counters = halls.supervision(g.actor, branch.code).counters
    if not code:
        return render_template("desk/choose.html", branch=branch, counters=counters)
    for counter in counters:
        if counter.counter == code:
            return render_template("desk/desk.html", branch=branch, counter=counter)
    raise Refusal("unknown_counter", counter=code)
