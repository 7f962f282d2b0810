"""What the officer's desk calls."""

from __future__ import annotations

from queue_server import protocol
from queue_server.application.calling import CounterPlace, Deed, act, call_next
from queue_server.application.counters import change_counter
from queue_server.application.desk import desk_state
from queue_server.application.printing import reprint_ticket
from queue_server.domain.counter import CounterAction
from queue_server.domain.errors import Refusal
from queue_server.web.routing import Call, Enveloped, Handler, Key, Route

COUNTER = "/branches/{branch}/counters/{counter}"
CONFLICTS = ("transition_refused", "counter_busy", "counter_closed", "counter_not_eligible")


def _place(call: Call) -> CounterPlace:
    return CounterPlace(call.path["branch"], call.path["counter"])


def _change(action: CounterAction) -> Handler:
    def change(call: Call) -> object:
        return change_counter(call.context, call.actor, _place(call), action, call.command.reason)

    return change


def _counter_route(action: CounterAction, summary: str) -> Route:
    return Route(
        f"{action.value}_counter",
        "POST",
        f"{COUNTER}/{action.value}",
        summary,
        _change(action),
        answer=Enveloped(protocol.DeskState),
        command=protocol.CounterCommand,
        refusals=("not_found", "service_closed", "transition_refused"),
    )


def _call_next(call: Call) -> object:
    return call_next(call.context, call.actor, _place(call), call.key)


def _desk(call: Call) -> object:
    place = _place(call)
    return desk_state(call.context, place.branch, place.counter)


def _act(call: Call) -> object:
    word = call.path["action"]
    try:
        verb = protocol.TicketVerb(word)
    except ValueError:
        known = ", ".join(protocol.TicketVerb)
        raise Refusal("unknown_action", action=word, known=known) from None
    return act(call.context, call.actor, call.path["ticket"], Deed(verb, call.command, call.key))


def _reprint(call: Call) -> object:
    return reprint_ticket(call.context, call.actor, call.path["ticket"])


ROUTES = (
    _counter_route(CounterAction.OPEN, "Open a counter"),
    _counter_route(CounterAction.PAUSE, "Pause a counter"),
    _counter_route(CounterAction.CLOSE, "Close a counter"),
    Route(
        "call_next",
        "POST",
        f"{COUNTER}/call-next",
        "Call whoever is next for this counter; null when nobody waits",
        _call_next,
        answer=protocol.TicketAnswer,
        key=Key.HONOURED,
        refusals=("not_found", "service_closed", "counter_busy", "counter_closed", "idempotency_conflict"),
    ),
    Route(
        "desk",
        "GET",
        f"{COUNTER}/desk",
        "All that the officer's desk shows",
        _desk,
        answer=Enveloped(protocol.DeskState),
        refusals=("not_found",),
    ),
    Route(
        "reprint_ticket",
        "POST",
        "/tickets/{ticket}/reprint",
        "Print a marked copy of a ticket",
        _reprint,
        answer=protocol.PrintJobState,
        refusals=("not_found", "no_printer"),
    ),
    Route(
        "ticket_action",
        "POST",
        "/tickets/{ticket}/{action}",
        "Take one step with a ticket",
        _act,
        answer=protocol.TicketAnswer,
        command=protocol.TicketCommand,
        key=Key.HONOURED,
        refusals=("not_found", "unknown_action", *CONFLICTS, "idempotency_conflict"),
    ),
)
