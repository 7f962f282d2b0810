"""Registers the table of calls: role, key, body, use case, answer, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Blueprint, Response, g, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from queue_server.application.context import Context, require_branch
from queue_server.application.idempotency import Kept
from queue_server.protocol import API, REPLAYED_HEADER
from queue_server.web import answers
from queue_server.web.access import Access
from queue_server.web.endpoints import ROUTES
from queue_server.web.parsing import idempotency_key, parse_body
from queue_server.web.roles import is_open, require_role
from queue_server.web.routing import Call, Key, NoFields, Route

NAME = "api"
GAP = re.compile(r"\{(\w+)\}")
BODILESS = frozenset({"GET", "DELETE"})


class Part(BaseConverter):
    """A part of an address: a code, an id, a token. Nothing else reaches a use case."""

    regex = r"[^/\x00-\x1f\x7f\ud800-\udfff]{1,128}"


def make_api_blueprint(context: Context, access: Access) -> Blueprint:
    """Serve every call of the table under ``/api/v1``."""
    blueprint = Blueprint(NAME, __name__, url_prefix=API)
    blueprint.record_once(_learn_parts)
    for route in ROUTES:
        view = _view(route, context, access)
        address = GAP.sub(r"<part:\1>", route.path)
        blueprint.add_url_rule(address, route.name, view, methods=[route.method], strict_slashes=True)
    access.without_session(*(f"{NAME}.{route.name}" for route in ROUTES if is_open(route.name)))
    return blueprint


def _learn_parts(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["part"] = Part


def _view(route: Route, context: Context, access: Access) -> Callable[..., Response]:
    """Return what answers one call."""
    command = route.command or (None if route.method in BODILESS else NoFields)
    is_public = is_open(route.name)

    def view(**path: str) -> Response:
        require_role(route.name, g.actor)
        if not is_public:
            require_branch(g.actor, path.get("branch", g.actor.branch))
        key = None
        if route.key is not Key.IGNORED:
            key = idempotency_key(request, required=route.key is Key.REQUIRED)
        wish = None if command is None else parse_body(request, command)
        return _answer(route, route.handler(Call(context, access, path, g.actor, wish, key)))

    return view


def _answer(route: Route, payload: object) -> Response:
    replayed = isinstance(payload, Kept) and payload.replayed
    if isinstance(payload, Kept):
        payload = payload.answer
    if isinstance(payload, Response):
        return payload
    if payload is None:
        return answers.nothing()
    response = answers.payload(payload, route.status)
    if replayed:
        response.headers[REPLAYED_HEADER] = "true"
    return response
