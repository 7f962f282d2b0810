"""What must hold beyond the table before a transition is made; each guard refuses with its own sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import Final

from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Role
from queue_server.domain.step import Step
from queue_server.domain.ticket import Ticket

Guard = Callable[[Ticket, Step], None]


def refuse(ticket: Ticket, step: Step, reason: str | None = None, **more: object) -> Refusal:
    """Return the refusal of a step, naming number, action and status."""
    named = {"number": ticket.number, "action": step.action.value, "status": ticket.status.value}
    return Refusal("transition_refused", reason, **named, **more)


def same_counter(ticket: Ticket, step: Step) -> None:
    """Only the counter that holds the ticket acts on it; closing the day acts for all."""
    if step.by.role is not Role.CLOCK and step.counter != ticket.counter:
        raise refuse(ticket, step, "wrong_counter", holder=ticket.counter, counter=step.counter or "-")


def below_call_limit(ticket: Ticket, step: Step) -> None:
    """A number is called at most ``max_calls`` times."""
    if ticket.call_count >= step.policy.max_calls:
        raise refuse(ticket, step, "recall_limit", limit=step.policy.max_calls)


def cool_down_passed(ticket: Ticket, step: Step) -> None:
    """A repetition waits until people had time to stand up; a clock that jumped back holds nobody up."""
    called = ticket.leg.last_called_at
    if called is None or step.at < called:
        return
    left = step.policy.recall_cooldown - (step.at - called)
    if left > timedelta(0):
        raise refuse(ticket, step, "recall_too_soon", seconds=ceil(left.total_seconds()))


def called_enough(ticket: Ticket, step: Step) -> None:
    """Nobody is a no-show before the promised number of calls; closing the day is exempt."""
    if step.by.role is not Role.CLOCK and ticket.call_count < step.policy.max_calls:
        raise refuse(ticket, step, "no_show_too_early", calls=ticket.call_count, limit=step.policy.max_calls)


def requeues_left(ticket: Ticket, step: Step) -> None:
    """A no-show returns at most ``max_requeues`` times."""
    if ticket.requeues >= step.policy.max_requeues:
        raise refuse(ticket, step, "requeue_limit", limit=step.policy.max_requeues)


def other_line(ticket: Ticket, step: Step) -> None:
    """A transfer goes to another line than the present one."""
    if step.lane is None or (step.lane == ticket.lane and ticket.counter is None):
        raise refuse(ticket, step, "same_line")


def nobody_came(ticket: Ticket, step: Step) -> None:
    """Where the call itself started the service, calling again means that nobody came."""
    if not (step.policy.start_on_call and began_with_call(ticket)):
        raise refuse(ticket, step)


def began_with_call(ticket: Ticket) -> bool:
    """Say whether a service began at the instant of its latest call and has gone on since without a hold."""
    leg = ticket.leg
    return ticket.call_count > 0 and leg.started_at == leg.last_called_at and not leg.held_s


def other_service(ticket: Ticket, step: Step) -> None:
    """A further service of a visit is not the present one."""
    if step.service is None or step.service == ticket.service:
        raise refuse(ticket, step, "same_service")


def other_class(ticket: Ticket, step: Step) -> None:
    """A class is corrected to another one."""
    if step.priority is None or step.priority is ticket.priority:
        raise refuse(ticket, step, "same_class")


def undo_window(ticket: Ticket, step: Step) -> None:
    """Only the same officer undoes, and only the last step, within ``undo_s`` seconds of it."""
    before = ticket.before
    if before is None:
        raise refuse(ticket, step, "undo_nothing")
    if before.by != step.by.id:
        raise refuse(ticket, step, "undo_not_yours")
    if step.at - before.at > timedelta(seconds=step.policy.undo_s):
        raise refuse(ticket, step, "undo_too_late", seconds=step.policy.undo_s)


def checked_by_the_use_case(ticket: Ticket, step: Step) -> None:
    """Hold no opinion: this guard needs facts beyond the ticket, and its use case checks it first."""


GUARDS: Final[dict[str, Guard]] = {
    "same_counter": same_counter,
    "below_call_limit": below_call_limit,
    "cool_down_passed": cool_down_passed,
    "called_enough": called_enough,
    "requeues_left": requeues_left,
    "other_line": other_line,
    "nobody_came": nobody_came,
    "other_class": other_class,
    "other_service": other_service,
    "undo_window": undo_window,
    **dict.fromkeys(
        (
            "day_open", "service_open", "quota_left", "new_key", "slot_free",
            "check_in_window", "counter_takes_it", "counter_free",
        ),
        checked_by_the_use_case,
    ),
}  # fmt: skip
