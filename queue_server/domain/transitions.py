"""The table of allowed transitions. Documentation, tests and database constraints derive from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from queue_server.domain.roles import STAFF, Role
from queue_server.domain.ticket import Action, Status

S, A = Status, Action
RESIDENT_OR_STAFF = STAFF | {Role.RESIDENT, Role.KIOSK}
CLOCK = frozenset({Role.CLOCK})
AGAIN = ("same_counter", "below_call_limit", "cool_down_passed")


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from ``source`` (None: nothing yet) by ``action`` to ``target``, by whom, under which guards.

    ``or_else`` is the other target of an undo: a call from hold goes back on hold.
    """

    source: Status | None
    action: Action
    target: Status
    who: frozenset[Role]
    guards: tuple[str, ...] = ()
    or_else: Status | None = None


def _rows() -> tuple[Transition, ...]:
    row = Transition
    return (
        row(None, A.ISSUE, S.WAITING, STAFF | {Role.KIOSK}, ("day_open", "service_open", "quota_left", "new_key")),
        row(None, A.SERVE, S.SERVING, STAFF, ("day_open", "counter_takes_it", "counter_free", "new_key")),
        row(None, A.BOOK, S.BOOKED, RESIDENT_OR_STAFF, ("slot_free",)),
        row(S.BOOKED, A.CHECK_IN, S.WAITING, RESIDENT_OR_STAFF, ("check_in_window",)),
        row(S.BOOKED, A.CANCEL, S.CANCELLED, RESIDENT_OR_STAFF),
        row(S.BOOKED, A.EXPIRE, S.EXPIRED, CLOCK),
        row(S.WAITING, A.CALL, S.CALLED, STAFF, ("counter_takes_it",)),
        row(S.WAITING, A.TRANSFER, S.WAITING, STAFF, ("other_line",)),
        row(S.WAITING, A.CLASSIFY, S.WAITING, STAFF, ("other_class",)),
        row(S.WAITING, A.CANCEL, S.CANCELLED, RESIDENT_OR_STAFF),
        row(S.WAITING, A.EXPIRE, S.EXPIRED, CLOCK),
        row(S.CALLED, A.RECALL, S.CALLED, STAFF, AGAIN),
        row(S.CALLED, A.START, S.SERVING, STAFF, ("same_counter",)),
        row(S.CALLED, A.MARK_NO_SHOW, S.NO_SHOW, STAFF | CLOCK, ("same_counter", "called_enough")),
        row(S.CALLED, A.REQUEUE, S.WAITING, STAFF | CLOCK, ("same_counter",)),
        row(S.CALLED, A.TRANSFER, S.WAITING, STAFF, ("same_counter", "other_line")),
        row(S.CALLED, A.CLASSIFY, S.CALLED, STAFF, ("same_counter", "other_class")),
        row(S.CALLED, A.NOTE, S.CALLED, STAFF, ("same_counter",)),
        row(S.SERVING, A.RECALL, S.CALLED, STAFF, ("nobody_came", *AGAIN)),
        row(S.SERVING, A.ADD_SERVICE, S.SERVING, STAFF, ("same_counter", "other_service")),
        row(S.SERVING, A.CLASSIFY, S.SERVING, STAFF, ("same_counter", "other_class")),
        row(S.SERVING, A.NOTE, S.SERVING, STAFF, ("same_counter",)),
        row(S.SERVING, A.COMPLETE, S.COMPLETED, STAFF, ("same_counter",)),
        row(S.SERVING, A.CLOSE, S.COMPLETED, CLOCK),
        row(S.SERVING, A.HOLD, S.ON_HOLD, STAFF | CLOCK, ("same_counter",)),
        row(S.SERVING, A.TRANSFER, S.WAITING, STAFF, ("same_counter", "other_line")),
        row(S.ON_HOLD, A.RESUME, S.SERVING, STAFF, ("counter_free",)),
        row(S.ON_HOLD, A.CALL, S.CALLED, STAFF, ("counter_free",)),
        row(S.ON_HOLD, A.NOTE, S.ON_HOLD, STAFF, ("same_counter",)),
        row(S.ON_HOLD, A.CANCEL, S.CANCELLED, STAFF),
        row(S.ON_HOLD, A.EXPIRE, S.EXPIRED, CLOCK),
        row(S.NO_SHOW, A.REQUEUE, S.WAITING, RESIDENT_OR_STAFF, ("day_open", "requeues_left")),
        row(S.CALLED, A.UNDO, S.WAITING, STAFF, ("undo_window",), or_else=S.ON_HOLD),
        row(S.SERVING, A.UNDO, S.CALLED, STAFF, ("undo_window",)),
        row(S.NO_SHOW, A.UNDO, S.CALLED, STAFF, ("undo_window", "counter_free")),
        row(S.COMPLETED, A.UNDO, S.SERVING, STAFF, ("undo_window", "counter_free")),
    )


TRANSITIONS: Final[dict[tuple[Status | None, Action], Transition]] = {(row.source, row.action): row for row in _rows()}

EVENT_KINDS: Final[dict[Action, str]] = {
    A.ISSUE: "ticket.issued",
    A.BOOK: "ticket.booked",
    A.CHECK_IN: "ticket.checked_in",
    A.CALL: "ticket.called",
    A.RECALL: "ticket.recalled",
    A.START: "ticket.started",
    A.COMPLETE: "ticket.completed",
    A.CLOSE: "ticket.closed",
    A.HOLD: "ticket.held",
    A.RESUME: "ticket.resumed",
    A.TRANSFER: "ticket.transferred",
    A.REQUEUE: "ticket.requeued",
    A.MARK_NO_SHOW: "ticket.not_shown",
    A.CANCEL: "ticket.cancelled",
    A.EXPIRE: "ticket.expired",
    A.UNDO: "ticket.undone",
    A.NOTE: "ticket.noted",
    A.ADD_SERVICE: "ticket.service_added",
    A.SERVE: "ticket.received",
    A.CLASSIFY: "ticket.classified",
}
"""The event that records each action (past participles)."""
