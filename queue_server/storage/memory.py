"""A ticket as it was before a step that can be undone, as one JSON text: only what steps change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from queue_server.domain.ticket import Action, Before, Leg, Status, Ticket
from queue_server.storage.types import EPOCH, MICROSECOND

PLAIN = ("lane", "place", "call_count", "requeues", "reason", "call_seq")
LEG_PLAIN = ("no", "service", "counter", "officer", "held_s", "outcome")
LEG_INSTANTS = ("joined_at", "called_at", "last_called_at", "started_at", "ended_at", "held_since")


def remember(before: Before) -> str:
    """Return the text of what an undo would restore, with what could be undone before that."""
    return json.dumps(_written(before), ensure_ascii=False, separators=(",", ":"))


def remembered(text: str, ticket: Ticket) -> Before:
    """Return what an undo of ``ticket`` would restore; what no step changes is taken from the ticket."""
    return _read(json.loads(text), ticket)


def _written(before: Before) -> dict[str, Any]:
    ticket, leg = before.ticket, before.ticket.leg
    return {
        "deed": before.deed.value,
        "at": _microseconds(before.at),
        "by": before.by,
        "priority_run": before.priority_run,
        "status": ticket.status.value,
        "ended_at": _microseconds(ticket.ended_at),
        "ticket": {name: getattr(ticket, name) for name in PLAIN},
        "leg": {name: getattr(leg, name) for name in LEG_PLAIN}
        | {name: _microseconds(getattr(leg, name)) for name in LEG_INSTANTS},
        "before": None if ticket.before is None else _written(ticket.before),
    }


def _read(written: dict[str, Any], ticket: Ticket) -> Before:
    leg: dict[str, Any] = written["leg"]
    instants: dict[str, Any] = {name: _instant(leg[name]) for name in LEG_INSTANTS}
    earlier = replace(
        ticket,
        status=Status(written["status"]),
        ended_at=_instant(written["ended_at"]),
        leg=Leg(**{name: leg[name] for name in LEG_PLAIN}, **instants),
        before=None if written["before"] is None else _read(written["before"], ticket),
        **written["ticket"],
    )
    at = EPOCH + written["at"] * MICROSECOND
    return Before(Action(written["deed"]), at, written["by"], earlier, written["priority_run"])


def _microseconds(at: datetime | None) -> int | None:
    return None if at is None else (at - EPOCH) // MICROSECOND


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + microseconds * MICROSECOND
