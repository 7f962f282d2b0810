"""What the kiosk and the resident's phone call."""

from __future__ import annotations

from http import HTTPStatus

from queue_server import protocol
from queue_server.application.issuing import issue_ticket
from queue_server.application.phone import track_state
from queue_server.application.snapshots import menu_state
from queue_server.application.tracking import cancel
from queue_server.web.routing import Call, Key, Route


def _menu(call: Call) -> object:
    return menu_state(call.context, call.path["branch"]).state


def _issue(call: Call) -> object:
    return issue_ticket(call.context, call.actor, call.path["branch"], call.command, call.key or "")


def _track(call: Call) -> object:
    _, envelope = track_state(call.context, call.path["token"])
    return envelope.state


def _cancel(call: Call) -> object:
    cancel(call.context, call.path["token"])
    return _track(call)


ROUTES = (
    Route(
        "menu",
        "GET",
        "/branches/{branch}/menu",
        "What the kiosk offers now, and why not",
        _menu,
        answer=protocol.MenuState,
        refusals=("not_found",),
    ),
    Route(
        "issue_ticket",
        "POST",
        "/branches/{branch}/tickets",
        "Take a number",
        _issue,
        answer=protocol.IssuedTicket,
        command=protocol.IssueTicket,
        status=HTTPStatus.CREATED,
        key=Key.REQUIRED,
        refusals=("not_found", "service_closed", "quota_reached", "idempotency_conflict"),
    ),
    Route(
        "track",
        "GET",
        "/track/{token}",
        "The resident's view of one ticket",
        _track,
        answer=protocol.TrackState,
        refusals=("not_found",),
    ),
    Route(
        "cancel_by_track",
        "POST",
        "/track/{token}/cancel",
        "Give a place in line back",
        _cancel,
        answer=protocol.TrackState,
        refusals=("not_found", "transition_refused"),
    ),
)
