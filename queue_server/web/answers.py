"""What leaves the process by HTTP: JSON straight from the wire's dataclasses, instants with ``Z``."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider

from queue_server.protocol import Problem

OPTIONS = orjson.OPT_UTC_Z
JSON = "application/json"
PROBLEM = "application/problem+json"


def encoded(payload: object) -> bytes:
    """Return the JSON of a payload (dataclasses, plain values, aware instants)."""
    return orjson.dumps(payload, option=OPTIONS)


def payload(facts: object, status: int = HTTPStatus.OK) -> Response:
    """Answer with a payload."""
    return Response(encoded(facts), status, mimetype=JSON)


def nothing() -> Response:
    """Answer 204."""
    return Response(status=HTTPStatus.NO_CONTENT)


def problem(facts: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with ``application/problem+json``."""
    return Response(encoded(facts), facts.status, headers=dict(headers or {}), content_type=PROBLEM)


class OrjsonProvider(JSONProvider):
    """Flask's own JSON (``tojson`` in templates, test clients) by the same rules."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return JSON as text."""
        del kwargs
        return encoded(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return the plain values of a JSON text."""
        del kwargs
        return orjson.loads(s)


def use_orjson(app: Flask) -> None:
    """Let an app speak JSON as the wire does."""
    app.json = OrjsonProvider(app)
