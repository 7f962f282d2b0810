"""OpenAPI 3.1 of the API, from the table that registers it and the dataclasses that validate it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from queue_server.domain.roles import Role
from queue_server.protocol import API, CSRF_HEADER, IDEMPOTENCY_HEADER, SESSION_COOKIE, Envelope, Health, Problem
from queue_server.web.answers import JSON, PROBLEM
from queue_server.web.endpoints import ROUTES
from queue_server.web.parsing import adapter
from queue_server.web.refusals import CONFLICT, STATUS
from queue_server.web.roles import ANYBODY, COLUMNS, MATRIX, NO
from queue_server.web.routing import Enveloped, Key, Route

COMPONENTS = "#/components/schemas/{model}"
GAP = re.compile(r"\{(\w+)\}")
DEVICES = frozenset({Role.KIOSK.value, Role.DISPLAY.value, Role.PRINTER.value})
ALWAYS = ("internal", "storage_busy", "storage_full")
FOR_BODIES = ("bad_json", "invalid_field", "too_large", "unsupported_media_type")
FOR_ROLES = ("unauthenticated", "forbidden")
Json = dict[str, Any]


def described(routes: Sequence[Route] = ROUTES) -> Json:
    """Return the whole description."""
    schemas = _Schemas(routes)
    paths: dict[str, Json] = {}
    for route in routes:
        paths.setdefault(f"{API}{route.path}", {})[route.method.lower()] = _operation(route, schemas)
    for name in ("/livez", "/readyz"):
        paths[name] = {"get": _health(name, schemas)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Antrean",
            "version": version("antrean"),
            "description": "The queue of a public service hall. Screens get their state by Socket.IO (`/screens`).",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas.definitions, "securitySchemes": _doors()},
    }


class _Schemas:
    """References to the schemas of commands (as validated) and answers (as sent)."""

    def __init__(self, routes: Iterable[Route]) -> None:
        inputs: list[tuple[Any, Any, TypeAdapter[Any]]] = []
        for route in routes:
            if route.command is not None:
                inputs.append((route.command, "validation", adapter(route.command)))
            state = route.answer.state if isinstance(route.answer, Enveloped) else route.answer
            if state is not None:
                inputs.append((state, "serialization", TypeAdapter(state)))
        inputs.extend((extra, "serialization", TypeAdapter(extra)) for extra in (Envelope, Health, Problem))
        unique = {(kind, mode): (kind, mode, built) for kind, mode, built in inputs}
        self._refs, schema = TypeAdapter.json_schemas(list(unique.values()), ref_template=COMPONENTS)
        self.definitions: Json = schema["$defs"]

    def command(self, kind: type) -> Json:
        """Return the reference to a command's schema."""
        return self._refs[kind, "validation"]

    def answer(self, answer: type | Enveloped) -> Json:
        """Return the schema of an answer."""
        if isinstance(answer, Enveloped):
            state = self._refs[answer.state, "serialization"]
            return {"allOf": [self.answer(Envelope), {"type": "object", "properties": {"state": state}}]}
        return self._refs[answer, "serialization"]


def _operation(route: Route, schemas: _Schemas) -> Json:
    operation: Json = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": _responses(route, schemas),
        "security": _security(route),
        "x-roles": [who for who in COLUMNS if MATRIX[route.name][who] != NO],
    }
    if route.command is not None:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": schemas.command(route.command)}}}
    return operation


def _parameters(route: Route) -> list[Json]:
    text = {"type": "string"}
    part = {"type": "string", "minLength": 1, "maxLength": 128}
    found: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "date"}}
        if name == "day"
        else {"name": name, "in": "path", "required": True, "schema": part}
        for name in GAP.findall(route.path)
    ]
    found += [{"name": name, "in": "query", "required": False, "schema": text} for name in route.query]
    if route.key is not Key.IGNORED:
        key = {"type": "string", "minLength": 8, "maxLength": 255}
        is_required = route.key is Key.REQUIRED
        found.append({"name": IDEMPOTENCY_HEADER, "in": "header", "required": is_required, "schema": key})
    found.append({"name": "Accept-Language", "in": "header", "required": False, "schema": {"enum": ["id", "en"]}})
    return found


def _responses(route: Route, schemas: _Schemas) -> Json:
    responses: Json = {}
    if route.answer is not None:
        content: Json = {JSON: {"schema": schemas.answer(route.answer)}}
        content |= {kind: {"schema": {"type": "string"}} for kind in route.other_formats}
        responses[str(int(route.status))] = {"description": route.summary, "content": content}
    if route.picture is not None:
        body = {"schema": {"type": "string", "contentEncoding": "binary"}}
        responses[str(int(route.status))] = {"description": route.summary, "content": {route.picture: body}}
    elif route.answer is None or route.may_be_empty:
        responses["204"] = {"description": "Done" if route.answer is None else "Nothing waits"}
    problem = {PROBLEM: {"schema": schemas.answer(Problem)}}
    for status, codes in sorted(_refusals(route).items()):
        responses[str(status)] = {"description": ", ".join(codes), "content": problem}
    return responses


def _refusals(route: Route) -> dict[int, list[str]]:
    codes = [*route.refusals, *ALWAYS]
    if route.command is not None or route.query or "{day}" in route.path:
        codes += FOR_BODIES
    if MATRIX[route.name][COLUMNS[0]] != ANYBODY:
        codes += FOR_ROLES
    if route.method not in {"GET", "HEAD"}:
        codes += ("csrf_failed", "bad_json", "invalid_field", "too_large", "unsupported_media_type")
    if route.key is not Key.IGNORED:
        codes += ("idempotency_key_missing", "idempotency_key_invalid")
    by_status: dict[int, list[str]] = {404: ["not_found"]}
    for code in dict.fromkeys(codes):
        told = by_status.setdefault(STATUS.get(code, CONFLICT), [])
        if code not in told:
            told.append(code)
    return by_status


def _security(route: Route) -> list[Json]:
    who = {column for column in COLUMNS if MATRIX[route.name][column] != NO}
    if COLUMNS[0] in who:
        return [{}]
    doors: list[Json] = []
    if who & DEVICES:
        doors.append({"device": []})
    if who - DEVICES:
        doors.append({"session": []} if route.method == "GET" else {"session": [], "csrf": []})
    return doors


def _doors() -> Json:
    return {
        "device": {"type": "http", "scheme": "bearer", "description": "A device token"},
        "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
        "csrf": {"type": "apiKey", "in": "header", "name": CSRF_HEADER},
    }


def _health(name: str, schemas: _Schemas) -> Json:
    answer = {"content": {JSON: {"schema": schemas.answer(Health)}}}
    responses: Json = {"200": {"description": "It is", **answer}}
    if name == "/readyz":
        responses["503"] = {"description": "Not ready; the checks say why", **answer}
    return {"operationId": name.strip("/"), "summary": name, "responses": responses, "security": [{}]}
