"""What a virtual printer can be told: one line, a verb and perhaps a figure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from printer.virtual.health import LOW, OK, OUT, Health
from printer.virtual.machine import Machine

DONE = "ok"
_SLOWEST, _FASTEST = 300, 10_000_000
_LATEST_MS = 60_000


@dataclass(slots=True)
class Plug:
    """How its plug behaves: whether it takes connections, and at what line speed in baud (None: at once)."""

    is_refusing: bool = False
    baud: int | None = None


class OrderError(ValueError):
    """It was told something that it does not know; the text says what it knows."""


def obey(words: str, machine: Machine, plug: Plug) -> str:
    """Do what ``words`` say and return ``ok``, or JSON for ``state``. Raises OrderError."""
    order = " ".join(words.split()).lower()
    if order == "state":
        return json.dumps(describe(machine, plug))
    if order in _HEALTH:
        machine.change(_HEALTH[order])
    elif order in _MOODS:
        machine.mood = replace(machine.mood, **_MOODS[order])
    elif order in _PLUG:
        name, value = _PLUG[order]
        setattr(plug, name, value)
        if order == "fast":
            machine.set_speed(None)
    else:
        _obey_with_figure(order, machine, plug)
    return DONE


def describe(machine: Machine, plug: Plug) -> dict[str, Any]:
    """Return its state as JSON: health, mood, plug, slips so far and bytes that wait."""
    health, mood = machine.health, machine.mood
    return {
        "paper": health.paper,
        "cover": "open" if health.is_cover_open else "closed",
        "jammed": health.is_jammed,
        "hot": health.is_hot,
        "offline": health.is_offline,
        "silent": mood.is_silent,
        "garbling": mood.is_garbling,
        "in_order": mood.is_in_order,
        "late_ms": round(mood.late_s * 1000),
        "keeps_half": mood.keeps_half,
        "speed": machine.mm_s,
        "knows": [word for word, known in (("asb", mood.knows_asb), ("id", mood.knows_process_id)) if known],
        "refusing": plug.is_refusing,
        "baud": plug.baud,
        "cut_in": machine.cut_in,
        "paper_ends_in": machine.paper_ends_in,
        "waiting": machine.waiting,
        "slips": len(machine.slips),
        "whole": sum(slip.is_whole for slip in machine.slips),
    }


def _obey_with_figure(order: str, machine: Machine, plug: Plug) -> None:
    verb, _, figure = order.rpartition(" ")
    if not (figure.isascii() and figure.isdigit()) or len(figure) > len(str(_FASTEST)):
        raise OrderError(_HINT)
    value = int(figure)
    if verb == "cut":
        machine.cut_in = value
    elif verb == "paper ends":
        machine.paper_ends_in = value
    elif verb == "speed":
        machine.set_speed(value or None)
    elif verb == "late" and value <= _LATEST_MS:
        machine.mood = replace(machine.mood, late_s=value / 1000)
    elif verb == "slow" and _SLOWEST <= value <= _FASTEST:
        plug.baud = value
    else:
        raise OrderError(_HINT)


def _set(name: str, value: object) -> Callable[[Health], None]:
    def change(health: Health) -> None:
        setattr(health, name, value)

    return change


def _mend(health: Health) -> None:
    health.is_jammed = health.is_hot = False


_HEALTH: dict[str, Callable[[Health], None]] = {
    "paper ok": _set("paper", OK),
    "paper low": _set("paper", LOW),
    "paper out": _set("paper", OUT),
    "cover open": _set("is_cover_open", True),
    "cover closed": _set("is_cover_open", False),
    "jam": _set("is_jammed", True),
    "hot": _set("is_hot", True),
    "clear": _mend,
}
_MOODS: dict[str, dict[str, Any]] = {
    "silent": {"is_silent": True},
    "garble": {"is_garbling": True},
    "in order": {"is_in_order": True},
    "speak": {"is_silent": False, "is_garbling": False, "is_in_order": False, "late_s": 0.0},
    "keep": {"keeps_half": True},
    "drop": {"keeps_half": False},
    "forget asb": {"knows_asb": False},
    "forget id": {"knows_process_id": False},
    "forget all": {"knows_asb": False, "knows_process_id": False},
    "learn asb": {"knows_asb": True},
    "learn id": {"knows_process_id": True},
}
_PLUG: dict[str, tuple[str, object]] = {
    "refuse": ("is_refusing", True),
    "accept": ("is_refusing", False),
    "fast": ("baud", None),
}
ORDERS = (*_HEALTH, *_MOODS, *_PLUG, "paper ends N", "cut N", "slow BAUD", "speed MM_S", "late MS", "state")
"""All it can be told. ``paper ends N``: the roll is out after N more bytes; ``cut N``: it hangs up after N more.

``speed MM_S``: paper takes its time, and what stands behind it is answered only when it is through; 0: none.
``in order``: DLE EOT too is answered only in its turn. ``late MS``: every answer comes so late. ``speak`` ends both,
``fast`` ends ``slow`` and ``speed``. ``keep``: a command that a hang-up cut in two waits for the rest, as in real
printers; ``drop``: it is forgotten, as in the beginning.
"""
_HINT = f"A virtual printer does not know that. Tell it one of: {', '.join(ORDERS)}."
