"""What the officer's desk calls."""

from __future__ import annotations

from queue_server import protocol
from queue_server.application.calling import CounterPlace, call_next, call_number
from queue_server.application.counters import change_counter
from queue_server.application.desk import desk_state
from queue_server.application.handling import Deed, act
from queue_server.application.printers import reprint_ticket
from queue_server.application.receiving import serve_directly
from queue_server.application.returning import return_ticket
from queue_server.application.switching import switch_services
from queue_server.domain.counter import CounterAction
from queue_server.domain.errors import Refusal
from queue_server.web.routing import Call, Enveloped, Handler, Key, Route

COUNTER = "/branches/{branch}/counters/{counter}"
CONFLICTS = ("transition_refused", "counter_busy", "counter_closed", "counter_taken", "counter_not_eligible")


def _place(call: Call) -> CounterPlace:
    return CounterPlace(call.path["branch"], call.path["counter"])


def _change(action: CounterAction) -> Handler:
    def change(call: Call) -> object:
        return change_counter(call.context, call.actor, _place(call), action, call.command)

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
        refusals=("not_found", "service_closed", "transition_refused", "counter_taken"),
    )


def _switch(call: Call) -> object:
    return switch_services(call.context, call.actor, _place(call), call.command.services)


def _call_next(call: Call) -> object:
    return call_next(call.context, call.actor, _place(call), call.key)


def _call_number(call: Call) -> object:
    return call_number(call.context, call.actor, _place(call), call.command, call.key)


def _serve(call: Call) -> object:
    return serve_directly(call.context, call.actor, _place(call), call.command, call.key)


def _return(call: Call) -> object:
    return return_ticket(call.context, call.actor, call.path["branch"], call.command, call.key)


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
        "switch_services",
        "POST",
        f"{COUNTER}/services",
        "Let a counter take other services for the rest of the day; none: those of its file",
        _switch,
        answer=Enveloped(protocol.DeskState),
        command=protocol.SwitchServices,
        refusals=("not_found", "counter_taken"),
    ),
    Route(
        "call_next",
        "POST",
        f"{COUNTER}/call-next",
        "Call whoever is next for this counter; null when nobody waits",
        _call_next,
        answer=protocol.TicketAnswer,
        key=Key.HONOURED,
        refusals=(
            *("not_found", "service_closed", "counter_busy", "counter_closed", "counter_taken"),
            "idempotency_conflict",
        ),
    ),
    Route(
        "call_number",
        "POST",
        f"{COUNTER}/call-number",
        "Call a number of today that is not next, and say why",
        _call_number,
        answer=protocol.TicketAnswer,
        command=protocol.CallNumber,
        key=Key.HONOURED,
        refusals=("not_found", *CONFLICTS, "idempotency_conflict"),
    ),
    Route(
        "serve_directly",
        "POST",
        f"{COUNTER}/serve",
        "Serve somebody at the counter who took no number",
        _serve,
        answer=protocol.TicketAnswer,
        command=protocol.ServeDirectly,
        key=Key.HONOURED,
        refusals=("not_found", "service_closed", "invalid_field", *CONFLICTS, "idempotency_conflict"),
    ),
    Route(
        "return_ticket",
        "POST",
        "/branches/{branch}/returns",
        "A no-show comes back by the QR of its ticket",
        _return,
        answer=protocol.TicketAnswer,
        command=protocol.ReturnTicket,
        key=Key.HONOURED,
        refusals=("not_found", "transition_refused", "idempotency_conflict"),
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
