"""Which words the code itself says to the outside: refusals with their reasons, kinds of events."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from queue_server.application.returning import NOT_MISSED
from queue_server.application.tracking import UNKNOWN
from queue_server.domain.counter import COUNTER_EVENTS, CounterStatus
from queue_server.domain.paper import SETTLED
from queue_server.domain.transitions import EVENT_KINDS
from queue_server.web.errors import CODES

SERVER = Path(__file__).parents[2] / "queue_server"
KIND = re.compile(r"(branch|counter|day|hall|device|issuing|job|printer|ticket)\.[a-z_]+")
Said = dict[str, set[str]]

NOT_OPEN = {f"counter_{status}" for status in CounterStatus if status is not CounterStatus.OPEN}
COMPUTED: dict[str, Said] = {
    "web/errors.py": {code: set() for code in CODES.values()},
    "application/tracking.py": {UNKNOWN[0]: {UNKNOWN[1]}},
    "domain/guards.py": {"transition_refused": set()},
    "domain/counter.py": {"counter_closed": NOT_OPEN},
    "application/days.py": {"service_closed": set()},
}
"""Files in which a word is computed, and what it can be; the hours' reasons are read where they are decided."""


def refusals() -> Said:
    """Return every code that a refusal can have, with its reasons."""
    found: Said = defaultdict(set)
    computed = set()
    for path, call in _calls("Refusal"):
        words = [_literal(argument) for argument in call.args[:2]]
        if None in words:
            computed.add(path)
        if words[0]:
            found[words[0]].update(word for word in words[1:] if word)
    assert computed == set(COMPUTED), "a refusal's words are computed somewhere new: say there what they can be"
    for said in COMPUTED.values():
        for code, reasons in said.items():
            found[code].update(reasons)
    found["transition_refused"].update({*_literals("refuse", 2), *NOT_MISSED.values()})
    hours = {word for name in ("why_closed", "_why_never") for word in _returned("domain/day_plan.py", name)}
    found["service_closed"].update({*_literals("Opening", 0), *hours})
    return {code: {reason for reason in reasons if reason} for code, reasons in found.items()}


def socket_refusals() -> set[str]:
    """Return every code with which a connection can be refused."""
    return {word for name in ("Refused", "_refuse") for word in _literals(name, 0)}


def event_kinds() -> set[str]:
    """Return every kind of event that is ever recorded."""
    found = {*EVENT_KINDS.values(), *COUNTER_EVENTS.values(), "branch.created", "branch.updated"}
    found |= {f"job.{outcome.value}" for outcome in SETTLED}
    for path in sorted((SERVER / "application").glob("*.py")):
        constants = (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Constant))
        found |= {node.value for node in constants if isinstance(node.value, str) and KIND.fullmatch(node.value)}
    return found


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a name, with its file."""
    for path in sorted(SERVER.rglob("*.py")):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path.relative_to(SERVER).as_posix(), node


def _literal(node: ast.expr) -> str | None:
    """Return a literal word, an empty one for a literal None, None for what is computed."""
    return str(node.value or "") if isinstance(node, ast.Constant) else None


def _literals(name: str, place: int) -> set[str]:
    """Return the literal words that a function is called with at a place."""
    words = {_literal(call.args[place]) for _, call in _calls(name) if len(call.args) > place}
    return {word for word in words if word}


def _returned(file: str, function: str) -> set[str]:
    """Return the literal words that a function returns."""
    body = next(
        node for node in ast.walk(_tree(SERVER / file)) if isinstance(node, ast.FunctionDef) and node.name == function
    )
    returned = [node.value for node in ast.walk(body) if isinstance(node, ast.Return) and node.value]
    constants = (node for value in returned for node in ast.walk(value) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}
