"""A slip's commands as a person reads them, one a line: what the golden files hold."""

from __future__ import annotations

import hashlib

from tests.printer.decode import Command, commands

_SAID = {
    "init": "ESC @",
    "no_chinese": "FS .",
    "page": "ESC t",
    "spacing": "ESC 3",
    "align": "ESC a",
    "bold": "ESC E",
    "mode": "ESC !",
    "size": "GS !",
    "reverse": "GS B",
    "position": "ESC $",
    "feed": "ESC d",
    "dots": "ESC J",
    "cut": "GS V 66 0",
    "module": "GS ( k module",
    "level": "GS ( k level",
    "store": "GS ( k store",
    "draw": "GS ( k print",
    "raster": "GS v 0",
    "end": "LF",
}
_WITHOUT_VALUE = {"init", "no_chinese", "cut", "draw", "end"}


def dump(data: bytes) -> str:
    """Return the commands, one a line, as a person reads them; no two slips have the same dump."""
    return "".join(f"{_said(command)}\n" for command in commands(data))


def _said(command: Command) -> str:
    name, value = command.name, command.value
    if name == "text":
        return f"    |{value.decode('cp437')}|"
    if name in _WITHOUT_VALUE:
        return _SAID[name]
    if name == "store":
        return f"{_SAID[name]} {command.data.decode('cp437')}"
    if name == "raster":
        size = f"{int.from_bytes(value[:2], 'little') * 8} x {int.from_bytes(value[2:], 'little')}"
        return f"{_SAID[name]} {size} sha256:{hashlib.sha256(command.data).hexdigest()}"
    return f"{_SAID[name]} {int.from_bytes(value, 'little')}"
