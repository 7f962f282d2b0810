"""Writes ``docs/ticket-lifecycle.md`` from the domain's own tables: ``python -m docs.make_lifecycle``."""

# ruff: noqa: INP001  (pages are no package)

from __future__ import annotations

from pathlib import Path

from queue_server.domain.counter import COUNTER_EVENTS, COUNTER_TRANSITIONS
from queue_server.domain.roles import STAFF, Role
from queue_server.domain.ticket import AT_COUNTER, ENDED, Status
from queue_server.domain.transitions import EVENT_KINDS, TRANSITIONS, Transition

PAGE = Path(__file__).with_name("ticket-lifecycle.md")

STATUSES = {
    Status.BOOKED: "has an appointment, has not checked in",
    Status.WAITING: "stands in a line",
    Status.CALLED: "was called to a counter, on the way there",
    Status.SERVING: "is being served",
    Status.ON_HOLD: "was served in part and steps aside; the counter is free",
    Status.COMPLETED: "was served",
    Status.NO_SHOW: "was called often enough and did not come",
    Status.CANCELLED: "gave the place back",
    Status.EXPIRED: "still waited, or was on hold, when the day closed",
}

GUARDS = {
    "day_open": "the service day is open",
    "service_open": "numbers are given now",
    "quota_left": "the service has numbers left today",
    "new_key": "its idempotency key is new",
    "slot_free": "the slot is free",
    "check_in_window": "within the check-in window",
    "counter_takes_it": "the counter is open, free, and takes the service",
    "counter_free": "the counter is open and free",
    "same_counter": "at the counter that holds it",
    "below_call_limit": "called fewer than `max_calls` times",
    "cool_down_passed": "`recall_cooldown_s` after the last call",
    "called_enough": "called `max_calls` times (closing the day is exempt)",
    "requeues_left": "returned fewer than `max_requeues` times; goes behind the next `requeue_after` of its service",
    "other_line": "into another line; a new leg, the same number, its own place unless another is chosen",
    "nobody_came": "only where calling starts the service (`start_on_call`)",
    "other_class": "into another priority class",
    "other_service": "another service than the present one; a new leg that begins at once",
    "undo_window": "the same officer, the last step only, within `undo_s`; restores exactly",
}

HEAD = """# The ticket's life

<!-- Made by `python -m docs.make_lifecycle` from queue_server/domain; a test fails where the two differ. -->

A ticket is a resident's place from issue to end. Its number never changes; everything that happens to it is a step
of the table below, recorded as one event. What the table does not have is refused with `transition_refused` (409),
naming number, action and status; a guard that does not hold refuses with its own sentence.
A visit has one or more **legs**, each a stretch of queue, call and service for one service; waits and service times
are measured by leg.
"""

TAIL = """\
Repeating a command to a counter is harmless. A counter that closes with a ticket in hand is `closing` until that
ticket leaves it.

## When the day closes
`waiting`, `booked` and `on_hold` tickets expire, `called` ones become no-shows, both with the reason `day_closed`.
While anybody is being served, closing is refused and names them; with `force` they are completed with the outcome
`unfinished`. A day that was left open is closed by the first command of the next one, as if by force. Nothing moves in
a day that is closed: its figures are frozen under a seal.
"""


def render() -> str:
    """Return the page as Markdown."""
    parts = (HEAD, _diagram(), _statuses(), _steps(), _counters())
    return "\n".join([*parts, TAIL])


def _diagram() -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in TRANSITIONS.values():
        ends = ("[*]" if row.source is None else row.source.value, row.target.value)
        arrows.setdefault(ends, []).append(row.action.value)
    lines = [f"    {source} --> {target}: {', '.join(actions)}" for (source, target), actions in arrows.items()]
    lines += [f"    {row.source} --> {row.or_else}: {row.action}" for row in TRANSITIONS.values() if row.or_else]
    lines += [f"    {status.value} --> [*]" for status in Status if status in ENDED]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", ""])


def _statuses() -> str:
    lines = [f"| `{status.value}` | {STATUSES[status]} | {_place(status)} |" for status in Status]
    return "\n".join(["## Statuses", "| status | the resident | |", "|---|---|---|", *lines, ""])


def _place(status: Status) -> str:
    if status in AT_COUNTER:
        return "in hand: a counter has one at most"
    return "the end" if status in ENDED else ""


def _steps() -> str:
    lines = [_step(row) for row in TRANSITIONS.values()]
    head = ["## Steps", "| from | action | to | who | only if | event |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *lines, ""])


def _step(row: Transition) -> str:
    source = "–" if row.source is None else f"`{row.source.value}`"
    guards = "; ".join(GUARDS[guard] for guard in row.guards)
    event = EVENT_KINDS[row.action]
    if row.or_else is not None:
        guards += f"; back to `{row.or_else.value}` if it was called from there"
    return f"| {source} | {row.action.value} | `{row.target.value}` | {_who(row.who)} | {guards} | `{event}` |"


def _who(roles: frozenset[Role]) -> str:
    words = ["staff"] if roles >= STAFF else []
    return ", ".join(words + sorted(role.value for role in roles - STAFF))


def _counters() -> str:
    lines = [
        f"| `{source.value}` | {action.value} | `{target.value}` | `{COUNTER_EVENTS[action]}` |"
        for (source, action), target in COUNTER_TRANSITIONS.items()
    ]
    head = ["## Counters", "| from | command | to | event |", "|---|---|---|---|"]
    return "\n".join([*head, *lines, ""])


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
