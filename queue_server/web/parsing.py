"""What enters the process by HTTP: bodies become commands, or a refusal that names the field."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from flask import Request
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from pydantic_core import ErrorDetails

from queue_server.domain.errors import Refusal
from queue_server.protocol import IDEMPOTENCY_HEADER
from queue_server.web.answers import JSON

C = TypeVar("C")

TEXT_LIMIT = 1000
INTEGER_LIMIT = 2**53
KEY = re.compile(r"[\x21-\x7e]{8,255}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
RULES = ConfigDict(extra="forbid", strict=True, str_max_length=TEXT_LIMIT)

WRONG = {
    "missing": "missing",
    "unexpected_keyword_argument": "unknown",
    "string_type": "text",
    "string_unicode": "text",
    "int_type": "whole_number",
    "int_from_float": "whole_number",
    "int_parsing_size": "whole_number",
    "float_type": "number",
    "bool_type": "truth",
    "dataclass_type": "object",
    "enum": "choice",
    "string_too_long": "too_long",
}
"""pydantic's word for a fault → the catalogue's ``refusal.field.<word>``."""


_adapters: dict[type, TypeAdapter[Any]] = {}


def adapter(command: type) -> TypeAdapter[Any]:
    """Return the validator of a command: strict types, no field that it does not know."""
    if command not in _adapters:
        _adapters[command] = TypeAdapter(with_config(RULES)(command))
    return _adapters[command]


def parse_body(request: Request, command: type[C]) -> C:
    """Read a request's body as a command; an absent body stands for one without fields."""
    body = request.get_data(cache=False)
    if not body:
        return parse(b"{}", command)
    if request.mimetype not in {JSON, ""}:
        raise Refusal("unsupported_media_type")
    return parse(body, command)


def parse(body: bytes, command: type[C]) -> C:
    """Read JSON as a command."""
    try:
        parsed: C = adapter(command).validate_json(body)
    except ValidationError as error:
        raise _refusal_of(error.errors(include_url=False)) from None
    _require_storable(parsed)
    return parsed


def _refusal_of(faults: list[ErrorDetails]) -> Refusal:
    first = faults[0]
    if first["type"] == "json_invalid":
        return Refusal("bad_json", problem=str(first.get("ctx", {}).get("error", "")))
    return refused_fields([_named(fault) for fault in faults])


def _named(fault: ErrorDetails) -> dict[str, object]:
    """Say which field does not fit and how, in the catalogue's words."""
    facts: dict[str, object] = dict(fault.get("ctx", {}))
    path = ".".join(str(part) for part in fault["loc"]) or "body"
    limit = facts.get("max_length", "")
    wrong = WRONG.get(fault["type"], "other")
    return {"field": path, "wrong": wrong, "limit": limit, "expected": facts.get("expected", "")}


def refused_fields(faults: list[dict[str, object]]) -> Refusal:
    """Return the refusal that names the first fault in its sentence and all of them in ``errors``."""
    return Refusal("invalid_field", None, faults=faults, **faults[0])


def _require_storable(command: Any) -> None:
    """Refuse control characters and integers that no database keeps."""
    for field in fields(command):
        value = getattr(command, field.name)
        if isinstance(value, str) and CONTROL.search(value):
            raise refused_fields([{"field": field.name, "wrong": "text"}])
        if isinstance(value, int) and abs(value) >= INTEGER_LIMIT:
            raise refused_fields([{"field": field.name, "wrong": "whole_number"}])


def idempotency_key(request: Request, *, required: bool) -> str | None:
    """Return the request's key; a missing or unfit one is refused."""
    key: str | None = request.headers.get(IDEMPOTENCY_HEADER)
    if key is None:
        if required:
            raise Refusal("idempotency_key_missing")
        return None
    if KEY.fullmatch(key) is None:
        raise Refusal("idempotency_key_invalid")
    return key


def parse_day(text: str, field: str = "day") -> date:
    """Read ``YYYY-MM-DD``."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise refused_fields([{"field": field, "wrong": "day"}])


def parse_limit(text: str | None, default: int, most: int) -> int:
    """Read a page's length."""
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) < len(str(INTEGER_LIMIT)) and 1 <= int(text) <= most:
        return int(text)
    raise refused_fields([{"field": "limit", "wrong": "range", "low": 1, "high": most}])
