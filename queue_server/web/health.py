"""``/livez``, ``/readyz`` and the description of the API."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus

from flask import Blueprint, Response

from queue_server.application.readiness import OK, Check, readiness
from queue_server.protocol import API, Health
from queue_server.web import answers
from queue_server.web.openapi import described


@cache
def _description() -> bytes:
    """Return the description, made when somebody first asks."""
    return answers.encoded(described())


def make_health_blueprint(checks: Mapping[str, Check]) -> Blueprint:
    """Serve what machines ask about the server itself."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/livez")
    def livez() -> Response:
        return answers.payload(Health("live", {"process": OK}))

    @blueprint.get("/readyz")
    def readyz() -> Response:
        health = readiness(checks)
        is_ready = all(word == OK for word in health.checks.values())
        return answers.payload(health, HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE)

    @blueprint.get(f"{API}/openapi.json")
    def openapi() -> Response:
        return Response(_description(), mimetype=answers.JSON)

    return blueprint
