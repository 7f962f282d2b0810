"""The JSON of Socket.IO packets, by orjson: payload dataclasses as they are, instants in UTC ending with ``Z``.

Given to Socket.IO as its ``json`` module, which is why the names are those of the standard library.
"""

from __future__ import annotations

from typing import Any

import orjson

from queue_server.application.encoding import OPTIONS


def dumps(value: Any, **_formatting: Any) -> str:
    """Return compact JSON; the formatting that Socket.IO asks for is the only one there is."""
    return orjson.dumps(value, option=OPTIONS).decode()


def loads(text: str | bytes, **_options: Any) -> Any:
    """Return what the JSON says; raises ``ValueError`` for anything else, too deep nesting included."""
    return orjson.loads(text)
