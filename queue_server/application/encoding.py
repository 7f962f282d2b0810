"""JSON as it is stored and sent: dataclasses as objects, instants in UTC with ``Z``."""

from __future__ import annotations

from typing import Any

import orjson

OPTIONS = orjson.OPT_UTC_Z


def encode(value: object) -> bytes:
    """Return the JSON of a payload."""
    return orjson.dumps(value, option=OPTIONS)


def decode(text: str | bytes) -> Any:
    """Return the plain values of a JSON text."""
    return orjson.loads(text)
