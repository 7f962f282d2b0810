"""``/supervisor``: the hall at a glance. ``/tally/{branch}/{day}``: the day's figures, live or frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Role
from queue_server.protocol import BranchSummary, SupervisionState
from queue_server.web.access import Access
from queue_server.web.halls import Halls
from queue_server.web.tally_page import hour_name, in_range, next_hour, page_of, promised_page
from queue_server.web.wording import register_wording

TODAY = "today"


def make_day_pages(access: Access, halls: Halls, clock: Callable[[], datetime]) -> Blueprint:
    """Serve the supervisor's page and the tally."""
    pages = Blueprint("day", __name__)
    register_wording(pages)

    @pages.get("/supervisor")
    @access.page(Role.SUPERVISOR, Role.ADMIN)
    def supervisor() -> str:
        branch = halls.meant(g.actor, request.args.get("branch"))
        if branch is None:
            return render_template("staff/branches.html", branches=halls.branches(g.actor))
        return render_template("day/supervisor.html", branch=branch, zones=halls.zones(g.actor, branch.code))

    @pages.get("/tally")
    @access.page(Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR)
    def tallies() -> str | Response:
        branch = halls.meant(g.actor, request.args.get("branch"))
        if branch is None:
            return render_template("staff/branches.html", branches=halls.branches(g.actor))
        return redirect(f"/tally/{branch.code}/{TODAY}")

    @pages.get("/tally/<branch>/<day>")
    @access.page(Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR)
    def tally(branch: str, day: str) -> str | tuple[str, int]:
        head = halls.meant(g.actor, branch)
        if head is None:
            raise Refusal("unknown_branch", branch=branch)
        return _tally_page(halls, head, day, clock())

    return pages


def _tally_page(halls: Halls, branch: BranchSummary, day: str, now: datetime) -> str | tuple[str, int]:
    hall = halls.supervision(g.actor, branch.code)
    wanted = _day_meant(hall, day)
    local = now.astimezone(ZoneInfo(branch.timezone))
    try:
        tally = halls.tally(g.actor, branch.code, wanted)
    except Refusal as refusal:
        if refusal.code != "not_found":
            raise
        return render_template("day/no_tally.html", branch=branch, day=wanted, today=local.date()), 404
    promises = halls.promises(g.actor, branch.code, wanted)
    return render_template(
        "day/tally.html",
        branch=branch,
        day=wanted,
        today=local.date(),
        tally=tally,
        page=page_of(tally),
        promises=promises,
        promised=promised_page(promises),
        in_range=in_range,
        papers=halls.papers(g.actor, branch.code, wanted),
        series={queue.service: queue.series for queue in hall.queues},
        now=now,
        hour_name=hour_name,
        next_hour=next_hour,
    )


def _day_meant(hall: SupervisionState, day: str) -> date:
    """Return the day of an address; ``today`` is the service day that the hall's screens show."""
    if day == TODAY:
        return date.fromisoformat(hall.service_day)
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Refusal("not_found", "unknown_day", day=day) from None
