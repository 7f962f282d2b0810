"""The way in: ``/setup`` makes the first admin by its one-time link, ``/login`` opens a session."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from queue_server.domain.roles import Role
from queue_server.web.access import Access

HOMES = {Role.OFFICER: "/desk", Role.SUPERVISOR: "/supervisor", Role.ADMIN: "/admin", Role.AUDITOR: "/tally"}
"""Where each role begins."""


def make_setup_pages(access: Access, setup_needed: Callable[[], bool]) -> Blueprint:
    """Serve the pages that work without a session."""
    pages = Blueprint("setup", __name__)

    @pages.get("/setup")
    def setup() -> str:
        return render_template("setup/setup.html", needed=setup_needed())

    @pages.get("/login")
    @access.open_page
    def login() -> str | Response:
        wanted = next_page(request.args.get("next"))
        if g.actor is not None:
            return redirect(wanted or HOMES.get(g.actor.role, "/login"))
        homes = {role.value: home for role, home in HOMES.items()}
        return render_template("login/login.html", next_page=wanted, homes=homes, setup_needed=setup_needed())

    return pages


def next_page(wanted: str | None) -> str | None:
    """Return where to go after logging in: a path of this site, or None."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return None
    return None if any(ord(letter) < ord(" ") for letter in wanted) else wanted
