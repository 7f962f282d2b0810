"""``/admin``: accounts, devices and offices of this server."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from queue_server.domain.roles import Role
from queue_server.web.access import Access
from queue_server.web.halls import Halls


def make_admin_pages(access: Access, halls: Halls) -> Blueprint:
    """Serve the admin's page; what it lists and changes goes over the API."""
    pages = Blueprint("administration", __name__)

    @pages.get("/admin")
    @access.page(Role.ADMIN)
    def admin() -> str:
        branches = halls.branches(g.actor)
        zones = {branch.code: halls.zones(g.actor, branch.code) for branch in branches}
        return render_template("admin/admin.html", branches=branches, zones_of=zones)

    return pages
